"""The urna of a casilla and its reserve, and which of the two the hands are on. It must not carry anything by itself.

The reserve costs nothing until somebody asks for it: its devices and program start then. Paper, people, hour and sticks
are those of one table; keys, board and internal medium are each urna's own.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from hardware.emulated.client import EmulatorError
from urna.devdock.controls import do
from urna.devdock.disk import DiskError
from urna.devdock.dock import Dock
from urna.devdock.outcome import Done, Outcome, Reason, Refused

CHOOSE: Final = "urna.choose"
CASILLA, RESERVE = "casilla", "reserva"
URNAS: Final = (CASILLA, RESERVE)


@dataclass(slots=True)
class Pair:
    """``bring`` lays the reserve out, at rest; it is called once at most."""

    docks: dict[str, Dock]
    bring: Callable[[], Dock] = field(repr=False)
    chosen: str = CASILLA

    @property
    def dock(self) -> Dock:
        """The urna that the hands are on."""
        return self.docks[self.chosen]

    def do(self, name: str, value: str = "") -> Outcome:
        """Work a control of the chosen urna, or choose the other. Raises nothing: see `controls.do`."""
        return self.choose(value) if name == CHOOSE else do(self.dock, name, value)

    def choose(self, which: str) -> Outcome:
        """Put the hands on an urna; the reserve arrives and starts at the first time."""
        if which not in URNAS:
            return Refused(Reason.UNKNOWN, f"{CHOOSE} {which}".strip())
        try:
            if which not in self.docks:
                reserve = self.bring()
                reserve.begin()
                self.docks[which] = reserve
        except (EmulatorError, DiskError, OSError) as error:
            return Refused(Reason.DEVICE, str(error))
        self.chosen = which
        self.dock.program.show()
        return Done()
