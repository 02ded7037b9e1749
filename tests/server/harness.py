"""An institute, its server and its senders for the tests of the server. It must not assert."""

import asyncio
import http.client
import multiprocessing
import os
import re
import shutil
import signal
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, Final, TypeVar

import httpx
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from demo.simulated_institute import SimulatedInstitute
from demo.simulated_urnas import SimulatedBundle, SimulatedCount, SimulatedUrnas
from demo.simulated_votes import spread
from server import cli
from server.access import Grant, Role
from server.accounts import entering, people, repository
from server.accounts import service as accounts
from server.accounts.schemas import By, Source, Standing, Wrong
from server.app import create_app
from server.catalog import service as catalog
from server.config import ServerConfig
from server.context import make_context
from server.db.migrate import upgrade
from server.kit.clock import FixedClock
from shared.crypto.passwords import LEAST_MEMORY_KIB, csrf_of
from shared.domain.ids import StoreId
from tests.server.forked import serve

WEIGHTS: Mapping[str, int] = {
    "MC": 39, "PRI": 17, "PAN": 10, "MORENA": 20, "PT": 2, "PES": 1, "PT-MORENA-PES": 3, "PT-MORENA": 2, "PT-PES": 1,
    "MORENA-PES": 1, "PRD": 1, "PVEM": 2, "PANAL": 1, "NO_REGISTRADAS": 1, "NULOS": 3,
}  # fmt: skip
ANSWERS: Mapping[str, int] = {"SI": 5, "NO": 3, "NULOS": 1, "BLANCOS": 1}
ZIP = {"content-type": "application/zip"}


@dataclass(frozen=True)
class World:
    """One institute and one empty server in a folder."""

    institute: SimulatedInstitute
    folder: Path
    config: ServerConfig
    clock: FixedClock

    @property
    def urnas(self) -> SimulatedUrnas:
        return self.institute.urnas()

    def count(self, place: int, voters: int = 0, **changes: object) -> SimulatedCount:
        """A count of the casilla number ``place``, the same for the same arguments."""
        casilla = self.institute.theme.casillas[place]
        votes = voters or 150 + 7 * place
        gubernatura, consulta = self.institute.theme.contests
        seed = casilla.id.clave
        counts = (spread(gubernatura, votes, seed, WEIGHTS), spread(consulta, votes, seed, ANSWERS))
        return replace(SimulatedCount(casilla.id, counts), **changes)  # type: ignore[arg-type]  # a test names real fields

    def bundle(self, place: int, voters: int = 0, **changes: object) -> SimulatedBundle:
        return self.urnas.bundle(self.count(place, voters, **changes))

    def client(self, *grants: Grant) -> TestClient:
        """A browser in which somebody with these grants (by default, who sees every page of results) has entered."""
        return entered(self.stranger(), apart(open_account(self, grants or SEES_RESULTS)))

    def cookie(self, *grants: Grant) -> dict[str, str]:
        """The header by which somebody with these grants is known to a server in a process of its own."""
        return {"cookie": f"sesion={apart(open_account(self, grants or SEES_RESULTS))}"}

    def stranger(self) -> TestClient:
        """A browser in which nobody has entered."""
        return TestClient(create_app(self.config, self.clock), base_url="http://127.0.0.1")


SEES_RESULTS = (Grant(Role.DIRECCION), Grant(Role.RESULTADOS))
_T = TypeVar("_T")


def apart(work: Coroutine[Any, Any, _T]) -> _T:
    """Run to its end in a loop of its own, also where one runs already."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


async def open_account(world: World, grants: Sequence[Grant], factors: int = 2) -> str:
    """Make somebody with these grants and open a session for them; gives its token."""
    context = make_context(world.config, world.clock)
    try:
        await upgrade(context.engine)
        keys, now, me = accounts.keys_of(context), world.clock.now(), By("prueba", "", "")
        async with context.writing() as session:
            usuario = f"persona-{keys.randomness.token(6).hex()}"
            made = await people.invite(session, keys, (usuario, "Persona de prueba", grants), me, now)
            if isinstance(made, Wrong):
                raise LookupError(made)  # noqa: TRY004 - a refusal is no type
            await repository.change_person(session, made[0], status=Standing.ACTIVA.value)
            entered = await entering.open_session(session, keys, made[0], factors, (Source("127.0.0.1"), now))
            return entered.token
    finally:
        await context.engine.dispose()


def entered(client: TestClient, token: str) -> TestClient:
    """A browser with the cookie of a session; its forms bear their token, as pages put it there."""
    client.cookies.set("sesion", token)
    client.headers["x-csrf"] = csrf_of(token)
    return client


def confirmed(client: TestClient, path: str, data: Mapping[str, str | list[str]]) -> httpx.Response:
    """Send a form, read the page that asks, and press its button; gives what came of it."""
    page = client.post(path, data=dict(data), follow_redirects=False)
    mark = re.search(r'name="confirmado" value="([0-9a-f]{64})"', page.text)
    if mark is None:
        return page  # type: ignore[no-any-return]  # the client is httpx's, untyped
    again: httpx.Response = client.post(path, data={**data, "confirmado": mark.group(1)}, follow_redirects=False)
    return again


def beside(started: TestClient, token: str = "") -> TestClient:
    """Another browser before the same running server; with the session of ``token``, or nobody's."""
    other = TestClient(started.app, base_url="http://127.0.0.1")
    other.portal = started.portal
    return entered(other, token) if token else other


async def machine_token(world: World, *grants: Grant) -> str:
    """The token of a machine with these grants."""
    context = make_context(world.config, world.clock)
    try:
        await upgrade(context.engine)
        async with context.writing() as session:
            asked = "Máquina de prueba", grants
            keys, now = accounts.keys_of(context), world.clock.now()
            return str(await people.add_machine(session, keys, asked, By("prueba", "", ""), now))
    finally:
        await context.engine.dispose()


def night(institute: SimulatedInstitute) -> datetime:
    """An hour after the simulated urnas closed."""
    return institute.urnas().closed_at + timedelta(hours=1)


def make_world(institute: SimulatedInstitute, folder: Path, database: str = "") -> World:
    """An institute and its empty server, with SQLite in its folder unless a ``database`` is named."""
    config = institute.write(folder)
    if database:
        config.write_text(f'database = "{database}"\n{config.read_text()}')
    return _world(institute, folder)


def make_imported(institute: SimulatedInstitute, folder: Path, database: str = "") -> World:
    """The same, with the institute's theme in it."""
    made = make_world(institute, folder, database)
    apart(import_theme(made))
    return made


def copy_world(made: World, folder: Path, database: str = "") -> World:
    """The same institute and server in a folder of their own; ``made`` must not run, ``database`` is a copy of its."""
    shutil.copytree(made.folder, folder)
    if database:
        config = folder / "servidor.toml"
        config.write_text(config.read_text().replace(made.config.database, database))
    return _world(made.institute, folder)


def _world(institute: SimulatedInstitute, folder: Path) -> World:
    read = ServerConfig.load(folder / "servidor.toml")
    config = replace(read, verifiers=0, password_memory_kib=LEAST_MEMORY_KIB)  # one process
    return World(institute, folder, config, FixedClock(night(institute)))


async def bring_up(world: World) -> None:
    """Make the tables of a server."""
    context = make_context(world.config, world.clock)
    try:
        await upgrade(context.engine)
    finally:
        await context.engine.dispose()


async def import_theme(world: World) -> None:
    context = make_context(world.config, world.clock)
    try:
        await upgrade(context.engine)
        root = world.config.theme_root.read_bytes()
        body = catalog.read_signed_theme(world.config.theme_repository, root, world.clock.now())
        async with context.writing() as session:
            await catalog.import_theme(session, body, world.clock.now())
    finally:
        await context.engine.dispose()


def deliver(client: TestClient | httpx.Client, data: bytes) -> httpx.Response:
    response: httpx.Response = client.post("/api/v1/bundles", content=data, headers=ZIP)
    return response


def other_store(letter: str) -> StoreId:
    return StoreId(letter * 32)


FORKS: Final = multiprocessing.get_context("forkserver")
"""Processes come from one that has read the server's code once, and shares nothing else with them or with the tests."""
READ: Final = [serve.__module__, "server.serving", "server.jobs.postgres"]
"""What that one reads: the commands, and what some of them read only when they are run."""


class Process:
    """A server in a process of its own, as it runs in an institute; ``verifiers`` as its configuration has it."""

    def __init__(self, world: World, verifiers: int | None = None) -> None:
        self._world = world
        self._cookie: dict[str, str] = {}
        self._config = world.folder / "servidor.toml"
        shift = int((world.clock.moment - datetime.now(world.clock.moment.tzinfo)).total_seconds())  # noqa: TID251
        mine = ("clock_", "port") if verifiers is None else ("clock_", "port", "verifiers")
        lines = [line for line in self._config.read_text().splitlines() if not line.startswith(mine)]
        more = [] if verifiers is None else [f"verifiers = {verifiers}"]
        self._config.write_text("\n".join([*lines, *more, f"clock_shift_s = {shift}", "port = 0"]) + "\n")
        self._child: ForkServerProcess | None = None
        self.port = 0

    @property
    def pid(self) -> int:
        """Process id of the server itself."""
        if self._child is None or self._child.pid is None:
            raise RuntimeError("the server does not run")
        return self._child.pid

    @property
    def verifiers(self) -> set[int]:
        """Process ids of the children that verify."""
        if self._child is None:
            return set()
        tasks = Path(f"/proc/{self._child.pid}/task").glob("*/children")
        children = [pid for task in tasks for pid in task.read_text().split()]
        return {int(pid) for pid in children if b"spawn_main" in _command_line(int(pid))}

    def command(self, *arguments: str) -> Result:
        """What a command of the server does and says, in a thread of this process, which has read its code already.

        A demonstration runs the same commands as programs. Where a browser runs there is a loop here: hence the thread.
        """
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(CliRunner().invoke, cli.app, [*arguments, "--config", str(self._config)]).result()

    def start(self) -> None:
        FORKS.set_forkserver_preload(READ)
        heard, told = FORKS.Pipe(duplex=False)
        with heard, told:
            self._child = FORKS.Process(target=serve, args=(["run", "--config", str(self._config)], told))
            self._child.start()
            told.close()  # the server's alone: were it to end, there would be no more to read
            with open(heard.fileno(), encoding="utf-8", closefd=False) as said:
                self.port = int(said.readline().rpartition(":")[2])

    def kill(self) -> None:
        """SIGKILL: nothing is said to the process."""
        if self._child is not None:
            os.kill(self.pid, signal.SIGKILL)
            self._child.join(10)
            self._child = None

    def read(self, path: str) -> tuple[int, bytes]:
        """What staff who see results are answered."""
        if not self._cookie:
            self._cookie = self._world.cookie()
        with self.connection() as connection:
            connection.request("GET", path, headers=self._cookie)
            response = connection.getresponse()
            return response.status, response.read()

    @contextmanager
    def connection(self) -> Iterator[http.client.HTTPConnection]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            yield connection
        finally:
            connection.close()


def _command_line(pid: int) -> bytes:
    """Empty for a process that is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
