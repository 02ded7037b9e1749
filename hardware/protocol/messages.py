"""The messages between host and board, each with fixed fields. It must not send, repeat or decide anything.

It runs on CPython and on MicroPython: plain classes and constants, no enum. Every integer is little-endian.
"""

import struct

from hardware.protocol.framing import FrameError

# Kinds of frame. Host to board: HELLO, KEY_ACK, the orders. Board to host: the rest.
HELLO = 1
HELLO_ACK = 2
KEY = 3
KEY_ACK = 4
STATUS = 5
ACK = 6
LAMP = 7
BUZZER = 8
DISPLAY = 9
COUNTER_GET = 10
COUNTER_STATE = 11
COUNTER_SET = 12
PAIR = 13
VOTER_KEY = 14
VOTER_KEY_ACK = 15

# Keys of the mesa.
KEY_HABILITAR = 1
KEY_CANCELAR = 2
KEY_SUSPENDER = 3
KEY_MENU = 4
KEYS = (KEY_HABILITAR, KEY_CANCELAR, KEY_SUSPENDER, KEY_MENU)

# Keys of the voter's keypad with relief, and the two switches of whoever cannot press keys.
VOTER_PREVIOUS = 1
VOTER_NEXT = 2
VOTER_CHOOSE = 3
VOTER_REPEAT = 4
VOTER_FASTER = 5
VOTER_SLOWER = 6
VOTER_LOUDER = 7
VOTER_SOFTER = 8
VOTER_HELP = 9
VOTER_SCREEN = 10
VOTER_SWITCH_1 = 11
VOTER_SWITCH_2 = 12
VOTER_KEYS = (
    VOTER_PREVIOUS,
    VOTER_NEXT,
    VOTER_CHOOSE,
    VOTER_REPEAT,
    VOTER_FASTER,
    VOTER_SLOWER,
    VOTER_LOUDER,
    VOTER_SOFTER,
    VOTER_HELP,
    VOTER_SCREEN,
    VOTER_SWITCH_1,
    VOTER_SWITCH_2,
)

# Results of an order.
DONE = 0
REFUSED = 1
STORAGE_FAULT = 2
RESULTS = (DONE, REFUSED, STORAGE_FAULT)

# Where the anti-rollback memory lives.
COUNTER_FILE = 0
COUNTER_FLASH = 1
COUNTER_TPM = 2
COUNTER_KINDS = (COUNTER_FILE, COUNTER_FLASH, COUNTER_TPM)

# Capabilities, as bits.
CAN_DISPLAY = 1
CAN_LAMPS = 2
CAN_BUZZ = 4
CAN_COUNT = 8
CAN_SENSE_POWER = 16
CAN_SENSE_CASE = 32
CAN_VOTE_BY_KEYS = 64

# Lamps and what they do.
LAMP_READY = 0
LAMP_VOTING = 1
LAMP_ALERT = 2
LAMPS = (LAMP_READY, LAMP_VOTING, LAMP_ALERT)
LAMP_OFF = 0
LAMP_ON = 1
LAMP_BLINK = 2
LAMP_MODES = (LAMP_OFF, LAMP_ON, LAMP_BLINK)

# Positions of the key switch.
SWITCH_OFF = 0
SWITCH_OPERATION = 1
SWITCH_SERVICE = 2
SWITCHES = (SWITCH_OFF, SWITCH_OPERATION, SWITCH_SERVICE)

DISPLAY_COLUMNS = 20
MAX_ENTRIES = 2
MAX_BUZZ_MS = 2000
_HELLO_ACK = "<8sBBBHBIQI"
_STATUS = "<BBBHIIIII"
_ENTRY = "<16sQ32s32s"
ENTRY_BYTES = 88


def _fields(layout: str, payload: bytes) -> tuple[int | bytes, ...]:
    """Unpack exactly; MicroPython's own unpack accepts longer payloads."""
    if len(payload) != struct.calcsize(layout):
        raise FrameError("payload")
    return struct.unpack(layout, payload)


def _numbers(layout: str, payload: bytes) -> list[int]:
    return [int(value) for value in _fields(layout, payload)]


def _one_of(value: int, allowed: tuple[int, ...]) -> int:
    if value not in allowed:
        raise FrameError("value")
    return value


class Hello:
    """The host greets. `session` (u64) is new for each start of the host: keys of an older one are not wanted."""

    def __init__(self, session: int) -> None:
        self.session = session

    def pack(self) -> bytes:
        """8 bytes."""
        return struct.pack("<Q", self.session)


def unpack_hello(payload: bytes) -> Hello:
    """Raises FrameError."""
    return Hello(_numbers("<Q", payload)[0])


class HelloAck:
    """The board presents itself; its protocol version is that of the frame.

    `board_id` 8 bytes, `firmware` three numbers, `capabilities` bits, `counter_kind`, `boots` u32 counted by the board,
    `session` it is bound to, `base` u32: the key counter when it bound itself. Counters up to `base` are never sent.
    """

    def __init__(self, board_id: bytes, firmware: tuple[int, int, int], abilities: tuple[int, int]) -> None:
        self.board_id = board_id
        self.firmware = firmware
        self.capabilities, self.counter_kind = abilities
        self.boots = 0
        self.session = 0
        self.base = 0

    def pack(self) -> bytes:
        """30 bytes."""
        major, minor, patch = self.firmware
        return struct.pack(
            _HELLO_ACK,
            self.board_id,
            major,
            minor,
            patch,
            self.capabilities,
            self.counter_kind,
            self.boots,
            self.session,
            self.base,
        )


def unpack_hello_ack(payload: bytes) -> HelloAck:
    """Raises FrameError."""
    fields = _fields(_HELLO_ACK, payload)
    major, minor, patch, capabilities, kind, boots, session, base = [int(value) for value in fields[1:]]
    ack = HelloAck(bytes(payload[:8]), (major, minor, patch), (capabilities, _one_of(kind, COUNTER_KINDS)))
    ack.boots = boots
    ack.session = session
    ack.base = base
    return ack


class Key:
    """One press. `counter` (u32) grows by one with each press, over restarts too; the session is the host's."""

    def __init__(self, session: int, key: int, counter: int) -> None:
        self.session = session
        self.key = key
        self.counter = counter

    def pack(self) -> bytes:
        """13 bytes."""
        return struct.pack("<QBI", self.session, self.key, self.counter)


def unpack_key(payload: bytes) -> Key:
    """Raises FrameError."""
    session, key, counter = _numbers("<QBI", payload)
    return Key(session, _one_of(key, KEYS), counter)


def unpack_voter_key(payload: bytes) -> Key:
    """A press of the voter: the fields of a `Key`, its counter from 1 at each start of the board. Raises FrameError."""
    session, key, counter = _numbers("<QBI", payload)
    return Key(session, _one_of(key, VOTER_KEYS), counter)


def pack_key_ack(session: int, counter: int) -> bytes:
    """The host has the press `counter` of `session`. 12 bytes."""
    return struct.pack("<QI", session, counter)


def unpack_key_ack(payload: bytes) -> tuple[int, int]:
    """(session, counter). Raises FrameError."""
    session, counter = _numbers("<QI", payload)
    return session, counter


class Status:
    """What the board senses: mains, battery 0..100 % and mV, lid of the deposit, case, position of the key switch.

    And what it counted: openings of lid and case ever, also while no host listened; frames refused on the radio since
    it started (forged, replayed, unreadable). `paired`: it has the key of a wireless keypad. `headphones`: plugged in.
    """

    def __init__(self) -> None:
        self.mains = True
        self.battery_percent = 100
        self.battery_mv = 0
        self.lid_open = False
        self.case_open = False
        self.paired = False
        self.headphones = False
        self.switch = SWITCH_OPERATION
        self.lid_openings = 0
        self.case_openings = 0
        self.forged = 0
        self.replayed = 0
        self.unreadable = 0

    def pack(self) -> bytes:
        """25 bytes."""
        flags = int(self.mains) | int(self.lid_open) << 1 | int(self.case_open) << 2 | int(self.paired) << 3
        flags |= int(self.headphones) << 4
        sensed = (flags, self.battery_percent, self.switch, self.battery_mv)
        counted = (self.lid_openings, self.case_openings, self.forged, self.replayed, self.unreadable)
        return struct.pack(_STATUS, *sensed, *counted)


def unpack_status(payload: bytes) -> Status:
    """Raises FrameError."""
    flags, battery, switch, millivolts, lid, case, forged, replayed, unreadable = _numbers(_STATUS, payload)
    if flags > 31 or battery > 100:
        raise FrameError("value")
    status = Status()
    status.mains = bool(flags & 1)
    status.lid_open = bool(flags & 2)
    status.case_open = bool(flags & 4)
    status.paired = bool(flags & 8)
    status.headphones = bool(flags & 16)
    status.battery_percent = battery
    status.battery_mv = millivolts
    status.switch = _one_of(switch, SWITCHES)
    status.lid_openings, status.case_openings = lid, case
    status.forged, status.replayed, status.unreadable = forged, replayed, unreadable
    return status


def pack_ack(sequence: int, result: int) -> bytes:
    """The board's answer to the order `sequence`. 3 bytes."""
    return struct.pack("<HB", sequence, result)


def unpack_ack(payload: bytes) -> tuple[int, int]:
    """(sequence, result). Raises FrameError."""
    sequence, result = _numbers("<HB", payload)
    return sequence, _one_of(result, RESULTS)


def pack_lamp(lamp: int, mode: int) -> bytes:
    """2 bytes."""
    return struct.pack("<BB", lamp, mode)


def unpack_lamp(payload: bytes) -> tuple[int, int]:
    """(lamp, mode). Raises FrameError."""
    lamp, mode = _numbers("<BB", payload)
    return _one_of(lamp, LAMPS), _one_of(mode, LAMP_MODES)


def pack_buzzer(duration_ms: int) -> bytes:
    """2 bytes."""
    return struct.pack("<H", duration_ms)


def unpack_buzzer(payload: bytes) -> int:
    """Milliseconds, 1..2000. Raises FrameError."""
    (duration_ms,) = _numbers("<H", payload)
    if not 1 <= duration_ms <= MAX_BUZZ_MS:
        raise FrameError("value")
    return duration_ms


def _line(text: str) -> bytes:
    codes = [ord(letter) for letter in text]
    if len(codes) > DISPLAY_COLUMNS or [code for code in codes if not is_displayable(code)]:
        raise ValueError("a line of the display is at most 20 letters of Latin-1")
    return bytes(codes + [32] * (DISPLAY_COLUMNS - len(codes)))


def is_displayable(code: int) -> bool:
    """Whether the display has a letter for this code: Latin-1 without its controls."""
    return 32 <= code <= 126 or 160 <= code <= 255


def pack_display(line1: str, line2: str) -> bytes:
    """40 bytes, Latin-1, padded with spaces. Raises ValueError for what does not fit."""
    return _line(line1) + _line(line2)


def unpack_display(payload: bytes) -> tuple[str, str]:
    """Two lines of 20 letters. Raises FrameError."""
    if len(payload) != 2 * DISPLAY_COLUMNS or [code for code in payload if not is_displayable(code)]:
        raise FrameError("payload")
    text = "".join([chr(code) for code in payload])
    return text[:DISPLAY_COLUMNS], text[DISPLAY_COLUMNS:]


class Entry:
    """What the anti-rollback memory keeps of a store: id 16 B, sequence u64, image hash 32 B, journal head 32 B."""

    def __init__(self, store_id: bytes, sequence: int, image_hash: bytes, journal_head: bytes) -> None:
        self.store_id = store_id
        self.sequence = sequence
        self.image_hash = image_hash
        self.journal_head = journal_head

    def pack(self) -> bytes:
        """88 bytes. Raises ValueError for a field of another size: struct would cut it silently."""
        if (len(self.store_id), len(self.image_hash), len(self.journal_head)) != (16, 32, 32):
            raise ValueError("a field of the counter has another size")
        return struct.pack(_ENTRY, self.store_id, self.sequence, self.image_hash, self.journal_head)


def unpack_entry(payload: bytes) -> Entry:
    """Raises FrameError."""
    sequence = _fields(_ENTRY, payload)[1]
    return Entry(bytes(payload[:16]), int(sequence), bytes(payload[24:56]), bytes(payload[56:88]))


def pack_pair(keypad: bytes, key: bytes) -> bytes:
    """Pair the wireless keypad of this id (4 B, not zeros) by this key (32 B): 36 bytes. Raises ValueError."""
    if (len(keypad), len(key)) != (4, 32) or keypad == bytes(4):
        raise ValueError("a keypad has an id of 4 bytes and a key of 32")
    return keypad + key


def unpack_pair(payload: bytes) -> tuple[bytes, bytes]:
    """(keypad, key). Raises FrameError."""
    if len(payload) != 36 or payload[:4] == bytes(4):
        raise FrameError("payload")
    return bytes(payload[:4]), bytes(payload[4:])


def pack_counter_state(request: int, result: int, entries: list[Entry]) -> bytes:
    """The answer to the COUNTER_GET of sequence `request`: at most two entries, newest first."""
    return struct.pack("<HBB", request, result, len(entries)) + b"".join([entry.pack() for entry in entries])


def unpack_counter_state(payload: bytes) -> tuple[int, int, list[Entry]]:
    """(request, result, entries). Raises FrameError."""
    request, result, count = _numbers("<HBB", payload[:4])
    packed = payload[4:]
    if count > MAX_ENTRIES or len(packed) != count * ENTRY_BYTES:
        raise FrameError("payload")
    entries = [unpack_entry(packed[at : at + ENTRY_BYTES]) for at in range(0, len(packed), ENTRY_BYTES)]
    return request, _one_of(result, RESULTS), entries
