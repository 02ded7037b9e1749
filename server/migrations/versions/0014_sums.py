"""What counted actas add up to by distrito: pages read it instead of adding everything up again.

It must not be changed once released.
"""

import sqlalchemy as sa
from alembic import op

from server.db.base import LARGE

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add up what is there."""
    op.create_table(
        "computos_suma",
        sa.Column("distrito", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("contest", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("votes", LARGE, nullable=False),
        sa.Column("actas", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("distrito", "contest", "key", name=op.f("pk_computos_suma")),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO computos_suma (distrito, contest, key, votes, actas)"
        " SELECT a.distrito, f.contest, f.key, sum(f.votes), count(*)"
        " FROM computos_acta a JOIN computos_figura f ON f.acta = a.id"
        " WHERE a.counted GROUP BY a.distrito, f.contest, f.key"
    )


def downgrade() -> None:
    """Take the sums away: they follow from the actas."""
    op.drop_table("computos_suma")
