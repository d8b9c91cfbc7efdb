"""Schedules, who looks at which place, and products whose bytes are no longer kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _when(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "schedule_runs",
        _word("schedule"),
        _word("day"),
        _when("began_at"),
        _when("finished_at", nullable=True),
        _word("reached"),
        _word("found"),
        sa.PrimaryKeyConstraint("schedule", "day", name="pk_schedule_runs"),
    )
    op.create_table(
        "places",
        _word("place"),
        _word("machine"),
        _when("seen_at"),
        sa.PrimaryKeyConstraint("place", name="pk_places"),
    )
    op.add_column("products", _when("let_go_at", nullable=True))
