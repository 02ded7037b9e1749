"""Projects, their documents, and a history that nothing alters.

It must not be changed once released.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The first schema."""
    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("head", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_project"),
    )
    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_blob"),
    )
    op.create_table(
        "document",
        sa.Column("project", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project"], ["project.id"], name="fk_document_project_project"),
        sa.PrimaryKeyConstraint("project", "name", name="pk_document"),
    )
    op.create_table(
        "change",
        sa.Column("project", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("moment", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=False),
        sa.Column("ops", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["project"], ["project.id"], name="fk_change_project_project"),
        sa.PrimaryKeyConstraint("project", "number", name="pk_change"),
    )
    op.create_table(
        "original",
        sa.Column("project", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["project"], ["project.id"], name="fk_original_project_project"),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name="fk_original_sha256_blob"),
        sa.PrimaryKeyConstraint("project", "name", "digest", name="pk_original"),
    )
    for what in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER change_no_{what.lower()} BEFORE {what} ON change "
            "BEGIN SELECT RAISE(ABORT, 'the history of a project is only added to'); END"
        )


def downgrade() -> None:
    """Refuse: the history is evidence; whoever must go back restores a copy."""
    raise NotImplementedError("there is no way back: the history would be lost")
