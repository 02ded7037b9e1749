"""A24 over the real firmware and the real driver: whatever strangers send on the air of the keypad is no press."""

import dataclasses
import struct

import pytest

from hardware.board.driver import SerialBoard
from hardware.board.port import (
    BoardInfo,
    BoardStatus,
    Key,
    KeyPressed,
    KeySwitch,
    PairingAnswer,
    Vigil,
)
from hardware.protocol import messages as m
from hardware.protocol import radio
from hardware.protocol.framing import PROTOCOL_VERSION, Frame, decode_frame, encode_frame
from tests.contract.board.conftest import Wired

KEY = bytes(range(1, 33))
PAD = b"PAD1"
WELL = BoardStatus(mains=True, battery_percent=100, lid_open=False, case_open=False, key_switch=KeySwitch.OPERATION)
SERVICE = dataclasses.replace(WELL, key_switch=KeySwitch.SERVICE)


@dataclasses.dataclass
class Air:
    """The air of a paired board: the keypad that holds the key, and everybody else."""

    wired: Wired
    counter: int = 100

    def heard(self) -> tuple[int, int]:
        """Boots and beat of a beat that is on the air now, as the keypad hears it."""
        self.wired.control.hear_air()
        found: list[tuple[int, int]] = []

        def beaten() -> bool:
            for coded in self.wired.control.hear_air():
                frame = decode_frame(coded[1:-1])
                if frame.kind == radio.RADIO_BEAT and radio.is_sealed(KEY, frame.kind, frame.payload):
                    found.append(radio.unpack_beat(frame.payload)[1:3])
            return bool(found)

        self.wired.bench.until(beaten)
        return found[-1]

    def press(self, key: int = m.KEY_HABILITAR, heard: tuple[int, int] | None = None) -> bytes:
        """A frame of the keypad itself, with the next number."""
        self.counter += 1
        return radio.Press(PAD, heard or self.heard(), self.counter, key).frame(KEY)

    def send(self, data: bytes) -> None:
        self.wired.control.on_air(data)

    def events(self) -> list[KeyPressed]:
        """Presses that the urna is told, after the board had time to send all of them."""
        self.wired.bench.until(lambda: self.wired.control.waiting() == 0)
        return [event for event in self.wired.board.poll() if isinstance(event, KeyPressed)]

    def refused(self) -> tuple[int, int, int]:
        """Forged, replayed and unreadable, as the circuit counts them; the vigil says the same a moment later."""
        forged, replayed, unreadable = self.wired.control.order("status")["radio"]

        def told() -> bool:
            vigil = self.wired.board.vigil()
            same = (forged, replayed, unreadable)
            return isinstance(vigil, Vigil) and (vigil.forged, vigil.replayed, vigil.unreadable) == same

        self.wired.bench.until(told)
        return forged, replayed, unreadable


def pair(wired: Wired) -> Air:
    """The technician's procedure, with the keypad played by the test."""
    wired.control.sense(SERVICE)
    wired.bench.until(lambda: wired.board.status() == SERVICE)
    assert wired.board.pair(PAD, KEY) is PairingAnswer.OFFERED
    assert wired.control.face().lines == ("EMPAREJAR TECLADO", "Código " + radio.pairing_code(PAD, KEY))
    air = Air(wired)
    air.send(air.press())
    wired.bench.until(lambda: isinstance(vigil := wired.board.vigil(), Vigil) and vigil.paired)
    assert wired.control.face().lines[0] == "TECLADO EMPAREJADO"
    wired.control.sense(WELL)
    assert air.events() == []
    return air


@pytest.fixture
def air(wired: Wired) -> Air:
    return pair(wired)


def test_a24_a_true_press_arrives_once_however_often_it_is_repeated(air: Air) -> None:
    frame = air.press()
    air.send(frame)
    assert [event.key for event in air.events()] == [Key.HABILITAR]
    for _ in range(3):
        air.send(frame * 20)
    assert air.events() == []
    air.send(air.press(m.KEY_CANCELAR))
    assert [event.key for event in air.events()] == [Key.CANCELAR]
    assert air.refused() == (0, 0, 0)


def test_a24_forged_frames_are_counted_and_press_nothing(air: Air) -> None:
    heard = air.heard()
    true = decode_frame(air.press(heard=heard)[1:-1]).payload
    flipped = [
        bytes(b ^ (1 << bit if at == place else 0) for at, b in enumerate(true))
        for place in range(33)
        for bit in (0, 7)
    ]
    other_key = radio.Press(PAD, heard, 9999, m.KEY_HABILITAR).frame(bytes(32))
    other_kind = true[: -radio.SEAL_BYTES] + radio.seal(KEY, radio.RADIO_TAKEN, true[: -radio.SEAL_BYTES])
    unsealed = true[: -radio.SEAL_BYTES]
    forged = [*flipped, other_kind, unsealed, true[:20], b""]
    air.send(b"".join(encode_frame(Frame(radio.RADIO_PRESS, 0, payload)) for payload in forged) + other_key)
    assert air.events() == []
    assert air.refused() == (len(forged) + 1, 0, 0)
    air.send(encode_frame(Frame(radio.RADIO_PRESS, 0, true)))
    assert len(air.events()) == 1


def test_a24_replayed_reordered_and_held_back_frames_press_nothing(air: Air) -> None:
    heard = air.heard()
    first, second, third, fourth = (air.press(key, heard) for key in m.KEYS)
    air.send(first)
    air.send(third)
    assert [event.key for event in air.events()] == [Key.HABILITAR, Key.SUSPENDER]
    air.send(second + first + second)
    assert air.events() == []
    assert air.refused() == (0, 3, 0)
    air.wired.bench.until(lambda: air.heard()[1] - heard[1] > radio.MAX_AGE_BEATS)
    air.send(fourth)
    assert air.events() == []
    assert air.refused() == (0, 4, 0)


def test_a24_after_a_restart_no_frame_of_before_presses_and_the_number_still_only_rises(air: Air) -> None:
    frame, kept = air.press(), air.counter
    air.wired.control.restart()
    air.wired.bench.events(1)
    air.send(frame)
    assert air.events() == []
    assert air.refused() == (0, 1, 0)
    heard = air.heard()
    air.send(radio.Press(PAD, heard, 50, m.KEY_HABILITAR).frame(KEY))
    assert air.refused() == (0, 2, 0)
    air.counter = kept
    air.send(air.press(heard=heard))
    assert len(air.events()) == 1


def test_a24_truncated_frames_and_another_version_are_unreadable(air: Air) -> None:
    frame = air.press()
    air.send(b"".join(frame[:length] + b"\x00" for length in range(3, len(frame) - 2)))
    body = decode_frame(frame[1:-1])
    air.send(encode_frame(Frame(body.kind, 0, body.payload, PROTOCOL_VERSION + 1)))
    sealed = struct.pack("<4sIIIB", PAD, *air.heard(), 9999, 9)
    air.send(radio.sealed_frame(KEY, radio.RADIO_PRESS, sealed))
    assert air.events() == []
    forged, replayed, unreadable = air.refused()
    assert (forged, replayed) == (0, 0)
    assert unreadable == len(frame) - 5 + 2


def test_a24_ten_thousand_frames_press_nothing_are_counted_and_fill_no_memory(air: Air) -> None:
    stranger = radio.Press(PAD, air.heard(), 7, m.KEY_HABILITAR).frame(b"x" * 32)
    old = air.press()
    air.send(old)
    air.send(air.press())
    assert len(air.events()) == 2
    before = air.wired.control.order("status")["allocated"]
    for _ in range(5):
        air.send((stranger * 9 + old) * 200)
    forged, replayed, unreadable = air.refused()
    assert (forged, replayed, unreadable) == (9000, 1000, 0)
    seen = air.wired.control.order("status")
    assert before > 0
    assert abs(seen["allocated"] - before) < 4096
    assert air.events() == []
    air.send(air.press())
    assert [event.key for event in air.events()] == [Key.HABILITAR]


def test_a24_nobody_pairs_a_keypad_but_with_the_key_of_service(air: Air) -> None:
    thief = b"T" * 32
    assert air.wired.board.pair(b"PAD2", thief) is PairingAnswer.NOT_IN_SERVICE
    air.wired.control.sense(SERVICE)
    air.wired.bench.until(lambda: air.wired.board.status() == SERVICE)
    assert air.wired.board.pair(b"PAD2", thief) is PairingAnswer.OFFERED
    air.wired.control.sense(WELL)
    air.wired.bench.until(lambda: air.wired.control.face().lines[0] == "NO SE EMPAREJÓ")
    air.send(radio.Press(b"PAD2", air.heard(), 1, m.KEY_HABILITAR).frame(thief))
    assert air.events() == []
    assert air.refused() == (1, 0, 0)
    air.send(air.press())
    assert len(air.events()) == 1


def test_a24_a_board_without_a_keypad_believes_nobody(wired: Wired) -> None:
    air = Air(wired)
    air.send(radio.Press(bytes(4), (1, 0), 1, m.KEY_HABILITAR).frame(bytes(32)))
    air.send(radio.Press(PAD, (1, 0), 1, m.KEY_HABILITAR).frame(KEY))
    assert air.events() == []
    assert air.refused() == (2, 0, 0)


def test_a24_the_pairing_outlives_the_power(air: Air) -> None:
    air.wired.board.close()
    air.wired.control.restart()
    fresh = SerialBoard(str(air.wired.link))
    assert isinstance(fresh.hello(), BoardInfo)
    air.wired.bench.until(lambda: isinstance(vigil := fresh.vigil(), Vigil) and vigil.paired)
    fresh.close()
