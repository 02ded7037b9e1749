"""The hour that the urna's program sees: shifted inside its own process by `hour`. It must not touch the computer's."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import urna
from urna.devdock.hour import CUSTOM, HOUR_FILE
from urna.devdock.outcome import Done, Outcome


class HandClock:
    """Keeps the offset in ``folder``, and there what makes the urna's Python look at it at every reading."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "sitecustomize.py").write_text(CUSTOM, encoding="ascii")
        self._folder = folder
        self._offset_s = 0
        self._write()

    @property
    def offset_s(self) -> int:
        """How far the urna's hour is from the computer's, in seconds."""
        return self._offset_s

    @property
    def environment(self) -> dict[str, str]:
        """What the urna's process is started with."""
        path = [str(self._folder), str(Path(urna.__path__[0]).parent), os.environ.get("PYTHONPATH", "")]
        return {"PYTHONPATH": os.pathsep.join(filter(None, path)), HOUR_FILE: str(self._folder / "desfase")}

    def now(self) -> datetime:
        """The hour of the urna, aware, UTC, in whole seconds."""
        seconds = time.clock_gettime_ns(time.CLOCK_REALTIME) // 10**9
        return datetime.fromtimestamp(seconds + self._offset_s, UTC)

    def set(self, moment: datetime) -> Outcome:
        """Set the hour of the urna to an aware moment; it goes on from there."""
        return self.shift(int((moment - self.now()).total_seconds()))

    def shift(self, seconds: int) -> Outcome:
        """Move the hour of the urna forward or back."""
        self._offset_s += seconds
        self._write()
        return Done()

    def set_right(self) -> Outcome:
        """The hour of the computer again."""
        return self.shift(-self._offset_s)

    def _write(self) -> None:
        fresh = self._folder / "desfase.nuevo"
        fresh.write_text(f"{self._offset_s}\n", encoding="ascii")
        fresh.replace(self._folder / "desfase")
