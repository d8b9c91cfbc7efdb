"""Run by Alembic: migrate within the transaction of whoever opened the store."""

from __future__ import annotations

from alembic import context

from edi_service.edge.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=False,
)
context.run_migrations()
