"""Between the words of the port and the numbers of the protocol. It must not hold state or talk to a device."""

from hardware.board.port import (
    BoardInfo,
    BoardStatus,
    Capability,
    CounterEntry,
    CounterKind,
    Key,
    KeySwitch,
    Lamp,
    LampMode,
    Vigil,
    VoterKey,
)
from hardware.protocol import messages as m
from hardware.protocol.framing import PROTOCOL_VERSION

KEYS = {
    Key.HABILITAR: m.KEY_HABILITAR,
    Key.CANCELAR: m.KEY_CANCELAR,
    Key.SUSPENDER: m.KEY_SUSPENDER,
    Key.MENU: m.KEY_MENU,
}
VOTER_KEYS = {
    VoterKey.ANTERIOR: m.VOTER_PREVIOUS,
    VoterKey.SIGUIENTE: m.VOTER_NEXT,
    VoterKey.ELEGIR: m.VOTER_CHOOSE,
    VoterKey.REPETIR: m.VOTER_REPEAT,
    VoterKey.RAPIDO: m.VOTER_FASTER,
    VoterKey.LENTO: m.VOTER_SLOWER,
    VoterKey.FUERTE: m.VOTER_LOUDER,
    VoterKey.BAJO: m.VOTER_SOFTER,
    VoterKey.AYUDA: m.VOTER_HELP,
    VoterKey.PANTALLA: m.VOTER_SCREEN,
    VoterKey.INTERRUPTOR_1: m.VOTER_SWITCH_1,
    VoterKey.INTERRUPTOR_2: m.VOTER_SWITCH_2,
}
LAMPS = {Lamp.READY: m.LAMP_READY, Lamp.VOTING: m.LAMP_VOTING, Lamp.ALERT: m.LAMP_ALERT}
LAMP_MODES = {LampMode.OFF: m.LAMP_OFF, LampMode.ON: m.LAMP_ON, LampMode.BLINK: m.LAMP_BLINK}
SWITCHES = {
    KeySwitch.OFF: m.SWITCH_OFF,
    KeySwitch.OPERATION: m.SWITCH_OPERATION,
    KeySwitch.SERVICE: m.SWITCH_SERVICE,
}
COUNTER_KINDS = {
    CounterKind.FILE: m.COUNTER_FILE,
    CounterKind.FLASH: m.COUNTER_FLASH,
    CounterKind.TPM: m.COUNTER_TPM,
}
CAPABILITIES = {
    Capability.DISPLAY: m.CAN_DISPLAY,
    Capability.LAMPS: m.CAN_LAMPS,
    Capability.BUZZER: m.CAN_BUZZ,
    Capability.COUNTER: m.CAN_COUNT,
    Capability.POWER_SENSE: m.CAN_SENSE_POWER,
    Capability.CASE_SENSE: m.CAN_SENSE_CASE,
    Capability.VOTER_KEYS: m.CAN_VOTE_BY_KEYS,
}
_KEY_OF = {number: key for key, number in KEYS.items()}
_VOTER_KEY_OF = {number: key for key, number in VOTER_KEYS.items()}
_SWITCH_OF = {number: switch for switch, number in SWITCHES.items()}
_COUNTER_KIND_OF = {number: kind for kind, number in COUNTER_KINDS.items()}


def key_of(number: int) -> Key:
    """The key of a checked message."""
    return _KEY_OF[number]


def voter_key_of(number: int) -> VoterKey:
    """The voter's key of a checked message."""
    return _VOTER_KEY_OF[number]


def info_of(card: m.HelloAck) -> BoardInfo:
    """The board that presented itself in our version of the protocol."""
    return BoardInfo(
        board_id=card.board_id.hex(),
        firmware=".".join(str(part) for part in card.firmware),
        protocol=PROTOCOL_VERSION,
        capabilities=frozenset(word for word, bit in CAPABILITIES.items() if card.capabilities & bit),
        counter_kind=_COUNTER_KIND_OF[card.counter_kind],
    )


def status_of(status: m.Status) -> BoardStatus:
    """What the board senses."""
    return BoardStatus(
        mains=status.mains,
        battery_percent=status.battery_percent,
        lid_open=status.lid_open,
        case_open=status.case_open,
        key_switch=_SWITCH_OF[status.switch],
        headphones=status.headphones,
    )


def vigil_of(status: m.Status) -> Vigil:
    """What the board counted."""
    return Vigil(
        battery_mv=status.battery_mv,
        lid_openings=status.lid_openings,
        case_openings=status.case_openings,
        paired=status.paired,
        forged=status.forged,
        replayed=status.replayed,
        unreadable=status.unreadable,
    )


def entry_of(entry: m.Entry) -> CounterEntry:
    """An entry that the board answered."""
    return CounterEntry(entry.store_id, entry.sequence, entry.image_hash, entry.journal_head)


def entry_to(entry: CounterEntry) -> m.Entry:
    """An entry for the board."""
    return m.Entry(entry.store_id, entry.sequence, entry.image_hash, entry.journal_head)
