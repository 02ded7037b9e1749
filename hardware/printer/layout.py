"""From the blocks of a slip to lines of 42 columns: wrapping, figure columns, rules.

It must not know about bytes or pictures, so that the driver, the fake and a preview break lines at the same letter.
"""

import unicodedata
from dataclasses import dataclass

from hardware.printer.port import COLUMNS, Align, Feed, Picture, Qr, Row, Rule, Size, Slip, Text

ROW_GAP = 2
ROW_INDENT = 2
_HARD_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text. With `right` not empty, `left` starts at the left edge and `right` ends at the right one."""

    left: str
    right: str = ""
    size: Size = Size.NORMAL
    bold: bool = False
    align: Align = Align.LEFT

    @property
    def text(self) -> str:
        """The letters as they stand in the columns, without alignment."""
        if not self.right:
            return self.left
        return self.left + " " * (self.size.columns - len(self.left) - len(self.right)) + self.right


Item = Line | Feed | Qr | Picture

ENDING: tuple[Item, ...] = (Feed(1),)
"""Every slip ends with a blank line; the cut follows."""


def compose(slip: Slip) -> tuple[Item, ...]:
    """The items of `slip` in order, with the ending that every slip has."""
    items: list[Item] = []
    for block in slip.blocks:
        match block:
            case Text():
                items.extend(_paragraph(block))
            case Row():
                items.extend(_row(block))
            case Rule():
                items.append(Line("-" * COLUMNS))
            case Feed() | Qr() | Picture():
                items.append(block)
    return (*items, *ENDING)


def wrap(text: str, columns: int, *, indent: int = 0) -> list[str]:
    """`text` in lines of at most `columns`, broken at spaces; a longer word is split. Later lines get `indent` spaces.

    Text is in composed form (NFC), so that an accented letter is one letter. Runs of spaces inside a line stay.
    """
    rest = unicodedata.normalize("NFC", text).rstrip()
    lines: list[str] = []
    while True:
        margin = " " * indent if lines else ""
        room = columns - len(margin)
        if len(rest) <= room:
            return [line.translate(_HARD_SPACES) for line in (*lines, margin + rest)]
        cut = rest.rfind(" ", 1, room + 1)
        cut = room if cut < 1 or not rest[:cut].strip() else cut
        lines.append(margin + rest[:cut].rstrip())
        rest = rest[cut:].lstrip()


def _paragraph(block: Text) -> list[Line]:
    return [
        Line(line, size=block.size, bold=block.bold, align=block.align)
        for part in block.text.split("\n")
        for line in wrap(part, block.size.columns)
    ]


def _row(block: Row) -> list[Line]:
    right = unicodedata.normalize("NFC", block.right).translate(_HARD_SPACES)
    room = block.size.columns - (len(right) + ROW_GAP if right else 0)
    *above, last = wrap(block.left, room, indent=ROW_INDENT)
    lines = [Line(line, size=block.size, bold=block.bold) for line in above]
    return [*lines, Line(last, right, block.size, block.bold)]


def plain_text(slip: Slip) -> str:
    """The slip as text of 42 columns, for panels and tests. A QR and a picture are named by their size only."""
    shown: list[str] = []
    for item in compose(slip):
        match item:
            case Line():
                shown.append(_placed(item))
            case Feed():
                shown.extend([""] * item.lines)
            case Qr():
                shown.append(f"[QR {len(item.data)}]")
            case Picture():
                shown.append(f"[PNG {len(item.png)}]")
    return "\n".join(shown)


def _placed(line: Line) -> str:
    match line.align:
        case Align.LEFT:
            return line.text.rstrip()
        case Align.CENTER:
            return line.text.center(line.size.columns).rstrip()
        case Align.RIGHT:
            return line.text.rjust(line.size.columns)
