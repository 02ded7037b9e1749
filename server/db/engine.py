"""Makes the engine and its sessions. It must not be imported for its effects: it has none."""

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")
BEGIN_OPTION = "sqlite_begin"


def make_engine(url: str) -> AsyncEngine:
    """An async engine; on SQLite every connection is durable at commit (WAL with ``synchronous=FULL``)."""
    engine = create_async_engine(url, hide_parameters=True)  # what rows hold is in no error nor log
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def make_sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Sessions whose objects stay readable after commit."""
    return async_sessionmaker(engine, expire_on_commit=False)


async def begin_writing(session: AsyncSession) -> None:
    """Take the right to write at once, so that what is read here cannot change before what is written.

    SQLite would otherwise fail late, when two readers both want to write; other databases use row locks.
    """
    await session.connection(execution_options={BEGIN_OPTION: "IMMEDIATE"})


def _prepare_sqlite(connection: object, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]  # transactions are begun below, not by the driver
    cursor = connection.cursor()  # type: ignore[attr-defined]  # the DBAPI's own connection
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    kind = connection.get_execution_options().get(BEGIN_OPTION, "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {kind}")
