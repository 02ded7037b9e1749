"""Versions of themes: what was frozen, each step that people took, and the roots of signatures.

It must not be changed once released.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None
TABLES = ("version", "version_file", "version_step", "root")


def upgrade() -> None:
    """The tables, to which rows are only added."""
    _versions()
    _steps()
    op.create_table(
        "root",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=120), nullable=False),
        sa.Column("moment", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name="fk_root_sha256_blob"),
        sa.PrimaryKeyConstraint("number", name="pk_root"),
    )
    for table in TABLES:
        for what in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'what was sent to be signed is only added to'); END"
            )


def _versions() -> None:
    op.create_table(
        "version",
        sa.Column("project", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("publication", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["project"], ["project.id"], name="fk_version_project_project"),
        sa.PrimaryKeyConstraint("project", "number", name="pk_version"),
    )
    op.create_table(
        "version_file",
        sa.Column("project", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["project", "version"], ["version.project", "version.number"], name="fk_version_file_version"
        ),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name="fk_version_file_sha256_blob"),
        sa.PrimaryKeyConstraint("project", "version", "name", name="pk_version_file"),
    )


def _steps() -> None:
    op.create_table(
        "version_step",
        sa.Column("project", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("person", sa.String(length=120), nullable=False),
        sa.Column("moment", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["project", "version"], ["version.project", "version.number"], name="fk_version_step_version"
        ),
        sa.PrimaryKeyConstraint("project", "version", "place", name="pk_version_step"),
    )


def downgrade() -> None:
    """Refuse: what people signed is evidence; whoever must go back restores a copy."""
    raise NotImplementedError("there is no way back: signatures would be lost")
