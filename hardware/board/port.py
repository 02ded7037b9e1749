"""What the urna may ask of its board, and what the board tells. It must not name a byte, a tty or a file."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

DISPLAY_COLUMNS = 20
MAX_BUZZ_MS = 2000


class Key(Enum):
    """The keys of the mesa."""

    HABILITAR = "habilitar"
    CANCELAR = "cancelar"
    SUSPENDER = "suspender"
    MENU = "menu"


class VoterKey(Enum):
    """The keys with relief that the voter has, and the two switches of whoever cannot press keys."""

    ANTERIOR = "anterior"
    SIGUIENTE = "siguiente"
    ELEGIR = "elegir"
    REPETIR = "repetir"
    RAPIDO = "rapido"
    LENTO = "lento"
    FUERTE = "fuerte"
    BAJO = "bajo"
    AYUDA = "ayuda"
    PANTALLA = "pantalla"
    INTERRUPTOR_1 = "interruptor_1"
    INTERRUPTOR_2 = "interruptor_2"


class Lamp(Enum):
    """The lamps that the mesa sees."""

    READY = "ready"
    VOTING = "voting"
    ALERT = "alert"


class LampMode(Enum):
    """What a lamp does."""

    OFF = "off"
    ON = "on"
    BLINK = "blink"


class KeySwitch(Enum):
    """Position of the key switch."""

    OFF = "off"
    OPERATION = "operation"
    SERVICE = "service"


class CounterKind(Enum):
    """Where the anti-rollback memory lives; the value is what reports print."""

    FILE = "archivo"
    FLASH = "tablilla"
    TPM = "tpm"


class Capability(Enum):
    """What a board has."""

    DISPLAY = "display"
    LAMPS = "lamps"
    BUZZER = "buzzer"
    COUNTER = "counter"
    POWER_SENSE = "power_sense"
    CASE_SENSE = "case_sense"
    VOTER_KEYS = "voter_keys"


class Refusal(Enum):
    """Why the board may not serve now."""

    ABSENT = "absent"
    """There is no device, or the cable is out."""
    SILENT = "silent"
    """Something is there and does not answer."""
    PROTOCOL_VERSION = "protocol_version"
    """It speaks another version of the protocol."""


@dataclass(frozen=True, slots=True)
class BoardInfo:
    """Who answers: `board_id` 16 hex digits, firmware `1.2.3`, protocol number."""

    board_id: str
    firmware: str
    protocol: int
    capabilities: frozenset[Capability]
    counter_kind: CounterKind


@dataclass(frozen=True, slots=True)
class Refused:
    """No board that may be used."""

    reason: Refusal


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """One press, told exactly once. `counter` grows with every press, over restarts of the board and of the urna."""

    key: Key
    counter: int


@dataclass(frozen=True, slots=True)
class BoardRestarted:
    """The board restarted or another one answers, `board_id`. `lost` presses were made and will never come.

    Of another board the lost presses of the one before are unknown and not counted.
    """

    board_id: str
    lost: int


@dataclass(frozen=True, slots=True)
class VoterKeyPressed:
    """One press of the voter, told at most once: those made while the urna did not listen are forgotten, not kept."""

    key: VoterKey


BoardEvent = KeyPressed | VoterKeyPressed | BoardRestarted


@dataclass(frozen=True, slots=True)
class BoardStatus:
    """What the board senses, at most three seconds old. Battery in percent, 0 to 100; headphones are the voter's."""

    mains: bool
    battery_percent: int
    lid_open: bool
    case_open: bool
    key_switch: KeySwitch
    headphones: bool = False


@dataclass(frozen=True, slots=True)
class Vigil:
    """What the board counted while it kept watch, at most three seconds old.

    ``lid_openings`` and ``case_openings`` are of its whole life, also those that no host saw. Of the wireless keypad's
    radio, since the board started: frames ``forged`` (not made with the paired key), ``replayed`` (old, or too late)
    and ``unreadable``. ``paired``: it holds the key of a keypad. ``battery_mv`` in millivolts.
    """

    battery_mv: int
    lid_openings: int = 0
    case_openings: int = 0
    paired: bool = False
    forged: int = 0
    replayed: int = 0
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class CounterEntry:
    """The newest state of a store: its id (16 B), commit sequence (u64), SHA-256 of image, head of journal (32 B)."""

    store_id: bytes
    sequence: int
    image_hash: bytes
    journal_head: bytes

    def __post_init__(self) -> None:
        if (len(self.store_id), len(self.image_hash), len(self.journal_head)) != (16, 32, 32):
            raise ValueError("a counter entry is of 16, 32 and 32 bytes")
        if not 0 <= self.sequence < 1 << 64:
            raise ValueError("the sequence of a counter entry is a u64")


@dataclass(frozen=True, slots=True)
class CounterState:
    """The newest two entries, newest first, and where they are kept."""

    entries: tuple[CounterEntry, ...]
    kind: CounterKind

    def of(self, store_id: bytes) -> CounterEntry | None:
        """The newest entry of this store; None when the board remembers none."""
        return next((entry for entry in self.entries if entry.store_id == store_id), None)


class CounterFault(Enum):
    """Why the anti-rollback memory did not serve. Only `ABSENT` and `SILENT` may pass by waiting."""

    ABSENT = "absent"
    SILENT = "silent"
    """No answer in time: the entry may or may not be stored. Writing the same entry again is harmless."""
    PROTOCOL_VERSION = "protocol_version"
    GOES_BACK = "goes_back"
    """The store is already at this sequence with other content, or beyond it."""
    DAMAGED = "damaged"
    """The memory cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Nothing may be concluded about the counter."""

    reason: CounterFault


@dataclass(frozen=True, slots=True)
class Stored:
    """The board keeps the entry, also over a loss of power."""


@dataclass(frozen=True, slots=True)
class NotStored:
    """The entry does not count as stored."""

    reason: CounterFault


class PairingAnswer(Enum):
    """What a board or a keypad says to being paired."""

    OFFERED = "offered"
    """It shows the code and waits for the keypad's confirmation."""
    NOT_IN_SERVICE = "not_in_service"
    """The key switch is not in service, or it is not the keypad of that id."""
    NO_ANSWER = "no_answer"


class Board(Protocol):
    """A board. `poll`, `status`, `vigil`, `display`, `lamp` and `buzz` never wait and suit a loop of frames.

    The others block up to their timeout. Any thread may call; none raises for what a device may do.
    """

    def hello(self, timeout_ms: int = 2000) -> BoardInfo | Refused:
        """Greet, or repeat who answers now: once it did, `status` knows what it senses."""
        ...

    def poll(self) -> tuple[BoardEvent, ...]:
        """What happened since the last call, oldest first, each event once. Keeps the line going: call it often."""
        ...

    def status(self) -> BoardStatus | Refused:
        """What the board senses now."""
        ...

    def vigil(self) -> Vigil | Refused:
        """What the board counted."""
        ...

    def display(self, line1: str, line2: str) -> None:
        """Show two lines of up to 20 letters of Latin-1, again after a restart of the board. Raises ValueError."""
        ...

    def lamp(self, lamp: Lamp, mode: LampMode) -> None:
        """Set a lamp, again after a restart of the board."""
        ...

    def buzz(self, duration_ms: int) -> None:
        """Sound once, 1 to 2000 ms; never later, when the board was absent. Raises ValueError."""
        ...

    def counter_read(self, timeout_ms: int = 1000) -> CounterState | Unavailable:
        """What the anti-rollback memory holds."""
        ...

    def counter_write(self, entry: CounterEntry, timeout_ms: int = 1000) -> Stored | NotStored:
        """Keep `entry` before answering. A store never goes back; the same entry again is `Stored`."""
        ...

    def close(self) -> None:
        """Let go of the device."""
        ...
