"""Values of the trail for pages and commands. They must not hold rows."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries are wanted; what is empty asks for nothing. ``until`` is exclusive.

    Attributes:
        text: part of the subject or of the data.
    """

    actor: str = ""
    module: str = ""
    action: str = ""
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the server signed of the trail on one day: entry ``n``, its hash, when, and the signature (hexadecimal)."""

    day: str
    n: int
    hash: str
    at: datetime
    signature: str
