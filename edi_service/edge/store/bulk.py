"""
Many rows of one table in one statement.

What SQLAlchemy does for every row of a long list takes longer than the databases need for it:
SQLite is given the rows as they are, PostgreSQL one array a column.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, LargeBinary, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Column, Connection, Dialect, Table

    from edi_service.edge.store.forms import Row

    Bind = Callable[[Any], Any]


def insert_new(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert those *rows*, each with a value for every column, whose keys are not there yet."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        columns = {name: [row[name] for row in rows] for name in table.columns.keys()}  # noqa: SIM118 -- no dictionary
        connection.execute(_from_arrays(table), columns)
    else:
        binds = [_bind(column, connection.dialect) for column in table.columns]
        lists = [[row[name] for row in rows] for name in table.columns.keys()]  # noqa: SIM118 -- likewise
        bound = [
            each if bind is None else [bind(value) for value in each]
            for each, bind in zip(lists, binds, strict=True)
        ]
        connection.exec_driver_sql(_from_rows(table), list(zip(*bound, strict=True)))


@cache
def _from_arrays(table: Table) -> postgresql.Insert:
    names = list(table.columns.keys())
    arrays = [func.unnest(bindparam(each.name, type_=ARRAY(each.type))) for each in table.columns]
    return postgresql.insert(table).from_select(names, select(*arrays)).on_conflict_do_nothing()


@cache
def _from_rows(table: Table) -> str:
    dialect = sqlite.dialect(paramstyle="qmark")
    return str(sqlite.insert(table).on_conflict_do_nothing().compile(dialect=dialect))


def _bind(column: Column[Any], dialect: Dialect) -> Bind | None:
    """What turns a value of *column* into one for the driver, which takes bytes as they are."""
    if isinstance(column.type, LargeBinary):
        return None
    return column.type.dialect_impl(dialect).bind_processor(dialect)
