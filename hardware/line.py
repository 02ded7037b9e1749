"""A serial line that comes and goes: a tty, a USB device in serial mode or a pty, opened at need.

It must not interpret bytes, and never blocks longer than it is told to.
"""

import contextlib
from typing import Protocol

import serial

_WRITE_TIMEOUT_S = 0.2
_CHUNK_BYTES = 4096


class LineLostError(Exception):
    """The device is absent, went away, or does not take bytes. The next call tries to open it again."""


class Line(Protocol):
    """Bytes in both directions."""

    def open(self) -> bool:
        """Be open; True when it was not, and whatever was on the line before is gone. Raises LineLostError."""
        ...

    def read(self, wait_ms: int) -> bytes:
        """What has arrived; waits at most `wait_ms` for a first byte, 0 does not wait. Raises LineLostError."""
        ...

    def write(self, data: bytes) -> None:
        """Hand over all of `data`. Raises LineLostError, also when it is not taken within 200 ms."""
        ...

    def close(self) -> None:
        """Let go of the device."""
        ...


class SerialLine:
    """The tty at `path`, which may be a link that changes its target."""

    def __init__(self, path: str, baud: int) -> None:
        self._path = path
        self._baud = baud
        self._port: serial.Serial | None = None

    def open(self) -> bool:
        """See `Line`."""
        if self._port is not None:
            return False
        try:
            self._port = serial.Serial(self._path, self._baud, exclusive=True, write_timeout=_WRITE_TIMEOUT_S)
        except (OSError, ValueError) as error:
            raise self._lost(error) from error
        return True

    def read(self, wait_ms: int) -> bytes:
        """See `Line`. A device that hung up answers ready and empty, which pyserial raises."""
        port = self._opened()
        try:
            data = b""
            if wait_ms:
                port.timeout = wait_ms / 1000
                data = bytes(port.read(1))
                if not data:
                    return b""
            port.timeout = 0
            return data + bytes(port.read(_CHUNK_BYTES))
        except (OSError, TypeError) as error:
            raise self._lost(error) from error

    def write(self, data: bytes) -> None:
        """See `Line`."""
        port = self._opened()
        try:
            port.write(data)
        except (OSError, TypeError) as error:
            raise self._lost(error) from error

    def close(self) -> None:
        """See `Line`."""
        if self._port is not None:
            with contextlib.suppress(OSError):
                self._port.close()
        self._port = None

    def _opened(self) -> serial.Serial:
        if self._port is None:
            raise LineLostError("not open")
        return self._port

    def _lost(self, error: Exception) -> LineLostError:
        self.close()
        return LineLostError(str(error))
