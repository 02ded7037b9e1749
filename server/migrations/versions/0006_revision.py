"""Cases of what is set apart, and which bundle of a store people chose.

It must not be changed once released.
"""

import sqlalchemy as sa
from alembic import op

from server.db.base import Moment

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody had decided anything before."""
    op.add_column("ingest_store", sa.Column("chosen", sa.String(length=64), nullable=False, server_default=""))
    op.create_table(
        "revision_case",
        sa.Column("clave", sa.String(length=11), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("holder_name", sa.String(length=80), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=64), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("clave", name=op.f("pk_revision_case")),
    )
    op.create_index(op.f("ix_revision_case_state"), "revision_case", ["state"], unique=False)
    op.create_table(
        "revision_step",
        sa.Column("clave", sa.String(length=11), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("motive", sa.String(length=24), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("clave", "n", name=op.f("pk_revision_step")),
    )


def downgrade() -> None:
    """Refuse: what people decided would be lost."""
    raise NotImplementedError("there is no way back: the decisions of people would be lost")
