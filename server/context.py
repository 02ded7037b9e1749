"""What one running server holds: configuration, clock, database, trust. It must not know any module."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from server.config import ConfigInvalida, ServerConfig
from server.db.engine import begin_reading, begin_writing, make_engine, make_sessions
from server.kit.clock import Clock, SystemClock
from server.kit.files import FileStore
from server.kit.health import Health
from server.kit.meters import Meters
from server.kit.objects import Stores
from server.kit.s3 import Bucket, S3Store, check_installed
from server.kit.secret import check_closed
from server.kit.tracing import NoTracing, OpenTelemetry, Tracer
from shared.crypto.certificates import TrustAnchor

LEAST_SECRET = 32


@dataclass(frozen=True, slots=True)
class Context:
    """The parts that every module may use; ``stores`` keep files by content (modules use them by ``server.objetos``).

    ``proxy_secret`` is what the proxy alone knows besides; empty where none is agreed.
    ``health``, ``meters`` and ``tracer`` are what a module tells of itself to those who watch the server.
    """

    config: ServerConfig
    clock: Clock
    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]
    anchor: TrustAnchor
    stores: Stores
    health: Health = field(default_factory=Health)
    meters: Meters = field(default_factory=Meters)
    tracer: Tracer = field(default_factory=NoTracing)
    proxy_secret: str = field(default="", repr=False)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """One read transaction: every query inside sees the same moment."""
        async with self.sessions() as session, session.begin():
            await begin_reading(session)
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """One transaction that holds the right to write from its first query, and commits at its end or not at all."""
        async with self.sessions() as session, session.begin():
            await begin_writing(session)
            yield session


def make_context(config: ServerConfig, clock: Clock) -> Context:
    """Build the parts of ``config``.

    Raises ``ConfigInvalida`` S007 when the root or its list cannot be read, S861 for a short secret of the proxy,
    ``SecretoExpuesto`` S010 for a key that others can read, ``TracingMissing`` S829, ``ObjetoInvalido`` S850 S859.
    """
    check_closed(config.key)
    try:
        root, crl = config.root.read_bytes(), config.crl.read_bytes()
        secret = _proxy_secret(config.proxy_secret)
        config.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigInvalida("S007", f"{error.filename}: {error.strerror}") from error
    engine = make_engine(config.database_url)
    anchor = TrustAnchor.from_pem(root, crl)
    stores = stores_of(config)
    tracer = OpenTelemetry() if config.tracing else NoTracing()
    return Context(config, clock, engine, make_sessions(engine), anchor, stores, tracer=tracer, proxy_secret=secret)


def _proxy_secret(path: Path | None) -> str:
    if path is None:
        return ""
    check_closed(path)
    secret = path.read_text(encoding="ascii", errors="replace").strip()
    if len(secret) < LEAST_SECRET:
        raise ConfigInvalida("S861", f"the proxy's secret must have {LEAST_SECRET} letters or more")
    return secret


def stores_of(config: ServerConfig) -> Stores:
    """Where a configuration keeps files by content; nobody is asked yet. Raises ``ObjetoInvalido`` S850, S859."""

    def local(folder: str) -> FileStore:
        return FileStore(config.data / folder)

    settings = config.objetos
    if settings is None:
        return Stores(local, local)
    check_installed()
    settings.keys()
    bucket = Bucket(settings, SystemClock().now)  # a lock runs by the hour of the world, whatever night is re-enacted
    return Stores(lambda folder: S3Store(bucket, folder), local, settings.place)


def context_of(request: Request) -> Context:
    """The context of the application that serves ``request`` (a FastAPI dependency)."""
    return cast("Context", request.app.state.context)


async def read_session(request: Request) -> AsyncIterator[AsyncSession]:
    """The one read transaction of a request (a FastAPI dependency)."""
    async with context_of(request).reading() as session:
        yield session
