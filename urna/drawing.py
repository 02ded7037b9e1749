"""``urna render THEME --out DIR [--screens | --slips]``: what voters and mesa see, and what comes out of the printer.

It joins the screens of `urna.ui` with the papers of `urna.services`, which know nothing of one another. It must not
touch the folders of an urna.
"""

import sys

from hardware.printer.drawing import draw
from hardware.printer.profile import EMULATED
from hardware.printer.raster import shipped_fonts
from shared.domain.errors import DatoInvalido
from shared.formats.theme_model import Theme
from urna.config import ConfiguracionInvalida
from urna.slip_samples import slip_samples
from urna.ui import render
from urna.ui.catalogue import load_texts
from urna.ui.scratch import OutFolder

PREFIX = "papel-"
"""Begins the names of slips, so that none is taken for a screen."""


def main(arguments: list[str] | None = None) -> int:
    """Draw screens and slips of a theme; 2 for a theme that is refused, or that lacks what was asked for."""
    texts = load_texts()
    parser = render.parser(texts)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--slips", action="store_true", help=texts.word("orden.papeles"))
    which.add_argument("--screens", action="store_true", help=texts.word("orden.pantallas"))
    options = parser.parse_args(arguments)
    chosen = options.screens or options.manual or bool(options.screen)
    if not options.slips:
        code = render.draw(options, texts)
        if code or chosen:
            return code
    try:
        draw_slips(render.open_theme(options.theme).parsed, OutFolder(options.out))
    except DatoInvalido as error:
        sys.stderr.write(texts.word("orden.rechazo", codigo=error.code, detalle=error.detail) + "\n")
        return render.REFUSED
    return 0


def draw_slips(theme: Theme, out: OutFolder, wanted: frozenset[str] | None = None) -> None:
    """Write ``papel-<name>.png`` for every paper that an urna prints of this theme, dot by dot on 80 mm paper.

    With ``wanted`` those papers alone; raises ``ConfiguracionInvalida`` U059 for one that there is not.
    """
    fonts, samples = shipped_fonts(), slip_samples(theme)
    missing = sorted((wanted or frozenset()) - set(samples))
    if missing:
        raise ConfiguracionInvalida("U059", f"the theme has no {', '.join(missing)}")
    for name, slip in samples.items():
        if wanted is not None and name not in wanted:
            continue
        out.picture(f"{PREFIX}{name}.png", draw(slip, EMULATED, fonts))


if __name__ == "__main__":
    raise SystemExit(main())
