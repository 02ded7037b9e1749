"""Files by content: what waits for its store, what was put there, what checks found.

It must not be changed once released. What was kept before stays where it is.
"""

import sqlalchemy as sa
from alembic import op

from server.db.base import LARGE, Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing waits, and nothing was put anywhere."""
    op.create_table(
        "objetos_espera",
        sa.Column("clase", sa.String(length=20), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("clase", "sha256", name=op.f("pk_objetos_espera")),
    )
    op.create_table(
        "objetos_guardado",
        sa.Column("clase", sa.String(length=20), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=400), nullable=False),
        sa.Column("size", LARGE, nullable=False),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("clase", "sha256", name=op.f("pk_objetos_guardado")),
    )
    op.create_table(
        "objetos_revision",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objetos_revision")),
    )


def downgrade() -> None:
    """Refuse: bytes that were answered for could be lost."""
    raise NotImplementedError("there is no way back: bytes that wait would be lost")
