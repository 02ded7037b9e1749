"""Tables of trail, catalogue, reception and results.

It must not be changed once released.
"""

import sqlalchemy as sa
from alembic import op

from server.db.base import Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table of the first release, module by module."""
    _audit()
    _catalog()
    _ingest()
    _computos()


def downgrade() -> None:
    """Refuse: results are evidence; whoever must go back restores a copy."""
    raise NotImplementedError("there is no way back to an empty database")


def _audit() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("module", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_entry_hash")),
    )


def _catalog() -> None:
    op.create_table(
        "catalog_theme",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("theme_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("election", sa.String(length=40), nullable=False),
        sa.Column("imported_at", Moment(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_catalog_theme")),
        sa.UniqueConstraint("election", name=op.f("uq_catalog_theme_election")),
    )
    op.create_table(
        "catalog_distrito",
        sa.Column("theme", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["theme"], ["catalog_theme.hash"], name=op.f("fk_catalog_distrito_theme_catalog_theme")
        ),
        sa.PrimaryKeyConstraint("theme", "number", name=op.f("pk_catalog_distrito")),
    )
    op.create_table(
        "catalog_municipio",
        sa.Column("theme", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["theme"], ["catalog_theme.hash"], name=op.f("fk_catalog_municipio_theme_catalog_theme")
        ),
        sa.PrimaryKeyConstraint("theme", "number", name=op.f("pk_catalog_municipio")),
    )
    op.create_table(
        "catalog_casilla",
        sa.Column("theme", sa.String(length=64), nullable=False),
        sa.Column("clave", sa.String(length=11), nullable=False),
        sa.Column("distrito", sa.Integer(), nullable=False),
        sa.Column("municipio", sa.Integer(), nullable=False),
        sa.Column("seccion", sa.Integer(), nullable=False),
        sa.Column("lista_nominal", sa.Integer(), nullable=False),
        sa.Column("boletas", sa.Integer(), nullable=False),
        sa.Column("representantes", sa.Integer(), nullable=False),
        sa.Column("ubicacion", sa.Integer(), nullable=False),
        sa.Column("domicilio", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["theme"], ["catalog_theme.hash"], name=op.f("fk_catalog_casilla_theme_catalog_theme")),
        sa.PrimaryKeyConstraint("theme", "clave", name=op.f("pk_catalog_casilla")),
    )
    op.create_index(op.f("ix_catalog_casilla_distrito"), "catalog_casilla", ["distrito"], unique=False)
    op.create_index(op.f("ix_catalog_casilla_municipio"), "catalog_casilla", ["municipio"], unique=False)
    op.create_index(op.f("ix_catalog_casilla_seccion"), "catalog_casilla", ["seccion"], unique=False)


def _ingest() -> None:
    op.create_table(
        "ingest_store",
        sa.Column("store_id", sa.String(length=32), nullable=False),
        sa.Column("election", sa.String(length=40), nullable=False),
        sa.Column("clave", sa.String(length=11), nullable=False),
        sa.Column("urna", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("sealed_sha256", sa.String(length=64), nullable=False),
        sa.Column("sealed_size", sa.Integer(), nullable=False),
        sa.Column("sealed_records", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("store_id", name=op.f("pk_ingest_store")),
        sa.UniqueConstraint("election", "store_id", name=op.f("uq_ingest_store_election")),
    )
    op.create_index(op.f("ix_ingest_store_clave"), "ingest_store", ["clave"], unique=False)
    op.create_index(op.f("ix_ingest_store_status"), "ingest_store", ["status"], unique=False)
    op.create_table(
        "ingest_bundle",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("store_id", sa.String(length=32), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("origin", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id"], ["ingest_store.store_id"], name=op.f("fk_ingest_bundle_store_id_ingest_store")
        ),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_ingest_bundle")),
    )
    op.create_index(op.f("ix_ingest_bundle_store_id"), "ingest_bundle", ["store_id"], unique=False)
    op.create_table(
        "ingest_body",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["ingest_bundle.sha256"], name=op.f("fk_ingest_body_sha256_ingest_bundle")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_ingest_body")),
    )
    op.create_table(
        "ingest_refused",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("detail", sa.String(length=300), nullable=False),
        sa.Column("origin", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first_at", Moment(), nullable=False),
        sa.Column("last_at", Moment(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_ingest_refused")),
    )
    op.create_index(op.f("ix_ingest_refused_last_at"), "ingest_refused", ["last_at"], unique=False)


def _computos() -> None:
    op.create_table(
        "computos_acta",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("store_id", sa.String(length=32), nullable=False),
        sa.Column("clave", sa.String(length=11), nullable=False),
        sa.Column("distrito", sa.Integer(), nullable=False),
        sa.Column("municipio", sa.Integer(), nullable=False),
        sa.Column("seccion", sa.Integer(), nullable=False),
        sa.Column("urna", sa.String(length=40), nullable=False),
        sa.Column("bundle", sa.String(length=64), nullable=False),
        sa.Column("emitidos", sa.Integer(), nullable=False),
        sa.Column("habilitaciones", sa.Integer(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_computos_acta")),
        sa.UniqueConstraint("store_id", name=op.f("uq_computos_acta_store_id")),
    )
    op.create_index(op.f("ix_computos_acta_clave"), "computos_acta", ["clave"], unique=False)
    op.create_index(op.f("ix_computos_acta_distrito"), "computos_acta", ["distrito"], unique=False)
    op.create_index(op.f("ix_computos_acta_municipio"), "computos_acta", ["municipio"], unique=False)
    op.create_index(op.f("ix_computos_acta_seccion"), "computos_acta", ["seccion"], unique=False)
    op.create_table(
        "computos_figura",
        sa.Column("acta", sa.Integer(), nullable=False),
        sa.Column("contest", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["acta"], ["computos_acta.id"], name=op.f("fk_computos_figura_acta_computos_acta")),
        sa.PrimaryKeyConstraint("acta", "contest", "key", name=op.f("pk_computos_figura")),
        sqlite_with_rowid=False,
    )
