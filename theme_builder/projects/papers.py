"""What the urna prints of a boleta, drawn by its own program in a process that ends. It must not draw itself."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from theme_builder.package import ThemePackage
from theme_builder.sheets.screens import RENDERER, RendererMissingError
from theme_builder.workspace import write_file

PREFIX: Final = "papel-"
MOST_WAIT_S: Final = 120


def draw_papers(package: ThemePackage, renderer: Sequence[str] = RENDERER) -> dict[str, bytes]:
    """PNG of every paper by its name (``testigo-gubernatura``); raises ``RendererMissingError`` as `draw_screens`."""
    with TemporaryDirectory(prefix="papeles-") as name:
        theme, out = Path(name) / "tema", Path(name) / "fotos"
        write_file(theme / "theme.json", package.theme_json)
        for each, data in package.assets.items():
            write_file(theme / "assets" / each, data)
        command = [*renderer, str(theme), "--out", str(out), "--slips"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=MOST_WAIT_S)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise RendererMissingError(str(error)) from error
        if done.returncode != 0:
            raise RendererMissingError(done.stderr.strip().rpartition("\n")[2])
        return {file.stem.removeprefix(PREFIX): file.read_bytes() for file in sorted(out.glob("*.png"))}
