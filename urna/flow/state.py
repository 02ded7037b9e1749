"""The state of the urna as one frozen value: jornada, voter turn, devices, and what the mesa is doing.

It must not hold anything that a restart needs: that is in the store. The choices of the present voter and typed codes
are here, in memory alone, and never in a ``repr``.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from shared.domain.eleccion import Contest
from shared.domain.grupo import Grupo
from shared.domain.jornada import JornadaState
from shared.domain.voto import Mark
from urna.flow.hour import DoubtfulHour
from urna.flow.input import BoardSensed
from urna.flow.limits import Limits
from urna.flow.screen import ChecklistLine, Text
from urna.flow.steps import SubstitutionStep


class Purpose(StrEnum):
    """Why officials authenticate."""

    CARGAR = "cargar"
    ABRIR = "abrir"
    SUSPENDER = "suspender"
    REANUDAR = "reanudar"
    EN_DUDA = "en_duda"
    CERRAR = "cerrar"
    EXCLUIR = "excluir"
    AUDITAR = "auditar"
    ARCHIVAR = "archivar"
    SUSTITUIR = "sustituir"


@dataclass(frozen=True, slots=True)
class Holder:
    """An official who authenticated, or the holder of an opened share; ``code`` only while shares have to be made."""

    id: str
    role: str
    code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Auth:
    """People authenticating one after another: card (or share) scanned, then its code."""

    purpose: Purpose
    needed: int
    accepted: tuple[Holder, ...] = ()
    credential: str = field(default="", repr=False)
    typed: str = field(default="", repr=False)
    checking: bool = False
    alert: Text | None = None


class TurnStep(StrEnum):
    """Where the present voter stands. From PENDING on the store holds the sealed records of the turn."""

    NONE = "none"
    ENABLING = "enabling"
    ENABLED = "enabled"
    BOLETA = "boleta"
    BLANK = "blank"
    REVIEW = "review"
    LEAVING = "leaving"
    CANCELLING = "cancelling"
    COMMITTING = "committing"
    COMMIT_FAULT = "commit_fault"
    PRINTING = "printing"
    PRINT_FAULT = "print_fault"
    ASK_SLIP = "ask_slip"
    COUNTING_SLIP = "counting_slip"
    FINALISING = "finalising"
    FINAL_FAULT = "final_fault"
    ASK_TESTIGO = "ask_testigo"
    SETTLING = "settling"
    THANKS = "thanks"


class Settlement(StrEnum):
    """How a pending turn ends."""

    FINAL = "final"
    ANULADO = "anulado"
    EN_DUDA = "en_duda"


PAPER = "paper"
"""The roll of the printer, apart from the printer: it may be running out while all is well."""


class PaperFault(StrEnum):
    """What may be the matter with the roll."""

    NEAR_END = "near_end"
    LOW = "low"
    """It may not hold the slips of one more voter."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One voter's turn.

    ``contests`` are the places in the theme of the boletas that this voter's ``grupo`` votes, and ``selections`` has
    the marks of each; empty after a restart, when only the sealed records know them. ``slip`` is the index of the
    testigo being printed. ``replaced``: this turn stands in for an annulled one, and is not replaced again.
    ``held``: the printer may still bring out what it was sent.
    """

    step: TurnStep = TurnStep.NONE
    number: int = 0
    position: int = 0
    grupo: str = ""
    contests: tuple[int, ...] = ()
    selections: tuple[tuple[Mark, ...], ...] = field(default=(), repr=False)
    asked_blank: frozenset[int] = field(default=frozenset(), repr=False)
    correcting: bool = False
    alert: Text | None = None
    idle_seconds: int = 0
    slip: int = 0
    fault: str = ""
    replaced: bool = False
    settlement: Settlement = Settlement.FINAL
    held: bool = False


@dataclass(frozen=True, slots=True)
class Starting:
    """The store is being read."""


@dataclass(frozen=True, slots=True)
class Loading:
    """No theme yet. ``found`` describes a verified candidate: (theme, code, election, date, confirmed hour)."""

    busy: bool = False
    found: tuple[tuple[Text, str], ...] = ()
    alert: Text | None = None


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
    """Opening the jornada: shares printed so far and those read back (their indices)."""

    step: OpeningStep = OpeningStep.READY
    share: int = 0
    read_back: frozenset[int] = frozenset()
    alert: Text | None = None


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


_Before = Starting | Loading | Preparing | Touching | Opening | Substituting
Phase = _Before | Voting | Menu | Suspended | Closing | Missing | OutOfService | Auditing


@dataclass(frozen=True, slots=True)
class Facts:
    """What does not change within a turn: identity, theme, and the figures that anyone at the mesa may see.

    ``substitutes``: the urna whose place this one took; ``taken``: it works on that one's store, where nobody votes.
    ``practice_slips`` and their paper in ``practice_metres`` are what a verification will print, while one is due.
    """

    urna: str = ""
    casilla: str = ""
    mode: str = ""
    election: str = ""
    theme_code: str = ""
    software_code: str = ""
    contests: tuple[Contest, ...] = ()
    grupos: tuple[Grupo, ...] = ()
    voters: int = 0
    cancelados: int = 0
    anulados: int = 0
    en_duda: int = 0
    habilitaciones: int = 0
    hour: str = ""
    substitutes: str = ""
    taken: bool = False
    practice_slips: int = 0
    practice_metres: int = 0


MEDIA_DEVICES = ("internal", "usb")
"""The media as devices; ``media`` stands for all of them, lost together."""


class MediumFault(StrEnum):
    """What keeps a medium from being written to."""

    LOST = "lost"
    FULL = "full"
    READ_ONLY = "read_only"
    BAD = "bad"
    FOREIGN = "foreign"
    NEWER = "newer"
    DIFFERS = "differs"
    UNREADABLE = "unreadable"
    ALONE = "alone"
    """It is blank, and no other medium is left."""
    RETURNED = "returned"
    """Nothing: it is there and may be brought level."""


@dataclass(frozen=True, slots=True)
class Copying:
    """A medium being brought level: parts done, of how many (0: not begun)."""

    device: str
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """Everything. ``faults`` maps a device to what is wrong with it; a device that is well is absent.

    ``excluded``: media that two officials left out, until they come back. ``repaired``: media that start-up mended.

    ``wrong_codes`` counts those since the last right one, and ``lock_seconds`` is what remains of the pause after the
    last: both outlive a procedure that is cancelled and begun again. ``grupo`` is the id of the group whose voters the
    mesa enables: empty until it chooses one, and again after a restart. ``sensed`` is what the board said last of power
    and case, and ``sensed_notes`` how many of its changes were journaled since the start; ``attack_level`` is that
    of the frames that its radio refused.
    """

    jornada: JornadaState
    phase: Phase
    turn: Turn
    facts: Facts
    limits: Limits
    auth: Auth | None = None
    grupo: str = ""
    faults: tuple[tuple[str, str], ...] = ()
    wrong_codes: int = 0
    lock_seconds: int = 0
    seconds_since_poll: int = 0
    seconds_since_checkpoint: int = 0
    copying: Copying | None = None
    excluded: frozenset[str] = frozenset()
    repaired: tuple[str, ...] = ()
    sensed: BoardSensed = field(default_factory=BoardSensed)
    sensed_notes: int = 0
    attack_level: int = 0

    def contest(self, position: int) -> Contest:
        """The contest of a boleta of the present turn, by its position in it."""
        return self.facts.contests[self.turn.contests[position]]

    def fault_of(self, device: str) -> str:
        """The fault of a device, empty when it is well."""
        return dict(self.faults).get(device, "")


def with_fault(state: State, device: str, fault: str) -> State:
    """The state with the fault of one device (empty: it is well)."""
    others = tuple(pair for pair in state.faults if pair[0] != device)
    return replace(state, faults=(*others, (device, fault)) if fault else others)


def initial(limits: Limits) -> State:
    """The state before the store was read."""
    return State(JornadaState.SIN_TEMA, Starting(), Turn(), Facts(), limits)
