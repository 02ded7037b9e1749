"""What a module of the server registers: routes, a place in the navigation, work that runs beside requests.

It must not know which modules exist.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter

from server.access import Permission
from server.context import Context
from shared.web.site import NavItem

Running = Callable[[Context], AbstractAsyncContextManager[object]]
"""Starts what a module runs while the server is up; what it yields is kept as ``app.state.<module name>``."""


@dataclass(frozen=True, slots=True)
class Group:
    """Places of the navigation that belong together; those of the lowest ``rank`` come first."""

    label: str
    rank: int


@dataclass(frozen=True, slots=True)
class Place:
    """A page that the staff's navigation lists for whoever holds its permission.

    Attributes:
        group: where it stands; groups are what its modules name, and nothing lists them.
        whole: it is only for who holds the permission over the whole entidad.
        covers: beginnings of other addresses that belong to it, besides those below its own.
    """

    item: NavItem
    permission: Permission
    group: Group
    whole: bool = False
    covers: tuple[str, ...] = ()

    def length_at(self, path: str) -> int:
        """How many letters of ``path`` say that it belongs here; 0 when it does not."""
        href = self.item.href
        found = [each for each in (href, *self.covers) if path == each or (each != "/" and path.startswith(f"{each}/"))]
        return max(map(len, found), default=0)


@dataclass(frozen=True, slots=True)
class Module:
    """One module.

    Attributes:
        permissions: everything that may be granted for it.
        nav: the pages that the staff's navigation lists.
        running: see ``Running``.
        templates: folder of its own pages, if it has one.
    """

    name: str
    routers: tuple[APIRouter, ...]
    permissions: tuple[Permission, ...] = ()
    nav: tuple[Place, ...] = ()
    running: Running | None = None
    templates: Path | None = None
