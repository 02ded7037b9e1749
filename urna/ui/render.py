"""Pictures of screens without a display: ``urna render THEME --out DIR [--screen ... | --manual] [--language en]...``.

It must run in a process of its own, since Kivy has one window per process, and must not touch an urna's folders.
"""

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

from shared.domain.errors import DatoInvalido
from shared.formats.catalogues import SPANISH
from shared.formats.theme_model import Theme
from urna.config import ConfiguracionInvalida
from urna.flow.screen import Screen
from urna.flow.viewing import Contrast, Letters, Viewing
from urna.ui.catalogue import Texts, load_texts
from urna.ui.environment import WindowSize, prepare
from urna.ui.samples import samples
from urna.ui.scratch import OutFolder, kivy_home
from urna.ui.theme_folder import ThemeFolder, find_theme, open_theme_folder

COLORS = 48
REFUSED = 2
MANUAL = {
    "carga": "carga",
    "carga-confirmar": "carga-confirmar",
    "verificacion-avance": "verificacion",
    "diagnostico-avance": "diagnostico",
    "prueba_tactil-avance": "prueba-tactil",
    "prueba_votante-avance": "prueba-votante",
    "apertura-leer": "apertura",
    "autenticacion": "tarjeta",
    "autenticacion-codigo": "codigo",
    "espera": "espera",
    "habilitada": "habilitada",
    "boleta-gubernatura": "boleta",
    "boleta-gubernatura-aviso": "boleta-aviso",
    "blanco": "blanco",
    "revision": "revision",
    "impresion": "impresion",
    "impresion-falla": "impresion-falla",
    "pregunta_testigo": "pregunta",
    "gracias": "gracias",
    "grupo": "grupo",
    "menu_mesa": "menu",
    "ayuda-papel": "ayuda",
    "espera-usb-lost": "espera-falla",
    "memoria": "memoria",
    "motivo": "motivo",
    "reportes": "reporte",
    "auditoria": "auditoria",
    "suspendida": "suspendida",
    "suspendida-sin_luz": "sin-luz",
    "hora_cierre": "hora",
    "cierre": "cierre",
    "cierre-cuenta": "conteo",
    "cerrada": "cerrada",
    "cerrada-entregada": "cerrada-entregada",
    "sustitucion": "sustitucion",
    "lista_sustitucion": "sustitucion-lista",
    "lista_sustitucion-para_que": "sustitucion-para-que",
    "falta_urna": "falta-urna",
    "falta_urna-votos": "falta-urna-votos",
    "fuera_de_servicio": "fuera-de-servicio",
}
"""Names of samples and of their pictures in the manual of the mesa."""


def main(arguments: list[str] | None = None) -> int:
    """Render sample screens of a theme; 2 for one that is refused, or that lacks what was asked for."""
    texts = load_texts()
    return draw(parser(texts).parse_args(arguments), texts)


def draw(options: argparse.Namespace, texts: Texts) -> int:
    """The same with the options of ``parser``."""
    viewing = Viewing(Letters(options.size), Contrast(options.contrast), options.language)
    try:
        folder = open_theme(options.theme)
        size = _resolution(options.resolution)
        wanted = _wanted(folder.parsed, frozenset(MANUAL if options.manual else options.screen), viewing)
    except DatoInvalido as error:
        sys.stderr.write(texts.word("orden.rechazo", codigo=error.code, detalle=error.detail) + "\n")
        return REFUSED
    with kivy_home() as home:
        prepare(size, home, offscreen=True)
        render_all(folder, OutFolder(options.out), size, wanted, manual=options.manual)
    return 0


def parser(texts: Texts) -> argparse.ArgumentParser:
    """Options that say what is drawn, and how."""
    made = argparse.ArgumentParser(prog="urna render", description=texts.word("orden.render"), allow_abbrev=False)
    made.add_argument("theme", type=Path, help=texts.word("orden.tema"))
    made.add_argument("--out", type=Path, required=True, help=texts.word("orden.salida"))
    which = made.add_mutually_exclusive_group()
    which.add_argument("--screen", nargs="+", default=(), help=texts.word("orden.solo"))
    which.add_argument("--manual", action="store_true", help=texts.word("orden.manual"))
    usual = Viewing()
    made.add_argument("--size", choices=[*Letters], default=usual.letters, help=texts.word("orden.letra"))
    made.add_argument("--contrast", choices=[*Contrast], default=usual.contrast, help=texts.word("orden.color"))
    made.add_argument("--language", default=usual.language, help=texts.word("orden.lengua"))
    made.add_argument("--resolution", default="1280x800", help=texts.word("orden.resolucion"))
    return made


def open_theme(folder: Path) -> ThemeFolder:
    """The theme; raises ``TemaInvalido`` for one of another urna's time or of no form, U070 where there is none."""
    try:
        return open_theme_folder(find_theme(folder))
    except OSError as error:
        raise ConfiguracionInvalida("U070", f"no single theme: {error}") from None


def _resolution(text: str) -> WindowSize:
    """``1280x800``; raises ``ConfiguracionInvalida`` U059 for anything else, and beyond what any glass has."""
    found = re.fullmatch(r"([0-9]{3,4})x([0-9]{3,4})", text)
    if found is None:
        raise ConfiguracionInvalida("U059", f"a resolution as 1280x800, not {text}")
    return WindowSize(int(found[1]), int(found[2]))


def _wanted(theme: Theme, wanted: frozenset[str], viewing: Viewing) -> dict[str, Screen]:
    """The samples to draw; raises ``ConfiguracionInvalida`` U059 for a screen or language that there is not."""
    known = samples(theme, viewing)
    offered = {SPANISH, *(each.language for each in theme.languages)}
    missing = sorted((wanted - set(known)) | ({viewing.language} - offered))
    if missing:
        raise ConfiguracionInvalida("U059", f"the theme has no {', '.join(missing)}")
    return {name: screen for name, screen in known.items() if name in wanted or not wanted}


def render_all(
    folder: ThemeFolder, out: OutFolder, size: WindowSize, wanted: Mapping[str, Screen], *, manual: bool
) -> None:
    """Write ``<name>.png`` for each of the ``wanted`` screens, by their names; needs a prepared environment."""
    from urna.ui.studio import Studio  # noqa: PLC0415 - Kivy reads its environment at import

    studio = Studio(folder, size, lambda _event: None)
    for name, screen in wanted.items():
        picture = studio.picture(screen)
        if not manual:
            out.picture(f"{name}.png", picture)
        else:
            out.picture(f"urna-{MANUAL[name]}.png", picture.quantize(COLORS, dither=Image.Dither.NONE), kept=True)


if __name__ == "__main__":
    raise SystemExit(main())
