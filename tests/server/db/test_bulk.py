"""Many rows at once are stored as one statement each would store them, on both databases, or not at all."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from server.audit.models import AuditRow
from server.audit.repository import ENTRY
from server.context import Context, make_context
from server.db.base import Base
from server.db.bulk import FEW, add_rows, wire_type
from server.db.tables import import_all
from server.ingest.repository import STORE
from tests.server.databases import execute
from tests.server.harness import World

AT = datetime(2018, 7, 2, 4, 0, 30, 250_000, tzinfo=UTC)
ELSEWHERE = timezone(timedelta(hours=-6))
MANY = FEW + 5


def stores(number: int, first: int = 0) -> list[dict[str, object]]:
    return [
        {
            "store_id": f"{place:032x}", "election": "elección-ñ", "clave": f"14{place:04}B0100", "urna": "",
            "status": "aceptado", "reasons": '[{"á":"\\t\\\\N"}]', "sealed_sha256": "0" * 64, "sealed_size": 1 << 40,
            "sealed_records": 7, "sustitucion": "", "beside": "", "chosen": "",
        }
        for place in range(first, first + number)
    ]  # fmt: skip


def entries(number: int, at: datetime = AT) -> list[dict[str, object]]:
    empty = dict.fromkeys(
        ("actor", "module", "action", "subject", "data", "role", "address", "before", "after", "outcome", "prev"), ""
    )
    return [{**empty, "n": n, "at": at, "hash": f"{n:064x}"} for n in range(1000, 1000 + number)]


@pytest.mark.both_databases
@pytest.mark.parametrize("number", [1, FEW, MANY])
async def test_rows_come_back_as_they_were_given(world: World, number: int) -> None:
    context = make_context(world.config, world.clock)
    try:
        async with context.writing() as session:
            await add_rows(session, STORE, stores(number))
            await add_rows(session, ENTRY, entries(number, AT.astimezone(ELSEWHERE)))
        async with context.reading() as session:
            found = (await session.execute(select(STORE).order_by(STORE.c.store_id))).mappings().all()
            assert [dict(row) for row in found] == stores(number)
            moments = (await session.scalars(select(AuditRow.at).where(AuditRow.n >= 1000))).all()
            assert moments == [AT] * number
            assert all(moment.tzinfo is UTC for moment in moments)
    finally:
        await context.engine.dispose()


@pytest.mark.both_databases
async def test_one_row_that_cannot_stand_keeps_all_of_them_out(world: World) -> None:
    context = make_context(world.config, world.clock)
    try:
        for rows in ([*stores(MANY), stores(1)[0]], [*stores(MANY), *stores(1, 99), stores(1, 99)[0]]):
            with pytest.raises(IntegrityError):
                await put(context, rows)
        with pytest.raises((ValueError, StatementError), match="zone"):
            await put_entries(context, AT.replace(tzinfo=None))
        async with context.reading() as session:
            assert (await session.scalars(select(STORE.c.store_id))).all() == []
        await put(context, stores(MANY))
    finally:
        await context.engine.dispose()


async def put(context: Context, rows: list[dict[str, object]]) -> None:
    async with context.writing() as session:
        await add_rows(session, STORE, rows)


async def put_entries(context: Context, at: datetime) -> None:
    async with context.writing() as session:
        await add_rows(session, ENTRY, entries(MANY, at))


@pytest.mark.postgres_alone
async def test_a30_a_connection_that_dies_in_between_is_a_failure_of_the_database(world: World) -> None:
    """As any statement's: whoever waits is told to come again, and the next transaction has a connection that lives."""
    context = make_context(world.config, world.clock)
    try:
        with pytest.raises(DBAPIError):
            await put_while_it_dies(context, world)
        await put(context, stores(MANY))
        async with context.writing() as session:
            await session.execute(delete(STORE))
    finally:
        await context.engine.dispose()


async def put_while_it_dies(context: Context, world: World) -> None:
    async with context.writing() as session:
        pid = await session.scalar(text("SELECT pg_backend_pid()"))
        execute(world.config, f"SELECT pg_terminate_backend({pid}, 5000)")
        await add_rows(session, STORE, stores(MANY))


def test_every_column_of_ours_has_a_name_on_the_wire() -> None:
    import_all()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            assert wire_type(column), f"{table.name}.{column.name}"
