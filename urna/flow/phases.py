"""What the mesa is doing, one frozen value for each thing, as the screen and the reducer see it.

It must not hold anything that a restart needs: that is in the store.
"""

from dataclasses import dataclass
from enum import StrEnum

from urna.flow.credentials import Holder
from urna.flow.hour import DoubtfulHour, LoadingHour
from urna.flow.input import VoterKey
from urna.flow.screen import ChecklistLine, Text
from urna.flow.steps import SubstitutionStep
from urna.flow.writing import Writing


@dataclass(frozen=True, slots=True)
class Starting:
    """The store is being read."""


@dataclass(frozen=True, slots=True)
class Loading:
    """No theme yet. ``found`` describes a verified candidate, whose ``hour`` people confirm or are ``correcting``."""

    busy: bool = False
    found: tuple[tuple[Text, str], ...] = ()
    alert: Text | None = None
    hour: LoadingHour | None = None
    correcting: bool = False


@dataclass(frozen=True, slots=True)
class Preparing:
    """Diagnosis or verification: its lines, whether it runs, and whether it ended well."""

    what: str
    running: bool = False
    lines: tuple[ChecklistLine, ...] = ()
    passed: bool = False
    progress: tuple[int, int] | None = None
    alert: Text | None = None


@dataclass(frozen=True, slots=True)
class Touching:
    """The touch test: zones of the glass touched so far, and seconds since the last new one."""

    touched: frozenset[int] = frozenset()
    idle_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Trying:
    """The test of headphones and of the voter's keys: what was found so far.

    ``untouched`` are the zones of the glass that the test before left. ``plugged``: headphones were in at some time.
    ``idle_seconds`` since the last thing that was found.
    """

    untouched: tuple[int, ...] = ()
    plugged: bool = False
    heard: bool = False
    pressed: frozenset[VoterKey] = frozenset()
    idle_seconds: int = 0


class OpeningStep(StrEnum):
    """The stages of opening."""

    READY = "ready"
    MAKING = "making"
    PRINTING_SHARE = "printing_share"
    SHARE_FAULT = "share_fault"
    READ_BACK = "read_back"
    READING = "reading"
    COMMITTING = "committing"
    ACTA_FAULT = "acta_fault"
    RESERVE = "reserve"
    RESERVE_FAULT = "reserve_fault"


@dataclass(frozen=True, slots=True)
class Opening:
    """Opening the jornada: shares printed so far and those read back (their indices), by the reader or by hand."""

    step: OpeningStep = OpeningStep.READY
    share: int = 0
    read_back: frozenset[int] = frozenset()
    alert: Text | None = None
    writing: Writing | None = None


@dataclass(frozen=True, slots=True)
class Substituting:
    """A reserve takes the place of another urna: what its medium says, voters on it (``emitidos``) and on the list."""

    step: SubstitutionStep = SubstitutionStep.ASK
    lines: tuple[tuple[Text, str], ...] = ()
    emitidos: int = 0
    lista: int = 0
    holders: tuple[Holder, ...] = ()
    alert: Text | None = None


@dataclass(frozen=True, slots=True)
class Voting:
    """The jornada is open and the screen belongs to the voters."""


@dataclass(frozen=True, slots=True)
class Menu:
    """The mesa's menu, or one of its pages (``""``, ``grupo``, ``reportes``, ``cerrar``, ``hora``, ``motivo_...``).

    ``first`` is the first group that the page of groups shows. With ``hour`` the clock is in doubt: it has
    not reached the closing hour, shows another day or was turned; it says why, and what would be confirmed.
    """

    page: str = ""
    first: int = 0
    busy: bool = False
    lines: tuple[tuple[Text, str], ...] = ()
    alert: Text | None = None
    hour: DoubtfulHour | None = None
    reason: str = ""
    """Why voting is to be suspended, or closed early: a value of `shared.domain.motivo`."""


@dataclass(frozen=True, slots=True)
class Suspended:
    """Voting is suspended."""

    busy: bool = False
    alert: Text | None = None


class ClosingStep(StrEnum):
    """The stages after the last vote."""

    SHARES = "shares"
    COUNTING = "counting"
    PRINTING = "printing"
    PAPER_FAULT = "paper_fault"
    DONE = "done"
    EXPORTING = "exporting"


@dataclass(frozen=True, slots=True)
class Closing:
    """Closing, printing and exporting: papers printed of those due, and what to show.

    ``reprint``: what prints is one more acta, none of those due; ``again``: the one that failed is asked for once more.
    """

    step: ClosingStep = ClosingStep.SHARES
    printed: int = 0
    due: int = 0
    progress: tuple[int, int] | None = None
    lines: tuple[ChecklistLine, ...] = ()
    alert: Text | None = None
    reprint: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """A medium is lost at start-up, or when closing: it comes back, or two officials go on without it."""

    device: str
    starting: bool
    busy: bool = False
    alert: Text | None = None


@dataclass(frozen=True, slots=True)
class OutOfService:
    """Nothing more happens; the data are intact. ``reason`` is a stable code of ``U...``."""

    reason: str


@dataclass(frozen=True, slots=True)
class Auditing:
    """Somebody with a card looks; ``back`` is what the screen showed before."""

    back: "Phase"
    busy: bool = False
    lines: tuple[tuple[Text, str], ...] = ()
    idle_seconds: int = 0
    alert: Text | None = None


_Before = Starting | Loading | Preparing | Touching | Trying | Opening | Substituting
Phase = _Before | Voting | Menu | Suspended | Closing | Missing | OutOfService | Auditing
