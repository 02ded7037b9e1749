"""Pictures of screens without a display: ``python -m urna.ui.render --theme FOLDER --out FOLDER [--manual FOLDER]``.

It must run in a process of its own, since Kivy has one window per process, and must not touch an urna's folders.
"""

import argparse
import tempfile
from pathlib import Path

from urna.ui.environment import WindowSize, prepare
from urna.ui.theme_folder import open_theme_folder


def main() -> int:
    """Render every sample screen of a theme."""
    parser = argparse.ArgumentParser(description="Dibuja las pantallas de la urna sin pantalla.")
    parser.add_argument("--theme", type=Path, required=True, help="carpeta con theme.json y assets/")
    parser.add_argument("--out", type=Path, required=True, help="carpeta de las imágenes")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=800)
    parser.add_argument("--colors", type=int, default=0, help="colores de cada imagen (0: todos)")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    size = WindowSize(options.width, options.height)
    with tempfile.TemporaryDirectory() as home:
        prepare(size, Path(home), offscreen=True)
        render_all(options.theme, options.out, size, options.colors)
    return 0


def render_all(theme_folder: Path, out: Path, size: WindowSize, colors: int) -> None:
    """Write ``<name>.png`` for each sample; needs a prepared environment."""
    from urna.ui.samples import samples  # noqa: PLC0415 - after prepare
    from urna.ui.studio import Studio  # noqa: PLC0415 - Kivy reads its environment at import

    folder = open_theme_folder(theme_folder)
    studio = Studio(folder, size, lambda _event: None)
    for name, screen in samples(folder.parsed).items():
        picture = studio.picture(screen)
        if colors:
            picture = picture.quantize(colors)
        picture.save(out / f"{name}.png", optimize=True)


if __name__ == "__main__":
    raise SystemExit(main())
