"""Products that are too long for one piece."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for what comes after their first piece."""
    op.create_table(
        "product_parts",
        sa.Column("lot", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("lot", "number", name=op.f("pk_product_parts")),
    )
