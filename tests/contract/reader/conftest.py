"""Readers under test: the fake, and the driver over a pty to the emulator in a process of its own."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from hardware.reader.control import running_emulator
from hardware.reader.controls import Controls
from hardware.reader.driver import SerialReader
from hardware.reader.fake import FakeReader
from hardware.reader.port import Reader


@dataclass(frozen=True, slots=True)
class Bench:
    """A reader and the hands on it."""

    reader: Reader
    hands: Controls

    def until(self, true: Callable[[], bool], timeout_s: float = 8.0) -> None:
        """Poll until `true()`."""
        deadline = time.monotonic() + timeout_s
        while not true():
            assert time.monotonic() < deadline, "what was awaited did not come"
            time.sleep(0.005)

    def texts(self, count: int) -> list[str]:
        """The next `count` texts, and more if they came with them."""
        seen: list[str] = []

        def enough() -> bool:
            seen.extend(scan.text for scan in self.reader.poll())
            return len(seen) >= count

        self.until(enough)
        return seen


@pytest.fixture(params=["fake", "driver"])
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    if request.param == "fake":
        fake = FakeReader()
        yield Bench(fake, fake)
        return
    with running_emulator(tmp_path_factory.mktemp("r")) as emulated:
        reader = SerialReader(str(emulated.link))
        assert reader.status().present
        yield Bench(reader, emulated.control)
        reader.close()
