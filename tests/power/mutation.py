"""Faults planted between the urna and its disks: a sync left out, or one that comes too late.

They must act on syncs alone: what the urna reads back is always what it wrote.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from urna.flow.ports import MedioPerdido


@dataclass(frozen=True, slots=True, order=True)
class Site:
    """One kind of sync: of what medium, of what file or folder, and after what operation.

    The operation tells the method of ``Folder``: create, rename = replace; pwrite = overwrite; append; unlink = remove.
    """

    medium: str
    kind: str
    op: str
    after: str

    def __str__(self) -> str:
        return f"{self.medium}: {self.op} of {self.kind} after {self.after}"


@dataclass(frozen=True, slots=True)
class Event:
    """What a fault may wait for: ``what`` is sync, paper (it moves), told (an event reached the reducer) or cut."""

    what: str
    detail: str = ""


CUT = Event("cut")
"""The power went: what waited is lost."""


class Mutation(Protocol):
    """Decides when each sync is performed."""

    def sync(self, site: Site, act: Callable[[], None]) -> bool:
        """Perform ``act`` now, later or never; whether now."""
        ...

    def happened(self, event: Event) -> None:
        """Something else happened."""
        ...


class Faithful:
    """No fault."""

    def sync(self, site: Site, act: Callable[[], None]) -> bool:
        act()
        return True

    def happened(self, event: Event) -> None:
        """Nothing waits for it."""


@dataclass(slots=True)
class Dropped:
    """One site never syncs."""

    site: Site

    def sync(self, site: Site, act: Callable[[], None]) -> bool:
        if site == self.site:
            return False
        act()
        return True

    def happened(self, event: Event) -> None:
        """Nothing waits for it."""


@dataclass(slots=True)
class Never(Dropped):
    """One site never syncs, and no later sync of the same folder makes up for it."""


@dataclass(slots=True)
class Refused:
    """One site answers that the medium failed."""

    site: Site

    def sync(self, site: Site, act: Callable[[], None]) -> bool:
        if site == self.site:
            raise MedioPerdido("EIO")
        act()
        return True

    def happened(self, event: Event) -> None:
        """Nothing waits for it."""


@dataclass(slots=True)
class Swapped:
    """A sync that is followed by a certain other one comes after that one."""

    first: Site
    second: Site
    _late: list[Callable[[], None]] = field(default_factory=list)

    def sync(self, site: Site, act: Callable[[], None]) -> bool:
        waiting, self._late = self._late, []
        if waiting and site == self.second:
            act()
            waiting[0]()
            return True
        for late in waiting:
            late()
        if site == self.first:
            self._late.append(act)
            return False
        act()
        return True

    def happened(self, event: Event) -> None:
        if event == CUT:
            self._late.clear()


@dataclass(slots=True)
class Held:
    """Some syncs wait until something else happened: an order of truth turned around."""

    holds: Callable[[Site], bool]
    until: Callable[[Event], bool]
    _late: list[Callable[[], None]] = field(default_factory=list)

    def sync(self, site: Site, act: Callable[[], None]) -> bool:
        if self.holds(site):
            self._late.append(act)
            return False
        act()
        self.happened(Event("sync", f"{site.medium} {site.kind}"))
        return True

    def happened(self, event: Event) -> None:
        if event == CUT:
            self._late.clear()
        if self.until(event):
            waiting, self._late = self._late, []
            for late in waiting:
                late()
