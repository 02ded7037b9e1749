"""The reference of ingest: a bare Starlette endpoint with the same checks, rows and durable bytes, and nothing else.

It decides nothing, refuses nothing, and writes with the database's own driver. Run as a process by the bench.
"""

import asyncio
import json
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from server.cli_open import clock_of
from server.config import ServerConfig
from shared.crypto.certificates import TrustAnchor
from shared.crypto.hashing import sha256_hex
from shared.formats.canonical import twin
from shared.formats.results_v1 import BundleChecks, VerifiedBundle, read_public
from shared.formats.theme_v1 import parse_theme

GROUP = 256


class Reference:
    """Queue, thread of verification, thread of writing."""

    def __init__(self, config: ServerConfig) -> None:
        self._clock = clock_of(config)
        self._path = config.data / "servidor.sqlite3"
        with sqlite3.connect(self._path) as database:
            (body,) = database.execute("SELECT body FROM catalog_theme").fetchone()
        anchor = TrustAnchor.from_pem(config.root.read_bytes(), config.crl.read_bytes())
        self._checks = BundleChecks(anchor, self._clock.now(), parse_theme(body), config.mode)
        self._queue: asyncio.Queue[tuple[bytes, asyncio.Future[VerifiedBundle]]] = asyncio.Queue()
        self._verifiers = ThreadPoolExecutor(config.verifiers)
        self._writer = ThreadPoolExecutor(1)
        self._database: sqlite3.Connection | None = None
        self._acta = 0
        self._prev = "0" * 64

    async def receive(self, request: Request) -> JSONResponse:
        """Verify, wait for the commit, answer."""
        data = await request.body()
        bundle = await asyncio.get_running_loop().run_in_executor(self._verifiers, read_public, data, self._checks)
        future: asyncio.Future[VerifiedBundle] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait((data, future))
        future.bundle = bundle  # type: ignore[attr-defined]  # carried beside
        await future
        return JSONResponse({"sha256": bundle.sha256, "casilla": bundle.acta.casilla.clave}, 201)

    async def write(self) -> None:
        """Group commit until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            group = [await self._queue.get()]
            while len(group) < GROUP and not self._queue.empty():
                group.append(self._queue.get_nowait())
            items = [(data, future.bundle) for data, future in group]  # type: ignore[attr-defined]  # same
            await loop.run_in_executor(self._writer, self._commit, items)
            for _, future in group:
                future.set_result(future.bundle)  # type: ignore[attr-defined]  # same

    def _commit(self, items: list[tuple[bytes, VerifiedBundle]]) -> None:
        if self._database is None:
            self._database = sqlite3.connect(self._path, isolation_level=None)
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=FULL")
        database = self._database
        now = self._clock.now().isoformat(" ")
        rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in INSERTS}
        for data, bundle in items:
            self._acta += 1
            self._rows(rows, data, bundle, now)
        database.execute("BEGIN IMMEDIATE")
        for name, statement in INSERTS.items():
            database.executemany(statement, rows[name])
        database.execute("COMMIT")

    def _rows(self, rows: dict[str, list[tuple[Any, ...]]], data: bytes, bundle: VerifiedBundle, now: str) -> None:
        acta, sealed = bundle.acta, bundle.manifest.sealed
        store, clave = acta.store_id.value, acta.casilla.clave
        place = self._checks.theme.casilla(acta.casilla)
        state = (acta.urna.value, "aceptado", "[]")
        rows["store"].append((store, acta.election.value, clave, *state, sealed.sha256, sealed.size, sealed.records))
        rows["bundle"].append((bundle.sha256, store, now, "http", len(data)))
        rows["body"].append((bundle.sha256, data))
        rows["acta"].append(
            (
                self._acta, store, clave, place.distrito.number, place.municipio.number, acta.casilla.seccion.number,
                acta.urna.value, bundle.sha256, acta.ledger.emitidos, acta.ledger.habilitaciones,
                acta.closed_at.isoformat(" "), now, 1,
            )
        )  # fmt: skip
        for number, contest in enumerate(acta.contests):
            rows["figura"] += [(self._acta, number, key, votes) for key, votes in contest.counts.items()]
        text = json.dumps({"sha256": bundle.sha256, "store": store, "status": "aceptado", "codes": []})
        entry = (self._acta + 1, now, "http", "ingest", "recibir", clave, text, self._prev)
        self._prev = sha256_hex(twin(list(entry)))
        rows["audit"].append((*entry, self._prev))


INSERTS = {
    "store": "INSERT INTO ingest_store VALUES (?,?,?,?,?,?,?,?,?)",
    "bundle": "INSERT INTO ingest_bundle VALUES (?,?,?,?,?)",
    "body": "INSERT INTO ingest_body VALUES (?,?)",
    "acta": "INSERT INTO computos_acta VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
    "figura": "INSERT INTO computos_figura VALUES (?,?,?,?)",
    "audit": "INSERT INTO audit_entry VALUES (?,?,?,?,?,?,?,?,?)",
}


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
