"""A server in a process of its own with some results, and what its first administrator was told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from demo.simulated_institute import demo_institute
from server.access import Grant, Role
from tests.server.harness import ZIP, Process, World, apart, import_theme, make_world, open_account

EVERYTHING = (Grant(Role.ADMINISTRACION), Grant(Role.DIRECCION), Grant(Role.RESULTADOS), Grant(Role.AUDITORIA))
PASSWORD = "la bugambilia florece en mayo"


@dataclass(frozen=True)
class Staff:
    """Address of the server, its world, and the path that lets the first person in."""

    address: str
    world: World
    process: Process
    shift: timedelta

    def now(self) -> datetime:
        """What the server's clock shows."""
        return datetime.now(UTC) + self.shift  # noqa: TID251

    def invite(self, usuario: str, *roles: str) -> str:
        """The address that opens a new account once, as the command prints it."""
        options = [part for role in roles for part in ("--role", role)]
        told = self.process.command("create-admin", usuario, "Ana López Hernández", *options)
        found = re.search(r"/enlace/[\w-]{43}", told.stdout)
        if found is None:
            raise LookupError(told.output)
        return self.address + found.group()


@pytest.fixture(scope="module")
def staff(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staff]:
    world = make_world(demo_institute(40), tmp_path_factory.mktemp("personal") / "instituto")
    apart(import_theme(world))
    shift = world.clock.moment - datetime.now(UTC)  # noqa: TID251
    process = Process(world, verifiers=0)
    process.start()
    try:
        with process.connection() as connection:
            bodies = [world.bundle(place).public for place in range(6)]
            for body in (*bodies, world.bundle(0, 50, urna=9).public, b"roto"):
                connection.request("POST", "/api/v1/bundles", body, ZIP)
                connection.getresponse().read()
        yield Staff(f"http://127.0.0.1:{process.port}", world, process, shift)
    finally:
        process.kill()


@pytest.fixture(scope="module")
def token(staff: Staff) -> str:
    return apart(open_account(staff.world, EVERYTHING))


def enter(page: Page, staff: Staff, token: str) -> None:
    """Whoever has this token is the one before this page, and nobody else."""
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sesion", "value": token, "url": staff.address}])


@pytest.fixture
def inside(page: Page, staff: Staff, token: str) -> Page:
    """A page in which somebody who may see everything has entered."""
    enter(page, staff, token)
    return page
