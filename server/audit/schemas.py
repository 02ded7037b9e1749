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


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the trail as it was hashed; ``data``, ``before`` and ``after`` are JSON, empty for nothing."""

    n: int
    at: datetime
    actor: str
    role: str
    address: str
    module: str
    action: str
    subject: str
    outcome: str
    data: str
    before: str
    after: str
    prev: str
    hash: str
