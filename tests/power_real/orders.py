"""What a child process is told, as JSON: where its media and devices are, what its people do, when the power goes.

It must not be kept: it holds the codes of every official.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Self

from hardware.printer.profile import EMULATED
from shared.crypto.locked import Hardness

LINES_PER_SECOND: Final = 3000
FAST: Final = replace(
    EMULATED,
    nominal_lines_per_second=LINES_PER_SECOND,
    max_lines_per_second=LINES_PER_SECOND * 2,
    answer_timeout_ms=10_000,
)
"""A printer that nobody can buy, so that a day on paper takes seconds.

A busy machine may keep its process waiting: an answer that is a second late would be a fault, which nobody here mends.
"""
LIGHT: Final = Hardness(1, 10)
_PATHS: Final = ("config", "diary", "devices", "board")
_HOURS: Final = ("hour", "evening")


@dataclass(frozen=True, slots=True)
class Order:
    """``at`` and ``mode`` are those of `Power`; ``devices`` and ``board`` the folders of their control sockets."""

    config: Path
    diary: Path
    devices: Path
    board: Path
    slips_before: int
    hour: datetime
    evening: datetime
    people: dict[str, tuple[str, str]]
    steps: tuple[str, ...]
    shares: tuple[str, ...] = ()
    voters: int = 0
    at: int = 0
    mode: str = ""
    forgotten: tuple[str, ...] = ()

    def write(self, path: Path) -> None:
        """Write it for the child."""
        path.write_text(json.dumps(asdict(self), default=str), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what was written."""
        value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        value |= {name: Path(value[name]) for name in _PATHS}
        value |= {name: datetime.fromisoformat(value[name]) for name in _HOURS}
        value |= {name: tuple(value[name]) for name in ("steps", "shares", "forgotten")}
        value["people"] = {role: (card, code) for role, (card, code) in value["people"].items()}
        return cls(**value)
