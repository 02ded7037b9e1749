"""What every board does, in memory or on a line."""

from dataclasses import replace

import pytest

from hardware.board.controls import LineFault
from hardware.board.port import (
    BoardInfo,
    BoardRestarted,
    BoardStatus,
    CounterEntry,
    CounterFault,
    CounterKind,
    CounterState,
    Key,
    KeyPressed,
    KeySwitch,
    Lamp,
    LampMode,
    NotStored,
    Refusal,
    Refused,
    Stored,
    Unavailable,
    Vigil,
    VoterKey,
    VoterKeyPressed,
)
from tests.contract.board.conftest import Bench


def entry(sequence: int, store: int = 1, image: int = 7) -> CounterEntry:
    return CounterEntry(bytes([store]) * 16, sequence, bytes([image]) * 32, bytes([sequence % 256]) * 32)


def test_the_board_says_that_its_counter_is_a_file(bench: Bench) -> None:
    info = bench.board.hello()
    assert isinstance(info, BoardInfo)
    assert info.counter_kind is CounterKind.FILE
    assert info.counter_kind.value == "archivo"


def test_each_press_is_told_once_and_in_order(bench: Bench) -> None:
    for key in Key:
        assert bench.hands.press(key)
    events = bench.events(len(Key), settle_s=0.6)
    assert [event.key for event in events if isinstance(event, KeyPressed)] == list(Key)
    counters = [event.counter for event in events if isinstance(event, KeyPressed)]
    assert counters == list(range(counters[0], counters[0] + len(Key)))


@pytest.mark.parametrize("fault", list(LineFault))
def test_a_disturbed_line_neither_loses_nor_doubles_a_press(bench: Bench, fault: LineFault) -> None:
    bench.hands.fault(fault)
    for _ in range(3):
        bench.hands.press(Key.HABILITAR)
        bench.hands.fault(fault)
    events = bench.events(3, settle_s=0.6)
    assert [type(event) for event in events] == [KeyPressed] * 3
    assert len({event.counter for event in events if isinstance(event, KeyPressed)}) == 3


def test_a_press_made_with_the_cable_out_arrives_once_with_the_cable(bench: Bench) -> None:
    bench.hands.unplug()
    bench.until(lambda: bench.board.status() == Refused(Refusal.ABSENT))
    assert bench.board.hello(timeout_ms=50) == Refused(Refusal.ABSENT)
    assert bench.hands.press(Key.HABILITAR)
    assert bench.board.poll() == ()
    bench.hands.plug()
    events = bench.events(1, settle_s=0.6)
    assert [event.key for event in events if isinstance(event, KeyPressed)] == [Key.HABILITAR]
    assert len(events) == 1


def test_a_restart_says_how_many_presses_it_lost(bench: Bench) -> None:
    bench.hands.unplug()
    bench.until(lambda: isinstance(bench.board.status(), Refused))
    bench.hands.press(Key.HABILITAR)
    bench.hands.press(Key.CANCELAR)
    bench.hands.restart()
    bench.hands.plug()
    events = bench.events(1, settle_s=0.6)
    assert [event.lost for event in events if isinstance(event, BoardRestarted)] == [2]
    assert len(events) == 1
    assert bench.hands.press(Key.HABILITAR)
    (after,) = bench.events(1)
    assert isinstance(after, KeyPressed)


def test_too_many_waiting_presses_are_refused_at_the_key(bench: Bench) -> None:
    bench.hands.unplug()
    bench.until(lambda: isinstance(bench.board.status(), Refused))
    taken = [bench.hands.press(Key.HABILITAR) for _ in range(12)]
    assert taken == [True] * 8 + [False] * 4
    bench.hands.plug()
    assert len(bench.events(8, settle_s=0.6)) == 8


def test_the_status_follows_the_sensors(bench: Bench) -> None:
    sensed = BoardStatus(mains=False, battery_percent=37, lid_open=True, case_open=True, key_switch=KeySwitch.SERVICE)
    bench.hands.sense(sensed)
    bench.until(lambda: bench.board.status() == sensed)


def test_openings_are_counted_also_while_nobody_listens_and_over_restarts(bench: Bench) -> None:
    well = BoardStatus(mains=True, battery_percent=55, lid_open=False, case_open=False, key_switch=KeySwitch.OPERATION)
    bench.hands.unplug()
    bench.until(lambda: bench.board.vigil() == Refused(Refusal.ABSENT))
    for _ in range(2):
        bench.hands.sense(replace(well, lid_open=True))
        bench.hands.sense(replace(well, case_open=True))
    bench.hands.sense(well)
    bench.hands.restart()
    bench.hands.plug()
    bench.until(lambda: bench.board.vigil() == Vigil(13100, lid_openings=2, case_openings=2))


def test_display_lamps_and_sounds_reach_the_mesa(bench: Bench) -> None:
    bench.board.display("Urna lista", "Habilite: ñ á ¿?")
    bench.board.lamp(Lamp.READY, LampMode.ON)
    bench.board.lamp(Lamp.ALERT, LampMode.BLINK)
    bench.board.buzz(150)
    bench.until(lambda: bench.hands.face().buzzes == 1)
    face = bench.hands.face()
    assert face.lines == ("Urna lista", "Habilite: ñ á ¿?")
    assert face.lamps == {Lamp.READY: LampMode.ON, Lamp.VOTING: LampMode.OFF, Lamp.ALERT: LampMode.BLINK}


def test_a_restarted_board_shows_its_face_again(bench: Bench) -> None:
    bench.board.display("Urna ocupada", "")
    bench.board.lamp(Lamp.VOTING, LampMode.ON)
    bench.until(lambda: bench.hands.face().lines[0] == "Urna ocupada")
    bench.hands.restart()
    bench.events(1)
    bench.until(lambda: bench.hands.face().lines[0] == "Urna ocupada")
    bench.until(lambda: bench.hands.face().lamps[Lamp.VOTING] is LampMode.ON)


@pytest.mark.parametrize("line", ["x" * 21, "dos\nlíneas", "wixárika ɨ"])
def test_the_display_refuses_what_it_cannot_show(bench: Bench, line: str) -> None:
    with pytest.raises(ValueError, match="display"):
        bench.board.display(line, "")


def test_the_counter_keeps_the_newest_two(bench: Bench) -> None:
    assert bench.board.counter_read() == CounterState((), CounterKind.FILE)
    for sequence in (1, 2, 3):
        assert bench.board.counter_write(entry(sequence)) == Stored()
    state = bench.board.counter_read()
    assert state == CounterState((entry(3), entry(2)), CounterKind.FILE)
    assert state.of(bytes([1]) * 16) == entry(3)
    assert state.of(bytes(16)) is None


def test_the_counter_never_goes_back(bench: Bench) -> None:
    assert bench.board.counter_write(entry(5)) == Stored()
    assert bench.board.counter_write(entry(5)) == Stored()
    assert bench.board.counter_write(entry(5, image=8)) == NotStored(CounterFault.GOES_BACK)
    assert bench.board.counter_write(entry(4)) == NotStored(CounterFault.GOES_BACK)
    assert bench.board.counter_write(entry(1, store=2)) == Stored()
    assert bench.board.counter_write(entry(4)) == NotStored(CounterFault.GOES_BACK)
    assert bench.board.counter_read() == CounterState((entry(1, store=2), entry(5)), CounterKind.FILE)


def test_the_counter_takes_the_largest_sequence(bench: Bench) -> None:
    assert bench.board.counter_write(entry((1 << 64) - 1)) == Stored()


def test_a_broken_memory_is_a_fault_and_not_an_empty_one(bench: Bench) -> None:
    bench.hands.break_memory()
    assert bench.board.counter_read() == Unavailable(CounterFault.DAMAGED)
    assert bench.board.counter_write(entry(1)) == NotStored(CounterFault.DAMAGED)


def test_without_the_board_the_counter_is_absent(bench: Bench) -> None:
    bench.hands.unplug()
    bench.until(lambda: isinstance(bench.board.status(), Refused))
    assert bench.board.counter_read(timeout_ms=50) == Unavailable(CounterFault.ABSENT)
    assert bench.board.counter_write(entry(1), timeout_ms=50) == NotStored(CounterFault.ABSENT)


def test_the_keys_of_the_voter_are_told_once_and_in_order(bench: Bench) -> None:
    for key in list(VoterKey)[:8]:
        assert bench.hands.tap(key)
    events = bench.events(8, settle_s=0.4)
    assert events == [VoterKeyPressed(key) for key in list(VoterKey)[:8]]


def test_a_disturbed_line_neither_loses_nor_doubles_a_key_of_the_voter(bench: Bench) -> None:
    for fault in LineFault:
        bench.hands.fault(fault)
        assert bench.hands.tap(VoterKey.ELEGIR)
        assert bench.events(1, settle_s=0.4) == [VoterKeyPressed(VoterKey.ELEGIR)]


def test_headphones_are_sensed(bench: Bench) -> None:
    plugged = BoardStatus(
        mains=True, battery_percent=55, lid_open=False, case_open=False, key_switch=KeySwitch.OPERATION, headphones=True
    )
    bench.hands.sense(plugged)
    bench.until(lambda: bench.board.status() == plugged)
