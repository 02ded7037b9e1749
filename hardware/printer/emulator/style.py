"""The settings of the emulated printer between one INIT and the next.

It must not draw; values that a printer does not know leave the setting as it was.
"""

from dataclasses import dataclass

from hardware.printer.emulator.parser import Command, Kind
from hardware.printer.paper import CELL_WIDTH_DOTS, LINE_DOTS, PAPER_80

_CODE_PAGES = {0: "cp437", 2: "cp850", 16: "cp1252", 19: "cp858"}
_ALIGNMENTS = {0: 0, 1: 1, 2: 2, 48: 0, 49: 1, 50: 2}
_QR_LEVELS = {48: "l", 49: "m", 50: "q", 51: "h"}
_MAX_SCALE = 8


@dataclass(slots=True)
class Style:
    """Scales in cells, lengths in dots, `align` 0 left, 1 centre, 2 right."""

    width: int = 1
    height: int = 1
    bold: bool = False
    align: int = 0
    code_page: str = "cp437"
    spacing: int = LINE_DOTS
    left: int = 0
    area: int = PAPER_80.width_dots
    paper: int = PAPER_80.width_dots
    qr_module: int = 3
    qr_level: str = "l"
    qr_data: bytes = b""

    @property
    def room(self) -> int:
        """Dots between the left margin and the end of the printing area."""
        return min(self.area, self.paper - self.left)

    def set(self, command: Command) -> None:
        """Take over the setting that `command` makes; commands that set nothing change nothing."""
        value = int.from_bytes(command.data[:2], "little")
        match command.kind:
            case Kind.MODE:
                self.bold = bool(value & 0x08)
                self.height, self.width = 1 + (value >> 4 & 1), 1 + (value >> 5 & 1)
            case Kind.CHAR_SIZE:
                self._scale((value >> 4) + 1, (value & 0x0F) + 1)
            case Kind.BOLD:
                self.bold = bool(value & 1)
            case Kind.ALIGN:
                self.align = _ALIGNMENTS.get(value, self.align)
            case Kind.CODE_PAGE:
                self.code_page = _CODE_PAGES.get(value, self.code_page)
            case _:
                self._set_length(command.kind, value)

    def _set_length(self, kind: Kind, value: int) -> None:
        match kind:
            case Kind.SPACING:
                self.spacing = value
            case Kind.SPACING_RESET:
                self.spacing = LINE_DOTS
            case Kind.LEFT_MARGIN:
                self.left = min(value, self.paper - CELL_WIDTH_DOTS)
            case Kind.WIDTH:
                self.area = max(CELL_WIDTH_DOTS, value)
            case _:
                pass

    def _scale(self, width: int, height: int) -> None:
        if max(width, height) <= _MAX_SCALE:
            self.width, self.height = width, height

    def set_symbol(self, data: bytes) -> None:
        """GS ( k for QR (code 49): 67 size of a module, 69 level, 80 data."""
        match data[:2]:
            case b"1C" if len(data) > 2:
                self.qr_module = min(16, max(1, data[2]))
            case b"1E" if len(data) > 2:
                self.qr_level = _QR_LEVELS.get(data[2], self.qr_level)
            case b"1P":
                self.qr_data = data[3:]
            case _:
                pass
