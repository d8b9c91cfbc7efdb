"""Claims, and the words that they and other records can be found by."""

from __future__ import annotations

import secrets
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, union

from edi_service.edge.store.bulk import insert_new
from edi_service.edge.store.forms import Form
from edi_service.edge.store.sealing import normal, pack, unpack
from edi_service.edge.store.sql import AT_A_TIME, Reader, Writer
from edi_service.edge.store.tables import claim_blocks, claim_words, claims, sealed_as, words
from edi_service.service.records import ClaimRecord, Search
from edi_service.service.store import StoreRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from edi_service.edge.store.sealing import Sealer

ACCOUNT_KEPT = 20  # characters of CLM01 that a payer has to give back
CLAIM = Form(claims, ClaimRecord)
_ALL_OF_IT = -1  # as the size of a claim that was kept before there were blocks
_BLOCK = sealed_as(claim_blocks)


class ClaimsRead(Reader):
    """Looks up claims."""

    def claim(self, claim_id: str) -> ClaimRecord | None:
        """The claim with this id."""
        row = self._first(select(claims).where(claims.c.claim_id == claim_id))
        return None if row is None else CLAIM.record(row, self._sealer)

    def claims_of(self, sha256: str) -> Iterator[ClaimRecord]:
        """The claims of an arrival, in the order they stand there."""
        question = select(claims).where(claims.c.sha256 == sha256).order_by(claims.c.segment)
        for row in self._rows(question):
            yield CLAIM.record(row, self._sealer)

    def claim_data(self, claim_id: str) -> bytes:
        """The claim as an interchange of its own."""
        lies = claims.c.block == claim_blocks.c.block
        row = self._first(
            select(claim_blocks, claims.c.start, claims.c.size)
            .join(claims, lies)
            .where(claims.c.claim_id == claim_id)
        )
        if row is None:
            message = "there is no such claim in the store"
            raise StoreRefused(message)
        data = unpack(self._sealer.open(row["data"], _BLOCK, row["block"], "data"))
        start, size = row["start"], row["size"]
        return data if size == _ALL_OF_IT else data[start : start + size]

    def find(self, kind: Search, text: str) -> list[str]:
        """The subjects noted under *text*."""
        hashes = self._sealer.hashes(kind, text)
        noted = words.c.hash.in_([each.hex() for each in hashes]) & (words.c.kind == kind.value)
        question = union(
            select(words.c.subject.label("subject")).where(noted),
            select(claim_words.c.claim_id).where(claim_words.c.hash.in_(hashes)),
        )
        return list(self._connection.execute(question.order_by("subject")).scalars())


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
        if new:
            self._add_block(list(new.values()))
        return len(new)

    def _add_block(self, new: list[tuple[ClaimRecord, bytes]]) -> None:
        """Keep claims that are not known, their bytes in one block named after the first."""
        block = new[0][0].claim_id
        data = b"".join(data for _, data in new)
        starts = accumulate((len(data) for _, data in new), initial=0)
        rows = [
            CLAIM.row(record, self._sealer, block=block, start=start, size=len(data))
            for (record, data), start in zip(new, starts, strict=False)
        ]
        sealed = self._sealer.seal(pack(data), _BLOCK, block, "data")
        insert_new(self._connection, claim_blocks, [{"block": block, "data": sealed}])
        insert_new(self._connection, claims, rows)
        note_claims(self._connection, [record for record, _ in new], self._sealer)

    def _word(self, kind: Search, text: str, subject: str) -> dict[str, Any]:
        word_id = secrets.token_hex(12)
        return {
            "word_id": word_id,
            "kind": kind.value,
            "hash": self._sealer.hash(kind, text).hex(),
            "subject": subject,
            "text": self._sealer.seal(text.encode(), words.name, word_id, "text"),
        }


def note_claims(connection: Connection, records: Sequence[ClaimRecord], sealer: Sealer) -> None:
    """Let claims be found by their words."""
    found = [
        {"hash": sealer.hash(kind, text), "claim_id": record.claim_id}
        for record in records
        for kind, text in words_of(record)
    ]
    insert_new(connection, claim_words, found)


def note_anew(connection: Connection, record: ClaimRecord, sealer: Sealer) -> None:
    """Let a claim be found by its words as the current key hashes them, and no other."""
    hashes = {each for kind, text in words_of(record) for each in sealer.hashes(kind, text)}
    here = (claim_words.c.claim_id == record.claim_id) & claim_words.c.hash.in_(hashes)
    connection.execute(delete(claim_words).where(here))
    note_claims(connection, [record], sealer)


def words_of(record: ClaimRecord) -> Iterator[tuple[Search, str]]:
    """What a claim can be found by, each once, as :func:`normal` has it."""
    told = [
        (Search.ACCOUNT, record.account),
        (Search.ACCOUNT, record.account[:ACCOUNT_KEPT]),
        (Search.MEMBER, record.member_id),
        (Search.NAME, record.last_name),
        (Search.NAME, f"{record.last_name} {record.first_name}" if record.first_name else ""),
        (Search.PAYER_CLAIM, record.payer_claim),
        *((Search.AUTHORIZATION, number) for number in record.authorizations),
    ]
    found = dict.fromkeys((kind, normal(text)) for kind, text in told)
    return ((kind, text) for kind, text in found if text)
