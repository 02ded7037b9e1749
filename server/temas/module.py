"""The mounted theme builder as a module: its permission and its place in the navigation. It must not mount anything."""

from typing import Final

from server.module import Group, Module, Place
from server.temas.gate import ADDRESS
from server.temas.permissions import CONSTRUIR, PERMISSIONS
from server.temas.textos import NAV
from shared.web.site import NavItem

MODULE: Final = Module(
    "temas", (), PERMISSIONS, (Place(NavItem(ADDRESS + "/", NAV), CONSTRUIR, Group(NAV, 35), whole=True),)
)
"""Only of a server whose configuration mounts one."""
