"""Maps of distritos and municipios.

It must not be changed once released.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None
UNITS = ("distrito", "municipio")


def upgrade() -> None:
    """There is no map until somebody signs one."""
    for unit in UNITS:
        op.create_table(
            f"catalog_marco_mapa_{unit}",
            sa.Column(unit, sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("forma", sa.Text(), nullable=False),
            sa.PrimaryKeyConstraint(unit, name=op.f(f"pk_catalog_marco_mapa_{unit}")),
        )


def downgrade() -> None:
    """Refuse: what people signed would be lost."""
    raise NotImplementedError("there is no way back: signed maps would be lost")
