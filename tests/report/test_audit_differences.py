"""What the audit counts of lines that are paid at the wrong rate: each once, and with its sign."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from edi_service.report.audit.differences import Differences
from edi_service.report.audit.page import sections
from edi_service.report.audit.tables import difference_table, every_table
from edi_service.report.rows import DifferenceRow
from tests.report.auditing import PLACES, an_audit, claim_of, finding_of

if TYPE_CHECKING:
    from edi_service.report.rows import FindingRow


def a_row(amount: str | None, line: str = "1", *rightly: str, billed: str = "11") -> DifferenceRow:
    return DifferenceRow(line, billed, rightly or ("22",), Decimal(amount) if amount else None)


def told(row: DifferenceRow, code: str = "PS14") -> FindingRow:
    return msgspec.structs.replace(finding_of(code, "note"), difference=row)


def test_too_much_and_too_little_are_counted_apart_and_the_difference_has_their_sign() -> None:
    found = Differences(PLACES)
    assert not found
    for line, amount in (
        ("1", "-24.67"),
        ("2", "-0.33"),
        ("3", "5.00"),
        ("4", "0.00"),
        ("5", None),
    ):
        found.add("c1", a_row(amount, line))
    [(billed, rightly, paid)] = found.by_places()
    assert (billed, rightly) == ("11 Office", "22 Hospital")
    assert (paid.lines, paid.unknown) == (5, 1)
    assert (paid.too_much, paid.too_little) == (Decimal("25.00"), Decimal("5.00"))
    assert paid.difference == Decimal("-20.00")


def test_a_line_counts_once_however_many_findings_tell_of_it() -> None:
    found = Differences(PLACES)
    for amount in ("-24.67", "-10.00", None):
        found.add("c1", a_row(amount))
    found.add("c2", a_row("-1.00"))
    [(_, _, paid)] = found.by_places()
    assert (paid.lines, paid.too_much, paid.unknown) == (2, Decimal("25.67"), 0)


def test_what_is_known_of_a_line_goes_before_what_cannot_be_told() -> None:
    found = Differences(PLACES)
    found.add("c1", a_row(None))
    found.add("c1", a_row("-24.67"))
    [(_, _, paid)] = found.by_places()
    assert (paid.lines, paid.too_much, paid.unknown) == (1, Decimal("24.67"), 0)


def test_pairs_of_places_stand_in_the_order_of_what_is_at_stake() -> None:
    found = Differences(PLACES)
    found.add("c1", a_row("-5.00"))
    found.add("c2", a_row("7.00", "1", "11", billed="22"))
    found.add("c3", a_row("-5.00", "1", "19", "22"))
    assert [(billed, rightly) for billed, rightly, _ in found.by_places()] == [
        ("22 Hospital", "11 Office"),
        ("11 Office", "19 or 22 Hospital"),
        ("11 Office", "22 Hospital"),
    ]


def test_the_audit_shows_them_in_a_section_and_a_file_where_there_are_any() -> None:
    audit = an_audit()
    audit.add_claim(claim_of())
    assert "wrong-rates" not in [section.key for section in sections(audit, {})]
    assert "wrong-rates" not in [table.name for table in every_table(audit, {})]
    audit.add_finding(told(a_row("-24.67")))
    assert "wrong-rates" in [section.key for section in sections(audit, {"PS14": "Paid"})]
    assert "wrong-rates" in [table.name for table in every_table(audit, {"PS14": "Paid"})]
    assert list(difference_table(audit).csv())[1:] == [
        "11 Office,22 Hospital,1,24.67,0.00,-24.67,0\n"
    ]


def test_a_finding_of_no_claim_of_this_audit_counts_all_the_same() -> None:
    """What is found across claims comes when the claim is long forgotten."""
    audit = an_audit()
    audit.add_finding(told(a_row("-24.67")))
    assert audit.differences
