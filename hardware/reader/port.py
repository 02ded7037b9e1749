"""What the urna may ask of its reader of cards and QR slips. It must not know what a text means."""

from dataclasses import dataclass
from typing import Protocol

MAX_CHARS = 1024


@dataclass(frozen=True, slots=True)
class Scan:
    """One thing held to the reader: 1 to 1024 printable characters, as read. It is untrusted."""

    text: str


@dataclass(frozen=True, slots=True)
class ReaderStatus:
    """Whether the device is there, and how many readings were thrown away as garbage since the start."""

    present: bool
    refused: int


class Reader(Protocol):
    """A reader. Nothing waits, nothing raises for what a device may do; any thread may call."""

    def poll(self) -> tuple[Scan, ...]:
        """What was shown since the last call, oldest first; never part of a text, never two texts run together."""
        ...

    def status(self) -> ReaderStatus:
        """The device now."""
        ...

    def close(self) -> None:
        """Let go of the device."""
        ...
