"""Control numbers are found by what they were taken for."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_control_number_uses_subject", "control_number_uses", ["subject"])
