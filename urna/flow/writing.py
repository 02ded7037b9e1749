"""A card or a share typed line by line where no reader reads it. It must not count a wrong line as an attempt.

A line is looked at when it is complete: a right one makes room for the next by itself, a wrong one stays to be mended.
"""

from dataclasses import dataclass, field, replace
from enum import Enum

from shared.crypto.codes import ALPHABET
from shared.crypto.credentials import CARD_LINES, card_of_lines
from shared.crypto.errors import CodeMistyped
from shared.crypto.shares import SHARE_LINES, share_of_lines
from shared.crypto.typed import LINE_CHARS, read_line
from urna.flow.screen import Text

CHARACTERS = tuple(ALPHABET)
ERASE, ACCEPT = "BORRAR", "ACEPTAR"
BEGIN, LEAVE = "teclear", "dejar_de_teclear"


class Paper(Enum):
    """What is typed, and its lines."""

    CARD = CARD_LINES
    SHARE = SHARE_LINES


@dataclass(frozen=True, slots=True)
class Writing:
    """Lines that are right, and what stands in the next one; they open nothing without the code."""

    paper: Paper
    lines: tuple[str, ...] = field(default=(), repr=False)
    typed: str = field(default="", repr=False)
    alert: Text | None = None

    @property
    def number(self) -> int:
        """The line that is being typed, from 1."""
        return len(self.lines) + 1


def press(writing: Writing, key: str) -> Writing:
    """One key more; erasing at the start of a line takes back the one before it."""
    match key:
        case "BORRAR" if writing.typed:
            return replace(writing, typed=writing.typed[:-1], alert=None)
        case "BORRAR" if writing.lines:
            return replace(writing, lines=writing.lines[:-1], typed=writing.lines[-1], alert=None)
        case _ if key in CHARACTERS and len(writing.typed) < LINE_CHARS:
            return _look(replace(writing, typed=writing.typed + key, alert=None))
        case _:
            return writing


def text_of(writing: Writing) -> str:
    """What a reader would have read; empty until the last line is right."""
    if len(writing.lines) < writing.paper.value:
        return ""
    return card_of_lines(writing.lines) if writing.paper is Paper.CARD else share_of_lines(writing.lines)


def _look(writing: Writing) -> Writing:
    if len(writing.typed) < LINE_CHARS:
        return writing
    try:
        read_line(writing.number, writing.typed)
    except CodeMistyped:
        return replace(writing, alert=Text("teclear.aviso.equivocada", (("linea", writing.number),)))
    return Writing(writing.paper, (*writing.lines, writing.typed))
