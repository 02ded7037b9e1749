"""Opens the projects' database: one SQLite file, durable at commit, its schema brought up to date. It must not query.

Work is synchronous: one laptop, few people, and what costs (checks, pictures) is computing, which threads do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from shared.web import sqlite

MIGRATIONS: Final = Path(__file__).parents[1] / "migrations"


def open_database(path: Path) -> Engine:
    """The engine of the file ``path``, which is made when it is missing; whoever opens it disposes of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}")
    sqlite.prepare(engine)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that sees one moment and changes nothing."""
    with Session(engine) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session that alone may write until it ends; committed at its end, undone by an exception."""
    with (
        engine.connect().execution_options(**{sqlite.BEGIN: "IMMEDIATE"}) as connection,
        Session(connection) as session,
    ):
        yield session
        session.commit()
