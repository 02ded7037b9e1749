"""Hands on an emulated machine in this process: the controls of a printer, and orders of a control socket to them.

It must not decide what a fault does; that is the machine's.
"""

from collections.abc import Callable, Mapping
from typing import Any

from hardware.printer.controls import Personality, Trouble
from hardware.printer.emulator.machine import Machine


class Hands:
    """`Controls` of a `Machine`."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def paper_out(self, at_line: int = 0) -> None:
        """See `Controls`."""
        self._machine.condition.paper_left = max(0, at_line)

    def paper_near_end(self) -> None:
        """See `Controls`."""
        self._machine.condition.near_end = True

    def refill(self) -> None:
        """See `Controls`."""
        self._machine.condition.paper_left = None
        self._machine.condition.near_end = False

    def cover(self, *, is_open: bool) -> None:
        """See `Controls`."""
        self._machine.condition.cover_open = is_open

    def jam(self) -> None:
        """See `Controls`."""
        self._machine.trouble(Trouble.JAM)

    def cutter_fault(self) -> None:
        """See `Controls`."""
        self._machine.trouble(Trouble.CUTTER)

    def stall(self) -> None:
        """See `Controls`."""
        self._machine.trouble(Trouble.STALL)

    def silence(self) -> None:
        """See `Controls`."""
        self._machine.trouble(Trouble.SILENCE)

    def garbage(self) -> None:
        """See `Controls`."""
        self._machine.trouble(Trouble.GARBAGE)

    def vanish(self) -> None:
        """See `Controls`."""
        self._machine.trouble(Trouble.VANISH)

    def pull_cable(self) -> None:
        """See `Controls`."""
        self._machine.trouble(Trouble.CABLE)

    def power_cycle(self) -> None:
        """See `Controls`."""
        self._machine.trouble(Trouble.POWER_CYCLE)

    def come_back(self) -> None:
        """See `Controls`."""
        self._machine.condition.absent = False
        self._machine.condition.cable_out = False

    def at_line(self, trouble: Trouble, line: int) -> None:
        """See `Controls`."""
        self._machine.condition.planned = (trouble, line)
        if line <= 0:
            self._machine.trouble(trouble)

    def after_cut(self, trouble: Trouble) -> None:
        """See `Controls`."""
        self._machine.condition.planned = (trouble, None)

    def repair(self) -> None:
        """See `Controls`."""
        self._machine.condition.repair()

    def personality(self, personality: Personality, line: int = 0) -> None:
        """See `Controls`."""
        self._machine.condition.line = line
        self._machine.condition.personality = personality


def obey(hands: Hands, order: str, details: Mapping[str, Any]) -> None:
    """Carry out an order of the control socket. Raises KeyError, TypeError or ValueError for a wrong one."""
    given = dict(details)
    for name, kind in {"trouble": Trouble, "personality": Personality, "line": int, "at_line": int}.items():
        if name in given:
            given[name] = kind(given[name])
    _ORDERS[order](hands, **given)


def _nothing(_: Hands) -> None:
    """Only the state is asked."""


_ORDERS: Mapping[str, Callable[..., None]] = {
    "status": _nothing,
    "paper_out": Hands.paper_out,
    "paper_near_end": Hands.paper_near_end,
    "refill": Hands.refill,
    "cover": Hands.cover,
    "jam": Hands.jam,
    "cutter_fault": Hands.cutter_fault,
    "stall": Hands.stall,
    "silence": Hands.silence,
    "garbage": Hands.garbage,
    "vanish": Hands.vanish,
    "pull_cable": Hands.pull_cable,
    "power_cycle": Hands.power_cycle,
    "come_back": Hands.come_back,
    "at_line": Hands.at_line,
    "after_cut": Hands.after_cut,
    "repair": Hands.repair,
    "personality": Hands.personality,
}
