"""What a program of the urna may ask of a printer, and the document that it hands over.

It must not name a device, a byte or a file: drivers render a `Slip` as their printer needs.
"""

import unicodedata
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

QR_MAX_CHARS = 500
QR_ALPHABET = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


class Size(Enum):
    """The three sizes of the one face; the value is (width, height) in cells of the normal size."""

    NORMAL = (1, 1)
    TALL = (1, 2)
    LARGE = (2, 2)


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
    """A label at the left and a figure at the right edge.

    A long label wraps and the figure stands on its last line; a figure of more than half a line gets lines of its own.
    """

    left: str
    right: str
    bold: bool = False
    size: Size = Size.NORMAL

    def __post_init__(self) -> None:
        _refuse_controls(self.left + self.right, newline_allowed=False)


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


@dataclass(frozen=True, slots=True)
class Wording:
    """What one possibility says: headings, large and bold, and details below them, each a centred paragraph."""

    headings: tuple[str, ...]
    details: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for text in (*self.headings, *self.details):
            _refuse_controls(text, newline_allowed=False)


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several wordings, printed so that neither bytes, nor lines, nor paper tell which.

    `together` is how many of the possible ones may stand together in `shown`. Every line is filled to the edge, there
    are as many lines of each size as the longest possibility needs, and when one of them has letters that the printer
    lacks, the lines of all are drawn.
    """

    shown: Wording
    possible: tuple[Wording, ...]
    together: int = 1


Block = Text | Row | Rule | Feed | Qr | Picture | OneOf


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
    OTHER_MODEL = "other_model"
    """It is not the model of its profile: slips would be laid out for another paper."""
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


class Remains(Enum):
    """What may lie on the paper of a slip that was not confirmed."""

    NOTHING = "nothing"
    """No byte of the slip was sent."""
    PIECE = "piece"
    """Something was begun that cannot be the whole slip, cut off: it is spoiled."""
    PERHAPS_WHOLE = "perhaps_whole"
    """It may be whole and have dropped: only who sees the paper knows."""


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """The printer did not confirm the slip, which does not count; `remains` is all that is known of the paper.

    `held`: the printer did not hear that it must drop what it holds, so more may come out, until a status is ready.
    """

    reason: PrinterFault
    remains: Remains
    held: bool = False


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
        """Ask for paper, cover and errors. Silence is a fault, and so is a job that cannot be dropped."""
        ...

    def print_slip(self, slip: Slip, timeout_ms: int) -> PrintOutcome:
        """Print, cut and wait for the confirmation: `timeout_ms` from the first byte, and one status more."""
        ...

    def suspect(self) -> None:
        """What stands under the head, or waits, may be of an earlier run of the program.

        A status is ready only once the printer dropped it, and the next slip first marks and cuts off what there is.
        """
        ...

    def rendered(self, slip: Slip) -> tuple[str, ...]:
        """What `print_slip` puts on paper, line by line, without moving any; a QR or a picture by its size only."""
        ...

    def paper_lines(self, slip: Slip) -> int:
        """Normal lines of paper that the slip takes, its way to the cutter included, rounded up."""
        ...

    @property
    def near_end_lines(self) -> int:
        """Normal lines of paper that are left at least when the sensor first says `NEAR_END`."""
        ...
