"""What only a cable, another process and a file can do to a board."""

import threading
from collections import deque

import pytest

from hardware.board.control import running_emulator
from hardware.board.controls import LineFault
from hardware.board.driver import SerialBoard
from hardware.board.port import (
    BoardEvent,
    BoardInfo,
    BoardStatus,
    CounterEntry,
    CounterFault,
    CounterKind,
    CounterState,
    Key,
    KeyPressed,
    NotStored,
    Refusal,
    Refused,
    Stored,
    Unavailable,
)
from hardware.board.state_file import DamagedStateError, read_state
from hardware.board.wire import entry_to as to_wire
from hardware.firmware.ring import PAGE_BYTES
from hardware.protocol import messages as m
from hardware.protocol.framing import Frame, FrameDecoder, encode_frame
from tests.contract.board.conftest import Bench, Wired


def entry(sequence: int) -> CounterEntry:
    return CounterEntry(bytes(16), sequence, bytes(32), bytes(32))


def test_presses_in_flight_survive_a_cable_pulled_again_and_again(wired: Wired) -> None:
    events: list[BoardEvent] = []
    for number in range(6):
        assert wired.control.press(Key.HABILITAR)
        if number % 2:
            events += wired.board.poll()
        wired.control.unplug()
        events += wired.board.poll()
        wired.control.plug()
        events += wired.board.poll()
    events += wired.bench.events(6 - len(events), settle_s=0.6)
    counters = [event.counter for event in events if isinstance(event, KeyPressed)]
    assert counters == list(range(counters[0], counters[0] + 6))
    assert wired.control.waiting() == 0


def test_another_version_of_the_protocol_is_refused(wired: Wired) -> None:
    wired.control.speak_version(2)
    fresh = SerialBoard(str(wired.link))
    wired.board.close()
    assert fresh.hello() == Refused(Refusal.PROTOCOL_VERSION)
    assert fresh.counter_write(entry(1), timeout_ms=100) == NotStored(CounterFault.PROTOCOL_VERSION)
    assert fresh.poll() == ()
    wired.control.speak_version(1)
    wired.bench.until(lambda: isinstance(fresh.hello(timeout_ms=50), BoardInfo))
    fresh.close()


def test_presses_for_an_urna_that_died_are_not_for_the_next(wired: Wired) -> None:
    wired.board.close()
    assert wired.control.press(Key.HABILITAR)
    reborn = SerialBoard(str(wired.link))
    assert isinstance(reborn.hello(), BoardInfo)
    bench = Bench(reborn, wired.control)
    assert wired.control.waiting() == 0
    assert wired.control.press(Key.CANCELAR)
    (event,) = bench.events(1, settle_s=0.6)
    assert isinstance(event, KeyPressed)
    assert event.key is Key.CANCELAR
    reborn.close()


def test_a_press_told_before_the_urna_died_is_not_told_again(wired: Wired) -> None:
    wired.control.fault(LineFault.DROP_ACK)
    assert wired.control.press(Key.HABILITAR)
    wired.bench.events(1)
    wired.board.close()
    reborn = SerialBoard(str(wired.link))
    assert isinstance(reborn.hello(), BoardInfo)
    assert wired.control.press(Key.MENU)
    events = Bench(reborn, wired.control).events(1, settle_s=0.6)
    assert [event.key for event in events if isinstance(event, KeyPressed)] == [Key.MENU]
    reborn.close()


def test_the_counter_write_goes_on_when_the_cable_comes_back(wired: Wired) -> None:
    wired.control.unplug()
    back = threading.Timer(0.3, wired.control.plug)
    back.start()
    assert wired.board.counter_write(entry(1), timeout_ms=5000) == Stored()
    back.join()
    assert wired.board.counter_read() == CounterState((entry(1),), CounterKind.FILE)


def test_poll_tells_a_press_that_arrived_while_the_counter_was_written(wired: Wired) -> None:
    assert wired.control.press(Key.HABILITAR)
    for sequence in range(1, 20):
        assert wired.board.counter_write(entry(sequence)) == Stored()
    (event,) = wired.bench.events(1, settle_s=0.3)
    assert isinstance(event, KeyPressed)


def test_threads_that_write_read_and_poll_at_once_get_their_own_answers(wired: Wired) -> None:
    outcomes: list[object] = []

    def write() -> None:
        outcomes.extend(wired.board.counter_write(entry(sequence), timeout_ms=5000) for sequence in range(1, 31))

    def read() -> None:
        outcomes.extend(isinstance(wired.board.counter_read(timeout_ms=5000), CounterState) for _ in range(30))

    threads = [threading.Thread(target=write), threading.Thread(target=read)]
    for thread in threads:
        thread.start()
    wired.bench.until(lambda: not any(thread.is_alive() for thread in threads), timeout_s=20)
    assert outcomes.count(Stored()) == 30
    assert outcomes.count(True) == 30


def test_counter_and_key_numbers_outlive_the_emulator(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("b")
    counters = []
    states = []
    for sequence in (1, 2):
        with running_emulator(folder) as emulated:
            board = SerialBoard(str(emulated.link))
            assert isinstance(board.hello(), BoardInfo)
            assert emulated.control.press(Key.HABILITAR)
            (event,) = Bench(board, emulated.control).events(1)
            assert isinstance(event, KeyPressed)
            counters.append(event.counter)
            assert board.counter_write(entry(sequence)) == Stored()
            states.append(board.counter_read())
            board.close()
    assert counters == [1, 2]
    assert states[1] == CounterState((entry(2), entry(1)), CounterKind.FILE)


def test_the_emulator_is_the_firmware_on_the_heap_of_a_pico(wired: Wired) -> None:
    for number in range(40):
        wired.board.display(f"línea {number}", "x" * 20)
        assert wired.board.counter_write(entry(number + 1)) == Stored()
    seen = wired.control.order("status")
    assert seen["interpreter"] == "micropython"
    assert 0 < seen["allocated"] < 96 * 1024
    kept = read_state(wired.state).entries() or []
    assert [each.pack() for each in kept] == [to_wire(entry(number)).pack() for number in (40, 39)]


def test_a_memory_with_changed_bytes_is_damaged_and_not_empty(
    wired: Wired, tmp_path_factory: pytest.TempPathFactory
) -> None:
    wired.board.close()
    wired.control.unplug()
    data = wired.state.read_bytes()
    pages = [data[at : at + PAGE_BYTES] for at in range(0, len(data), PAGE_BYTES)]
    rotten = b"".join(page if page == b"\xff" * PAGE_BYTES else b"\x00" + page[1:] for page in pages)
    folder = tmp_path_factory.mktemp("r")
    (folder / "board.state").write_bytes(rotten)
    with pytest.raises(DamagedStateError):
        read_state(folder / "board.state")
    with running_emulator(folder) as emulated:
        board = SerialBoard(str(emulated.link))
        assert isinstance(board.hello(), BoardInfo)
        assert board.counter_read() == Unavailable(CounterFault.DAMAGED)
        assert board.counter_write(entry(9)) == NotStored(CounterFault.DAMAGED)
        assert not emulated.control.press(Key.HABILITAR)
        board.close()


def test_wrong_orders_are_answered_and_change_nothing(wired: Wired) -> None:
    for order in ({"name": "fly"}, {"name": "press", "key": "x"}, {"name": "fault", "fault": 3}):
        with pytest.raises(Exception, match="Error"):
            wired.control.order(**order)
    assert wired.control.waiting() == 0


class LateLine:
    """A line on which a board answers a greeting at once, and says what it senses a few reads later."""

    def __init__(self) -> None:
        self._decoder = FrameDecoder()
        self._coming: deque[bytes] = deque()
        self._open = False

    def open(self) -> bool:
        opened, self._open = not self._open, True
        return opened

    def read(self, wait_ms: int) -> bytes:
        return self._coming.popleft() if self._coming else b""

    def write(self, data: bytes) -> None:
        for frame in self._decoder.feed(data):
            if frame.kind == m.HELLO and not self._coming:
                card = m.HelloAck(bytes(8), (1, 2, 3), (63, m.COUNTER_FILE))
                card.session = m.unpack_hello(frame.payload).session
                answers = [Frame(m.HELLO_ACK, 1, card.pack()), Frame(m.STATUS, 2, m.Status().pack())]
                first, second = map(encode_frame, answers)
                self._coming += [first, b"", b"", second]

    def close(self) -> None:
        self._open = False


def test_a_board_that_has_answered_has_also_said_what_it_senses() -> None:
    """A busy computer reads the two apart; a diagnosis that asks between them would call a good board faulty."""
    board = SerialBoard("-", line=LateLine())
    assert isinstance(board.hello(), BoardInfo)
    assert isinstance(board.status(), BoardStatus)
