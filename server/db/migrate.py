"""Brings the schema of a database to what this program needs. It must not touch data besides what migrations say."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

MIGRATIONS = Path(__file__).parents[1] / "migrations"


async def upgrade(engine: AsyncEngine) -> None:
    """Apply what is missing, in one transaction."""
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
    command.upgrade(alembic_config(connection), "head")


def _is_current(connection: Connection) -> bool:
    head = ScriptDirectory.from_config(alembic_config(connection)).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == head
