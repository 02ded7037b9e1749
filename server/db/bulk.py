"""Many rows of one table at once: by COPY on PostgreSQL, where a statement for each row costs four times as much.

It must not change what is stored: the same columns, the same values, in the caller's transaction.
"""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any, Final

from psycopg import AsyncConnection, Error, sql
from sqlalchemy import BigInteger, Boolean, Column, Dialect, Integer, LargeBinary, String, Table, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from server.db.base import Moment

Rows = Sequence[dict[str, Any]]
FEW: Final = 3
"""Up to so many rows, their own statements cost less than the second question that COPY asks."""
WIRE: Final[tuple[tuple[type[TypeEngine[Any]], str], ...]] = (
    (Moment, "timestamptz"),
    (BigInteger, "int8"),
    (Integer, "int4"),
    (Boolean, "bool"),
    (LargeBinary, "bytea"),
    (String, "text"),
)
"""What the values of a column are called on the wire: by the first type that fits."""


async def add_rows(session: AsyncSession, table: Table, rows: Rows) -> None:
    """Add rows that all name the same columns; raises ``DBAPIError`` for one that cannot stand."""
    if not rows:
        return
    connection = await session.connection()
    if connection.dialect.name == "sqlite" or len(rows) <= FEW:
        await connection.execute(insert(table), list(rows))
        return
    raw = (await connection.get_raw_connection()).driver_connection
    if not isinstance(raw, AsyncConnection):
        raise TypeError(f"{type(raw).__name__} does not copy")
    try:
        await _copy(raw, connection.dialect, table, rows)
    except Error as error:
        raise DBAPIError.instance(
            f"COPY {table.name}", None, error, Error, hide_parameters=True, dialect=connection.dialect
        ) from error


async def _copy(raw: AsyncConnection[Any], dialect: Dialect, table: Table, rows: Rows) -> None:
    columns = [table.c[name] for name in rows[0]]
    names = sql.SQL(", ").join(sql.Identifier(column.name) for column in columns)
    order = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(sql.Identifier(table.name), names)
    values_of = itemgetter(*(column.name for column in columns))
    moments = [(place, column.type) for place, column in enumerate(columns) if isinstance(column.type, Moment)]
    async with raw.cursor() as cursor, cursor.copy(order) as copy:
        copy.set_types([wire_type(column) for column in columns])
        for row in rows:
            values = list(values_of(row))
            for place, kind in moments:
                values[place] = kind.process_bind_param(values[place], dialect)
            await copy.write_row(values)


def wire_type(column: Column[Any]) -> str:
    """PostgreSQL's name for the type of a column; raises ``TypeError`` for one that no table of ours had so far."""
    for kind, name in WIRE:
        if isinstance(column.type, kind):
            return name
    raise TypeError(f"{column.name} is {column.type!r}")
