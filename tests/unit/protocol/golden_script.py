"""Prints the golden frames and what comes of bad ones; run by CPython and by MicroPython, which must print the same."""

import sys

sys.path.insert(0, sys.argv[1])

from hardware.protocol import messages as m
from hardware.protocol.board_core import BoardCore, Memory
from hardware.protocol.framing import Frame, FrameDecoder, FrameError, decode_frame, encode_frame


def say(*words: object) -> None:
    sys.stdout.write(" ".join([str(word) for word in words]) + "\n")


class MemoryHere(Memory):
    def __init__(self) -> None:
        self.counter = 41
        self.kept: list[m.Entry] = []

    def key_counter(self) -> int:
        return self.counter

    def save_key_counter(self, counter: int) -> bool:
        self.counter = counter
        return True

    def entries(self) -> list[m.Entry] | None:
        return list(self.kept)

    def save_entries(self, entries: list[m.Entry]) -> bool:
        self.kept = entries
        return True


def hello_card() -> m.HelloAck:
    card = m.HelloAck(bytes(range(8)), (1, 2, 3), (63, m.COUNTER_FLASH))
    card.boots = 70000
    return card


def vectors() -> list[tuple[str, int, bytes]]:
    status = m.Status()
    status.mains = False
    status.battery_percent = 9
    status.case_open = True
    status.paired = True
    status.headphones = True
    status.battery_mv = 12650
    status.lid_openings, status.case_openings = 7, 70000
    status.forged, status.replayed, status.unreadable = 1, 2, 0xFFFFFFFF
    status.switch = m.SWITCH_SERVICE
    entry = m.Entry(bytes(range(16)), 0xFEDCBA9876543210, bytes(32), bytes([255] * 32))
    older = m.Entry(bytes(16), 0, bytes([1] * 32), bytes(range(32)))
    return [
        ("hello", m.HELLO, m.Hello(0x0102030405060708).pack()),
        ("hello_ack", m.HELLO_ACK, hello_card().pack()),
        ("key", m.KEY, m.Key(0xFFFFFFFFFFFFFFFF, m.KEY_SUSPENDER, 4000000000).pack()),
        ("voter_key", m.VOTER_KEY, m.Key(3, m.VOTER_SWITCH_2, 9).pack()),
        ("voter_key_ack", m.VOTER_KEY_ACK, m.pack_key_ack(3, 9)),
        ("key_ack", m.KEY_ACK, m.pack_key_ack(1, 2)),
        ("status", m.STATUS, status.pack()),
        ("ack", m.ACK, m.pack_ack(65535, m.STORAGE_FAULT)),
        ("lamp", m.LAMP, m.pack_lamp(m.LAMP_ALERT, m.LAMP_BLINK)),
        ("buzzer", m.BUZZER, m.pack_buzzer(500)),
        ("display", m.DISPLAY, m.pack_display("Urna lista", "Habilite: ñ á ¿?")),
        ("counter_get", m.COUNTER_GET, b""),
        ("counter_state", m.COUNTER_STATE, m.pack_counter_state(7, m.DONE, [entry, older])),
        ("counter_set", m.COUNTER_SET, entry.pack()),
    ]


def show_vectors() -> None:
    for name, kind, payload in vectors():
        coded = encode_frame(Frame(kind, 513, payload))
        back = decode_frame(coded[1:-1])
        same = back.kind == kind and back.sequence == 513 and back.payload == payload and back.version == 1
        say(name, coded.hex(), same)


def show_flips() -> None:
    """Every flipped bit of every golden frame: how many were taken for a frame of their own."""
    taken = 0
    for _, kind, payload in vectors():
        coded = encode_frame(Frame(kind, 513, payload))
        for at in range(len(coded) * 8):
            flipped = bytearray(coded)
            flipped[at // 8] ^= 1 << at % 8
            taken += len([f for f in FrameDecoder().feed(bytes(flipped)) if f.payload != payload or f.kind != kind])
    say("flips taken", taken)


def show_refusals() -> None:
    for name, read, payload in [
        ("hello", m.unpack_hello, b"1234567"),
        ("hello long", m.unpack_hello, b"123456789"),
        ("key", m.unpack_key, m.Key(1, 9, 1).pack()),
        ("voter key", m.unpack_voter_key, m.Key(1, 13, 1).pack()),
        ("status", m.unpack_status, bytes([32, 1, 1]) + bytes(22)),
        ("battery", m.unpack_status, bytes([0, 101, 1]) + bytes(22)),
        ("lamp", m.unpack_lamp, bytes([3, 0])),
        ("buzzer", m.unpack_buzzer, bytes([0, 0])),
        ("display", m.unpack_display, bytes(40)),
        ("counter", m.unpack_counter_state, bytes([0, 0, 0, 3]) + bytes(264)),
        ("counter short", m.unpack_counter_state, bytes([0, 0])),
    ]:
        try:
            read(payload)
            say(name, "taken")
        except FrameError as error:
            say(name, error.code)


def show_conversation() -> None:
    memory = MemoryHere()
    core = BoardCore(memory, hello_card())
    say("unbound press", core.press(m.KEY_HABILITAR))
    core.receive(Frame(m.HELLO, 1, m.Hello(77).pack()))
    say("press", core.press(m.KEY_HABILITAR), core.press(m.KEY_MENU))
    core.tick(1000)
    core.receive(Frame(m.DISPLAY, 2, m.pack_display("Sí", "")))
    core.receive(Frame(m.COUNTER_SET, 3, m.Entry(bytes(16), 5, bytes(32), bytes(32)).pack()))
    core.receive(Frame(m.COUNTER_SET, 4, m.Entry(bytes(16), 4, bytes(32), bytes(32)).pack()))
    core.receive(Frame(m.COUNTER_GET, 5, b""))
    core.receive(Frame(m.KEY_ACK, 6, m.pack_key_ack(77, 42)))
    core.tick(1001)
    for coded in core.take_output():
        say(coded.hex())
    say("tap", core.tap(m.VOTER_CHOOSE), core.tap(m.VOTER_HELP), "counted", memory.key_counter())
    core.tick(1002)
    core.receive(Frame(m.VOTER_KEY_ACK, 7, m.pack_key_ack(77, 1)))
    core.tick(1003)
    core.receive(Frame(m.HELLO, 8, m.Hello(77).pack()))
    core.tick(1103)
    for coded in core.take_output():
        say(coded.hex())
    say("waiting", core.waiting(), "lines", [ord(letter) for letter in core.lines[0][:2]])


show_vectors()
show_flips()
show_refusals()
show_conversation()
