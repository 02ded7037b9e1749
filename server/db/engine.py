"""The engine and its transactions, on SQLite and on PostgreSQL. It must not hold queries of a module."""

import sqlite3
from contextlib import suppress
from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from shared.domain.errors import DatoInvalido
from shared.web import sqlite

SQLITE: Final = "sqlite+aiosqlite"
POSTGRES: Final = "postgresql+psycopg"
RIGHT_TO_WRITE: Final = 0x75726E61
"""The advisory lock of whoever writes, among all processes on one PostgreSQL database (its letters: ``urna``)."""
RIGHT_TO_MIGRATE: Final = RIGHT_TO_WRITE + 1
WAIT_MS: Final = 10_000
"""How long somebody waits for the right to write, as on SQLite; beyond, nothing was stored and they are told so."""
FROZEN_MS: Final = 60_000
"""A process that holds the right to write and asks nothing for so long has stopped: PostgreSQL lets go of it."""
SETTINGS: Final = f"-c timezone=UTC -c synchronous_commit=on -c lock_timeout={WAIT_MS}"
ORDERS: Final = frozenset({"C", "POSIX", "C.UTF-8", "C.utf8"})
_TAKE = text("SELECT pg_advisory_xact_lock(:key), set_config('idle_in_transaction_session_timeout', :frozen, true)")
_ABOUT = text(
    "SELECT pg_encoding_to_char(encoding), datcollate, datlocprovider = 'c' FROM pg_database"
    " WHERE datname = current_database()"
)

_FLUSHING = text(
    "SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'"
)


class BaseInadecuada(DatoInvalido):
    """A database on which this program does not run (codes ``S01x``)."""


class Yielding(sqlite3.Connection):
    """One that lets go of its transaction when it is closed.

    Work that is cancelled in the middle of a statement leaves that statement unfinished, and SQLite keeps a closed
    connection, with its right to write, until somebody collects the statement: nobody else could write until then.
    """

    def close(self) -> None:
        """End the transaction, then the connection."""
        with suppress(sqlite3.Error):
            self.rollback()
        super().close()


def make_engine(url: str) -> AsyncEngine:
    """An async engine whose transactions are durable at commit.

    SQLite: WAL with ``synchronous=FULL``. PostgreSQL: ``synchronous_commit``, whatever the server's own default; a
    connection that died is made anew.
    """
    if url.startswith(SQLITE):
        # What rows hold is in no error nor log.
        engine = create_async_engine(url, hide_parameters=True, connect_args={"factory": Yielding})
        sqlite.prepare(engine.sync_engine)
        return engine
    return create_async_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args={"options": SETTINGS})


def make_sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Sessions whose objects stay readable after commit."""
    return async_sessionmaker(engine, expire_on_commit=False)


async def begin_reading(session: AsyncSession) -> None:
    """See one moment in every query that follows; SQLite does so by itself."""
    if not _is_sqlite(session):
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        await session.connection(execution_options=options)


async def begin_writing(session: AsyncSession) -> None:
    """Take the right to write at once, so that what is read here cannot change before what is written.

    One transaction has it at a time, of whatever process or machine: numbers of actas and the trail's chain are given
    under it. SQLite has its one writer; on PostgreSQL it is an advisory lock, which ends with the transaction, and
    each query sees what was committed before it began.
    """
    if _is_sqlite(session):
        await session.connection(execution_options={sqlite.BEGIN: "IMMEDIATE"})
    else:
        await session.execute(_TAKE, {"key": RIGHT_TO_WRITE, "frozen": str(FROZEN_MS)})


def check_database(connection: Connection) -> None:
    """Raise ``BaseInadecuada`` S013 for a PostgreSQL that would order words otherwise than by their bytes.

    Cuts and lists must come out equal on every machine, whatever its language.
    """
    if connection.dialect.name == "sqlite":
        return
    encoding, order, plain = connection.execute(_ABOUT).one()
    if encoding != "UTF8" or order not in ORDERS or not plain:
        raise BaseInadecuada("S013", f"the database must be UTF8 and C.UTF-8, and is {encoding} and {order}")


async def unflushed(engine: AsyncEngine) -> tuple[str, ...]:
    """Settings of a PostgreSQL by which a power cut would take what was already answered; SQLite has none of them."""
    if engine.dialect.name == "sqlite":
        return ()
    async with engine.connect() as connection:
        rows = await connection.execute(_FLUSHING)
        return tuple(name for (name,) in rows)


def alone_migrating(connection: Connection) -> None:
    """Have processes that start together change the schema one after another."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": RIGHT_TO_MIGRATE})


def _is_sqlite(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "sqlite"
