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
class Place:
    """A page that the staff's navigation lists for whoever holds its permission."""

    item: NavItem
    permission: Permission


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
