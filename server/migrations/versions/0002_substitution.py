"""Which two stores of a casilla an acta de sustitucion joins.

It must not be changed once released.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Stores that were there before bear no acta de sustitucion."""
    op.add_column("ingest_store", sa.Column("sustitucion", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("ingest_store", sa.Column("beside", sa.String(length=32), nullable=False, server_default=""))


def downgrade() -> None:
    """Refuse: results are evidence; whoever must go back restores a copy."""
    raise NotImplementedError("there is no way back: the actas de sustitucion would be lost")
