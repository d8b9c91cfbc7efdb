"""The statement of a case in the store: a record for each thing that was said, the last counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from edi_service.cases.statement import Statement
from edi_service.service.records import StatementRecord
from edi_service.service.store import StoreRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

_FIELDS = frozenset(field.name for field in msgspec.structs.fields(Statement))


def said_in(
    statement: Statement, case_id: str, *, actor: str, at: datetime
) -> Iterator[StatementRecord]:
    """A record for each field of *statement* that says something."""
    silent = Statement()
    for name in Statement.__struct_fields__:
        value = getattr(statement, name)
        if value != getattr(silent, name):
            text = msgspec.json.encode(value).decode()
            yield StatementRecord(case_id=case_id, at=at, actor=actor, kind=name, text=text)


def statement_of(records: Iterable[StatementRecord]) -> Statement:
    """
    What *records* say, in the order they were written down; other sorts are left alone.

    Raises:
        StoreRefused: a record says what a statement cannot.
    """
    said = {
        record.kind: msgspec.Raw(record.text.encode())
        for record in records
        if record.kind in _FIELDS
    }
    try:
        return msgspec.json.decode(msgspec.json.encode(said), type=Statement)
    except msgspec.DecodeError:
        message = "what was stated for the case cannot be read"
        raise StoreRefused(message) from None
