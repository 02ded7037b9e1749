"""A real PostgreSQL for the tests, made in a temporary folder, with a database for each of them. It must not assert.

Its files are flushed to disk only where ``DURABLE`` is asked for: what is lost with the power is tried elsewhere, and
a killed process loses nothing.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, make_url, text

from demo.waiting import wait_for
from server.config import ServerConfig
from server.db.engine import POSTGRES

OWNER: Final = "urna"
DURABLE: Final = "-c shared_buffers=32MB -c max_connections=200 -c listen_addresses=''"
QUICK: Final = f"{DURABLE} -c fsync=off -c full_page_writes=off"
_PLACES: Final = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name), reverse=True)


class NoPostgresError(LookupError):
    """PostgreSQL is not installed: scripts/apt-packages.txt names it."""


@dataclass
class Cluster:
    """One running PostgreSQL, reached by a socket in its folder."""

    folder: Path
    settings: str = QUICK
    names: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, name: str) -> str:
        """The address of a database, for the server's configuration."""
        return f"{POSTGRES}://{OWNER}@/{name}?host={self.folder}"

    def create(self, template: str = "template0") -> str:
        """The address of a new database, equal to ``template``, which nobody must be using."""
        name = f"prueba_{next(self.names)}"
        with self._admin() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"))
        return self.url(name)

    def copy(self, url: str) -> str:
        """The address of a copy of a database that nobody uses."""
        return self.create(make_url(url).database or "")

    def create_ordered(self, language: str) -> str:
        """The address of a database that orders words as a language does (``es-MX``)."""
        name = f"prueba_{next(self.names)}"
        order = f"LOCALE_PROVIDER icu ICU_LOCALE '{language}' LOCALE 'C.UTF-8'"
        with self._admin() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' {order}"))
        return self.url(name)

    def start(self) -> None:
        """Start it, or start it again."""
        log = ("-l", str(self.folder / "log"), "-w", "-t", "60")
        _run("pg_ctl", "-D", str(self.folder / "datos"), "-o", f"{self.settings} -k {self.folder}", *log, "start")

    def stop(self) -> None:
        """Stop it without asking anyone."""
        _run("pg_ctl", "-D", str(self.folder / "datos"), "-m", "immediate", "-w", "stop")

    @property
    def runs(self) -> bool:
        """Whether its first process lives: it ends by itself where it can write no more."""
        try:
            pid = (self.folder / "datos" / "postmaster.pid").read_text().split()[0]
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except (OSError, IndexError):
            return False

    def kill(self) -> None:
        """SIGKILL to its first process: the others see it and end, which this waits for."""
        pid = int((self.folder / "datos" / "postmaster.pid").read_text().split()[0])
        family = [pid, *(int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: not any(Path(f"/proc/{each}").exists() for each in family), "PostgreSQL ends")

    @contextmanager
    def _admin(self) -> Iterator[Connection]:
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()


@dataclass(frozen=True)
class Bases:
    """Databases for servers: of PostgreSQL where there is a cluster, or none, which is SQLite in a server's folder."""

    cluster: Cluster | None

    def empty(self) -> str:
        """The address of a new one."""
        return self.cluster.create() if self.cluster else ""

    def copy(self, config: ServerConfig) -> str:
        """The address of a copy of a server's, whose folder is copied besides."""
        return self.cluster.copy(config.database) if self.cluster else ""


@contextmanager
def cluster(settings: str = QUICK, place: Path | None = None) -> Iterator[Cluster]:
    """A cluster that lives as long as the block, below ``place`` if one is named; raises ``NoPostgresError``."""
    if not _PLACES:
        raise NoPostgresError("apt-get install postgresql")
    folder = Path(
        tempfile.mkdtemp(prefix="urna-pg-", dir=place)
    )  # pytest's own folders are closed to the user who runs it
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    folder.chmod(0o755)
    made = Cluster(folder, settings)
    try:
        _run("initdb", "-D", str(folder / "datos"), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        made.start()
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def engine_of(config: ServerConfig) -> Engine:
    """The database of a configuration, for whoever reads or spoils it from outside."""
    return create_engine(config.database_url.replace("+aiosqlite", ""))


def execute(config: ServerConfig, *statements: str) -> list[tuple[Any, ...]]:
    """Do something to the tables behind the server's back; gives the rows of the last statement, if it has any."""
    engine = engine_of(config)
    rows: list[tuple[Any, ...]] = []
    try:
        with engine.begin() as connection:
            for statement in statements:
                done = connection.execute(text(statement))
                rows = [tuple(row) for row in done] if done.returns_rows else []
    finally:
        engine.dispose()
    return rows


def _run(program: str, *arguments: str) -> None:
    """One of its programs, which do not run as root."""
    user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    line = [str(_PLACES[0] / program), *arguments]
    # What it starts keeps these pipes: a file of its own, so that nobody waits for them.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(line, stdout=said, stderr=said, check=False, cwd="/", **user)  # type: ignore[call-overload]
        if done.returncode:
            said.seek(0)
            raise RuntimeError(f"{program}: {said.read().decode()}")
