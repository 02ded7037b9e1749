"""Numbers that others sign and that 31 bits do not hold.

It must not be changed once released.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None
LARGE = (("ingest_store", "sealed_size"), ("accounts_passkey", "uses"))


def upgrade() -> None:
    """Widen them where an integer has four bytes; those of SQLite have eight."""
    if op.get_bind().dialect.name != "sqlite":
        for table, column in LARGE:
            op.alter_column(table, column, existing_type=sa.Integer(), type_=sa.BigInteger(), existing_nullable=False)


def downgrade() -> None:
    """Refuse: what does not fit would be lost."""
    raise NotImplementedError("there is no way back: numbers would not fit")
