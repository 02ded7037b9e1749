"""How programs that serve pages open SQLite: durable at commit, writers one after another. It must not query."""

from typing import Final

from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

PRAGMAS: Final = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")
BEGIN: Final = "sqlite_begin"
"""The option of a connection that says how its transactions begin: ``IMMEDIATE`` takes the right to write at once."""


def prepare(engine: Engine) -> None:
    """Have every connection of an engine opened so."""
    event.listen(engine, "connect", _open)
    event.listen(engine, "begin", _begin)


def _open(connection: object, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]  # transactions are begun below, not by the driver
    cursor = connection.cursor()  # type: ignore[attr-defined]  # the DBAPI's own connection
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    kind = connection.get_execution_options().get(BEGIN, "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {kind}")
