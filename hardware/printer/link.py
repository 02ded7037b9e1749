"""The serial line to the printer, opened at need and dropped at the first error.

It must not interpret bytes; an absent device is `LinkLostError`, which the driver turns into a fault.
"""

import contextlib
from typing import Protocol

import serial


class LinkLostError(Exception):
    """The device is absent, went away, or does not take bytes."""


class Link(Protocol):
    """A line of bytes in both directions."""

    def write(self, data: bytes, timeout_ms: int) -> None:
        """Hand over all of `data`. Raises LinkLostError, also when it is not taken in time."""
        ...

    def read(self, timeout_ms: int) -> bytes:
        """What has arrived; waits for a first byte at most `timeout_ms`. Raises LinkLostError."""
        ...

    def close(self) -> None:
        """Let go of the device."""
        ...


class SerialLink:
    """A tty: a serial port, a USB printer in serial mode, or a pty. Opens by itself, again after every loss."""

    def __init__(self, path: str, baud: int) -> None:
        self._path = path
        self._baud = baud
        self._port: serial.Serial | None = None

    def write(self, data: bytes, timeout_ms: int) -> None:
        """See `Link`."""
        try:
            port = self._open()
            port.write_timeout = timeout_ms / 1000
            port.write(data)
        except (OSError, serial.SerialException) as error:
            raise self._lost(error) from error

    def read(self, timeout_ms: int) -> bytes:
        """See `Link`."""
        try:
            port = self._open()
            port.timeout = timeout_ms / 1000
            first: bytes = port.read(1)
            more: bytes = port.read(port.in_waiting) if first else b""
        except (OSError, serial.SerialException) as error:
            raise self._lost(error) from error
        return first + more

    def close(self) -> None:
        """See `Link`."""
        if self._port is not None:
            with contextlib.suppress(OSError, serial.SerialException):
                self._port.close()
        self._port = None

    def _open(self) -> serial.Serial:
        if self._port is None:
            self._port = serial.Serial(self._path, self._baud, exclusive=True)
        return self._port

    def _lost(self, error: Exception) -> LinkLostError:
        self.close()
        return LinkLostError(str(error))
