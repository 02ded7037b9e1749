"""Hands on a pretended board: the same verbs for the fake and for the emulator's client. It must not pretend itself."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from hardware.board.port import BoardStatus, Key, Lamp, LampMode, VoterKey


class LineFault(Enum):
    """What happens once to the next frame; a board in memory has no line and shrugs."""

    GARBLE = "garble"
    """The next frame of the board arrives with a flipped bit."""
    DROP_ACK = "drop_ack"
    """The next acknowledgement of a press does not arrive."""
    REPEAT = "repeat"
    """The last frame of the board is sent again."""
    NOISE = "noise"
    """Bytes without meaning."""


@dataclass(frozen=True, slots=True)
class Face:
    """What the mesa sees and hears: two lines without trailing spaces, lamps, number of sounds."""

    lines: tuple[str, str]
    lamps: dict[Lamp, LampMode]
    buzzes: int


class Controls(Protocol):
    """What people and accidents do to a board."""

    def press(self, key: Key) -> bool:
        """Press a key. False: the board beeped and did not take it (no host, or too many presses wait)."""
        ...

    def tap(self, key: VoterKey) -> bool:
        """The voter presses a key of theirs. False: the board did not take it."""
        ...

    def sense(self, status: BoardStatus) -> None:
        """Mains, battery, lid, case, key switch and headphones are so now."""
        ...

    def fault(self, fault: LineFault) -> None:
        """Disturb the line once."""
        ...

    def unplug(self) -> None:
        """Pull the cable; the board keeps its own power and what it has not told."""
        ...

    def plug(self) -> None:
        """Put the cable back."""
        ...

    def restart(self) -> None:
        """The board loses power for a moment: presses not told are lost, the counter memory is not."""
        ...

    def break_memory(self) -> None:
        """From now on the counter memory can neither be read nor written."""
        ...

    def face(self) -> Face:
        """What the mesa sees now."""
        ...
