"""What people and devices do to the urna, as values that the reducer takes. It must not hold outcomes of effects."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class ActionTouched:
    """A button of the present screen; ``action`` is the ``Action.id``."""

    action: str


@dataclass(frozen=True, slots=True)
class OptionTouched:
    """A box of the boleta: index of the option in its contest; ``value`` for ranked and scale contests."""

    option: int
    value: int = 0


@dataclass(frozen=True, slots=True)
class KeyTouched:
    """One on-screen key of a code: a Crockford base32 character, ``BORRAR`` or ``ACEPTAR``."""

    key: str


@dataclass(frozen=True, slots=True)
class HabilitarPressed:
    """The mesa enabled one voter; ``counter`` is the board's, already deduplicated by the driver."""

    counter: int


@dataclass(frozen=True, slots=True)
class MesaPressed:
    """A key of the board other than habilitar: ``cancelar``, ``suspender``, ``menu``."""

    key: str


@dataclass(frozen=True, slots=True)
class CodeScanned:
    """The reader read a card or a share slip."""

    text: str


@dataclass(frozen=True, slots=True)
class DeviceChanged:
    """A polled device changed: ``device`` printer, board, reader, usb, internal; ``fault`` empty when it is well."""

    device: str
    fault: str


@dataclass(frozen=True, slots=True)
class BoardSensed:
    """What the board senses now, told each second and at every change; the default is a board where all is well.

    ``key_switch`` is ``off``, ``operation`` or ``service``; ``lid_open`` is the deposit's. A board that does not answer
    tells nothing: that is a ``DeviceChanged``.
    """

    mains: bool = True
    battery_percent: int = 100
    lid_open: bool = False
    case_open: bool = False
    key_switch: str = "operation"


@dataclass(frozen=True, slots=True)
class KeypadAttacked:
    """Frames that the board refused on the radio of its wireless keypad since it started, told as `BoardSensed` is."""

    forged: int = 0
    replayed: int = 0
    unreadable: int = 0


class VoterKey(StrEnum):
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


@dataclass(frozen=True, slots=True)
class VoterKeyPressed:
    """The voter pressed a key; it does what a touch of the glass would do, or only moves what is being heard."""

    key: VoterKey


@dataclass(frozen=True, slots=True)
class HeadphonesChanged:
    """Whether headphones are in the voter's socket; told each second and at every change, and kept nowhere."""

    plugged: bool


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """What was being said ended, or could not be said; ``serial`` is that of ``Listening``."""

    serial: int


@dataclass(frozen=True, slots=True)
class Ticked:
    """One second went by on the monotonic clock; drives inactivity, never a vote."""

    seconds: int
