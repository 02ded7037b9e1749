"""``urna estudio``: draws a screen, or papers, for each order of its standard input, in a process that stays ready.

It joins the screens of `urna.ui` with the papers of `urna.services`, as `urna.drawing` does. It must not open a display
nor touch an urna's folders: whoever started it says which theme, and where the pictures go.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from shared.domain.errors import DatoInvalido
from urna.drawing import draw_slips
from urna.ui import orders
from urna.ui.environment import prepare
from urna.ui.render import open_theme
from urna.ui.scratch import OutFolder, kivy_home


def main() -> int:
    """Answer each line (an order as JSON) with a line: ``{}``, or the code and detail of what could not be drawn."""
    with kivy_home() as home:
        prepare(orders.SIZE, home, offscreen=True)
        for line in sys.stdin:
            sys.stdout.write(json.dumps(_obey(json.loads(line))) + "\n")
            sys.stdout.flush()
    return 0


def _obey(order: Mapping[str, str]) -> dict[str, str]:
    """``papers``: names of papers, between spaces, that go to the folder ``out``; without it a screen goes there."""
    try:
        if "papers" in order:
            wanted = frozenset(order["papers"].split())
            draw_slips(open_theme(Path(order["theme"])).parsed, OutFolder(Path(order["out"])), wanted)
        else:
            orders.draw(order)
    except DatoInvalido as error:
        return {"code": error.code, "detail": error.detail}
    return {}


if __name__ == "__main__":
    raise SystemExit(main())
