"""One urna on a bench: its program, devices, media, clock and people, and what befalls several of them at once.

It must not look inside the urna: to the dock it is a process. Not for use by several threads: see `desk`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Protocol

from hardware.board.control import BoardControl
from hardware.board.port import BoardStatus, KeySwitch
from hardware.printer.control import EmulatorControl
from hardware.reader.control import ReaderControl
from urna.devdock.clock import HandClock
from urna.devdock.media import STICKS, MediaHands, StickState
from urna.devdock.outcome import Done, Outcome, Reason, Refused
from urna.devdock.people import Person, read_codes

FULL_PERCENT: Final = 100
RESTING: Final = BoardStatus(
    mains=True, battery_percent=FULL_PERCENT, lid_open=False, case_open=False, key_switch=KeySwitch.OPERATION
)


class Program(Protocol):
    """The urna's program in its window."""

    def start(self, environment: Mapping[str, str]) -> None:
        """Begin; nothing of it runs now."""
        ...

    def kill(self) -> None:
        """End it between two instructions, and wait until it is gone."""
        ...

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        ...

    @property
    def running(self) -> bool:
        """Whether it runs."""
        ...

    def said(self) -> str:
        """The last lines that it said, for whoever looks for a fault."""
        ...


@dataclass(frozen=True, slots=True)
class Devices:
    """The controls of the emulated devices; ``slips`` is the folder of what was printed."""

    printer: EmulatorControl
    board: BoardControl
    reader: ReaderControl
    slips: Path


@dataclass(slots=True)
class Dock:
    """Everything on the bench. ``sensed`` is what the board was last told to sense."""

    program: Program
    devices: Devices
    media: MediaHands
    clock: HandClock
    people: tuple[Person, ...]
    sensed: BoardStatus = RESTING
    powered: bool = True
    used: set[str] = field(default_factory=set)

    def begin(self) -> None:
        """Tell the board what it senses, and start the urna."""
        self.devices.board.sense(self.sensed)
        self.program.start(self.clock.environment)

    def sense(self, **changes: object) -> Outcome:
        """Change some of what the board senses."""
        self.sensed = replace(self.sensed, **changes)  # type: ignore[arg-type]
        self.devices.board.sense(self.sensed)
        return Done()

    def cut_power(self) -> Outcome:
        """Mains and battery go at once: media first, so that nothing more reaches them, then program and devices."""
        if not self.powered:
            return Refused(Reason.NO_POWER)
        self.media.cut()
        self.program.kill()
        self.devices.printer.vanish()
        self.devices.board.unplug()
        self.devices.reader.unplug()
        self.powered = False
        return Done()

    def turn_on(self) -> Outcome:
        """The power is back, or the program is wanted again: devices start, and the urna with them."""
        if self.program.running:
            return Refused(Reason.RUNNING)
        if not self.powered:
            self.media.restore()
            self.devices.printer.come_back()
            self.devices.board.restart()
            self.devices.board.plug()
            self.devices.reader.plug()
            self.powered = True
        self.program.start(self.clock.environment)
        return Done()

    def turn_off(self) -> Outcome:
        """The program is asked to end; devices stay on."""
        if not self.program.running:
            return Refused(Reason.NO_POWER)
        self.program.stop()
        return Done()

    def pull_stick(self) -> Outcome:
        """Out with it, whatever the urna is writing."""
        if not self.media.state.inserted:
            return Refused(Reason.NO_STICK)
        self.media.pull()
        self.media.state.inserted = False
        return Done()

    def insert_stick(self) -> Outcome:
        """Put the stick in hand into the urna."""
        if self.media.state.inserted:
            return Refused(Reason.STICK_IN)
        self.media.insert()
        self.media.state.inserted = True
        return Done()

    def swap_stick(self) -> Outcome:
        """The other stick in place of the one that is in, or that was."""
        if self.media.state.inserted:
            self.pull_stick()
        number = STICKS[1 - STICKS.index(self.media.state.number)]
        self.media.state = StickState(number, inserted=False)
        return self.insert_stick()

    def show_card(self, name: str, *, broken_off: bool = False) -> Outcome:
        """Hold the card of somebody to the reader; raises ``ValueError`` for nobody."""
        person = next((each for each in self.people if each.id == name), None)
        if person is None:
            raise ValueError(name)
        if broken_off:
            self.devices.reader.break_off(person.card)
        else:
            self.devices.reader.show(person.card)
        return Done()

    def show_slip(self, number: int) -> Outcome:
        """Hold a printed slip to the reader, a share for one."""
        codes = read_codes(self.slip(number))
        if len(codes) != 1:
            return Refused(Reason.NO_CODE)
        self.devices.reader.show(codes[0])
        return Done()

    def slip(self, number: int) -> Path:
        """The picture of a slip, counted from 1; raises ``ValueError`` when there is none."""
        picture = self.devices.slips / f"{number:04d}.png"
        if not picture.is_file():
            raise ValueError(f"slip {number}")
        return picture

    def slips(self) -> tuple[int, ...]:
        """The numbers of the slips printed so far."""
        return tuple(sorted(int(place.stem) for place in self.devices.slips.glob("[0-9][0-9][0-9][0-9].png")))
