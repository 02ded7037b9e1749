"""One institute and the media of one urna before each part of its day, to begin a story there again and again.

It must not be changed by a story: each works on copies.
"""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from tests.flows.institute import EVENING, MORNING, Institute
from tests.power_real.going_on import SAW_NOT
from urna.devdock.disk import Disk

PHASES: Final[dict[str, tuple[str, ...]]] = {
    "preparacion": ("load", "verify", "diagnose"),
    "apertura": ("open",),
    "votacion": ("vote", "leave", "vote_as_paper_ends", "pause", "vote"),
    "cierre": ("close",),
    "exportacion": ("export", "reprint"),
}
"""The parts of a day and what people do in each."""
RESTART: Final = "reanudacion"
"""One more: the restart after a cut that left two copies of the image behind; people go on from there."""
STEPS: Final = {**PHASES, RESTART: (f"go_on {SAW_NOT}",)}


@dataclass(frozen=True, slots=True)
class Start:
    """Where a story begins: images of both media, the memory of the board, the shares, who was thanked before."""

    folder: Path
    shares: tuple[str, ...]
    voters: int
    hour: datetime

    def disk(self, label: str, root: Path) -> Disk:
        """The kept image of one medium."""
        return Disk(self.folder / f"{label}.img", root)

    @property
    def board_state(self) -> Path:
        """The memory of the board."""
        return self.folder / "board.state"


@dataclass(slots=True)
class Archive:
    """``starts`` and ``sites`` by phase; a site is what one fsync is for, in the order in which they came."""

    folder: Path
    institute: Institute
    starts: dict[str, Start] = field(default_factory=dict)
    sites: dict[str, list[str]] = field(default_factory=dict)


def hour_of(phase: str) -> datetime:
    """The hour that the clock shows when a phase begins."""
    return EVENING if phase == "exportacion" else MORNING
