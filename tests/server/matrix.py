"""Every route of the server with every role: what is declared, as a table for people. It must not ask the server.

Made by ``python -m tests.server.matrix``; the tests compare it with the code and with what the server answers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fastapi.routing import APIRoute

from server.access import TRAITS, Access, Door, Role, access_of
from server.accounts.textos import ROLES
from server.module import Module
from server.modules import MODULES
from server.temas.gate import ADDRESS
from server.temas.permissions import PERMISSIONS
from tests.architecture.tree import REPOSITORY

DOCUMENT: Final = Path("docs/permissions.md")
HEAD: Final = """# Who may do what

Every route of the server with every role. A route that declares nothing is refused to everyone; `yes` is for who holds
the role anywhere, and sees and changes what lies there alone; `entidad` for who holds it over all of it; `local` for
programs of the server's own machine that no proxy sent. Made by
`python -m tests.server.matrix`; `tests/server/test_a27_every_route.py` asks a running server each of these.

"""


@dataclass(frozen=True)
class Route:
    """One route: module, method, path, what it declares."""

    module: str
    method: str
    path: str
    access: Access | None

    def allows(self, role: Role, *, whole: bool = True) -> bool:
        """Whether somebody may come in who holds this role over the whole entidad, or over a part of it."""
        if self.access is None:
            return False
        traits, permission = TRAITS[role], self.access.permission
        if self.access.door is Door.OPEN:
            return True
        if self.method != "GET" and (traits.stays or traits.machine):
            return False
        if self.access.door is Door.INSIDE:
            return not traits.machine
        return permission is not None and role in permission.roles and (whole or self.access.within)


def routes(modules: Sequence[Module] = MODULES) -> Iterator[Route]:
    """Every route that a module registers."""
    for module in modules:
        for router in module.routers:
            for route in router.routes:
                if isinstance(route, APIRoute):
                    for method in sorted(route.methods or ()):
                        yield Route(module.name, method, route.path, access_of(route.endpoint))


def table() -> str:
    """The document."""
    roles = tuple(Role)
    lines = [f"| | permission | nobody | {' | '.join(roles)} |", f"| --- | --- | --- |{' --- |' * len(roles)}"]
    lines += [_line(route) for route in sorted(routes(), key=lambda each: (each.module, each.path, each.method))]
    words = [f"- `{role}`: {ROLES[role]}" for role in roles]
    open_doors: list[str] = sorted(
        {
            f"- `{each.method} {each.path}`: {each.access.reason}"
            for each in routes()
            if each.access and each.access.reason
        }
    )
    mounted = [f"- `{ADDRESS}/`: `{each.code}`, over the entidad ({', '.join(each.roles)})" for each in PERMISSIONS]
    parts = ["", "Mounted where the configuration names it (`tests/server/temas` asks it):", "", *mounted, ""]
    return HEAD + "\n".join([*words, "", *lines, *parts, "Doors that stand open, and why:", "", *open_doors, ""])


def _line(route: Route) -> str:
    access = route.access
    permission = access.permission.code if access and access.permission else access.door.value if access else "?"
    nobody = "yes" if access and access.door is Door.OPEN else "local" if access and access.local else ""
    marks = " | ".join(_mark(route, role) for role in Role)
    return f"| `{route.method} {route.path}` | {permission} | {nobody} | {marks} |"


def _mark(route: Route, role: Role) -> str:
    if not route.allows(role):
        return ""
    return "yes" if route.allows(role, whole=False) else "entidad"


if __name__ == "__main__":
    (REPOSITORY / DOCUMENT).write_text(table(), encoding="utf-8")
