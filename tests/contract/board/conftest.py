"""Boards under test: the fake, and the driver over a pty to the emulator in a process of its own."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hardware.board.control import BoardControl, running_emulator
from hardware.board.controls import Controls
from hardware.board.driver import SerialBoard
from hardware.board.fake import FakeBoard
from hardware.board.port import Board, BoardEvent, BoardInfo


@dataclass(frozen=True, slots=True)
class Bench:
    """A board and the hands on it."""

    board: Board
    hands: Controls

    def until(self, true: Callable[[], bool], timeout_s: float = 8.0) -> None:
        """Keep the line going until `true()`."""
        deadline = time.monotonic() + timeout_s
        while not true():
            assert time.monotonic() < deadline, "what was awaited did not come"
            self.board.status()
            time.sleep(0.005)

    def events(self, count: int, settle_s: float = 0.0) -> list[BoardEvent]:
        """The next `count` events, and whatever else arrives within `settle_s` after them."""
        seen: list[BoardEvent] = []

        def enough() -> bool:
            seen.extend(self.board.poll())
            return len(seen) >= count

        self.until(enough)
        end = time.monotonic() + settle_s
        while time.monotonic() < end:
            seen.extend(self.board.poll())
            time.sleep(0.005)
        return seen


@dataclass(frozen=True, slots=True)
class Wired:
    """The driver and the emulator's client, for what only a line can do."""

    bench: Bench
    board: SerialBoard
    control: BoardControl
    link: Path
    state: Path


@pytest.fixture
def wired(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wired]:
    with running_emulator(tmp_path_factory.mktemp("b")) as emulated:
        board = SerialBoard(str(emulated.link))
        assert isinstance(board.hello(), BoardInfo)
        yield Wired(Bench(board, emulated.control), board, emulated.control, emulated.link, emulated.state)
        board.close()


@pytest.fixture(params=["fake", "driver"])
def bench(request: pytest.FixtureRequest) -> Bench:
    if request.param == "fake":
        fake = FakeBoard()
        fake.hello()
        return Bench(fake, fake)
    wired: Wired = request.getfixturevalue("wired")
    return wired.bench
