"""Pictures of screens without a display: ``python -m urna.ui.render --theme DIR --out DIR [--manual | --only ...]``.

It must run in a process of its own, since Kivy has one window per process, and must not touch an urna's folders.
"""

import argparse
from pathlib import Path

from PIL import Image

from urna.ui.catalogue import load_texts
from urna.ui.environment import WindowSize, prepare
from urna.ui.scratch import OutFolder, kivy_home
from urna.ui.theme_folder import open_theme_folder

COLORS = 48
MANUAL = {
    "carga": "carga",
    "carga-confirmar": "carga-confirmar",
    "verificacion-avance": "verificacion",
    "diagnostico-avance": "diagnostico",
    "prueba_tactil-avance": "prueba-tactil",
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


def main() -> int:
    """Render every sample screen of a theme."""
    texts = load_texts()
    parser = argparse.ArgumentParser(description=texts.word("orden.render"))
    parser.add_argument("--theme", type=Path, required=True, help=texts.word("orden.tema"))
    parser.add_argument("--out", type=Path, required=True, help=texts.word("orden.salida"))
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=800)
    parser.add_argument("--manual", action="store_true", help=texts.word("orden.manual"))
    parser.add_argument("--only", nargs="+", default=(), help=texts.word("orden.solo"))
    options = parser.parse_args()
    size = WindowSize(options.width, options.height)
    with kivy_home() as home:
        prepare(size, home, offscreen=True)
        names = MANUAL if options.manual else options.only
        render_all(options.theme, OutFolder(options.out), size, frozenset(names), manual=options.manual)
    return 0


def render_all(
    theme_folder: Path, out: OutFolder, size: WindowSize, only: frozenset[str] = frozenset(), *, manual: bool
) -> None:
    """Write ``<name>.png`` for each sample, or for ``only`` those named; needs a prepared environment."""
    from urna.ui.samples import samples  # noqa: PLC0415 - after prepare
    from urna.ui.studio import Studio  # noqa: PLC0415 - Kivy reads its environment at import

    folder = open_theme_folder(theme_folder)
    studio = Studio(folder, size, lambda _event: None)
    for name, screen in samples(folder.parsed).items():
        if only and name not in only:
            continue
        if not manual:
            out.picture(f"{name}.png", studio.picture(screen))
        else:
            picture = studio.picture(screen).quantize(COLORS, dither=Image.Dither.NONE)
            out.picture(f"urna-{MANUAL[name]}.png", picture, kept=True)


if __name__ == "__main__":
    raise SystemExit(main())
