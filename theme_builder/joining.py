"""The themes of a lot as one folder that two people sign: their list, each theme, every picture and sound once.

It must not build a theme nor sign. What is signed is the list and each theme.json, which name the rest by its hash.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shared.formats.lote_v1 import NAME, PIECES, Lote, lote_of, serialise_lote
from shared.formats.theme_v1 import Theme, parse_theme
from theme_builder.lote import Hecho, progress_in
from theme_builder.workspace import TARGETS


@dataclass(frozen=True, slots=True)
class Joined:
    """A lot to sign: the list, the files that are signed by name, and by name where each piece lies."""

    lote: Lote
    jornada: date
    signed: Mapping[str, bytes]
    pieces: Mapping[str, Path]


def join_lote(out: Path) -> Joined:
    """The lot that `lote.build_lote` made in ``out``.

    Raises ``TemaInvalido`` as `shared.formats.lote_v1.lote_of`; ``FileNotFoundError`` while it is not whole.
    """
    progress = progress_in(out)
    if not progress.is_whole:
        raise FileNotFoundError(out)
    pieces: dict[str, Path] = {}
    files: dict[str, bytes] = {}
    days: list[date] = []

    def themes() -> Iterator[Theme]:
        for hecho in progress.done:
            folder = _folder(out, hecho)
            data = (folder / "theme.json").read_bytes()
            theme = parse_theme(data)
            files[f"temas/{hecho.theme_id}/theme.json"] = data
            pieces.update({f"{PIECES}/{each.sha256}": folder / "assets" / each.name for each in theme.assets})
            days.append(theme.election.date)
            yield theme

    lote = lote_of(themes())
    return Joined(lote, days[0], {NAME: serialise_lote(lote), **files}, dict(sorted(pieces.items())))


def _folder(out: Path, hecho: Hecho) -> Path:
    return out / hecho.name / TARGETS / "temas" / hecho.theme_id
