"""The faults that a pretended printer can be told to have: same verbs for the fake and for the emulator's client.

It must not pretend anything itself.
"""

from enum import Enum
from typing import Protocol


class Personality(Enum):
    """How the printer behaves as a whole. All but `HONEST` are planted faults that must never end in `Printed`."""

    HONEST = "honest"
    SWALLOW = "swallow"
    """Takes everything, prints nothing, answers at once with the right id."""
    EARLY = "early"
    """Answers when the question arrives, before the paper has moved: a buffer that lies."""
    REPEAT_OLD_ID = "repeat_old_id"
    """Prints, and answers with the id of the time before."""
    LATE = "late"
    """Prints, and answers with the right id a minute later."""
    STOP_AT_LINE = "stop_at_line"
    """Stops at line k without a word; its status is clean."""
    TRUNCATE_AT_LINE = "truncate_at_line"
    """Throws away what follows line k, cuts, and answers with the right id."""
    STALE_AT_LINE = "stale_at_line"
    """Stops at line k, its status clean, and a second after each question says the id of the time before once more."""
    ANSWERS_UNCUT = "answers_uncut"
    """Its blade stays up; it answers with the right id all the same, and only its status tells."""
    NO_PROCESS_ID = "no_process_id"
    """An older model that does not know `GS ( H`."""
    NO_CUTTER = "no_cutter"
    """A model without cutter: a cut only feeds."""


class Trouble(Enum):
    """What can be ordered to happen later, in the middle of a slip."""

    PAPER_OUT = "paper_out"
    COVER = "cover"
    JAM = "jam"
    CUTTER = "cutter"
    STALL = "stall"
    SILENCE = "silence"
    GARBAGE = "garbage"
    VANISH = "vanish"
    CABLE = "cable"
    POWER_CYCLE = "power_cycle"


class Controls(Protocol):
    """Hands on the device. Lines of a roll count from the order, a liar's k from the cut before."""

    def paper_out(self, at_line: int = 0) -> None:
        """The roll ends now (0) or after `at_line` more lines."""
        ...

    def paper_near_end(self) -> None:
        """The near-end sensor sees little paper."""
        ...

    def refill(self) -> None:
        """A new roll."""
        ...

    def cover(self, *, is_open: bool) -> None:
        """Open or close the cover."""
        ...

    def jam(self) -> None:
        """Paper jams now."""
        ...

    def cutter_fault(self) -> None:
        """The next cut fails."""
        ...

    def stall(self) -> None:
        """The head stops; status goes on being answered, clean."""
        ...

    def silence(self) -> None:
        """No answer of any kind any more."""
        ...

    def garbage(self) -> None:
        """Every answer is replaced by bytes without meaning."""
        ...

    def vanish(self) -> None:
        """The device loses power and cable; what it held is lost."""
        ...

    def pull_cable(self) -> None:
        """The cable is pulled; the device has its own power and goes on with what it holds."""
        ...

    def power_cycle(self) -> None:
        """Off and on again: what it held is lost, and what comes until it has started; its cable stays."""
        ...

    def come_back(self) -> None:
        """Power and cable are there again."""
        ...

    def at_line(self, trouble: Trouble, line: int) -> None:
        """`trouble` comes when `line` more lines have moved; 0 is now. One at a time."""
        ...

    def after_cut(self, trouble: Trouble) -> None:
        """`trouble` comes right after the next cut, before anything is answered. One at a time."""
        ...

    def repair(self) -> None:
        """Every fault but the personality is gone, and there is paper."""
        ...

    def personality(self, personality: Personality, line: int = 0) -> None:
        """Behave so from now on; `line` is the k of those that have one."""
        ...
