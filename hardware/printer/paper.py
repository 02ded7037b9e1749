"""The paper of a receipt printer: its width in dots and columns, at 203 dots an inch.

It must not know a model or a command.
"""

from dataclasses import dataclass

from hardware.printer.port import Size

DOTS_PER_MM = 8
CELL_WIDTH_DOTS = 12
CELL_HEIGHT_DOTS = 24
LINE_DOTS = 30
"""Height of a normal line: a cell of 24 dots and 6 of space."""
HEAD_TO_CUTTER_DOTS = 72
"""9 mm between the head and the blade, which every cut feeds."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A roll. `width_mm` is the paper's, `width_dots` what the head can print of it: the text takes all of that."""

    width_mm: int
    width_dots: int

    def columns(self, size: Size = Size.NORMAL) -> int:
        """How many letters of this size fit on one line."""
        wide: int = size.value[0]
        return self.width_dots // (CELL_WIDTH_DOTS * wide)


PAPER_58 = Paper(58, 384)
"""58 mm paper, 48 mm printable: 32 columns."""
PAPER_80 = Paper(80, 576)
"""80 mm paper, 72 mm printable: 48 columns."""
