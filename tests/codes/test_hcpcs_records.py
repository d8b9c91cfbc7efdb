"""The file of HCPCS codes with records of fixed width; codes and descriptions here are invented."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from edi_service.codes.listing import CodesRefused, Said
from edi_service.codes.lists import ProcedureSet, import_list, write_list

if TYPE_CHECKING:
    from edi_service.codes.lists import ProcedureList

SAID = Said(starts=date(2026, 1, 1), ends=date(2026, 12, 31))
ONE_DAY = timedelta(days=1)


def record(
    code: str, sort: str = "3", *, added: str = "", effective: str = "", last: str = ""
) -> str:
    """A record of 320 characters, described in our own words."""
    head = f"{code:<5}00100{sort}{'an invented thing':<80}{'invented':<28}"
    return f"{head:<268}{added:<8}{effective:<8}{last:<8}N".ljust(320)


FILE = "\r\n".join(
    (
        record("A0001", added="20200101", effective="20200101"),
        record("A0001", "4"),
        record("E0002", added="20260701", effective="20260701"),
        record("J0003", added="19990101", effective="20260401", last="20260331"),
        record("   A1", "7", added="20000101"),
        record("   A1", "8"),
        record("Q0004").rstrip(),
        "\x1a",
    )
)


def read(text: str = FILE) -> ProcedureList:
    return import_list(text, ProcedureSet.HCPCS, SAID)


def test_each_code_is_read_once_and_no_modifier_is_a_code() -> None:
    assert set(read().codes) == {"A0001", "E0002", "J0003", "Q0004"}


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("A0001", date(2020, 1, 1), None),
        ("E0002", date(2026, 7, 1), None),
        ("J0003", date(1999, 1, 1), date(2026, 3, 31)),
        ("Q0004", None, None),
    ],
)
def test_a_code_may_be_used_from_the_day_it_was_added_to_its_last(
    code: str, first: date | None, last: date | None
) -> None:
    held = read()
    assert held.has(code, first or date(1980, 1, 1))
    assert held.has(code, last or date(2099, 1, 1))
    if first:
        assert not held.has(code, first - ONE_DAY)
    if last:
        assert not held.has(code, last + ONE_DAY)


def test_what_is_read_is_kept_and_read_again() -> None:
    held = read()
    assert import_list(write_list(held), ProcedureSet.HCPCS).codes == held.codes


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (FILE + "\r\n<html>", "line 9 is of a web page"),
        (FILE + "\r\n=A1+B1", "line 9 is a formula"),
        (FILE + "\r\n99213 of another set", "line 9 begins with no code of hcpcs: '99213"),
        (FILE + "\r\n" + record("D0120"), "line 9 begins with no code of hcpcs: 'D0120"),
        (FILE + "\r\n" + record("W0120"), "line 9 begins with no code of hcpcs: 'W0120"),
        (record("A0001", added="20261301"), "line 1 has a day that is none"),
        (record("A0001", added="20260701", last="20260630"), "line 1 ends on 20260630, before"),
        (FILE + "\r\n" + record("A0001"), "line 9 gives A0001 days that a line before it gives"),
        (record("   A1", "7"), "there is no code of hcpcs in it"),
    ],
)
def test_what_is_no_such_file_is_refused_with_its_line(text: str, says: str) -> None:
    with pytest.raises(CodesRefused) as refused:
        read(text)
    assert says in str(refused.value)


def test_a_file_of_another_set_is_not_read_so() -> None:
    with pytest.raises(CodesRefused, match="line 1 begins with no code of cpt"):
        import_list(FILE, ProcedureSet.CPT, SAID)
