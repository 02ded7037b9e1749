"""What the urna may ask of the voter's headphones. It must not know what a clip says, nor keep one that sounded."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

SAMPLES_PER_SECOND: Final = 22_050
BYTES_PER_SAMPLE: Final = 2


@dataclass(frozen=True, slots=True)
class Voice:
    """How to sound: speed and loudness in percent of the clips as they are."""

    rate_percent: int = 100
    volume_percent: int = 100


class Audio(Protocol):
    """Headphones. Nothing here waits for a sound to end, and nothing raises for what a device may do."""

    def play(self, clips: Iterable[bytes], voice: Voice) -> None:
        """Sound ``clips`` one after another, each PCM as `SAMPLES_PER_SECOND` says; what sounded before ends first."""
        ...

    def stop(self) -> None:
        """Be silent from now on: when it returns nothing sounds."""
        ...

    def busy(self) -> bool:
        """Whether something still sounds."""
        ...

    def close(self) -> None:
        """Let go of the device."""
        ...
