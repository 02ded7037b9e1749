"""The state of the urna as one frozen value: jornada, voter turn, devices, and what the mesa is doing (`phases`).

It must not hold anything that a restart needs: that is in the store. The choices of the present voter are here, in
memory alone, and never in a ``repr``.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from shared.domain.eleccion import Contest
from shared.domain.grupo import Grupo
from shared.domain.horario import Horario
from shared.domain.jornada import JornadaState
from shared.domain.voto import Mark
from urna.flow.credentials import Auth
from urna.flow.input import BoardSensed
from urna.flow.languages import Language
from urna.flow.limits import Limits
from urna.flow.listening import Listening
from urna.flow.phases import Phase, Starting
from urna.flow.screen import Text
from urna.flow.viewing import Viewing


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
class Reading:
    """The information of a boleta being read: ``position`` among the voter's, ``page`` from 0."""

    position: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """One voter's turn.

    ``contests`` are the places in the theme of the boletas that this voter's ``grupo`` votes, and ``selections`` has
    the marks of each; empty after a restart, when only the sealed records know them. ``slip`` is the index of the
    testigo being printed. ``replaced``: this turn stands in for an annulled one, and is not replaced again.
    ``held``: the printer may still bring out what it was sent. ``viewing`` is how the voter wants to see the screen;
    ``adjusting`` that the settings are open over whatever the step shows, ``choosing`` that the list of languages is,
    ``reading`` that the information of a boleta is.
    ``page`` is that of the boleta or of the review, from 0; ``seen`` holds (boleta, option) that the voter had before
    the eyes, ``told_pages`` the boletas of which was said that pages remain, ``reviewed`` the pages of the review;
    ``from_review``: the voter asked to leave from there.
    """

    step: TurnStep = TurnStep.NONE
    number: int = 0
    position: int = 0
    grupo: str = ""
    contests: tuple[int, ...] = ()
    selections: tuple[tuple[Mark, ...], ...] = field(default=(), repr=False)
    asked_blank: frozenset[int] = field(default=frozenset(), repr=False)
    correcting: bool = False
    page: int = 0
    seen: frozenset[tuple[int, int]] = field(default=frozenset(), repr=False)
    told_pages: frozenset[int] = field(default=frozenset(), repr=False)
    from_review: bool = False
    reviewed: frozenset[int] = field(default=frozenset(), repr=False)
    alert: Text | None = None
    idle_seconds: int = 0
    slip: int = 0
    fault: str = ""
    replaced: bool = False
    settlement: Settlement = Settlement.FINAL
    held: bool = False
    viewing: Viewing = field(default=Viewing(), repr=False)
    adjusting: bool = False
    choosing: bool = False
    reading: Reading | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Facts:
    """What does not change within a turn: identity, theme, and the figures that anyone at the mesa may see.

    ``substitutes``: the urna whose place this one took; ``taken``: it works on that one's store, where nobody votes.
    ``languages`` are those to choose from, none where there is Spanish alone. ``practice_slips`` and their paper in
    ``practice_metres`` are what a verification will print, while one is due. ``audible``: the urna has headphones and
    keys for voters who listen. ``horario``: what the theme says of hours and patience; None leaves them to the urna.
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
    languages: tuple[Language, ...] = ()
    practice_slips: int = 0
    practice_metres: int = 0
    audible: bool = False
    horario: Horario | None = None


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
    of the frames that its radio refused. ``listening`` is how the present voter hears: it ends with the turn.
    ``helping`` is the topic of the help that covers a screen of the mesa, empty when none does.
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
    listening: Listening = field(default_factory=Listening)
    helping: str = ""

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
