"""Brings the schema of a database to what this program needs. It must not touch data besides what migrations say."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from server.db.engine import alone_migrating, check_database

MIGRATIONS = Path(__file__).parents[1] / "migrations"


async def upgrade(engine: AsyncEngine) -> None:
    """Apply what is missing, in one transaction; raises ``BaseInadecuada`` S013 before anything."""
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade)


async def is_current(engine: AsyncEngine) -> bool:
    """Whether the database has the schema that this program needs."""
    async with engine.connect() as connection:
        return await connection.run_sync(_is_current)


def alembic_config(connection: Connection) -> Config:
    """Alembic's configuration without a file, on a connection at hand."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    check_database(connection)
    alone_migrating(connection)
    if not _is_current(connection):
        command.upgrade(alembic_config(connection), "head")


def _is_current(connection: Connection) -> bool:
    return MigrationContext.configure(connection).get_current_revision() == _head()


@cache
def _head() -> str | None:
    """The newest version that this program knows: read once, because health asks every few seconds."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config).get_current_head()
