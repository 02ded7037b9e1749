"""Every control of the dock by name: the panel draws this table and scripted tests call it. It must not word anything.

``do(dock, "printer.paper_out", "9")`` is all that there is to know; a control without values ignores what it is given.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import Enum
from typing import Final

from hardware.board.controls import LineFault
from hardware.board.port import Key, KeySwitch, VoterKey
from hardware.emulated.client import EmulatorError
from hardware.printer.controls import Personality, Trouble
from urna.devdock.disk import DiskError
from urna.devdock.dock import Dock
from urna.devdock.media import BLANK, OF_RESERVE, OWN
from urna.devdock.outcome import Done, Outcome, Reason, Refused

LINES_TO_COME: Final = 9
"""A line in the middle of any testigo."""
HOURS: Final = ("07:30", "08:00", "12:00", "17:59", "18:00", "18:30")
PERCENTS: Final = ("100", "40", "20", "10", "5", "1")
SHIFTS_MIN: Final = ("-1440", "-60", "60", "1440")
OPEN, CLOSED = "abierta", "cerrada"
ON, OFF = "si", "no"
LOCAL: Final = timezone(timedelta(hours=-6))
Act = Callable[[Dock, str], Outcome | None]


class Source(Enum):
    """Where the values of a control come from when they are not known beforehand."""

    FIXED = "fijos"
    PEOPLE = "personas"
    SLIPS = "tiras"


@dataclass(frozen=True, slots=True)
class Control:
    """``values`` are what it may be given; none for a plain button."""

    act: Act
    values: tuple[str, ...] = ()
    source: Source = Source.FIXED


def do(dock: Dock, name: str, value: str = "") -> Outcome:
    """Work one control. Raises nothing: what devices and tools refuse is told."""
    control = CONTROLS.get(name)
    if control is None or (control.values and value not in control.values):
        return Refused(Reason.UNKNOWN, f"{name} {value}".strip())
    dock.used.add(name)
    try:
        return control.act(dock, value) or Done()
    except ValueError:
        return Refused(Reason.UNKNOWN, f"{name} {value}".strip())
    except (EmulatorError, DiskError, OSError) as error:
        return Refused(Reason.DEVICE, str(error))


def _in_power(act: Act) -> Act:
    """A device whose power is cut does not come back by its cable."""
    return lambda dock, value: act(dock, value) if dock.powered else Refused(Reason.NO_POWER)


def _if_in(dock: Dock, act: Callable[[], Outcome]) -> Outcome:
    """Only on a stick that is in."""
    return act() if dock.media.state.inserted else Refused(Reason.NO_STICK)


def _press(dock: Dock, value: str) -> Outcome:
    if not dock.powered:
        return Refused(Reason.NO_POWER)
    return Done() if dock.devices.board.press(Key(value)) else Refused(Reason.NOT_TAKEN)


def _tap(dock: Dock, value: str) -> Outcome:
    if not dock.powered:
        return Refused(Reason.NO_POWER)
    return Done() if dock.devices.board.tap(VoterKey(value)) else Refused(Reason.NOT_HEARD)


def _set_clock(dock: Dock, value: str) -> Outcome:
    """``08:30`` of the urna's present day, or a whole ``2018-07-01T08:30``, in the local time of the casilla."""
    if "T" in value:
        return dock.clock.set(datetime.fromisoformat(value).replace(tzinfo=LOCAL))
    hour = datetime.strptime(value, "%H:%M").replace(tzinfo=LOCAL)
    return dock.clock.set(dock.clock.now().astimezone(LOCAL).replace(hour=hour.hour, minute=hour.minute, second=0))


def _values(kinds: type[Enum]) -> tuple[str, ...]:
    return tuple(str(each.value) for each in kinds)


PRINTER: Final[Mapping[str, Control]] = {
    "printer.paper_near_end": Control(lambda dock, _: dock.devices.printer.paper_near_end()),
    "printer.paper_out": Control(
        lambda dock, value: dock.devices.printer.paper_out(int(value)), ("0", str(LINES_TO_COME))
    ),
    "printer.refill": Control(lambda dock, _: dock.devices.printer.refill()),
    "printer.cover": Control(lambda dock, value: dock.devices.printer.cover(is_open=value == OPEN), (OPEN, CLOSED)),
    "printer.jam": Control(lambda dock, _: dock.devices.printer.jam()),
    "printer.spoil": Control(
        lambda dock, value: dock.devices.printer.at_line(Trouble(value), LINES_TO_COME), _values(Trouble)
    ),
    "printer.after_cut": Control(lambda dock, value: dock.devices.printer.after_cut(Trouble(value)), _values(Trouble)),
    "printer.cutter_fault": Control(lambda dock, _: dock.devices.printer.cutter_fault()),
    "printer.stall": Control(lambda dock, _: dock.devices.printer.stall()),
    "printer.silence": Control(lambda dock, _: dock.devices.printer.silence()),
    "printer.garbage": Control(lambda dock, _: dock.devices.printer.garbage()),
    "printer.personality": Control(
        lambda dock, value: dock.devices.printer.personality(Personality(value), LINES_TO_COME), _values(Personality)
    ),
    "printer.pull_cable": Control(lambda dock, _: dock.devices.printer.pull_cable()),
    "printer.vanish": Control(lambda dock, _: dock.devices.printer.vanish()),
    "printer.come_back": Control(_in_power(lambda dock, _: dock.devices.printer.come_back())),
    "printer.power_cycle": Control(lambda dock, _: dock.devices.printer.power_cycle()),
    "printer.repair": Control(lambda dock, _: dock.devices.printer.repair()),
}

MEDIA: Final[Mapping[str, Control]] = {
    "usb.pull": Control(lambda dock, _: dock.pull_stick()),
    "usb.insert": Control(lambda dock, _: dock.insert_stick()),
    "usb.swap": Control(lambda dock, _: dock.swap_stick()),
    "usb.put": Control(lambda dock, value: dock.put_stick(int(value)), tuple(map(str, (OWN, BLANK, OF_RESERVE)))),
    "usb.fill": Control(lambda dock, _: _if_in(dock, dock.media.fill)),
    "usb.empty": Control(lambda dock, _: _if_in(dock, dock.media.empty)),
    "usb.read_only": Control(
        lambda dock, value: _if_in(dock, lambda: dock.media.protect(read_only=value == ON)), (ON, OFF)
    ),
}

POWER: Final[Mapping[str, Control]] = {
    "power.mains": Control(lambda dock, value: dock.sense(mains=value == ON), (ON, OFF)),
    "power.battery": Control(lambda dock, value: dock.sense(battery_percent=int(value)), PERCENTS),
    "power.cut": Control(lambda dock, _: dock.cut_power()),
    "power.off": Control(lambda dock, _: dock.turn_off()),
    "power.on": Control(lambda dock, _: dock.turn_on()),
    "power.dies": Control(lambda dock, _: dock.die()),
    "power.revives": Control(lambda dock, _: dock.revive()),
}

BOARD: Final[Mapping[str, Control]] = {
    "board.press": Control(_press, _values(Key)),
    "board.key_switch": Control(lambda dock, value: dock.sense(key_switch=KeySwitch(value)), _values(KeySwitch)),
    "board.lid": Control(lambda dock, value: dock.sense(lid_open=value == OPEN), (OPEN, CLOSED)),
    "board.case": Control(lambda dock, value: dock.sense(case_open=value == OPEN), (OPEN, CLOSED)),
    "board.unplug": Control(lambda dock, _: dock.devices.board.unplug()),
    "board.plug": Control(_in_power(lambda dock, _: dock.devices.board.plug())),
    "board.restart": Control(lambda dock, _: dock.devices.board.restart()),
    "board.line_fault": Control(lambda dock, value: dock.devices.board.fault(LineFault(value)), _values(LineFault)),
    "board.break_memory": Control(lambda dock, _: dock.devices.board.break_memory()),
}

VOTER: Final[Mapping[str, Control]] = {
    "voter.press": Control(_tap, _values(VoterKey)),
    "voter.headphones": Control(lambda dock, value: dock.sense(headphones=value == ON), (ON, OFF)),
}

READER: Final[Mapping[str, Control]] = {
    "reader.card": Control(lambda dock, value: dock.show_card(value), source=Source.PEOPLE),
    "reader.slip": Control(lambda dock, value: dock.show_slip(int(value)), source=Source.SLIPS),
    "reader.break_off": Control(lambda dock, value: dock.show_card(value, broken_off=True), source=Source.PEOPLE),
    "reader.garbage": Control(lambda dock, _: dock.devices.reader.garbage()),
    "reader.unplug": Control(lambda dock, _: dock.devices.reader.unplug()),
    "reader.plug": Control(_in_power(lambda dock, _: dock.devices.reader.plug())),
}

CLOCK: Final[Mapping[str, Control]] = {
    "clock.hour": Control(_set_clock, HOURS),
    "clock.set": Control(_set_clock),
    "clock.shift": Control(lambda dock, value: dock.clock.shift(int(value) * 60), SHIFTS_MIN),
    "clock.right": Control(lambda dock, _: dock.clock.set_right()),
}

GROUPS: Final[Mapping[str, Mapping[str, Control]]] = {
    "power": POWER,
    "voter": VOTER,
    "board": BOARD,
    "reader": READER,
    "printer": PRINTER,
    "usb": MEDIA,
    "clock": CLOCK,
}
CONTROLS: Final[Mapping[str, Control]] = {name: control for group in GROUPS.values() for name, control in group.items()}
