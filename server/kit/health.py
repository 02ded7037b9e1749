"""What the parts of a server say of how they are. It must not know any part, nor mend anything.

A part adds a probe when it starts; whoever wants to know asks all of them at once, and none can hold up the others.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

PATIENCE_S: Final = 3
"""After which a probe that has not answered counts as one that fails."""
BROKEN: Final = "S828"


class Level(IntEnum):
    """How bad it is. Only what ``STOPS`` makes a server unready: with the rest it goes on taking bundles."""

    FINE = 0
    WARNS = 1
    STOPS = 2


@dataclass(frozen=True, slots=True)
class Check:
    """What one probe found.

    Attributes:
        code: stable; empty when all is well.
        value: whole number that the probe weighed, in the unit of its name; None where there is none.
    """

    name: str
    level: Level
    code: str = ""
    value: int | None = None


Probe = Callable[[], Awaitable[Check]]


@dataclass(frozen=True, slots=True)
class _Registered:
    name: str
    probe: Probe
    failing: Level


class Health:
    """The probes of one server, in the order in which they came."""

    def __init__(self) -> None:
        self._probes: dict[str, _Registered] = {}

    def add(self, name: str, probe: Probe, failing: Level = Level.STOPS) -> None:
        """Ask ``probe`` from now on; ``failing`` is what it means when it raises or does not answer."""
        self._probes[name] = _Registered(name, probe, failing)

    def __len__(self) -> int:
        """How many are asked."""
        return len(self._probes)

    async def look(self) -> tuple[Check, ...]:
        """What each probe finds now."""
        return tuple(await asyncio.gather(*(_ask(each) for each in self._probes.values())))


def ready(checks: tuple[Check, ...]) -> bool:
    """Whether nothing stops; a server that nobody has looked at is not ready."""
    return bool(checks) and all(check.level is not Level.STOPS for check in checks)


async def _ask(registered: _Registered) -> Check:
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await registered.probe()
    except Exception:  # noqa: BLE001 - what a probe breaks on is what it was to find out
        return Check(registered.name, registered.failing, BROKEN)
