"""The tables of a database, brought to what this release needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, MetaData, String, Table, inspect, select, text

from edi_service.service.store import StoreRefused

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

HEAD = "0006"  # the last migration; a test holds it against the folder of migrations
_MIGRATIONS = Path(__file__).with_name("migrations")
_VERSION = Table("alembic_version", MetaData(), Column("version_num", String))
_LOCK = 0x_ED15  # of PostgreSQL's advisory locks: one migrates, others wait


def bring_up_to_date(connection: Connection) -> bool:
    """
    Run the migrations that *connection*'s database lacks; whether it had no tables at all.

    Raises:
        StoreRefused: a newer release made them, or another program did.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    before = _revision(connection)
    if before != HEAD:
        _upgrade(connection, before)
    return before is None


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_VERSION.name):
        return None
    return connection.execute(select(_VERSION.c.version_num)).scalar()


def _upgrade(connection: Connection, revision: str | None) -> None:
    from alembic import command  # noqa: PLC0415 -- slow to import, and seldom needed
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = migrations(connection)
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        message = (
            f"the store has the tables of a newer release (revision {revision}, known here up to "
            f"{HEAD}): use that release"
        )
        raise StoreRefused(message)
    command.upgrade(config, "head")


def migrations(connection: Connection) -> Config:
    """The configuration of Alembic for *connection*."""
    from alembic.config import Config  # noqa: PLC0415 -- likewise

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config
