"""The condition of the emulated device: what is wrong with it now and how it behaves as a whole.

It must not move paper; it says which status bytes the condition shows and whether the head may move.
"""

from dataclasses import dataclass

from hardware.printer.controls import Personality, Trouble

STATUS_BASE = 0x12
GARBLED = b"\xff\x81\xc1"


@dataclass(slots=True)
class Condition:
    """`paper_left` counts lines to the end of the roll, None when there is plenty; `line` is the liars' k.

    `planned` is a trouble to come and the lines until then; None of them: right after the next cut.
    """

    paper_left: int | None = None
    near_end: bool = False
    cover_open: bool = False
    jammed: bool = False
    cutter_bad: bool = False
    cutter_failed: bool = False
    stalled: bool = False
    silent: bool = False
    garbled: bool = False
    absent: bool = False
    cable_out: bool = False
    planned: tuple[Trouble, int | None] | None = None
    personality: Personality = Personality.HONEST
    line: int = 0

    @property
    def stopped(self) -> bool:
        """Whether the device knows that it cannot print."""
        uncut = self.cutter_failed and self.personality is not Personality.ANSWERS_UNCUT
        return self.paper_left == 0 or self.cover_open or self.jammed or uncut

    @property
    def head_moves(self) -> bool:
        """Whether commands in the buffer are done."""
        return not (self.stopped or self.stalled or self.absent)

    def status(self, which: int) -> int:
        """The answer to DLE EOT `which` (1 to 4; others answer as 1)."""
        end = self.paper_left == 0
        if which == 2:
            return STATUS_BASE | self.cover_open << 2 | end << 5 | (self.cutter_failed or self.jammed) << 6
        if which == 3:
            return STATUS_BASE | self.jammed << 2 | self.cutter_failed << 3
        if which == 4:
            return STATUS_BASE | 0x0C * (end or self.near_end) | 0x60 * end
        return STATUS_BASE | self.stopped << 3

    def paper_sensor(self) -> int:
        """The answer to GS r 1."""
        return 0x03 * (self.near_end or self.paper_left == 0) | 0x0C * (self.paper_left == 0)

    def repair(self) -> None:
        """Every fault is gone; presence and personality stay."""
        fresh = Condition(absent=self.absent, cable_out=self.cable_out, personality=self.personality, line=self.line)
        for name in Condition.__slots__:
            setattr(self, name, getattr(fresh, name))
