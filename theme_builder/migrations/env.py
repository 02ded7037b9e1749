"""Alembic's environment: runs on the connection that ``projects.database`` hands over. It must not make an engine."""

from alembic import context

from theme_builder.projects.tables import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
