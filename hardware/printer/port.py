"""What a program of the urna may ask of a printer, and the document that it hands over.

It must not name a device, a byte or a file: drivers render a `Slip` as their printer needs.
"""

import unicodedata
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

COLUMNS = 42
QR_MAX_CHARS = 500
QR_ALPHABET = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


class Size(Enum):
    """The three sizes of the one face; the value is (width, height) in cells of the normal size."""

    NORMAL = (1, 1)
    TALL = (1, 2)
    LARGE = (2, 2)

    @property
    def columns(self) -> int:
        """How many letters of this size fit on one line."""
        return COLUMNS // self.value[0]


class Align(Enum):
    """Where a line stands on the paper."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


def _refuse_controls(text: str, *, newline_allowed: bool) -> None:
    for letter in text:
        if unicodedata.category(letter).startswith("C") and not (newline_allowed and letter == "\n"):
            raise ValueError(f"control character U+{ord(letter):04X} in a text to print")


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph: wrapped at words to the columns of its size; a newline begins a new line."""

    text: str
    size: Size = Size.NORMAL
    bold: bool = False
    align: Align = Align.LEFT

    def __post_init__(self) -> None:
        _refuse_controls(self.text, newline_allowed=True)


@dataclass(frozen=True, slots=True)
class Row:
    """A label at the left and a figure at the right edge; a long label wraps and the figure stands on its last line."""

    left: str
    right: str
    bold: bool = False
    size: Size = Size.NORMAL

    def __post_init__(self) -> None:
        _refuse_controls(self.left + self.right, newline_allowed=False)
        if len(self.right) > self.size.columns // 2:
            raise ValueError("the right side of a row takes at most half of the line")


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of dashes across the paper."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Blank lines of the normal size, 1 to 255."""

    lines: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.lines <= 255:
            raise ValueError("a feed is of 1 to 255 lines")


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR symbol of level M in alphanumeric mode, with its quiet zone of four modules.

    At most 500 characters and at least 4 dots a module, the limits that survived blur on 203 dpi heads.
    """

    data: str
    module_dots: int = 4

    def __post_init__(self) -> None:
        if not 1 <= len(self.data) <= QR_MAX_CHARS or not QR_ALPHABET.issuperset(self.data):
            raise ValueError(f"a QR carries 1 to {QR_MAX_CHARS} characters of the QR alphanumeric set")
        if not 4 <= self.module_dots <= 8:
            raise ValueError("modules of a QR are 4 to 8 dots")


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, printed centred in black and white; wider than the paper is scaled down to it."""

    png: bytes


Block = Text | Row | Rule | Feed | Qr | Picture


@dataclass(frozen=True, slots=True)
class Slip:
    """One piece of paper. Whatever its blocks, it ends with a blank line and a full cut.

    `kind` names the document for people who read traces (`testigo`, `acta_en_ceros`); it is not printed.
    """

    kind: str
    blocks: tuple[Block, ...]


class PrinterFault(Enum):
    """Why a slip does not count as printed, or why a printer may not serve a jornada."""

    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    JAM = "jam"
    BROKEN = "broken"
    OVERHEATED = "overheated"
    OFFLINE = "offline"
    """The device is absent, or is there and refuses to print without saying why."""
    SILENT = "silent"
    """It does not answer a question about its status."""
    NO_CONFIRMATION = "no_confirmation"
    """The answer in sequence is missing, bears another id, or came sooner than paper can move."""
    GARBAGE = "garbage"
    """It answers bytes that mean nothing."""
    UNSUPPORTED = "unsupported"
    """It lacks the answer in sequence that its profile promises, or cannot drop a job."""
    NO_CUTTER = "no_cutter"


class PaperLevel(Enum):
    """What the paper sensors say; `UNKNOWN` when they did not answer."""

    OK = "ok"
    NEAR_END = "near_end"
    OUT = "out"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """The device status now. `faults` is in order of what the mesa should attend first; empty means ready."""

    faults: tuple[PrinterFault, ...]
    paper: PaperLevel

    @property
    def ready(self) -> bool:
        """Whether a slip may be sent."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Printed:
    """The printer confirmed, in sequence, that the last line and the cut are done, and then reported no fault.

    `process_id` is the fresh id that it answered; empty with the older `GS r 1` confirmation, which carries none.
    """

    process_id: bytes


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """Nothing may be concluded about the paper, except that the slip does not count."""

    reason: PrinterFault


PrintOutcome = Printed | NotPrinted


@dataclass(frozen=True, slots=True)
class Capable:
    """The printer gave the confirmation of its profile on the spot and has a cutter."""

    paper: PaperLevel


@dataclass(frozen=True, slots=True)
class Incapable:
    """No official voting with this printer until the reason is removed."""

    reason: PrinterFault


HelloOutcome = Capable | Incapable


class Printer(Protocol):
    """A printer. One caller at a time; every call blocks, and none raises for what a device may do."""

    def hello(self) -> HelloOutcome:
        """Ask for the confirmation in sequence and the cutter. Prints nothing."""
        ...

    def status(self) -> PrinterStatus:
        """Ask for paper, cover and errors. Silence is a fault."""
        ...

    def print_slip(self, slip: Slip, timeout_ms: int) -> PrintOutcome:
        """Print, cut and wait for the confirmation: `timeout_ms` from the first byte, and one status more."""
        ...
