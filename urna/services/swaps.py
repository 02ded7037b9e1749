"""Whether this computer may write memory to a disk, as a port. It must not turn anything on or off."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

KERNEL_LIST: Final = Path("/proc/swaps")


class SwapState(StrEnum):
    """What is known of swap; its value is the word on the reporte de preparación."""

    OFF = "apagada"
    ON = "encendida"
    UNCHECKED = "no_comprobada"
    """The list read is not the kernel's: a demonstration's."""


class Swaps(Protocol):
    """Something that knows."""

    def state(self) -> SwapState:
        """How it is now."""
        ...


@dataclass(frozen=True, slots=True)
class SwapList:
    """The list of the kernel: a line of titles, then one for each file or partition in use."""

    path: Path = KERNEL_LIST

    def state(self) -> SwapState:
        """Read the list. One that cannot be read counts as swap; a kernel without swap has no list."""
        try:
            used = self.path.read_text(encoding="utf-8").splitlines()[1:]
        except FileNotFoundError:
            used = [] if self.path == KERNEL_LIST and self.path.parent.joinpath("self").exists() else ["?"]
        except (OSError, UnicodeDecodeError):
            used = ["?"]
        if used:
            return SwapState.ON
        return SwapState.OFF if self.path == KERNEL_LIST else SwapState.UNCHECKED
