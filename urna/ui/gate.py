"""Decides which touches count: one finger, no double taps, none before a new screen was seen. It must not read a clock.

Times are seconds of any monotonic clock, given by the caller.
"""

from dataclasses import dataclass
from enum import StrEnum

SETTLE_S = 0.35
SAME_TARGET_S = 0.40


class TouchVerdict(StrEnum):
    """What becomes of a finger that comes down."""

    TAKEN = "taken"
    SECOND_FINGER = "second_finger"
    TOO_SOON = "too_soon"


@dataclass(slots=True)
class TouchGate:
    """The finger that counts now, and when the last touch was accepted. ``repeatable`` targets are keys of a code."""

    finger: object | None = None
    settled_at: float = 0.0
    last_target: str = ""
    last_at: float = -1.0e9

    def redrawn(self) -> None:
        """Forget the finger that is down: what it pressed is gone."""
        self.finger = None

    def screen_changed(self, now: float) -> None:
        """Wait until the new screen can have been seen, so that a double tap never answers it."""
        self.finger = None
        self.settled_at = now + SETTLE_S

    def press(self, finger: object, now: float) -> TouchVerdict:
        """A finger came down on a target."""
        if self.finger is not None:
            return TouchVerdict.SECOND_FINGER
        if now < self.settled_at:
            return TouchVerdict.TOO_SOON
        self.finger = finger
        return TouchVerdict.TAKEN

    def release(self, finger: object, target: str, now: float, *, repeatable: bool) -> bool:
        """The finger left its target; whether that counts as a touch of it."""
        if finger is not self.finger:
            return False
        self.finger = None
        if target == self.last_target and not repeatable and now - self.last_at < SAME_TARGET_S:
            return False
        self.last_target, self.last_at = target, now
        return True

    def cancel(self, finger: object) -> None:
        """The finger slid off its target."""
        if finger is self.finger:
            self.finger = None
