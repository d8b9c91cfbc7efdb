"""Claims, and the words that they and other records can be found by."""

from __future__ import annotations

import secrets
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from edi_service.edge.store.forms import Form
from edi_service.edge.store.sealing import normal
from edi_service.edge.store.sql import AT_A_TIME, Reader, Writer
from edi_service.edge.store.tables import claims, words
from edi_service.service.records import ClaimRecord, Search

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ACCOUNT_KEPT = 20  # characters of CLM01 that a payer has to give back
CLAIM = Form(claims, ClaimRecord)
_ROWS = [column for column in claims.columns if column.name != "data"]


class ClaimsRead(Reader):
    """Looks up claims."""

    def claim(self, claim_id: str) -> ClaimRecord | None:
        """The claim with this id."""
        row = self._first(select(*_ROWS).where(claims.c.claim_id == claim_id))
        return None if row is None else CLAIM.record(row, self._sealer)

    def claims_of(self, sha256: str) -> Iterator[ClaimRecord]:
        """The claims of an arrival, in the order they stand there."""
        question = select(*_ROWS).where(claims.c.sha256 == sha256).order_by(claims.c.segment)
        for row in self._rows(question):
            yield CLAIM.record(row, self._sealer)

    def claim_data(self, claim_id: str) -> bytes:
        """The claim as an interchange of its own."""
        return self._data(claims, "claim", claim_id=claim_id)

    def find(self, kind: Search, text: str) -> list[str]:
        """The subjects noted under *text*."""
        hashes = self._sealer.hashes(kind, text)
        found = words.c.hash.in_(hashes) & (words.c.kind == kind.value)
        question = select(words.c.subject).where(found).distinct().order_by(words.c.subject)
        return list(self._connection.execute(question).scalars())


class ClaimsWritten(ClaimsRead, Writer):
    """Keeps claims."""

    def add_claims(self, claims_and_data: Iterable[tuple[ClaimRecord, bytes]]) -> int:
        """Keep claims, each with its own interchange; how many were not known."""
        rest, new = iter(claims_and_data), 0
        while some := tuple(islice(rest, AT_A_TIME)):
            new += self._add_claims(some)
        return new

    def note(self, kind: Search, text: str, subject: str) -> None:
        """Let *subject* be found by *text*; nothing happens when it can be already."""
        if normal(text) and subject not in self.find(kind, text):
            self._insert(words, self._word(kind, text, subject))

    def _add_claims(self, some: tuple[tuple[ClaimRecord, bytes], ...]) -> int:
        ids = [record.claim_id for record, _ in some]
        question = select(claims.c.claim_id).where(claims.c.claim_id.in_(ids))
        known = set(self._connection.execute(question).scalars())
        new = {record.claim_id: (record, data) for record, data in some}
        new = {claim_id: pair for claim_id, pair in new.items() if claim_id not in known}
        rows = [
            CLAIM.row(
                record,
                self._sealer,
                data=self._seal_data(claims, {"claim_id": record.claim_id}, data),
            )
            for record, data in new.values()
        ]
        self._insert_new(claims, rows)
        self._insert_new(
            words,
            [
                self._word(kind, text, record.claim_id)
                for record, _ in new.values()
                for kind, text in words_of(record)
            ],
        )
        return len(rows)

    def _word(self, kind: Search, text: str, subject: str) -> dict[str, Any]:
        word_id = secrets.token_hex(12)
        return {
            "word_id": word_id,
            "kind": kind.value,
            "hash": self._sealer.hash(kind, text),
            "subject": subject,
            "text": self._sealer.seal(text.encode(), words.name, word_id, "text"),
        }


def words_of(record: ClaimRecord) -> Iterator[tuple[Search, str]]:
    """What a claim can be found by."""
    told = [
        (Search.ACCOUNT, record.account),
        (Search.ACCOUNT, record.account[:ACCOUNT_KEPT]),
        (Search.MEMBER, record.member_id),
        (Search.NAME, record.last_name),
        (Search.NAME, f"{record.last_name} {record.first_name}" if record.first_name else ""),
        (Search.PAYER_CLAIM, record.payer_claim),
        *((Search.AUTHORIZATION, number) for number in record.authorizations),
    ]
    return ((kind, text) for kind, text in dict.fromkeys(told) if normal(text))
