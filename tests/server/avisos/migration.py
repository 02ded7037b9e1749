"""The notice board's table. In the server: ``server/migrations/versions/NNNN_avisos.py`` with its ``down_revision``."""

import sqlalchemy as sa
from alembic.operations import Operations

from server.db.base import Moment


def upgrade(op: Operations) -> None:
    """Add the table."""
    op.create_table(
        "avisos_notice",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("made_by", sa.String(80), nullable=False),
        sa.Column("made_at", Moment, nullable=False),
    )


def downgrade(op: Operations) -> None:
    """Take it away."""
    op.drop_table("avisos_notice")
