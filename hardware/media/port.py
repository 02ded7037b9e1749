"""What the urna may ask about its media. It must not write to them: that is the store's one durable port."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol


class MediumState(Enum):
    """Whether a medium may be used."""

    READY = "ready"
    ABSENT = "absent"
    """No such folder, or nothing is mounted on it."""
    READ_ONLY = "read_only"
    FULL = "full"
    """Less room than its reserve."""
    FAULT = "fault"
    """It is there and does not answer as a folder does: dead, torn out, not a folder."""


@dataclass(frozen=True, slots=True)
class MediumConfig:
    """A place for a medium: its label (`interna`, `usb`), its folder, and what it must have.

    `mount_required`: the folder must be a mount point of its own, so that an empty mount point is not taken for a
    medium; demonstrations use plain folders. `reserve_bytes`: with less free than this it is `FULL`.
    """

    label: str
    path: Path
    mount_required: bool = False
    reserve_bytes: int = 0

    def __post_init__(self) -> None:
        if not self.label or not self.path.is_absolute() or self.reserve_bytes < 0:
            raise ValueError("a medium has a label, an absolute folder and a reserve of 0 bytes or more")


@dataclass(frozen=True, slots=True)
class Medium:
    """A medium as it is now.

    `free_bytes` is 0 and `identity` empty unless it answers. A changed `identity` means another medium, or the same one
    put in anew; an unchanged one proves nothing.
    """

    label: str
    path: Path
    state: MediumState
    free_bytes: int
    identity: str

    @property
    def present(self) -> bool:
        """Whether a medium is there and answers, writable or not."""
        return self.state in {MediumState.READY, MediumState.READ_ONLY, MediumState.FULL}

    @property
    def writable(self) -> bool:
        """Whether the store may write: there, not read-only. A full one is for the store to judge."""
        return self.state in {MediumState.READY, MediumState.FULL}


class MediaWatcher(Protocol):
    """Looks at the configured places. It remembers nothing between looks; a dead device may keep it waiting."""

    def poll(self) -> tuple[Medium, ...]:
        """Every configured place as it is now, in the order of the configuration. Raises nothing."""
        ...
