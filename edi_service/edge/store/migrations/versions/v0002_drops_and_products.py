"""Files that come and go, and the machines that work."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _when(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "drops",
        _word("drop_id"),
        _word("partner"),
        _word("sha256"),
        sa.Column("size", sa.BigInteger(), nullable=False),
        _when("taken_at"),
        _word("state"),
        _word("reason"),
        _when("finished_at", nullable=True),
        _count("claims"),
        _count("accepted"),
        _count("rejected"),
        _word("archive"),
        _count("tries"),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("drop_id", name="pk_drops"),
    )
    op.create_index("ix_drops_state", "drops", ["state"])
    op.create_index("ix_drops_partner_sha256", "drops", ["partner", "sha256"])
    op.create_table(
        "products",
        _word("product_id"),
        _word("partner"),
        _word("kind"),
        _word("name"),
        _when("made_at"),
        _word("drop_id"),
        _word("case_id"),
        _word("state"),
        _when("delivered_at", nullable=True),
        _word("placed_as"),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("product_id", name="pk_products"),
    )
    op.create_index("ix_products_drop_id", "products", ["drop_id"])
    op.create_index("ix_products_state", "products", ["state"])
    op.create_table(
        "envelopes",
        *(_word(name) for name in ("partner", "usage", "kind", "digest", "drop_id")),
        _when("seen_at"),
        sa.PrimaryKeyConstraint(
            "partner", "usage", "kind", "digest", "drop_id", name="pk_envelopes"
        ),
    )
    op.create_table(
        "machines",
        _word("name"),
        _when("seen_at"),
        sa.PrimaryKeyConstraint("name", name="pk_machines"),
    )
