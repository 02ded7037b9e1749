"""The institute's own lists, and the files that people deliver for them.

It must not be changed once released.
"""

import sqlalchemy as sa
from alembic import op

from server.db.base import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None
NAMED = ("entidad", "distrito", "municipio")


def upgrade() -> None:
    """Every list starts empty: the theme's own tables are not touched."""
    for unit in NAMED:
        op.create_table(
            f"catalog_marco_{unit}",
            sa.Column(unit, sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("nombre", sa.String(length=300), nullable=False),
            sa.PrimaryKeyConstraint(unit, name=op.f(f"pk_catalog_marco_{unit}")),
        )
    op.create_table(
        "catalog_marco_seccion",
        sa.Column("seccion", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("distrito", sa.Integer(), nullable=False),
        sa.Column("municipio", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seccion", name=op.f("pk_catalog_marco_seccion")),
    )
    op.create_table(
        "catalog_marco_casilla",
        sa.Column("clave_casilla", sa.String(length=11), nullable=False),
        sa.Column("entidad", sa.Integer(), nullable=False),
        sa.Column("seccion", sa.Integer(), nullable=False),
        sa.Column("tipo", sa.String(length=1), nullable=False),
        sa.Column("ubicacion", sa.Integer(), nullable=False),
        sa.Column("domicilio", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("clave_casilla", name=op.f("pk_catalog_marco_casilla")),
    )
    op.create_table(
        "catalog_marco_lista_nominal",
        sa.Column("clave_casilla", sa.String(length=11), nullable=False),
        sa.Column("entidad", sa.Integer(), nullable=False),
        sa.Column("seccion", sa.Integer(), nullable=False),
        sa.Column("tipo", sa.String(length=1), nullable=False),
        sa.Column("lista_nominal", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("clave_casilla", name=op.f("pk_catalog_marco_lista_nominal")),
    )
    op.create_table(
        "catalog_marco_eleccion",
        sa.Column("eleccion", sa.String(length=40), nullable=False),
        sa.Column("nombre", sa.String(length=300), nullable=False),
        sa.Column("fecha", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("eleccion", name=op.f("pk_catalog_marco_eleccion")),
    )
    _deliveries()
    for table, column in (
        ("catalog_marco_seccion", "distrito"),
        ("catalog_marco_seccion", "municipio"),
        ("catalog_marco_casilla", "seccion"),
        ("catalog_marco_lista_nominal", "seccion"),
        ("catalog_carga", "lista"),
        ("catalog_carga", "sha256"),
        ("catalog_carga", "status"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _deliveries() -> None:
    op.create_table(
        "catalog_carga",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lista", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("received_by", sa.String(length=80), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("differences", sa.String(length=64), nullable=False),
        sa.Column("reviewed_by", sa.String(length=80), nullable=False),
        sa.Column("reviewed_at", Moment(), nullable=True),
        sa.Column("closed_by", sa.String(length=80), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalog_carga")),
    )


def downgrade() -> None:
    """Refuse: what people signed would be lost."""
    raise NotImplementedError("there is no way back: signed lists would be lost")
