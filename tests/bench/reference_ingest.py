"""The reference of ingest: a bare Starlette endpoint with the same checks, rows and durable bytes, and nothing else.

It decides nothing, refuses nothing, and writes by the quickest road of the database's own driver. Run as a process by
the bench.
"""

import asyncio
import json
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

import psycopg
import uvicorn
from sqlalchemy import Table, make_url
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from server.audit.repository import ENTRY
from server.cli_open import clock_of
from server.computos.repository_sums import ACTA, FIGURA
from server.config import ServerConfig
from server.db.bulk import wire_type
from server.ingest.repository import BODY, BUNDLE, STORE
from shared.crypto.certificates import TrustAnchor
from shared.crypto.hashing import sha256_hex
from shared.formats.canonical import twin
from shared.formats.results_v1 import BundleChecks, VerifiedBundle, read_public
from shared.formats.theme_v1 import parse_theme

GROUP: Final = 256
TABLES: Final[tuple[Table, ...]] = (STORE, BUNDLE, BODY, ACTA, FIGURA, ENTRY)
Rows = Mapping[Table, Sequence[tuple[Any, ...]]]


class Base(Protocol):
    """A connection of the driver's own."""

    def theme(self) -> bytes:
        """The theme that was imported."""
        ...

    def write(self, rows: Rows) -> None:
        """One transaction, durable when it returns."""
        ...


class Sqlite:
    """As the server opens it: WAL, every commit flushed."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")

    def theme(self) -> bytes:
        """As ``Base.theme``."""
        (body,) = self._database.execute("SELECT body FROM catalog_theme").fetchone()
        return bytes(body)

    def write(self, rows: Rows) -> None:
        """As ``Base.write``."""
        self._database.execute("BEGIN IMMEDIATE")
        for table, values in rows.items():
            marks = ",".join("?" * len(table.columns))
            names = ",".join(f'"{column.name}"' for column in table.columns)
            self._database.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", values)  # noqa: S608 - our own names
        self._database.execute("COMMIT")


class Postgres:
    """One connection; each table by binary COPY."""

    def __init__(self, url: str) -> None:
        found = make_url(url)
        self._connection = psycopg.connect(host=str(found.query["host"]), dbname=found.database, user=found.username)

    def theme(self) -> bytes:
        """As ``Base.theme``."""
        with self._connection.transaction():
            row = self._connection.execute("SELECT body FROM catalog_theme").fetchone()
        return bytes(row[0]) if row else b""

    def write(self, rows: Rows) -> None:
        """As ``Base.write``."""
        with self._connection.transaction(), self._connection.cursor() as cursor:
            for table, values in rows.items():
                names = ",".join(f'"{column.name}"' for column in table.columns)
                with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN (FORMAT BINARY)".encode()) as copy:
                    copy.set_types([wire_type(column) for column in table.columns])
                    for each in values:
                        copy.write_row(each)


class Reference:
    """Queue, thread of verification, thread of writing."""

    def __init__(self, config: ServerConfig) -> None:
        self._clock = clock_of(config)
        self._base: Base = Postgres(config.database) if config.database else Sqlite(config.data / "servidor.sqlite3")
        self._texts = not config.database
        anchor = TrustAnchor.from_pem(config.root.read_bytes(), config.crl.read_bytes())
        self._checks = BundleChecks(anchor, self._clock.now(), parse_theme(self._base.theme()), config.mode)
        self._queue: asyncio.Queue[tuple[bytes, VerifiedBundle, asyncio.Future[None]]] = asyncio.Queue()
        self._verifiers = ThreadPoolExecutor(1)
        self._writer = ThreadPoolExecutor(1)
        self._acta = 0
        self._prev = "0" * 64

    async def receive(self, request: Request) -> JSONResponse:
        """Verify, wait for the commit, answer."""
        data = await request.body()
        bundle = await asyncio.get_running_loop().run_in_executor(self._verifiers, read_public, data, self._checks)
        durable: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait((data, bundle, durable))
        await durable
        return JSONResponse({"sha256": bundle.sha256, "casilla": bundle.acta.casilla.clave}, 201)

    async def write(self) -> None:
        """Group commit until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            group = [await self._queue.get()]
            while len(group) < GROUP and not self._queue.empty():
                group.append(self._queue.get_nowait())
            await loop.run_in_executor(self._writer, self._commit, [(data, bundle) for data, bundle, _ in group])
            for _, _, durable in group:
                durable.set_result(None)

    def _commit(self, items: list[tuple[bytes, VerifiedBundle]]) -> None:
        now = self._clock.now()
        rows: dict[Table, list[tuple[Any, ...]]] = {table: [] for table in TABLES}
        for data, bundle in items:
            self._acta += 1
            self._add(rows, data, bundle, now)
        self._base.write(rows)

    def _add(self, rows: dict[Table, list[tuple[Any, ...]]], data: bytes, bundle: VerifiedBundle, at: datetime) -> None:
        acta, sealed = bundle.acta, bundle.manifest.sealed
        store, clave, now = acta.store_id.value, acta.casilla.clave, self._moment(at)
        place = self._checks.theme.casilla(acta.casilla)
        named = (store, acta.election.value, clave, acta.urna.value, "aceptado", "[]")
        rows[STORE].append((*named, sealed.sha256, sealed.size, sealed.records, "", "", ""))
        rows[BUNDLE].append((bundle.sha256, store, now, "http", len(data)))
        rows[BODY].append((bundle.sha256, data))
        rows[ACTA].append(
            (
                self._acta, store, clave, place.distrito.number, place.municipio.number, acta.casilla.seccion.number,
                acta.urna.value, bundle.sha256, acta.ledger.emitidos, acta.ledger.habilitaciones,
                self._moment(acta.closed_at), now, True,
            )
        )  # fmt: skip
        for number, contest in enumerate(acta.contests):
            rows[FIGURA] += [(self._acta, number, key, votes) for key, votes in contest.counts.items()]
        text = json.dumps(
            {"sha256": bundle.sha256, "store": store, "status": "aceptado", "codes": [], "pasos": ["llega"]}
        )
        entry = (self._acta + 1000, now, "http", "ingest", "recibir", clave, text, "", "", "", "", "", self._prev)
        self._prev = sha256_hex(twin([str(each) for each in entry]))
        rows[ENTRY].append((*entry, self._prev))

    def _moment(self, at: datetime) -> datetime | str:
        return at.isoformat(" ") if self._texts else at


def main(path: Path) -> None:
    """Serve on a free port and print it."""
    reference = Reference(ServerConfig.load(path))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(reference.write())
        yield
        task.cancel()

    app = Starlette(routes=[Route("/api/v1/bundles", reference.receive, methods=["POST"])], lifespan=lifespan)
    listener = socket.create_server(("127.0.0.1", 0))
    sys.stdout.write(f"http://127.0.0.1:{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)).run(sockets=[listener])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
