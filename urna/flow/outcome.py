"""How effects ended, as events that the reducer takes. It must not hold what people or devices do: ``input`` does."""

from dataclasses import dataclass
from enum import StrEnum

from shared.domain.jornada import JornadaState
from urna.flow.credentials import Holder
from urna.flow.hour import DoubtfulHour, LoadingHour
from urna.flow.screen import ChecklistLine, Text
from urna.flow.state import Facts, Settlement


@dataclass(frozen=True, slots=True)
class Resumed:
    """What the store says after a start.

    ``pending_turn``: a turn whose records are pending (0: none), ``pending_replaced`` whether it stands in for an
    annulled one, ``pending_complete`` whether its testigos are journaled as complete. ``granted_turn``: the new turn of
    a voter whose turn was annulled just before the cut (0: none), of group ``granted_grupo``. ``closing_due``: papers
    due at closing, ``closing_printed`` those already printed. ``wrong_codes``: codes that failed since the last right
    one, so that a restart does not end the pause.
    ``printer_fault``: why the printer may still be printing what it held at the cut, when a turn is pending.
    ``excluded``: media that two officials left out. ``repaired``: media that this start mended. ``cut``: the cut
    cancelled the turn of a voter, who may be enabled again.
    """

    jornada: JornadaState
    facts: Facts
    pending_turn: int = 0
    pending_replaced: bool = False
    pending_complete: bool = False
    granted_turn: int = 0
    granted_grupo: str = ""
    closing_due: int = 0
    closing_printed: int = 0
    wrong_codes: int = 0
    printer_fault: str = ""
    excluded: frozenset[str] = frozenset()
    repaired: tuple[str, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class MediumMissing:
    """The start waits: a medium is lost, the jornada is open, and nobody has left that medium out yet."""

    jornada: JornadaState
    facts: Facts
    device: str
    fault: str


@dataclass(frozen=True, slots=True)
class MediumReturned:
    """A lost medium is there again, or another in its place, and what it holds may be brought level."""

    device: str


@dataclass(frozen=True, slots=True)
class MediumCopying:
    """Bringing it level goes on."""

    device: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class MediumLevelled:
    """It is level and in use, or ``fault`` says why it is not."""

    device: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class MediumExcluded:
    """Journaled: the urna goes on without it."""

    device: str


@dataclass(frozen=True, slots=True)
class ThemeFound:
    """A theme with good signatures: what to compare with the institute's printed list, and the hour to confirm."""

    lines: tuple[tuple[Text, str], ...]
    hour: LoadingHour


@dataclass(frozen=True, slots=True)
class ThemeLoaded:
    """The theme is pinned."""

    facts: Facts


@dataclass(frozen=True, slots=True)
class ProcedureFailed:
    """A mesa procedure could not be done; ``alert`` says what to do, ``code`` is a stable code or empty."""

    alert: Text


class CredentialRefusal(StrEnum):
    """Why a card, share or code was not taken."""

    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"
    WRONG_ROLE = "wrong_role"
    REPEATED = "repeated"
    MISTYPED = "mistyped"
    WRONG_CODE = "wrong_code"
    OTHER_STORE = "other_store"


@dataclass(frozen=True, slots=True)
class CredentialAccepted:
    """One more official."""

    holder: Holder


@dataclass(frozen=True, slots=True)
class CredentialRefused:
    """The mesa may try again."""

    reason: CredentialRefusal


@dataclass(frozen=True, slots=True)
class StepsChanged:
    """A procedure goes on."""

    lines: tuple[ChecklistLine, ...]
    progress: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """Diagnosis or verification ended; ``jornada`` is where it stands now, ``alert`` why it did not pass."""

    passed: bool
    lines: tuple[ChecklistLine, ...]
    jornada: JornadaState
    alert: Text | None = None


@dataclass(frozen=True, slots=True)
class OpeningPrepared:
    """Key and shares exist, in memory alone."""

    shares: int


@dataclass(frozen=True, slots=True)
class PaperDone:
    """The printer confirmed the paper that was asked for."""


@dataclass(frozen=True, slots=True)
class PaperFailed:
    """It did not; ``fault`` is a value of the printer's faults. ``doubtful``: the paper may be whole all the same."""

    fault: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class ShareReadBack:
    """A printed share was read and opens."""

    index: int


@dataclass(frozen=True, slots=True)
class DeadFound:
    """The medium of an urna that died is whole: what it says, and how many voters it holds."""

    lines: tuple[tuple[Text, str], ...]
    emitidos: int


@dataclass(frozen=True, slots=True)
class SubstitutionDrafted:
    """The acta waits for two officials."""


@dataclass(frozen=True, slots=True)
class Substituted:
    """The acta holds; voting goes on in this urna once it is opened."""

    facts: Facts


@dataclass(frozen=True, slots=True)
class TakenOver:
    """This urna works on the store of the dead one, which stands at ``jornada``."""

    jornada: JornadaState
    facts: Facts


@dataclass(frozen=True, slots=True)
class Opened:
    """The acta de inicio is printed and journaled: voting may begin."""

    facts: Facts


@dataclass(frozen=True, slots=True)
class HabilitacionConsumed:
    """The habilitacion is durable; ``number`` is the turn, ``grupo`` its group (empty: there are none)."""

    number: int
    facts: Facts
    grupo: str = ""


@dataclass(frozen=True, slots=True)
class HabilitacionRefused:
    """No turn begins; nothing was counted. ``device`` is what stands in the way."""

    device: str
    fault: str


@dataclass(frozen=True, slots=True)
class TurnCancelled:
    """The turn ended without a vote."""

    number: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class PendingCommitted:
    """The records of the turn are pending on every medium not declared lost, and the counter knows."""

    number: int


@dataclass(frozen=True, slots=True)
class CommitFailed:
    """The store is not yet where it should be; the same effect may be asked for again."""

    device: str
    fault: str


@dataclass(frozen=True, slots=True)
class TestigoPrinted:
    """The printer confirmed the slip of a contest."""

    number: int
    contest: int


@dataclass(frozen=True, slots=True)
class TestigoFailed:
    """It did not. ``doubtful``: the slip may be whole, and only the voter can say.

    ``held``: more of it may come out until the printer is well again; before that nobody can say that it did not drop.
    """

    number: int
    contest: int
    fault: str
    doubtful: bool
    held: bool = False


@dataclass(frozen=True, slots=True)
class TestigoCounted:
    """What the voter saw is journaled."""

    complete: bool


@dataclass(frozen=True, slots=True)
class PendingSettled:
    """The pending records are in their place. ``granted``: number of the new turn of the same voter, or 0.

    ``grupo``: the voter's group, which the new turn keeps.
    """

    number: int
    settlement: Settlement
    granted: int
    facts: Facts
    grupo: str = ""


@dataclass(frozen=True, slots=True)
class ReportReady:
    """Figures for the mesa."""

    lines: tuple[tuple[Text, str], ...]
    facts: Facts
    hour: DoubtfulHour | None = None
    """Set while the clock is in doubt: it has not reached the closing hour, shows another day, or was turned."""


@dataclass(frozen=True, slots=True)
class AuditReady:
    """Versions, codes and counts for an auditor."""

    lines: tuple[tuple[Text, str], ...]


@dataclass(frozen=True, slots=True)
class VotingSuspended:
    """Journaled."""


@dataclass(frozen=True, slots=True)
class VotingResumed:
    """Journaled."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Acta and bundle are durable; ``due`` papers follow."""

    facts: Facts
    due: int


@dataclass(frozen=True, slots=True)
class Exported:
    """Where the results went."""

    lines: tuple[ChecklistLine, ...]


@dataclass(frozen=True, slots=True)
class Archived:
    """Journaled: nothing more happens until the media are wiped."""


@dataclass(frozen=True, slots=True)
class Broke:
    """The urna must stop, its data intact; ``reason`` is a stable code (``U...``)."""

    reason: str


Outcome = (
    Archived
    | AuditReady
    | Broke
    | CommitFailed
    | Counted
    | CredentialAccepted
    | CredentialRefused
    | DeadFound
    | Exported
    | HabilitacionConsumed
    | HabilitacionRefused
    | MediumCopying
    | MediumExcluded
    | MediumLevelled
    | MediumMissing
    | MediumReturned
    | OpeningPrepared
    | Opened
    | PaperDone
    | PaperFailed
    | PendingCommitted
    | PendingSettled
    | Prepared
    | ProcedureFailed
    | ReportReady
    | Resumed
    | ShareReadBack
    | StepsChanged
    | Substituted
    | SubstitutionDrafted
    | TakenOver
    | TestigoCounted
    | TestigoFailed
    | TestigoPrinted
    | ThemeFound
    | ThemeLoaded
    | TurnCancelled
    | VotingResumed
    | VotingSuspended
)
