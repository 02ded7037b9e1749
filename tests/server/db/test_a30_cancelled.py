"""A write that is cancelled in the middle of a statement lets others write, before anybody collects what it left."""

import asyncio
import gc
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from server.db.engine import SQLITE, begin_writing, make_engine, make_sessions

MAKE = text("CREATE TABLE acta (votos INTEGER)")
ADD = text("INSERT INTO acta VALUES (1)")
SLOW = text("UPDATE acta SET votos = en_medio() RETURNING votos")


@pytest.fixture
def _uncollected() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


async def _write(engine: AsyncEngine, statement: object) -> None:
    async with make_sessions(engine)() as session, session.begin():
        await begin_writing(session)
        await session.execute(statement)  # type: ignore[call-overload]  # any of those above


@pytest.mark.usefixtures("_uncollected")
async def test_a30_a_write_cancelled_in_the_middle_of_a_statement_keeps_nobody_from_writing(tmp_path: Path) -> None:
    engine = make_engine(f"{SQLITE}:///{tmp_path}/base.sqlite")
    begun, go = threading.Event(), threading.Event()

    def in_the_middle() -> int:
        begun.set()
        go.wait(60)
        return 2

    event.listen(engine.sync_engine, "connect", lambda made, _: made.create_function("en_medio", 0, in_the_middle))
    await _write(engine, MAKE)
    await _write(engine, ADD)
    writing = asyncio.create_task(_write(engine, SLOW))
    await asyncio.to_thread(begun.wait, 60)
    writing.cancel()
    go.set()
    with pytest.raises(asyncio.CancelledError):
        await writing
    await _write(engine, ADD)
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT votos FROM acta"))).scalars().all() == [1, 1]
    await engine.dispose()
