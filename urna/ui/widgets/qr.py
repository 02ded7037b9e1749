"""A QR symbol on the glass, for a telephone or a reader in front of it. It must not know what its text says."""

import segno

from urna.ui.geometry import Rect
from urna.ui.tokens import Tokens
from urna.ui.widgets.shapes import Paint, Shape

QUIET = 4
"""White modules on every side, as the symbol's standard asks."""


class QrSymbol(Shape):
    """A text in alphanumeric mode at level M: black on white whatever the palette, in whole pixels, in the middle."""

    def __init__(self, tokens: Tokens, rect: Rect, text: str) -> None:
        super().__init__(tokens, rect)
        rows = segno.make_qr(text, error="m", mode="alphanumeric", boost_error=False).matrix
        side = len(rows) + 2 * QUIET
        module = max(1, min(rect.width, rect.height) // side)
        left, top = rect.x + (rect.width - side * module) // 2, rect.y + (rect.height - side * module) // 2
        self.paint_box(Rect(left, top, side * module, side * module), Paint("#ffffff"))
        for y, row in enumerate(rows, QUIET):
            for begin, end in _runs(row):
                place = Rect(left + (begin + QUIET) * module, top + y * module, (end - begin) * module, module)
                self.paint_box(place, Paint("#000000"))


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """Where black modules begin and end, so that a run is painted once."""
    found, begin = [], None
    for x, black in enumerate((*row, 0)):
        if black and begin is None:
            begin = x
        elif not black and begin is not None:
            found.append((begin, x))
            begin = None
    return found
