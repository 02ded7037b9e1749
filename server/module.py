"""What a module of the server registers: routes, a place in the navigation, work that runs beside requests.

It must not know which modules exist.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from fastapi import APIRouter

from server.context import Context
from shared.web.site import NavItem

Running = Callable[[Context], AbstractAsyncContextManager[object]]
"""Starts what a module runs while the server is up; what it yields is kept as ``app.state.<module name>``."""


@dataclass(frozen=True, slots=True)
class Module:
    """One module; ``nav`` are the pages that the staff's navigation lists."""

    name: str
    routers: tuple[APIRouter, ...]
    nav: tuple[NavItem, ...] = ()
    running: Running | None = None
