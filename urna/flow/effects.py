"""What the reducer asks of the world, as frozen values. It must not perform anything.

Effects run one after another, in order, on one worker; each ends in one outcome (``urna.flow.outcome``) unless it says
otherwise.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.journal import JournalData
from shared.domain.journal_kinds import JournalKind
from shared.domain.voto import Voto
from urna.flow.credentials import Holder, Purpose
from urna.flow.state import Settlement


@dataclass(frozen=True, slots=True)
class Resume:
    """Read the store and say where the jornada stands -> ``Resumed`` | ``MediumMissing``."""


@dataclass(frozen=True, slots=True)
class FindTheme:
    """Look for a signed theme on the stick and verify its signatures -> ``ThemeFound`` | ``ProcedureFailed``."""


@dataclass(frozen=True, slots=True)
class LoadTheme:
    """Judge expiry at the confirmed hour and pin the theme -> ``ThemeLoaded`` | ``ProcedureFailed``.

    ``correction`` is by how much the clock is put right.
    """

    holders: tuple[Holder, ...]
    correction: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class CheckCredential:
    """Open a card, or a share when closing, with its code -> ``CredentialAccepted`` | ``CredentialRefused``."""

    purpose: Purpose
    text: str = field(repr=False)
    code: str = field(repr=False)
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VoterParts:
    """What a person found who tried the voter's headphones and keys: whether they heard, and keys that did nothing."""

    heard: bool
    dead_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnose:
    """Examine every device -> ``StepsChanged``..., ``Prepared``.

    ``untouched``: zones of the glass that nobody reached. ``voter`` is None on an urna without headphones.
    """

    untouched: tuple[int, ...] = ()
    voter: VoterParts | None = None


@dataclass(frozen=True, slots=True)
class RunVerification:
    """Hold the practice election -> ``StepsChanged``..., ``Prepared``."""


@dataclass(frozen=True, slots=True)
class PrepareOpening:
    """Make store id, key pair and locked shares -> ``OpeningPrepared`` | ``ProcedureFailed``."""

    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class PrintShare:
    """Print one share -> ``PaperDone`` | ``PaperFailed``."""

    index: int


@dataclass(frozen=True, slots=True)
class ReadBackShare:
    """Compare and open a share that the reader read -> ``ShareReadBack`` | ``CredentialRefused``."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CommitOpening:
    """Erase the private key, make the empty store durable, print the acta de inicio -> ``Opened`` | ``PaperFailed``."""


@dataclass(frozen=True, slots=True)
class FindDead:
    """Read the medium of an urna that died, from the slot of the stick -> ``DeadFound`` | ``ProcedureFailed``."""


@dataclass(frozen=True, slots=True)
class DraftSubstitution:
    """Write the acta that two officials will sign -> ``SubstitutionDrafted`` | ``ProcedureFailed``.

    ``lista``: voters marked on the list; ``goes_on``: voting goes on in a store of this urna.
    """

    lista: int
    goes_on: bool


@dataclass(frozen=True, slots=True)
class CommitSubstitution:
    """Print the acta and make it hold -> ``Substituted`` | ``TakenOver`` | ``PaperFailed`` | ``ProcedureFailed``."""

    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class OpenReserve:
    """Open the store of a reserve under the casilla's key -> ``Opened`` | ``PaperFailed`` | ``ProcedureFailed``."""


@dataclass(frozen=True, slots=True)
class TakeOver:
    """The own results are out: go over to the store of the dead urna -> ``TakenOver`` | ``ProcedureFailed``."""


@dataclass(frozen=True, slots=True)
class ConsumeHabilitacion:
    """Journal the habilitacion durably, with its group -> ``HabilitacionConsumed`` | ``HabilitacionRefused``."""

    grupo: str = ""


@dataclass(frozen=True, slots=True)
class CancelTurn:
    """Journal a turn that ends without a vote -> ``TurnCancelled``."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class CommitPending:
    """Seal one record per boleta and put all into the store as pending -> ``PendingCommitted`` | ``CommitFailed``."""

    number: int
    votos: tuple[Voto, ...] = field(repr=False)
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class PrintTestigo:
    """Print the testigo of one contest -> ``TestigoPrinted`` | ``TestigoFailed``.

    ``contest`` counts the boletas of this turn, from 0.
    """

    number: int
    contest: int
    voto: Voto = field(repr=False)


@dataclass(frozen=True, slots=True)
class CountTestigo:
    """Journal what the voter saw of a slip that the printer did not answer for -> ``TestigoCounted``."""

    complete: bool


@dataclass(frozen=True, slots=True)
class SettlePending:
    """Move the pending records to their place -> ``PendingSettled`` | ``CommitFailed``.

    ``grant`` asks for exactly one new habilitacion, for the same voter.
    """

    number: int
    settlement: Settlement
    grant: bool = False


@dataclass(frozen=True, slots=True)
class CheckDevices:
    """Ask every device how it is -> ``DeviceChanged`` for each, ``MediumReturned`` for a medium that may be used."""


@dataclass(frozen=True, slots=True)
class LevelMedium:
    """Bring a medium that came back level -> ``MediumCopying``..., ``MediumLevelled``."""

    device: str


@dataclass(frozen=True, slots=True)
class ExcludeMedium:
    """Journal that two officials go on without a medium -> ``MediumExcluded``, or at start-up what ``Resume`` gives."""

    device: str
    holders: tuple[Holder, ...]
    starting: bool


@dataclass(frozen=True, slots=True)
class WriteCheckpoint:
    """Sign the head of the journal; never inside a turn. No outcome."""


@dataclass(frozen=True, slots=True)
class NoteSensed:
    """Journal what the board sensed, and when outside of a turn. No outcome."""

    kind: JournalKind
    data: JournalData = ()


class MesaMessage(StrEnum):
    """What the mesa's keypad shows."""

    READY = "ready"
    CUT = "cut"
    VOTING = "voting"
    TURN_OPEN = "turn_open"
    NOT_OPEN = "not_open"
    GROUP = "group"
    DEVICE_FAULT = "device_fault"
    INACTIVE = "inactive"
    PRINTER = "printer"
    PRINTER_MENDED = "printer_mended"
    STORE = "store"
    ASK_VOTER = "ask_voter"
    CANCEL_REFUSED = "cancel_refused"
    CLOSED = "closed"
    MEDIUM = "medium"
    COPYING = "copying"
    MENDED = "mended"
    PAPER = "paper"
    CASE = "case"
    LID = "lid"
    SHUT = "shut"
    MAINS_LOST = "mains_lost"
    MAINS_BACK = "mains_back"
    BATTERY = "battery"
    KEYPAD = "keypad"


@dataclass(frozen=True, slots=True)
class TellMesa:
    """Show a message on the mesa's keypad, with its lamp and sound. No outcome.

    ``grupo``: name of the group whose voters may be enabled, for ``MesaMessage.READY``. ``inviting``: somebody may be
    enabled in spite of the message, and the lamp that says so stays lit.
    """

    message: MesaMessage
    grupo: str = ""
    inviting: bool = False


@dataclass(frozen=True, slots=True)
class MakeReport:
    """Gather the figures that the mesa may see -> ``ReportReady``."""


@dataclass(frozen=True, slots=True)
class MakeAudit:
    """Gather what an auditor may see -> ``AuditReady``."""


@dataclass(frozen=True, slots=True)
class PrintAudit:
    """Print it -> ``PaperDone`` | ``PaperFailed``."""


@dataclass(frozen=True, slots=True)
class PrintReport:
    """Print them -> ``PaperDone`` | ``PaperFailed``."""


@dataclass(frozen=True, slots=True)
class SuspendVoting:
    """Journal the suspension -> ``VotingSuspended``. ``reason``: a ``MotivoSuspension``.

    Without ``holders`` it is the urna's own, for want of power.
    """

    holders: tuple[Holder, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ResumeVoting:
    """Journal the resumption -> ``VotingResumed``."""

    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class CountAndSeal:
    """Open the key with the accepted shares, count, make acta and bundle once -> ``Counted`` | ``ProcedureFailed``.

    ``hour``: what two people confirmed where the clock is in doubt, aware, UTC. ``reason``: why it closes before the
    hour, a ``MotivoCierre``; empty when it does not.
    """

    hour: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PrintClosing:
    """Print paper number ``index`` of those due at closing -> ``PaperDone`` | ``PaperFailed``."""

    index: int


@dataclass(frozen=True, slots=True)
class ReprintActa:
    """Print one more acta, numbered -> ``PaperDone`` | ``PaperFailed``; ``again``: the newest number once more."""

    again: bool = False


@dataclass(frozen=True, slots=True)
class Export:
    """Put the bundle on the stick and send it if a server is configured -> ``Exported`` | ``ProcedureFailed``."""


@dataclass(frozen=True, slots=True)
class ArchiveJornada:
    """Journal that two officials archive it -> ``Archived`` | ``ProcedureFailed``."""

    holders: tuple[Holder, ...]


Effect = (
    ArchiveJornada
    | CancelTurn
    | CheckCredential
    | CheckDevices
    | CommitOpening
    | CommitPending
    | CommitSubstitution
    | ConsumeHabilitacion
    | CountAndSeal
    | CountTestigo
    | Diagnose
    | DraftSubstitution
    | ExcludeMedium
    | Export
    | FindDead
    | FindTheme
    | LevelMedium
    | LoadTheme
    | MakeAudit
    | MakeReport
    | NoteSensed
    | OpenReserve
    | PrepareOpening
    | PrintAudit
    | PrintClosing
    | PrintReport
    | PrintShare
    | PrintTestigo
    | ReadBackShare
    | ReprintActa
    | Resume
    | ResumeVoting
    | RunVerification
    | SettlePending
    | SuspendVoting
    | TakeOver
    | TellMesa
    | WriteCheckpoint
)
