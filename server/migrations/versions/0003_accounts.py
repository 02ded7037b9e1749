"""People, sessions and machines; who, whence, and before and after in the trail.

It must not be changed once released.
"""

import sqlalchemy as sa
from alembic import op

from server.db.base import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has an account yet; entries of the trail that were there before keep their hash."""
    _trail()
    _people()
    _sessions()
    _machines()


def downgrade() -> None:
    """Refuse: the trail of who did what would be lost."""
    raise NotImplementedError("there is no way back: people and trail would be lost")


def _trail() -> None:
    for name, kind in (("role", 120), ("address", 80), ("outcome", 12)):
        op.add_column("audit_entry", sa.Column(name, sa.String(length=kind), nullable=False, server_default=""))
    for name in ("before", "after"):
        op.add_column("audit_entry", sa.Column(name, sa.Text(), nullable=False, server_default=""))


def _people() -> None:
    op.create_table(
        "accounts_person",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("usuario", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("seed", sa.String(length=200), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_person")),
        sa.UniqueConstraint("usuario", name=op.f("uq_accounts_person_usuario")),
    )
    op.create_index(op.f("ix_accounts_person_status"), "accounts_person", ["status"])
    op.create_table(
        "accounts_grant",
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("holder", "role", "level", "number", name=op.f("pk_accounts_grant")),
    )
    op.create_table(
        "accounts_tries",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_accounts_tries")),
    )


def _sessions() -> None:
    op.create_table(
        "accounts_session",
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("idle_s", sa.Integer(), nullable=False),
        sa.Column("factors", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=80), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_accounts_session")),
        sa.ForeignKeyConstraint(
            ["person"], ["accounts_person.id"], name=op.f("fk_accounts_session_person_accounts_person")
        ),
    )
    op.create_index(op.f("ix_accounts_session_person"), "accounts_session", ["person"])
    op.create_table(
        "accounts_link",
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_accounts_link")),
        sa.ForeignKeyConstraint(
            ["person"], ["accounts_person.id"], name=op.f("fk_accounts_link_person_accounts_person")
        ),
    )
    op.create_index(op.f("ix_accounts_link_person"), "accounts_link", ["person"])


def _machines() -> None:
    op.create_table(
        "accounts_machine",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_machine")),
        sa.UniqueConstraint("mark", name=op.f("uq_accounts_machine_mark")),
    )
