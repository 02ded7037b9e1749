"""A theme in a plain folder, for pictures and layouts made away from an urna. It must not be used to hold a jornada.

The urna's own theme comes verified from its services; here only the form is checked.
"""

from dataclasses import dataclass
from pathlib import Path

from shared.formats.theme_model import Theme
from shared.formats.theme_v1 import parse_theme

NAME = "theme.json"


@dataclass(frozen=True, slots=True)
class ThemeFolder:
    """A folder with ``theme.json`` and ``assets/``."""

    folder: Path
    parsed: Theme

    def theme(self) -> Theme:
        """The theme."""
        return self.parsed

    def asset(self, name: str) -> bytes | None:
        """A picture of the theme; None for a name that the theme does not list."""
        known = {asset.name for asset in self.parsed.assets}
        path = self.folder / "assets" / name
        return path.read_bytes() if name in known and path.is_file() else None


def theme_on_stick(stick: Path) -> Path:
    """The folder of the one theme in the TUF repository of a stick; raises ``OSError`` for none or several."""
    found = sorted((stick / "repositorio" / "targets" / "temas").glob(f"*/{NAME}"))
    if len(found) != 1:
        raise FileNotFoundError(f"{len(found)} themes on the stick")
    return found[0].parent


def find_theme(folder: Path) -> Path:
    """The folder of the theme in a plain one, in one that waits for signatures, or in a repository.

    Raises ``OSError`` for none or several.
    """
    if (folder / NAME).is_file():
        return folder
    found = sorted(path for root in (folder, folder / "repositorio") for path in root.glob(f"targets/temas/*/{NAME}"))
    if len(found) != 1:
        raise FileNotFoundError(f"{folder}: {len(found)}")
    return found[0].parent


def open_theme_folder(folder: Path) -> ThemeFolder:
    """Read a theme's folder; raises ``TemaInvalido`` for one of wrong form, ``OSError`` for none."""
    return ThemeFolder(folder, parse_theme((folder / NAME).read_bytes()))
