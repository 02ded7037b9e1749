"""What lies on the table: pieces of paper, read from the bytes that were printed. It must not ask the urna."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from shared.crypto.errors import ShareInvalid
from shared.crypto.shares import PROTECTED_PREFIX, protected_index
from urna.services.words import load_words

_CODE_PAGE: Final = "cp858"
_QR_DATA: Final = re.compile(rb"\x1d\(k(..)1P0", re.DOTALL)
_QR_HEAD_BYTES: Final = 3


class Paper(StrEnum):
    """The documents that checks ask about."""

    TESTIGO = "testigo"
    INICIO = "inicio"
    ACTA = "escrutinio"
    SPOILED = "interrumpida"
    OTHER = "otro"


@dataclass(frozen=True, slots=True)
class Table:
    """The folder where the slips fall; only those after number ``before`` belong to this urna's story."""

    slips: Path
    before: int = 0

    def pieces(self) -> list[bytes]:
        """The bytes of each piece, oldest first."""
        found = sorted(self.slips.glob("[0-9]*.bin"))
        return [path.read_bytes() for path in found if int(path.stem) > self.before]

    def count(self, paper: Paper) -> int:
        """How many whole documents of a kind lie there."""
        return sum(what(piece) is paper for piece in self.pieces())

    def shares(self) -> dict[int, str]:
        """The newest printed share of each number."""
        found: dict[int, str] = {}
        for piece in self.pieces():
            for text in _codes(piece):
                if text.startswith(PROTECTED_PREFIX):
                    found[_index(text)] = text
        return found


def what(piece: bytes) -> Paper:
    """Which document a piece is: a spoiled one says so, and a testigo is whole when its last line is there."""
    words = load_words({})
    text = " ".join(re.sub(r"[^\w.,]+", " ", piece.decode(_CODE_PAGE)).split())
    if words("interrumpida.titulo") in text:
        return Paper.SPOILED
    if words("testigo.titulo") in text and words("testigo.pie").rsplit(".", 2)[-2].split()[-1] in text:
        return Paper.TESTIGO
    for paper in (Paper.INICIO, Paper.ACTA):
        if words(f"{paper.value}.titulo") in text:
            return paper
    return Paper.OTHER


def _codes(piece: bytes) -> list[str]:
    """The texts of the QRs on a piece."""
    found = []
    for match in _QR_DATA.finditer(piece):
        size = int.from_bytes(match[1], "little") - _QR_HEAD_BYTES
        found.append(piece[match.end() : match.end() + size].decode("ascii", "replace"))
    return found


def _index(text: str) -> int:
    try:
        return protected_index(text)
    except ShareInvalid:
        return -1
