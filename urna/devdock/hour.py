"""Runs inside the urna's process, before its program: shifts the hour that Python reads by what a file says.

It must not run where programs are signed: there the launcher drops the variables that lead to it.
"""

import os
import time
from pathlib import Path
from typing import Final

HOUR_FILE: Final = "URNA_DESFASE"
CUSTOM: Final = f"from {__name__} import begin\n\nbegin()\n"
"""What Python runs by itself at its start when this stands in a ``sitecustomize.py`` of its path."""
_NS: Final = 10**9


def begin() -> None:
    """From now on the hour is shifted; clocks that only count time are not."""
    place = Path(os.environ[HOUR_FILE])
    real = time.clock_gettime_ns

    def shifted(clock: int, /) -> int:
        told = real(clock)
        return told + read_offset_s(place) * _NS if clock == time.CLOCK_REALTIME else told

    time.clock_gettime_ns = shifted


def read_offset_s(place: Path) -> int:
    """The seconds that the file says."""
    return int(place.read_text(encoding="ascii"))
