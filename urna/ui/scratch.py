"""The only files that the screens write: Kivy's own passing folder, and pictures for people who asked for them.

It must never write on a medium of the urna, nor anything of a jornada.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

_SMALLEST = 9
_QUICKEST = 1


@contextmanager
def kivy_home() -> Iterator[Path]:
    """A folder for Kivy's icons, gone when the window is."""
    with tempfile.TemporaryDirectory(prefix="urna-kivy-") as home:
        yield Path(home)


@dataclass(frozen=True, slots=True)
class OutFolder:
    """A folder for pictures and the published layout, made when it is not there."""

    root: Path

    def picture(self, name: str, picture: Image.Image, *, kept: bool = False) -> str:
        """Save a PNG at the path ``name`` inside of the folder; gives ``name``. Small if ``kept``, else quick."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        picture.save(path, format="PNG", optimize=kept, compress_level=_SMALLEST if kept else _QUICKEST)
        return name

    def text(self, name: str, text: str) -> None:
        """Save a text."""
        self.root.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text, encoding="utf-8")
