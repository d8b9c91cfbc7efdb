"""Records as rows: the plain fields in columns of their own, the rest sealed as one."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_args, get_type_hints

import msgspec

from edi_service.cases.model import Case

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Table

    from edi_service.edge.store.sealing import Sealer

    Row = Mapping[Any, Any]  # column names to values

Record = TypeVar("Record", bound=msgspec.Struct)
SEPARATOR = "\x1f"


def row_key(table: Table, row: Row) -> str:
    """What names a row within its table: the values of its primary key."""
    return SEPARATOR.join(str(row[column.name]) for column in table.primary_key)


class Form(Generic[Record]):
    """
    How records of one sort lie in *table*.

    A field with a column of its name is plain; all others are in ``details``, sealed.  Fields
    *apart* are neither: whoever uses the form sees to them.
    """

    def __init__(self, table: Table, sort: type[Record], apart: tuple[str, ...] = ()) -> None:
        self.table = table
        self._sort = sort
        hints = get_type_hints(sort)
        fields = [name for name in sort.__struct_fields__ if name not in apart]
        self._plain = [name for name in fields if name in table.c]
        self._sealed = [name for name in fields if name not in table.c]
        self._may_lack = {name for name in self._plain if table.c[name].nullable}
        self._text = {name for name in self._may_lack if hints[name] is str}
        self._enums = {
            name: hints[name] for name in self._plain if hasattr(hints[name], "__members__")
        }
        # What a row was written without, before there was such a field, has the field's default.
        defaults = {each.name: each for each in msgspec.structs.fields(sort)}
        details = [
            (name, hints[name])
            if (default := defaults[name].default) is msgspec.NODEFAULT
            else (name, hints[name], default)
            for name in self._sealed
        ]
        self._details: msgspec.json.Decoder[Any] = msgspec.json.Decoder(
            msgspec.defstruct(f"{sort.__name__}Details", details, kw_only=True)
        )

    def row(self, record: Record, sealer: Sealer, **more: object) -> dict[str, Any]:
        """*record* as a row; *more* are the columns it says nothing of itself."""
        row: dict[str, Any] = {name: getattr(record, name) for name in self._plain}
        for name in self._text:
            row[name] = row[name] or None
        for name in self._enums:
            row[name] = row[name].value
        row |= more
        details = msgspec.json.encode({name: getattr(record, name) for name in self._sealed})
        key = row_key(self.table, row)
        row["details"] = sealer.seal(details, self.table.name, key, "details")
        return row

    def record(self, row: Row, sealer: Sealer, **apart: object) -> Record:
        """The record that *row* holds."""
        key = row_key(self.table, row)
        details = self._details.decode(sealer.open(row["details"], self.table.name, key, "details"))
        values: dict[str, Any] = {name: row[name] for name in self._plain}
        for name in self._text:
            values[name] = values[name] or ""
        for name, enum in self._enums.items():
            values[name] = enum(values[name])
        values |= {name: getattr(details, name) for name in self._sealed}
        return self._sort(**values, **apart)


def encode_case(case: Case) -> bytes:
    """*case* as JSON."""
    return msgspec.json.encode(case)


def decode_case(data: bytes) -> Case:
    """
    The case that :func:`encode_case` wrote.

    A deadline and the start of a clock are a day or an instant, which JSON cannot tell apart by
    itself: an instant has a ``T``.
    """
    case = _built(msgspec.json.decode(data), Case)
    assert isinstance(case, Case)  # noqa: S101 -- that is what was asked for
    return case


_hints = cache(get_type_hints)


def _built(value: object, sort: object) -> object:
    """*value* of plain JSON as *sort*, where a day and an instant may stand for each other."""
    options = get_args(sort)
    if value is None:
        return None
    if isinstance(sort, UnionType):
        if isinstance(value, str) and {date, datetime} <= set(options):
            return _day_or_instant(value)
        rest = [each for each in options if each is not NoneType]
        return _built(value, rest[0]) if len(rest) == 1 else msgspec.convert(value, sort)
    if isinstance(value, list) and options[1:] == (Ellipsis,):
        return tuple(_built(each, options[0]) for each in value)
    if isinstance(value, dict) and isinstance(sort, type):
        hints = _hints(sort)
        return sort(**{name: _built(each, hints[name]) for name, each in value.items()})
    return msgspec.convert(value, sort)


def _day_or_instant(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
