"""Passkeys, the challenges that they answered, and the browsers that people entered with.

It must not be changed once released.
"""

import sqlalchemy as sa
from alembic import op

from server.db.base import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has a passkey yet."""
    op.create_table(
        "accounts_passkey",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("credential", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person"], ["accounts_person.id"], name=op.f("fk_accounts_passkey_person_accounts_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_passkey")),
    )
    op.create_index(op.f("ix_accounts_passkey_person"), "accounts_passkey", ["person"])
    op.create_table(
        "accounts_challenge",
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_accounts_challenge")),
    )
    op.create_table(
        "accounts_device",
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["accounts_person.id"], name=op.f("fk_accounts_device_person_accounts_person")
        ),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_accounts_device")),
    )
    op.create_index(op.f("ix_accounts_device_person"), "accounts_device", ["person"])


def downgrade() -> None:
    """Refuse: people would be locked out."""
    raise NotImplementedError("there is no way back: passkeys would be lost")
