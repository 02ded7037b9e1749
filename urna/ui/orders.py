"""One screen drawn as an order says, in a process that is prepared for it (``urna estudio``).

It must not touch an urna's folders: whoever gave the order says which theme, and where the picture goes.
"""

from collections.abc import Mapping
from pathlib import Path

from shared.formats.catalogues import SPANISH
from urna.config import ConfiguracionInvalida
from urna.flow.viewing import Contrast, Letters, Viewing
from urna.ui.environment import WindowSize
from urna.ui.render import open_theme
from urna.ui.samples import samples
from urna.ui.scratch import OutFolder

SIZE = WindowSize()


def draw(order: Mapping[str, str]) -> None:
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
