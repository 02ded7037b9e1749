"""``urna estudio``: draws one screen for each order of its standard input, in a process that stays ready for the next.

It must not open a display nor touch an urna's folders: whoever started it says which theme, and where the picture goes.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from shared.domain.errors import DatoInvalido
from shared.formats.catalogues import SPANISH
from urna.config import ConfiguracionInvalida
from urna.flow.viewing import Contrast, Letters, Viewing
from urna.ui.environment import WindowSize, prepare
from urna.ui.render import open_theme
from urna.ui.samples import samples
from urna.ui.scratch import OutFolder, kivy_home

SIZE = WindowSize()


def main() -> int:
    """Answer each line (an order as JSON) with a line: ``{}``, or the code and detail of what could not be drawn."""
    with kivy_home() as home:
        prepare(SIZE, home, offscreen=True)
        for line in sys.stdin:
            sys.stdout.write(json.dumps(_obey(line)) + "\n")
            sys.stdout.flush()
    return 0


def _obey(line: str) -> dict[str, str]:
    try:
        _draw(json.loads(line))
    except DatoInvalido as error:
        return {"code": error.code, "detail": error.detail}
    return {}


def _draw(order: Mapping[str, str]) -> None:
    """Draw ``screen`` of ``theme`` to ``out``, as who votes chose letters, contrast and language."""
    from urna.ui.studio import Studio  # noqa: PLC0415 - Kivy reads its environment at import

    folder = open_theme(Path(order["theme"]))
    try:
        viewing = Viewing(Letters(order["letters"]), Contrast(order["contrast"]), order["language"])
    except ValueError as error:
        raise ConfiguracionInvalida("U059", str(error)) from None
    offered = {SPANISH, *(each.language for each in folder.parsed.languages)}
    screens = samples(folder.parsed, viewing) if viewing.language in offered else {}
    if order["screen"] not in screens:
        raise ConfiguracionInvalida("U059", f"the theme has no {order['screen']} in {viewing.language}")
    path = Path(order["out"])
    studio = Studio(folder, SIZE, lambda _event: None)
    try:
        OutFolder(path.parent).picture(path.name, studio.picture(screens[order["screen"]]))
    finally:
        studio.close()


if __name__ == "__main__":
    raise SystemExit(main())
