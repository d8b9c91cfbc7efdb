"""
The tables of the store, the same on SQLite and PostgreSQL.

A column that is sealed holds nothing but ciphertext; every other one holds ids made of hashes,
words of the house, counts, and the times at which the office did something.  What a release needs
of the tables is made by the migrations beside this file; a test holds the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from edi_service.edge.store.moment import Moment

if TYPE_CHECKING:
    from datetime import datetime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _sealed(name: str = "details") -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False, info={"sealed": True})


def _word(
    name: str,
    *more: ForeignKey,
    primary_key: bool = False,
    nullable: bool = False,
    index: bool | None = None,
    unique: bool | None = None,
) -> Column[str]:
    return Column(
        name,
        String,
        *more,
        primary_key=primary_key,
        nullable=nullable,
        index=index,
        unique=unique,
    )


def _when(name: str, *, nullable: bool = False) -> Column[datetime]:
    return Column(name, Moment, nullable=nullable)


def _count(name: str, *, primary_key: bool = False) -> Column[int]:
    return Column(name, Integer, primary_key=primary_key, nullable=False, autoincrement=False)


def _case(
    *, primary_key: bool = False, nullable: bool = False, index: bool | None = None
) -> Column[str]:
    case = ForeignKey("cases.case_id")
    return _word("case_id", case, primary_key=primary_key, nullable=nullable, index=index)


keys = Table(
    "keys",
    metadata,
    _word("key_id", primary_key=True),
    _when("first_used_at"),
    _word("proof"),
)

arrivals = Table(
    "arrivals",
    metadata,
    _word("sha256", primary_key=True),
    _word("kind"),
    Column("size", BigInteger, nullable=False),
    _when("received_at"),
    _sealed(),
)
arrival_parts = Table(
    "arrival_parts",
    metadata,
    _word("sha256", ForeignKey("arrivals.sha256"), primary_key=True),
    _count("number", primary_key=True),
    _sealed("data"),
)
arrival_findings = Table(
    "arrival_findings",
    metadata,
    _word("sha256", ForeignKey("arrivals.sha256"), primary_key=True),
    _count("number", primary_key=True),
    _word("claim_id", index=True),
    _word("code"),
    _word("severity"),
    _sealed(),
)

claims = Table(
    "claims",
    metadata,
    _word("claim_id", primary_key=True),
    _word("sha256", ForeignKey("arrivals.sha256")),
    _word("kind"),
    _count("segment"),
    _word("payer"),
    _word("block"),
    _count("start"),
    _count("size"),
    _sealed(),
    Index(None, "sha256", "segment"),
)
# Claims as interchanges of their own, those that were kept together one behind the other: they
# have much in common, and take a quarter of the room so.  Before revision 0005 each claim was a
# row of its own, in the table of claims, and what was sealed there still is.
claim_blocks = Table(
    "claim_blocks",
    metadata,
    _word("block", primary_key=True),
    _sealed("data"),
    info={"sealed_as": "claims"},
)
# What claims are found by.  Their words stand in the claims themselves.
claim_words = Table(
    "claim_words",
    metadata,
    Column("hash", LargeBinary, primary_key=True, nullable=False),
    _word("claim_id", primary_key=True),
    sqlite_with_rowid=False,
)
# What anything is found by that was noted later, or before revision 0005.
words = Table(
    "words",
    metadata,
    _word("word_id", primary_key=True),
    _word("kind"),
    _word("hash", index=True),
    _word("subject", index=True),
    _sealed("text"),
)

cases = Table(
    "cases",
    metadata,
    _word("case_id", primary_key=True),
    _word("claim_id", ForeignKey("claims.claim_id")),
    _word("policy"),
    _word("payer", index=True),
    _word("state", index=True),
    _word("cause"),
    _when("opened_at"),
    _when("changed_at"),
    _sealed(),
)
case_claims = Table(
    "case_claims",
    metadata,
    _word("claim_id", ForeignKey("claims.claim_id"), primary_key=True),
    _word("policy", primary_key=True),
    _case(index=True),
    _count("number"),
)
events = Table(
    "events",
    metadata,
    _case(primary_key=True),
    _count("number", primary_key=True),
    _when("at"),
    _word("before"),
    _word("after"),
    _sealed(),
)
contacts = Table(
    "contacts",
    metadata,
    _case(primary_key=True),
    _count("number", primary_key=True),
    _when("at"),
    _word("channel"),
    _sealed(),
)
documents = Table(
    "documents",
    metadata,
    _case(primary_key=True),
    _count("number", primary_key=True),
    _when("added_at"),
    _sealed(),
)
statements = Table(
    "statements",
    metadata,
    _case(primary_key=True),
    _count("number", primary_key=True),
    _when("at"),
    _word("kind"),
    _sealed(),
)
mended = Table(
    "mended",
    metadata,
    _case(primary_key=True),
    _count("number", primary_key=True),
    _word("claim_id", ForeignKey("claims.claim_id")),
    _when("made_at"),
    _word("kind"),
    _sealed(),
    _sealed("data"),
)

attempts = Table(
    "attempts",
    metadata,
    _case(primary_key=True),
    _count("number", primary_key=True),
    _word("kind"),
    _word("channel"),
    _word("reference", unique=True),
    _word("sender"),
    _word("receiver"),
    _word("usage"),
    _count("interchange"),
    _count("group"),
    _count("set"),
    _when("made_at"),
    _when("sent_at", nullable=True),
    _sealed(),
    _sealed("data"),
    UniqueConstraint("sender", "receiver", "usage", "set"),
    Index(None, "sender", "receiver", "usage", "interchange"),
    Index(None, "sender", "receiver", "usage", "group"),
)
answers = Table(
    "answers",
    metadata,
    _word("answer_id", primary_key=True),
    _case(nullable=True, index=True),
    _count("attempt"),
    _word("kind"),
    _word("channel"),
    _word("sha256"),
    _when("heard_at"),
    _sealed(),
    _sealed("data"),
)

control_numbers = Table(
    "control_numbers",
    metadata,
    _word("sender", primary_key=True),
    _word("receiver", primary_key=True),
    _word("usage", primary_key=True),
    _word("kind", primary_key=True),
    _count("last"),
)
control_number_uses = Table(
    "control_number_uses",
    metadata,
    _word("sender", primary_key=True),
    _word("receiver", primary_key=True),
    _word("usage", primary_key=True),
    _word("kind", primary_key=True),
    _count("first", primary_key=True),
    _count("count"),
    _word("subject", index=True),
    _when("taken_at"),
    _word("void_because"),
)

drops = Table(
    "drops",
    metadata,
    _word("drop_id", primary_key=True),
    _word("partner"),
    _word("sha256"),
    Column("size", BigInteger, nullable=False),
    _when("taken_at"),
    _word("state", index=True),
    _word("reason"),
    _when("finished_at", nullable=True),
    _count("claims"),
    _count("accepted"),
    _count("rejected"),
    _word("archive"),
    _count("tries"),
    _sealed(),
    Index(None, "partner", "sha256"),
)
products = Table(
    "products",
    metadata,
    _word("product_id", primary_key=True),
    _word("partner"),
    _word("kind"),
    _word("name"),
    _when("made_at"),
    _word("drop_id", index=True),
    _word("case_id"),
    _word("state", index=True),
    _when("delivered_at", nullable=True),
    _word("placed_as"),
    _when("let_go_at", nullable=True),  # its bytes
    _sealed(),
    _sealed("data"),
)
product_parts = Table(
    "product_parts",
    metadata,
    _word("lot", primary_key=True),
    _count("number", primary_key=True),
    _sealed("data"),
)
envelopes = Table(
    "envelopes",
    metadata,
    _word("partner", primary_key=True),
    _word("usage", primary_key=True),
    _word("kind", primary_key=True),
    _word("digest", primary_key=True),
    _word("drop_id", primary_key=True),
    _when("seen_at"),
)
machines = Table(
    "machines",
    metadata,
    _word("name", primary_key=True),
    _when("seen_at"),
)

schedule_runs = Table(
    "schedule_runs",
    metadata,
    _word("schedule", primary_key=True),
    _word("day", primary_key=True),
    _when("began_at"),
    _when("finished_at", nullable=True),
    _word("reached"),
    _word("found"),
)
places = Table(
    "places",
    metadata,
    _word("place", primary_key=True),
    _word("machine"),
    _when("seen_at"),
)

audit_log = Table(
    "audit_log",
    metadata,
    _count("number", primary_key=True),
    _when("at"),
    _word("actor"),
    _word("action"),
    _word("subject", index=True),
    _word("key_id"),
    _word("digest"),
    _sealed("note"),
)
audit_head = Table(
    "audit_head",
    metadata,
    _count("only", primary_key=True),
    _count("number"),
    _word("key_id"),
    _word("digest"),
    _word("proof"),
)


def sealed_as(table: Table) -> str:
    """The name of the table that the ciphertext of *table* is bound to."""
    return str(table.info.get("sealed_as", table.name))


def sealed_columns(table: Table) -> list[Column[Any]]:
    """The columns of *table* that hold ciphertext."""
    return [column for column in table.columns if column.info.get("sealed")]
