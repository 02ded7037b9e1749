"""The bytes of a serial scanner: lines of UTF-8 ended by CR, LF or both. It must not open a device or hold a clock."""

from hardware.reader.port import MAX_CHARS, Scan

MAX_LINE_BYTES = MAX_CHARS * 4
PAUSE_MS = 1000
"""A scanner sends a line at once: a rest older than this belongs to a reading that broke off."""


class LineDecoder:
    """Finds whole readings. `refused` counts what was too long, broken off, or not text."""

    def __init__(self) -> None:
        self.refused = 0
        self._line = bytearray()
        self._overlong = False
        self._heard_ms = 0

    def feed(self, data: bytes, now_ms: int) -> list[Scan]:
        """The readings completed by `data`, which arrived at `now_ms` of a monotonic clock."""
        if self._line and now_ms - self._heard_ms > PAUSE_MS:
            self.break_off()
        if data:
            self._heard_ms = now_ms
        scans = []
        for byte in data:
            if byte not in b"\r\n":
                self._keep(byte)
            elif (scan := self._finish()) is not None:
                scans.append(scan)
        return scans

    def break_off(self) -> None:
        """The line broke or fell silent in the middle."""
        if self._line:
            self.refused += 1
        self._line.clear()
        self._overlong = False

    def _keep(self, byte: int) -> None:
        if len(self._line) < MAX_LINE_BYTES:
            self._line.append(byte)
        else:
            self._overlong = True

    def _finish(self) -> Scan | None:
        line, overlong = bytes(self._line), self._overlong
        self._line.clear()
        self._overlong = False
        if not line:
            return None
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            text = ""
        if overlong or not 1 <= len(text) <= MAX_CHARS or not text.isprintable():
            self.refused += 1
            return None
        return Scan(text)
