"""Orders on the control socket, one line of JSON each way: `{"order": "paper_out", "at_line": 5}`, `{"ok": true}`.

It must not fail on what it does not understand: the answer says so.
"""

import json
from collections.abc import Callable
from typing import Any, Protocol

from hardware.printer.controls import Personality
from hardware.printer.emulator.machine import Machine

Answer = dict[str, object]


class Device(Protocol):
    """What orders act on."""

    slips: int
    stopping: bool

    @property
    def machine(self) -> Machine:
        """The printer's own state."""
        ...

    def plug(self) -> None:
        """Appear."""
        ...

    def unplug(self) -> None:
        """Disappear."""
        ...


def obey(line: bytes, device: Device) -> Answer:
    """Carry out one order and answer with the state after it, or with what was wrong with the order."""
    try:
        order = json.loads(line)
        _ORDERS[order.pop("order")](device, order)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return {"ok": False, "error": f"{type(error).__name__}: {error}"}
    condition = device.machine.condition
    return {
        "ok": True,
        "slips": device.slips,
        "stopped": condition.stopped,
        "present": not condition.absent,
        "personality": condition.personality.value,
    }


def _set(name: str, value: object) -> Callable[[Device, dict[str, Any]], None]:
    def act(device: Device, _: dict[str, Any]) -> None:
        setattr(device.machine.condition, name, value)

    return act


def _paper_out(device: Device, order: dict[str, Any]) -> None:
    device.machine.condition.paper_left = max(0, int(order.get("at_line", 0)))


def _refill(device: Device, _: dict[str, Any]) -> None:
    device.machine.condition.paper_left = None
    device.machine.condition.near_end = False


def _cover(device: Device, order: dict[str, Any]) -> None:
    device.machine.condition.cover_open = bool(order["open"])


def _personality(device: Device, order: dict[str, Any]) -> None:
    device.machine.condition.line = int(order.get("line", 0))
    device.machine.condition.personality = Personality(order["name"])


def _stop(device: Device, _: dict[str, Any]) -> None:
    device.stopping = True


_ORDERS: dict[str, Callable[[Device, dict[str, Any]], None]] = {
    "status": lambda _device, _order: None,
    "paper_out": _paper_out,
    "paper_near_end": _set("near_end", True),
    "refill": _refill,
    "cover": _cover,
    "jam": _set("jammed", True),
    "cutter_fault": _set("cutter_bad", True),
    "stall": _set("stalled", True),
    "silence": _set("silent", True),
    "garbage": _set("garbled", True),
    "vanish": lambda device, _order: device.unplug(),
    "come_back": lambda device, _order: device.plug(),
    "repair": lambda device, _order: device.machine.condition.repair(),
    "personality": _personality,
    "stop": _stop,
}
