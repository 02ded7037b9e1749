"""A serial scanner on a tty or a pty. It must not interpret what was read and starts no thread."""

import threading
import time

from hardware.line import Line, LineLostError, SerialLine
from hardware.reader.port import ReaderStatus, Scan
from hardware.reader.wire import LineDecoder

BAUD = 9600


class SerialReader:
    """`Reader` over the tty at `path`, which may vanish and come back. What was shown meanwhile is not read later."""

    def __init__(self, path: str, *, line: Line | None = None) -> None:
        self._line: Line = SerialLine(path, BAUD) if line is None else line
        self._decoder = LineDecoder()
        self._lock = threading.Lock()
        self._scans: list[Scan] = []
        self._present = False

    def poll(self) -> tuple[Scan, ...]:
        """See `Reader`."""
        with self._lock:
            self._pump()
            scans, self._scans = tuple(self._scans), []
            return scans

    def status(self) -> ReaderStatus:
        """See `Reader`."""
        with self._lock:
            self._pump()
            return ReaderStatus(self._present, self._decoder.refused)

    def close(self) -> None:
        """See `Reader`."""
        with self._lock:
            self._line.close()
            self._present = False

    def _pump(self) -> None:
        now_ms = time.monotonic_ns() // 1_000_000
        try:
            self._line.open()
            self._present = True
            self._scans.extend(self._decoder.feed(self._line.read(0), now_ms))
        except LineLostError:
            self._present = False
            self._decoder.break_off()
