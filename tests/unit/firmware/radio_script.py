"""A keypad and a gate on the same air, and whoever stands between them; run by CPython and by MicroPython."""

import binascii
import gc
import sys

sys.path.insert(0, sys.argv[1])

from hardware.firmware.keypad import Keypad
from hardware.firmware.memory import BoardMemory
from hardware.firmware.ring import Ring
from hardware.protocol import messages as m
from hardware.protocol import radio
from hardware.protocol.framing import Frame, encode_frame
from hardware.protocol.radio_gate import RadioGate
from tests.unit.firmware.air import AirHal
from tests.unit.firmware.flash import MemoryFlash

KEY = bytes(range(32))
FACE = (m.pack_display("LISTA", "Puede habilitar"), bytes(3))


def say(*words: object) -> None:
    sys.stdout.write(" ".join([str(word) for word in words]) + "\n")


class Air:
    """Both ends, on one clock. `jammed`: what the keypad says is caught by somebody and goes no further."""

    def __init__(self) -> None:
        self.hal = AirHal()
        self.keypad = Keypad(self.hal)
        self.board_flash = MemoryFlash(2)
        self.start_board()
        self.now = 0
        self.jammed = False
        self.caught: list[bytes] = []
        self.presses: list[tuple[int, int]] = []

    def start_board(self) -> None:
        self.memory = BoardMemory(Ring(self.board_flash))
        self.memory.boots += 1
        self.memory.save()
        self.gate = RadioGate(self.memory)

    def step(self, elapsed_ms: int = 20) -> None:
        self.now += elapsed_ms
        self.hal.now += elapsed_ms
        self.gate.beat(self.now, FACE[0], FACE[1])
        self.keypad.step()
        said, self.hal.said = self.hal.said, []
        self.caught += said
        self.deliver(b"" if self.jammed else b"".join(said))

    def deliver(self, data: bytes) -> None:
        for press in self.gate.receive(data):
            self.presses.append((press.key, press.counter))
            self.gate.answer(press, True)
        self.hal.heard += b"".join(self.gate.take_output())

    def press(self, key: int) -> None:
        self.hal.down = [key]
        self.step()
        self.step()
        self.hal.down = []
        for _ in range(4):
            self.step()

    def pair(self) -> None:
        self.gate.offer(b"PAD1", KEY)
        self.hal.host = encode_frame(Frame(m.PAIR, 9, m.pack_pair(b"PAD1", KEY)))
        self.step()
        self.step(1000)
        self.step()
        self.press(m.KEY_HABILITAR)


def counts(gate: RadioGate) -> tuple[int, int, int]:
    return gate.forged, gate.replayed, gate.unreadable


def show_hmac() -> None:
    """RFC 4231, cases 1 and 2."""
    say(binascii.hexlify(radio.hmac_sha256(b"\x0b" * 20, b"Hi There")).decode())
    say(binascii.hexlify(radio.hmac_sha256(b"Jefe", b"what do ya want for nothing?")).decode())
    say(binascii.hexlify(radio.Press(b"PAD1", (3, 4), 5, m.KEY_CANCELAR).frame(KEY)).decode())
    say(binascii.hexlify(radio.taken_frame(KEY, b"PAD1", 5, True)).decode())
    say(binascii.hexlify(radio.beat_frame(KEY, b"PAD1", (3, 4), FACE)).decode())


def show_pairing() -> None:
    air = Air()
    air.press(m.KEY_HABILITAR)
    say("unpaired", air.presses, [ord(letter) for letter in air.keypad.lines[0]][:3], air.gate.paired)
    code = air.gate.offer(b"PAD1", KEY)
    air.hal.host = encode_frame(Frame(m.PAIR, 9, m.pack_pair(b"PAD1", KEY)))
    air.step()
    say("same code", air.keypad.lines[1] == code, len(code), len(air.hal.told))
    air.step(1000)
    air.step()
    air.press(m.KEY_SUSPENDER)
    say("not yet", air.gate.paired, air.presses)
    air.press(m.KEY_HABILITAR)
    say("paired", air.gate.paired, air.presses, counts(air.gate))
    air.press(m.KEY_HABILITAR)
    say("press", air.presses, air.keypad.lines[0].strip())


def show_attacks() -> None:
    air = Air()
    air.pair()
    air.press(m.KEY_HABILITAR)
    told = len(air.presses)
    air.deliver(air.caught[-1] * 20)
    say("repeated", len(air.presses) - told, counts(air.gate))
    air.press(m.KEY_MENU)
    air.deliver(air.caught[-2] * 20)
    say("older", len(air.presses) - told, counts(air.gate))
    air.jammed = True
    air.caught = []
    air.press(m.KEY_HABILITAR)
    air.jammed = False
    held = air.caught[0]
    for _ in range(5):
        air.step(1000)
    air.deliver(held)
    say("held back", len(air.presses) - told, counts(air.gate), air.keypad.lines[0].strip())
    air.start_board()
    air.step(1000)
    air.deliver(held)
    say("after a restart", len(air.presses) - told, counts(air.gate))
    air.press(m.KEY_HABILITAR)
    say("and still serves", len(air.presses) - told)
    air.keypad = Keypad(air.hal)
    air.step(1000)
    air.step()
    air.press(m.KEY_CANCELAR)
    say("after the keypad's restart", len(air.presses) - told, air.presses[-1][1] > air.presses[-2][1])


def show_gate() -> None:
    """Frames that no keypad of ours makes: other seals, another start with the same beat, another key while pairing."""
    air = Air()
    air.gate.offer(b"PAD1", KEY)
    clock = (air.memory.boots, 0)
    air.deliver(radio.Press(b"PAD1", clock, 1, m.KEY_SUSPENDER).frame(KEY))
    say("not habilitar", air.gate.paired)
    air.deliver(radio.Press(b"PAD1", clock, 1, m.KEY_HABILITAR).frame(KEY))
    say("habilitar", air.gate.paired)
    air.deliver(radio.Press(b"PAD1", (air.memory.boots - 1, 0), 2, m.KEY_HABILITAR).frame(KEY))
    air.deliver(radio.Press(b"PAD1", (air.memory.boots + 1, 0), 3, m.KEY_HABILITAR).frame(KEY))
    say("another start", air.presses, counts(air.gate))
    air.deliver(radio.Press(b"PAD1", clock, 4, m.KEY_HABILITAR).frame(bytes(32)))
    air.deliver(radio.Press(b"PAD2", clock, 4, m.KEY_HABILITAR).frame(KEY))
    say("another seal", air.presses, counts(air.gate))
    air.deliver(radio.Press(b"PAD1", clock, 5, m.KEY_HABILITAR).frame(KEY))
    say("ours", air.presses, counts(air.gate))


def show_old_beats() -> None:
    """Old beats, repeated by somebody, make no link: the keypad says so and refuses the press."""
    air = Air()
    air.pair()
    beat = radio.beat_frame(KEY, b"PAD1", (air.memory.boots, 1), FACE)
    for _ in range(8):
        air.hal.now += 500
        air.hal.heard = beat
        air.keypad.step()
    air.hal.said = []
    air.hal.down = [m.KEY_HABILITAR]
    for _ in range(3):
        air.hal.now += 20
        air.keypad.step()
    say("old beats", air.keypad.lines[0], len(air.hal.said), air.hal.sounding)


for show in (show_hmac, show_pairing, show_attacks, show_gate, show_old_beats):
    show()
    gc.collect()
