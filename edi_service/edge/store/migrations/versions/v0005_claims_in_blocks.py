"""Claims kept together lie together, and what they are found by takes one index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """
    Make the tables; a claim that is there already becomes a block of its own.

    Its words stay where they are: they are found there as well.
    """
    op.create_table(
        "claim_blocks",
        sa.Column("block", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("block", name="pk_claim_blocks"),
    )
    op.create_table(
        "claim_words",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("claim_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("hash", "claim_id", name="pk_claim_words"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO claim_blocks (block, data) SELECT claim_id, data FROM claims")
    op.add_column("claims", sa.Column("block", sa.String(), nullable=False, server_default=""))
    op.add_column("claims", sa.Column("start", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("claims", sa.Column("size", sa.Integer(), nullable=False, server_default="-1"))
    op.execute("UPDATE claims SET block = claim_id")
    op.drop_column("claims", "data")
