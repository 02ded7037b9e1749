"""The hour that the urna's program sees, by libfaketime: the program is the real one. It must not touch the computer's.

libfaketime reads an offset in seconds from a file at every look, and leaves alone what only counts time.
"""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from urna.devdock.outcome import Done, Outcome, Reason, Refused

_PLACES: Final = ("/usr/lib/*/faketime/libfaketime.so.1", "/usr/lib*/faketime/libfaketime.so.1")


def find_library() -> Path | None:
    """Where the system's libfaketime is."""
    root = Path("/")
    return next((found for pattern in _PLACES for found in sorted(root.glob(pattern.lstrip("/")))), None)


class HandClock:
    """Keeps the offset in ``file``; ``library`` is None where there is no libfaketime."""

    def __init__(self, file: Path, library: Path | None) -> None:
        self._file = file
        self._library = library
        self._offset_s = 0
        self._write()

    @property
    def offset_s(self) -> int:
        """How far the urna's hour is from the computer's, in seconds."""
        return self._offset_s

    @property
    def environment(self) -> dict[str, str]:
        """What the urna's process is started with."""
        if self._library is None:
            return {}
        return {
            "LD_PRELOAD": str(self._library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }

    def now(self) -> datetime:
        """The hour of the urna, aware, UTC, in whole seconds."""
        seconds = time.clock_gettime_ns(time.CLOCK_REALTIME) // 10**9
        return datetime.fromtimestamp(seconds + self._offset_s, UTC)

    def set(self, moment: datetime) -> Outcome:
        """Set the hour of the urna to an aware moment; it goes on from there."""
        return self.shift(int((moment - self.now()).total_seconds()))

    def shift(self, seconds: int) -> Outcome:
        """Move the hour of the urna forward or back."""
        if self._library is None:
            return Refused(Reason.NO_CLOCK)
        self._offset_s += seconds
        self._write()
        return Done()

    def set_right(self) -> Outcome:
        """The hour of the computer again."""
        return self.shift(-self._offset_s)

    def _write(self) -> None:
        fresh = self._file.with_name(self._file.name + ".nuevo")
        fresh.write_text(f"{self._offset_s:+d}\n", encoding="ascii")
        fresh.replace(self._file)
