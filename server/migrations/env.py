"""Alembic's environment: runs on the connection that ``server.db.migrate`` hands over. It must not make an engine."""

from alembic import context

from server.db.base import Base
from server.db.tables import import_all

import_all()
context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
