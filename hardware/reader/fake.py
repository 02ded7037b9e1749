"""A reader in memory for unit tests and the development panel. A program that serves an election must not build it."""

from hardware.reader.port import ReaderStatus, Scan
from hardware.reader.wire import LineDecoder

GARBAGE = b"\xff\xfe\x00\x9d"


class FakeReader:
    """`Reader` and `Controls` in one object; plugged in from the start."""

    def __init__(self) -> None:
        self._decoder = LineDecoder()
        self._scans: list[Scan] = []
        self._present = True

    def poll(self) -> tuple[Scan, ...]:
        """See `Reader`."""
        scans, self._scans = tuple(self._scans), []
        return scans

    def status(self) -> ReaderStatus:
        """See `Reader`."""
        return ReaderStatus(self._present, self._decoder.refused)

    def close(self) -> None:
        """See `Reader`."""

    def show(self, text: str) -> None:
        """See `Controls`."""
        self._arrive(text.encode() + b"\r")

    def break_off(self, text: str) -> None:
        """See `Controls`."""
        self._arrive(text.encode()[: len(text.encode()) // 2])
        self.unplug()

    def garbage(self) -> None:
        """See `Controls`."""
        self._arrive(GARBAGE + b"\r")

    def unplug(self) -> None:
        """See `Controls`."""
        self._decoder.break_off()
        self._present = False

    def plug(self) -> None:
        """See `Controls`."""
        self._present = True

    def _arrive(self, data: bytes) -> None:
        if self._present:
            self._scans.extend(self._decoder.feed(data, 0))
