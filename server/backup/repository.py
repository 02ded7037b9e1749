"""Queries about a whole database: how much it holds, who uses it. It must not read what anybody delivered."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import func, inspect, select, table, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from server.backup.manifest import RespaldoInvalido

_OTHERS: Final = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_TABLES: Final = text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
_LAST: Final = text("SELECT hash FROM audit_entry ORDER BY n DESC LIMIT 1")


def reader_of(copy: Path) -> AsyncEngine:
    """An engine that reads a copy of SQLite and changes no byte of it."""
    return create_async_engine(f"sqlite+aiosqlite:///file:{copy}?mode=ro&immutable=1&uri=true")


async def snapshot(session: AsyncSession) -> str:
    """A name by which ``pg_dump`` sees the moment that this transaction sees."""
    return str(await session.scalar(text("SELECT pg_export_snapshot()")))


async def version(session: AsyncSession) -> str:
    """Which version of the tables it is."""
    return str(await session.scalar(text("SELECT version_num FROM alembic_version")))


async def trail_hash(session: AsyncSession) -> str:
    """The hash of the newest entry of the trail; empty without one."""
    return str(await session.scalar(_LAST) or "")


async def tables(session: AsyncSession) -> Sequence[str]:
    """The names of every table, in order."""
    connection = await session.connection()
    return sorted(await connection.run_sync(lambda each: inspect(each).get_table_names()))


async def rows(session: AsyncSession, name: str) -> int:
    """How many rows a table has."""
    return await session.scalar(select(func.count()).select_from(table(name))) or 0


async def check_unused(engine: AsyncEngine) -> bool:
    """Whether a PostgreSQL database has tables; raises ``RespaldoInvalido`` S803 while others are connected to it."""
    async with engine.connect() as connection:
        if others := await connection.scalar(_OTHERS):
            raise RespaldoInvalido("S803", f"{others} programs use this database: stop the server first")
        return bool(await connection.scalar(_TABLES))


async def empty_postgres(engine: AsyncEngine) -> None:
    """Take away what was brought back and did not agree; the database was empty before."""
    async with engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
