"""Pictures of screens without a display: ``python -m urna.ui.render --theme FOLDER --out FOLDER [--manual]``.

It must run in a process of its own, since Kivy has one window per process, and must not touch an urna's folders.
"""

import argparse
import tempfile
from pathlib import Path

from PIL import Image

from urna.ui.environment import WindowSize, prepare
from urna.ui.theme_folder import open_theme_folder

COLORS = 48
MANUAL = {
    "carga": "carga",
    "carga-confirmar": "carga-confirmar",
    "verificacion-avance": "verificacion",
    "diagnostico-avance": "diagnostico",
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
    "menu_mesa": "menu",
    "reportes": "reporte",
    "suspendida": "suspendida",
    "cierre": "cierre",
    "cierre-cuenta": "conteo",
    "cerrada": "cerrada",
    "fuera_de_servicio": "fuera-de-servicio",
}
"""Names of samples and of their pictures in the manual of the mesa."""


def main() -> int:
    """Render every sample screen of a theme."""
    parser = argparse.ArgumentParser(description="Dibuja las pantallas de la urna sin pantalla.")
    parser.add_argument("--theme", type=Path, required=True, help="carpeta con theme.json y assets/")
    parser.add_argument("--out", type=Path, required=True, help="carpeta de las imágenes")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=800)
    parser.add_argument("--manual", action="store_true", help="solo las del manual de la mesa, con pocos colores")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    size = WindowSize(options.width, options.height)
    with tempfile.TemporaryDirectory() as home:
        prepare(size, Path(home), offscreen=True)
        render_all(options.theme, options.out, size, manual=options.manual)
    return 0


def render_all(theme_folder: Path, out: Path, size: WindowSize, *, manual: bool) -> None:
    """Write ``<name>.png`` for each sample, or for those of the manual; needs a prepared environment."""
    from urna.ui.samples import samples  # noqa: PLC0415 - after prepare
    from urna.ui.studio import Studio  # noqa: PLC0415 - Kivy reads its environment at import

    folder = open_theme_folder(theme_folder)
    studio = Studio(folder, size, lambda _event: None)
    for name, screen in samples(folder.parsed).items():
        picture = studio.picture(screen)
        if not manual:
            picture.save(out / f"{name}.png")
        elif name in MANUAL:
            picture.quantize(COLORS, dither=Image.Dither.NONE).save(out / f"urna-{MANUAL[name]}.png", optimize=True)


if __name__ == "__main__":
    raise SystemExit(main())
