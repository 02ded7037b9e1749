"""From the blocks of a slip to lines of a paper: wrapping, figure columns, rules, possibilities of equal size.

It must not know about bytes or pictures, so that the driver, the fake and a preview break lines at the same letter.
"""

from dataclasses import dataclass

from hardware.printer.letters import cells, clusters, own_letters
from hardware.printer.paper import PAPER_80, Paper
from hardware.printer.port import Align, Feed, OneOf, Picture, Qr, Row, Rule, Size, Slip, Text, Wording

ROW_GAP = 2
ROW_INDENT = 2
_HARD_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text. With `right` not empty, `left` starts at the left edge and `right` ends at the right one.

    `columns` is how many letters of its size fit; `drawn` that it has to be printed as a picture.
    """

    left: str
    columns: int
    right: str = ""
    size: Size = Size.NORMAL
    bold: bool = False
    align: Align = Align.LEFT
    drawn: bool = False

    @property
    def text(self) -> str:
        """The letters as they stand in the columns, without alignment."""
        if not self.right:
            return self.left
        return self.left + " " * (self.columns - cells(self.left) - cells(self.right)) + self.right


Item = Line | Feed | Qr | Picture

ENDING: tuple[Item, ...] = (Feed(1),)
"""Every slip ends with a blank line; the cut follows."""


def compose(slip: Slip, paper: Paper) -> tuple[Item, ...]:
    """The items of `slip` in order, with the ending that every slip has."""
    items: list[Item] = []
    for block in slip.blocks:
        match block:
            case Text():
                items.extend(_paragraph(block, paper))
            case Row():
                items.extend(_row(block, paper))
            case OneOf():
                items.extend(_one_of(block, paper))
            case Rule():
                items.append(_line("-" * paper.columns(), paper))
            case Feed() | Qr() | Picture():
                items.append(block)
    return (*items, *ENDING)


def wrap(text: str, columns: int, *, indent: int = 0) -> list[str]:
    """`text` in lines of at most `columns`, broken at spaces; a longer word is split. Later lines get `indent` spaces.

    Text is in composed form (NFC), and a mark over a letter takes no cell. Runs of spaces inside a line stay.
    """
    rest = clusters(text.rstrip())
    lines: list[str] = []
    while True:
        margin = " " * indent if lines else ""
        room = columns - len(margin)
        if len(rest) <= room:
            return [line.translate(_HARD_SPACES) for line in (*lines, margin + "".join(rest))]
        cut = next((place for place in range(room, 0, -1) if rest[place] == " "), 0)
        cut = room if not "".join(rest[:cut]).strip() else cut
        lines.append(margin + "".join(rest[:cut]).rstrip())
        rest = rest[cut:]
        while rest and rest[0] == " ":
            del rest[0]


def _line(text: str, paper: Paper, size: Size = Size.NORMAL, *, bold: bool = False, align: Align = Align.LEFT) -> Line:
    return Line(text, paper.columns(size), "", size, bold, align, not own_letters(text))


def _paragraph(block: Text, paper: Paper) -> list[Line]:
    return [
        _line(line, paper, block.size, bold=block.bold, align=block.align)
        for part in block.text.split("\n")
        for line in wrap(part, paper.columns(block.size))
    ]


def _row(block: Row, paper: Paper) -> list[Line]:
    columns = paper.columns(block.size)
    right = "".join(clusters(block.right)).translate(_HARD_SPACES)
    room = columns - (cells(right) + ROW_GAP if right else 0)
    alone = cells(right) > columns // 2 and cells(block.left) > room
    lines = wrap(block.left, columns if alone else room, indent=ROW_INDENT)
    if alone:
        lefts = [_line(line, paper, block.size, bold=block.bold) for line in lines]
        rights = wrap(right, columns)
        return lefts + [_line(line, paper, block.size, bold=block.bold, align=Align.RIGHT) for line in rights]
    *above, last = lines
    drawn = not own_letters(last + right)
    return [
        *(_line(line, paper, block.size, bold=block.bold) for line in above),
        Line(last, columns, right, block.size, block.bold, Align.LEFT, drawn),
    ]


def _one_of(block: OneOf, paper: Paper) -> list[Line]:
    """Blank lines, headings, details, blank lines: as many of each size whatever is shown, all filled to the edge."""
    large, normal = _room_of(block, paper)
    drawn = any(not own_letters(text) for each in (block.shown, *block.possible) for text in _texts(each))
    headings = _centred(block.shown.headings, paper.columns(Size.LARGE))
    details = _centred(block.shown.details, paper.columns())
    above = [" " * paper.columns(Size.LARGE)] * (large - len(headings))
    below = [" " * paper.columns()] * (normal - len(details))
    return [
        *(_filled(text, Size.LARGE, drawn=drawn) for text in above + headings),
        *(_filled(text, Size.NORMAL, drawn=drawn) for text in details + below),
    ]


def _filled(text: str, size: Size, *, drawn: bool) -> Line:
    return Line(text, len(clusters(text)), "", size, size is Size.LARGE, Align.CENTER, drawn)


def _texts(wording: Wording) -> tuple[str, ...]:
    return (*wording.headings, *wording.details)


def _room_of(block: OneOf, paper: Paper) -> tuple[int, int]:
    """Large and normal lines that the longest possibility takes, and never fewer than what is shown."""
    large, normal = [], []
    for each in block.possible:
        large.append(len(_centred(each.headings, paper.columns(Size.LARGE))))
        normal.append(len(_centred(each.details, paper.columns())))
    most = block.together
    return (
        max(sum(sorted(large)[-most:]), len(_centred(block.shown.headings, paper.columns(Size.LARGE)))),
        max(sum(sorted(normal)[-most:]), len(_centred(block.shown.details, paper.columns()))),
    )


def _centred(texts: tuple[str, ...], columns: int) -> list[str]:
    """Lines filled to `columns` with spaces on both sides."""
    lines = [line for text in texts for line in wrap(text, columns)]
    return [" " * ((columns - cells(line)) // 2) + line + " " * -(-(columns - cells(line)) // 2) for line in lines]


def plain_text(slip: Slip, paper: Paper = PAPER_80) -> str:
    """The slip as text, for panels and tests: the lines of `rendered`."""
    return "\n".join(rendered(slip, paper))


def rendered(slip: Slip, paper: Paper) -> tuple[str, ...]:
    """The slip line by line. A QR and a picture are named by their size only."""
    shown: list[str] = []
    for item in compose(slip, paper):
        match item:
            case Line():
                shown.append(_placed(item))
            case Feed():
                shown.extend([""] * item.lines)
            case Qr():
                shown.append(f"[QR {len(item.data)}]")
            case Picture():
                shown.append(f"[PNG {len(item.png)}]")
    return tuple(shown)


def _placed(line: Line) -> str:
    free = " " * (line.columns - cells(line.text))
    match line.align:
        case Align.LEFT:
            return line.text.rstrip()
        case Align.CENTER:
            return (free[: len(free) // 2] + line.text).rstrip()
        case Align.RIGHT:
            return free + line.text


def item_lines(item: Item) -> int:
    """Normal lines of paper that an item takes; a symbol or a picture counts as one, since its dots are not known."""
    if isinstance(item, Feed):
        return item.lines
    height: int = item.size.value[1] if isinstance(item, Line) else 1
    return height
