"""Makes the engine and its sessions. It must not be imported for its effects: it has none."""

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from shared.web import sqlite


def make_engine(url: str) -> AsyncEngine:
    """An async engine; on SQLite every connection is durable at commit (WAL with ``synchronous=FULL``)."""
    engine = create_async_engine(url, hide_parameters=True)  # what rows hold is in no error nor log
    if engine.dialect.name == "sqlite":
        sqlite.prepare(engine.sync_engine)
    return engine


def make_sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Sessions whose objects stay readable after commit."""
    return async_sessionmaker(engine, expire_on_commit=False)


async def begin_writing(session: AsyncSession) -> None:
    """Take the right to write at once, so that what is read here cannot change before what is written.

    SQLite would otherwise fail late, when two readers both want to write; other databases use row locks.
    """
    await session.connection(execution_options={sqlite.BEGIN: "IMMEDIATE"})
