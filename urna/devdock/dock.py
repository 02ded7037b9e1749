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
from urna.devdock.ears import Ears
from urna.devdock.media import BLANK, MediaHands, StickState
from urna.devdock.outcome import Done, Outcome, Reason, Refused
from urna.devdock.people import Person, read_codes

FULL_PERCENT: Final = 100
SLIPS_EACH: Final = 10_000
"""Slips are numbered from 1 for the first urna of a casilla and from here on for its reserve."""
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

    def show(self) -> None:
        """Bring its window to the front, where the display can."""
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
    """The controls of the emulated devices; ``slips`` is the folder of what was printed, ``ears`` hear the urna."""

    printer: EmulatorControl
    board: BoardControl
    reader: ReaderControl
    slips: Path
    ears: Ears


@dataclass(slots=True)
class Dock:
    """Everything on the bench. ``sensed`` is what the board was last told to sense.

    ``papers`` are the folders of slips of all urnas of the casilla in their order: people carry paper to either.
    """

    program: Program
    devices: Devices
    media: MediaHands
    clock: HandClock
    people: tuple[Person, ...]
    sensed: BoardStatus = RESTING
    powered: bool = True
    dead: bool = False
    papers: tuple[Path, ...] = ()
    used: set[str] = field(default_factory=set)

    def begin(self) -> None:
        """Tell the board what it senses, and start the urna."""
        self.devices.board.sense(self.sensed)
        self.program.start({**self.clock.environment, **self.devices.ears.environment})

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
        if self.dead:
            return Refused(Reason.DEAD)
        if self.program.running:
            return Refused(Reason.RUNNING)
        if not self.powered:
            self.media.restore()
            self.devices.printer.come_back()
            self.devices.board.restart()
            self.devices.board.plug()
            self.devices.reader.plug()
            self.powered = True
        self.program.start({**self.clock.environment, **self.devices.ears.environment})
        return Done()

    def die(self) -> Outcome:
        """It breaks down for good, in the middle of whatever it does: no switch brings it back."""
        if self.dead:
            return Refused(Reason.DEAD)
        if self.powered:
            self.cut_power()
        self.dead = True
        return Done()

    def revive(self) -> Outcome:
        """Against every rule somebody mends the dead urna and switches it on."""
        if not self.dead:
            return Refused(Reason.NOT_DEAD)
        self.dead = False
        return self.turn_on()

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
        self.media.table.lying.add(self.media.state.number)
        return Done()

    def insert_stick(self) -> Outcome:
        """Put the stick that was in last into the urna."""
        return self.put_stick(self.media.state.number)

    def put_stick(self, number: int) -> Outcome:
        """Put any stick that lies on the table into the urna."""
        if self.media.state.inserted:
            return Refused(Reason.STICK_IN)
        if number not in self.media.table.lying:
            return Refused(Reason.STICK_ELSEWHERE)
        self.media.state = StickState(number, inserted=False)
        self.media.insert()
        self.media.state.inserted = True
        self.media.table.lying.discard(number)
        return Done()

    def swap_stick(self) -> Outcome:
        """The blank stick in place of the own one, or the own one in place of another."""
        number = self.media.own if self.media.state.number == BLANK else BLANK
        if number not in self.media.table.lying:
            return Refused(Reason.STICK_ELSEWHERE)
        if self.media.state.inserted:
            self.pull_stick()
        return self.put_stick(number)

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
        """The picture of a slip, of whichever urna; raises ``ValueError`` when there is none."""
        urna, place = divmod(number, SLIPS_EACH)
        folders = self._folders
        picture = folders[urna] / f"{place:04d}.png" if 0 <= urna < len(folders) else None
        if picture is None or not picture.is_file():
            raise ValueError(f"slip {number}")
        return picture

    def slips(self) -> tuple[int, ...]:
        """The numbers of the slips that all urnas of the casilla printed so far."""
        return tuple(
            urna * SLIPS_EACH + number
            for urna, folder in enumerate(self._folders)
            for number in sorted(int(place.stem) for place in folder.glob("[0-9][0-9][0-9][0-9].png"))
        )

    @property
    def _folders(self) -> tuple[Path, ...]:
        return self.papers or (self.devices.slips,)
