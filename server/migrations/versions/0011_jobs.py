"""Jobs: SQLite's own queue, procrastinate's on PostgreSQL, and what is told of either.

It must not be changed once released. Procrastinate brings its own tables; raising its version means a migration that
applies what that version says.
"""

import sqlalchemy as sa
from alembic import op
from procrastinate import App, PsycopgConnector

from server.db.base import LARGE, Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing waits yet."""
    op.create_table(
        "jobs_job",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("task", sa.String(length=40), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("slot", sa.String(length=80), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("beat_at", Moment(), nullable=False),
        sa.Column("cancel", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs_job")),
        sa.UniqueConstraint("slot", name=op.f("uq_jobs_job_slot")),
    )
    op.create_index(op.f("ix_jobs_job_state"), "jobs_job", ["state"], unique=False)
    op.create_table(
        "jobs_note",
        sa.Column("job", LARGE, autoincrement=False, nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(length=120), nullable=False),
        sa.Column("discarded_by", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_jobs_note")),
    )
    if op.get_bind().dialect.name != "sqlite":
        schema = App(connector=PsycopgConnector()).schema_manager.get_schema()
        op.get_bind().execution_options(no_parameters=True).exec_driver_sql(schema)


def downgrade() -> None:
    """Refuse: what was asked for would be forgotten."""
    raise NotImplementedError("there is no way back: jobs would be lost")
