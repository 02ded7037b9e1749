"""Actas on paper that were read by their QR.

It must not be changed once released.
"""

import sqlalchemy as sa
from alembic import op

from server.db.base import Moment

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None was read yet."""
    op.create_table(
        "ingest_paper",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("store_id", sa.String(length=32), nullable=False),
        sa.Column("clave", sa.String(length=11), nullable=False),
        sa.Column("urna", sa.String(length=40), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("origin", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("certificates", sa.Text(), nullable=False),
        sa.Column("differs", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_ingest_paper")),
    )
    for column in ("clave", "received_at", "store_id"):
        op.create_index(op.f(f"ix_ingest_paper_{column}"), "ingest_paper", [column], unique=False)


def downgrade() -> None:
    """Refuse: evidence would be lost."""
    raise NotImplementedError("there is no way back: what was read on paper would be lost")
