"""
The audit log: who did what to which record, each entry bound to all before it.

The digest of an entry is an HMAC over the digest before it and all it says; nobody without the key
can make one.  The head holds the number and digest of the last entry, so that a cut tail is found.
Somebody who puts back an older copy of the whole database is found by a head noted elsewhere.
"""

from __future__ import annotations

import hmac
from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import insert, select, update

from edi_service.edge.store.sql import Reader
from edi_service.edge.store.tables import audit_head, audit_log
from edi_service.service.records import AuditEntry
from edi_service.service.store import StoreRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from edi_service.edge.store.forms import Row
    from edi_service.edge.store.keys import Key
    from edi_service.edge.store.sealing import Sealer

_SEPARATOR = "\0"
ONLY = 1  # the key of the one row that is the head


class Head(NamedTuple):
    """The last entry of the log: its number and digest."""

    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """
        The head that was shown as *text*.

        Raises:
            StoreRefused: it is none.
        """
        number, _, digest = text.strip().partition(":")
        if not number.isdecimal() or not digest:
            message = "a head of the audit log is written NUMBER:DIGEST, as verify shows it"
            raise StoreRefused(message)
        return cls(int(number), digest)


class Fault(NamedTuple):
    """Where the log was tampered with, and how that shows."""

    number: int
    says: str


def append(
    connection: Connection,
    sealer: Sealer,
    done: Iterable[tuple[str, str, str]],
    *,
    actor: str,
    at: datetime,
) -> None:
    """Add entries of (action, subject, note) to the log; others wait until this is committed."""
    row = connection.execute(select(audit_head).with_for_update()).mappings().one()
    number, digest, key = row["number"], row["digest"], sealer.ring.current
    rows = []
    for action, subject, note in done:
        number += 1
        entry = AuditEntry(
            number=number, at=at, actor=actor, action=action, subject=subject, note=note
        )
        digest = _digest(key, digest, entry)
        rows.append(
            {
                "number": number,
                "at": at,
                "actor": actor,
                "action": action,
                "subject": subject,
                "key_id": key.key_id,
                "digest": digest,
                "note": sealer.seal(note.encode(), audit_log.name, str(number), "note"),
            }
        )
    connection.execute(insert(audit_log), rows)
    head = {"number": number, "digest": digest, "key_id": key.key_id}
    proof = _proof(key, Head(number, digest))
    connection.execute(update(audit_head).values(**head, proof=proof))


class AuditRead(Reader):
    """Reads the log and holds it against itself."""

    def entries(self) -> Iterator[AuditEntry]:
        """The entries, in their order."""
        return (self._entry(row) for row in self._log_rows())

    def head(self) -> Head:
        """The last entry, as the head has it."""
        row = self._connection.execute(select(audit_head)).mappings().one()
        return Head(row["number"], row["digest"])

    def verify(self, noted: Head | None = None) -> Fault | None:
        """
        The first place where the log was tampered with; None when it is whole.

        *noted* is a head that was seen before and must still be in the log.
        """
        last, is_noted = Head(0, ""), noted is None
        for row in self._log_rows():
            if fault := self._fault_of(row, last):
                return fault
            last = Head(row["number"], row["digest"])
            is_noted = is_noted or last == noted
        if fault := self._fault_of_head(last):
            return fault
        if noted is None or is_noted:
            return None
        return Fault(noted.number, "the entry that was noted is not in the log")

    def _fault_of(self, row: Row, last: Head) -> Fault | None:
        """What is wrong with an entry that stands behind *last*."""
        number = row["number"]
        if number != last.number + 1:
            says = f"the entry is missing: {number} follows {last.number}"
            return Fault(last.number + 1, says)
        try:
            entry, key = self._entry(row), self._sealer.ring.key(row["key_id"])
        except StoreRefused as fault:
            return Fault(number, str(fault))
        if not hmac.compare_digest(_digest(key, last.digest, entry), entry.digest):
            return Fault(number, "the entry is not what was written after the one before")
        return None

    def _fault_of_head(self, last: Head) -> Fault | None:
        row = self._connection.execute(select(audit_head)).mappings().first()
        if row is None:
            return Fault(last.number, "the head is missing")
        if Head(row["number"], row["digest"]) != last:
            return Fault(last.number, f"the log ends here, but its head is entry {row['number']}")
        if not last.number:
            return Fault(0, "the log is empty, and yet the store was made")
        key = self._sealer.ring.keys.get(row["key_id"])
        if key is None or not hmac.compare_digest(_proof(key, last), row["proof"]):
            return Fault(last.number, "the head was not written with the key")
        return None

    def _log_rows(self) -> Iterator[Row]:
        return self._rows(select(audit_log).order_by(audit_log.c.number))

    def _entry(self, row: Row) -> AuditEntry:
        note = self._sealer.open(row["note"], audit_log.name, str(row["number"]), "note")
        return AuditEntry(
            number=row["number"],
            at=row["at"],
            actor=row["actor"],
            action=row["action"],
            subject=row["subject"],
            note=note.decode(),
            digest=row["digest"],
        )


def _digest(key: Key, before: str, entry: AuditEntry) -> str:
    """Binds *entry* to the digest *before* it; lengths are told, so that nothing can shift."""
    parts = (
        before,
        str(entry.number),
        entry.at.astimezone(UTC).isoformat(),
        entry.actor,
        entry.action,
        entry.subject,
        entry.note,
    )
    text = _SEPARATOR.join(f"{len(part)}:{part}" for part in parts)
    return hmac.digest(key.auditing, text.encode(), "sha256").hex()


def _proof(key: Key, head: Head) -> str:
    return hmac.digest(key.auditing, f"head{_SEPARATOR}{head}".encode(), "sha256").hex()
