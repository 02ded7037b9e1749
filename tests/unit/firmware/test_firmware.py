"""Pure parts of the firmware: its memory under power cuts on both interpreters, keys that bounce, the battery."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.board.circuit import HEAP
from hardware.firmware.hal_unix import Finger
from hardware.firmware.keys import STEADY_MS, Keys
from hardware.firmware.lcd import Bus, Lcd
from hardware.firmware.memory import BoardMemory
from hardware.firmware.power import CURVE, millivolts_of, percent_of
from hardware.firmware.ring import MAX_PAYLOAD_BYTES, PAGES, Ring
from hardware.protocol.messages import ENTRY_BYTES, MAX_ENTRIES
from tests.unit.firmware.flash import MemoryFlash

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
INTERPRETERS = {"cpython": [sys.executable], "micropython": [sys.executable, "-m", "micropython_unix", "-X", HEAP]}
RING = """cuts 163 149 wrong 0
lost 0
saved 1000 erases [16, 16, 16, 15] programs 1000
rotten None True False None
blank None False []
too long False True
another layout None
True True
7 [2, 1]
"""


@pytest.mark.parametrize("interpreter", INTERPRETERS)
def test_a12_the_memory_of_the_board_outlives_a_cut_at_every_operation(interpreter: str) -> None:
    command = [*INTERPRETERS[interpreter], str(HERE / "ring_script.py"), str(ROOT)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (said.returncode, said.stdout) == (0, RING), said.stderr


@pytest.mark.parametrize("interpreter", INTERPRETERS)
def test_a24_keypad_and_board_agree_and_nobody_between_them_presses(interpreter: str) -> None:
    """The golden text holds: RFC 4231, a pairing, and what came of frames repeated, held back and older."""
    command = [*INTERPRETERS[interpreter], str(HERE / "radio_script.py"), str(ROOT)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (said.returncode, said.stdout) == (0, (HERE / "radio_golden.txt").read_text(encoding="utf-8")), said.stderr


def test_all_that_the_board_remembers_fits_a_page() -> None:
    memory = BoardMemory(Ring(MemoryFlash(1)))
    assert len(memory._pack()) + MAX_ENTRIES * ENTRY_BYTES <= MAX_PAYLOAD_BYTES


def test_one_sector_is_no_ring_and_the_page_in_force_is_never_erased() -> None:
    flash = MemoryFlash(1)
    ring = Ring(flash)
    assert [ring.save(b"%d" % number) for number in range(PAGES + 2)] == [True] * PAGES + [False] * 2
    assert Ring(flash).payload == b"%d" % (PAGES - 1)


@given(st.lists(st.booleans(), max_size=60))
def test_a_bouncing_key_is_pressed_once_and_only_after_it_was_steady(levels: list[bool]) -> None:
    keys, now_ms, pressed = Keys(), 0, 0
    for level in levels:
        pressed += len(keys.update([1] if level else [], now_ms))
        now_ms += STEADY_MS // 4
    runs = "".join("d" if level else "u" for level in levels)
    long_enough = len([run for run in runs.split("u") if len(run) > 4])
    assert pressed <= long_enough
    assert bool(pressed) is bool(long_enough)


@given(st.lists(st.sampled_from([1, 5, 10, 19, 30, 44, 46, 90, 500]), min_size=1, max_size=30))
def test_every_press_of_a_pretended_finger_arrives_however_seldom_the_board_reads(rounds: list[int]) -> None:
    keys, finger, now_ms = Keys(), Finger(), 0
    for _ in range(3):
        finger.hold(2)
        pressed: list[int] = []
        for number in range(200):
            now_ms += rounds[number % len(rounds)]
            pressed += keys.update(finger.down(now_ms), now_ms)
            if pressed:
                break
        assert pressed == [2]
        assert finger.let_go(2)


def test_a_held_key_is_one_press_and_two_keys_are_two() -> None:
    keys = Keys()
    seen = [keys.update([1, 3], now_ms) for now_ms in range(0, 5000, 10)]
    assert sorted(key for pressed in seen for key in pressed) == [1, 3]


def test_percents_and_millivolts_agree_and_never_rise_while_the_battery_falls() -> None:
    assert [percent_of(millivolts_of(percent)) for percent in range(101)] == list(range(101))
    falling = [percent_of(millivolts) for millivolts in range(CURVE[0][1] + 100, CURVE[-1][1] - 100, -1)]
    assert falling == sorted(falling, reverse=True)
    assert (falling[0], falling[-1]) == (100, 0)


class Wire(Bus):
    """An I2C on which a display listens: what it would show, by the data sheet."""

    def __init__(self) -> None:
        self.nibbles: list[tuple[int, int]] = []
        self.away = False

    def writeto(self, address: int, data: bytes) -> None:
        if self.away or address != 0x27:
            raise OSError
        enabled, strobed = data
        assert enabled & 4
        assert not strobed & 4
        self.nibbles.append((enabled & 1, enabled >> 4))

    def sleep_ms(self, duration_ms: int) -> None:
        assert duration_ms > 0

    def shown(self) -> dict[int, bytes]:
        """Letters by row, of everything after the four nibbles of the start."""
        rows: dict[int, bytes] = {}
        row = 0
        for (register, high), (_, low) in zip(self.nibbles[4::2], self.nibbles[5::2], strict=True):
            value = high << 4 | low
            if register:
                rows[row] = rows.get(row, b"") + bytes([value])
            elif value & 0xC0:
                row = value
                rows[row] = b""
        return rows


def test_the_display_shows_both_lines_with_the_letters_of_spanish() -> None:
    wire = Wire()
    lcd = Lcd(wire)
    lcd.show("DEPÓSITO ABIERTO", "¿ñáéíóúÑ? |€")
    assert wire.shown()[0x80] == b"DEPOSITO ABIERTO    "
    assert wire.shown()[0xC0] == bytes([7, 5, 0, 1, 2, 3, 4, 6]) + b"? |?        "
    assert len(wire.shown()[0x40]) == 64


def test_a_display_that_is_away_stops_nothing_and_starts_anew() -> None:
    wire = Wire()
    wire.away = True
    lcd = Lcd(wire)
    lcd.show("UNO", "")
    assert not lcd.present
    wire.away = False
    lcd.show("DOS", "")
    assert lcd.present
    assert wire.shown()[0x80].startswith(b"DOS")
