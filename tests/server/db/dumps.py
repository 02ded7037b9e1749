"""Dumps of databases as earlier versions of the schema left them, which every later version must read.

python -m tests.server.db.dumps      writes the two dumps of the present version, once: before it is released

A dump is what its own database makes of itself (SQLite's, ``pg_dump``), and beside it stands what must be found in it.
It must never change one that is there.
"""

import gzip
import json
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text

from demo.simulated_institute import demo_institute
from server.access import Grant, Role
from server.catalog.marco import Lista
from server.config import ServerConfig
from server.context import make_context
from server.db.migrate import MIGRATIONS, alembic_config
from server.ingest import reception
from tests.server import databases
from tests.server.catalog.lists import SMALL, csv_of
from tests.server.databases import Bases, engine_of
from tests.server.harness import World, apart, import_theme, make_world, other_store

FOLDER: Final = Path(__file__).parent / "golden"
SQLITE, POSTGRES = "sqlite", "postgres"

FIGURES = (
    "SELECT f.key, SUM(f.votes) FROM computos_figura f JOIN computos_acta a ON a.id = f.acta"
    " WHERE a.counted AND f.contest = 0 GROUP BY f.key ORDER BY f.key"
)


@dataclass(frozen=True)
class Golden:
    """One dump: the version of its schema, its database, its file."""

    version: str
    kind: str

    @property
    def path(self) -> Path:
        """The dump itself, compressed."""
        return FOLDER / f"{self.version}.{self.kind}.sql.gz"

    def expected(self) -> dict[str, Any]:
        """What it holds, as it was told when it was made."""
        found: dict[str, Any] = json.loads((FOLDER / f"{self.version}.{self.kind}.json").read_text())
        return found

    def load(self, config: ServerConfig) -> None:
        """Put it into the empty database of a configuration."""
        script = gzip.decompress(self.path.read_bytes()).decode()
        if self.kind == SQLITE:
            config.data.mkdir(exist_ok=True)
            with closing(sqlite3.connect(config.data / "servidor.sqlite3")) as connection:
                connection.executescript(script)
            return
        line = ["psql", "-q", "-v", "ON_ERROR_STOP=1", plain(config.database)]
        subprocess.run(line, input=script.encode(), check=True, capture_output=True)


def all_golden() -> list[Golden]:
    """Every dump that is kept, by version."""
    names = sorted(path.name.split(".") for path in FOLDER.glob("*.sql.gz"))
    return [Golden(version, kind) for version, kind, *_ in names]


def plain(url: str) -> str:
    """The address as PostgreSQL's own programs want it."""
    return url.replace("+psycopg", "")


def told(config: ServerConfig) -> dict[str, Any]:
    """What a database holds, in the figures that nothing may change."""
    trail = databases.execute(config, "SELECT n, hash FROM audit_entry ORDER BY n DESC LIMIT 1")[0]
    return {
        "trail": list(trail),
        "figures": {key: int(votes) for key, votes in databases.execute(config, FIGURES)},
        "bundles": [sha for (sha,) in databases.execute(config, "SELECT sha256 FROM ingest_bundle ORDER BY sha256")],
        "stores": [
            list(row) for row in databases.execute(config, "SELECT store_id, status FROM ingest_store ORDER BY 1")
        ],
    }


def head() -> str:
    """The version that this program makes."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""


async def _receive(world: World) -> None:
    """What urnas sent, refused and set apart besides; nobody has an account yet."""
    store = other_store("a")
    pair = [world.bundle(3, votes, store=store).public for votes in (80, 81)]
    context = make_context(world.config, world.clock)
    try:
        async with reception.running(context) as desk:
            for data in (*(world.bundle(place).public for place in range(3)), *pair, b"roto"):
                await desk.receive(data, "http")
    finally:
        await context.engine.dispose()


def _full(folder: Path, bases: Bases) -> World:
    world = make_world(demo_institute(6), folder, bases.empty())
    apart(import_theme(world))
    apart(_receive(world))
    with world.client(Grant(Role.ADMINISTRACION), Grant(Role.RESULTADOS)) as client:
        carga = csv_of(Lista.MUNICIPIOS, SMALL[Lista.MUNICIPIOS])
        client.post("/api/v1/catalogo/municipios/cargas", content=carga, headers={"content-type": "text/csv"})
    return world


def _copied(full: World, world: World, version: str) -> None:
    """The rows of ``full`` that an earlier version of the schema knew, in a database of that version."""
    source, target = engine_of(full.config), engine_of(world.config)
    with source.connect() as reading, target.begin() as writing:
        command.upgrade(alembic_config(writing), version)
        _copy(reading, writing)
    source.dispose()
    target.dispose()


def _copy(reading: Connection, writing: Connection) -> None:
    known = MetaData()
    known.reflect(writing)
    lacks = "actor" in known.tables["audit_entry"].c and "role" not in known.tables["audit_entry"].c
    for table in known.sorted_tables:
        if table.name == "alembic_version":
            continue
        names = [column.name for column in table.columns]
        # Entries that say who did it hash what an earlier version had no column for: they come after all others.
        where = "WHERE n < (SELECT MIN(n) FROM audit_entry WHERE role || address || before || after <> '')"
        query = f"SELECT {', '.join(names)} FROM {table.name} {where if lacks and table.name == 'audit_entry' else ''}"  # noqa: S608 - ours
        rows = [dict(row) for row in reading.execute(text(query)).mappings()]
        if rows:
            places = ", ".join(f":{name}" for name in names)
            line = text(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({places})")  # noqa: S608 - ours
            writing.execute(line, rows)


def _dump(config: ServerConfig, golden: Golden) -> None:
    if golden.kind == SQLITE:
        with closing(sqlite3.connect(config.data / "servidor.sqlite3")) as connection:
            script = "\n".join(connection.iterdump())
    else:
        line = ["pg_dump", "--inserts", "--no-owner", "--no-privileges", plain(config.database)]
        script = subprocess.run(line, check=True, capture_output=True, text=True).stdout
    golden.path.write_bytes(gzip.compress(script.encode(), mtime=0))
    expected = json.dumps(told(config), indent=1, sort_keys=True)
    golden.path.with_name(f"{golden.version}.{golden.kind}.json").write_text(expected + "\n")


def _make(golden: Golden, bases: Bases) -> None:
    with tempfile.TemporaryDirectory() as name:
        full = _full(Path(name) / "entero", bases)
        world = full
        if golden.version != head():
            world = make_world(full.institute, Path(name) / "anterior", bases.empty())
            world.config.data.mkdir(exist_ok=True)
            _copied(full, world, golden.version)
        _dump(world.config, golden)


def main(versions: Sequence[str]) -> None:
    """Write the dumps of some versions that are not there yet."""
    FOLDER.mkdir(exist_ok=True)
    with databases.cluster() as cluster:
        for golden in (Golden(version, kind) for version in versions for kind in (SQLITE, POSTGRES)):
            if golden.path.exists():
                sys.exit(f"{golden.path} is there: what was released is never changed")
            _make(golden, Bases(cluster if golden.kind == POSTGRES else None))


if __name__ == "__main__":
    main(sys.argv[1:] or [head()])
