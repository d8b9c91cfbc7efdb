from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec
import pytest

from edi_service.acknowledge.claim_status import (
    StatusTable,
    billing_provider,
    judge_claim,
)
from edi_service.acknowledge.statuses import Status
from edi_service.claims.kinds import CHARGES_DISAGREE, KINDS, LINE_NUMBER_REPEATED
from edi_service.finding import NOWHERE, Position, Severity
from tests.acknowledge.making import TABLE, TODAY, a_kind, in_claim
from tests.builders import a_claim, a_line, an_interchange, read_one, spoiled

if TYPE_CHECKING:
    from edi_service.acknowledge.statuses import ClaimStatus

PLAIN = read_one(an_interchange(a_claim(a_line(), a_line(2), a_line(3))))


def statuses(status: ClaimStatus) -> list[str]:
    return [
        ":".join(filter(None, [one.category, one.code, one.entity]))
        for report in status.reports
        for one in report.statuses
    ]


def test_a_claim_without_errors_is_accepted() -> None:
    warning = LINE_NUMBER_REPEATED.found(in_claim(PLAIN), "twice")
    policy = a_kind("", code="PA01").found(in_claim(PLAIN), "no authorization")
    status = judge_claim(PLAIN, [warning, policy], TABLE, TODAY)
    assert status.is_accepted
    assert statuses(status) == ["A2:20"]
    assert status.totals.accepted_amount == Decimal(375)
    assert (status.number, status.bill_type) == ("A1", "")


def test_errors_of_the_claim_are_told_each_once() -> None:
    found = [CHARGES_DISAGREE.found(in_claim(PLAIN), "differ")] * 2
    found.append(a_kind("IK403*7").found(in_claim(PLAIN), "bad"))
    status = judge_claim(PLAIN, found, TABLE, TODAY)
    assert statuses(status) == ["A8:400", "A3:684"]
    assert not status.is_accepted
    assert status.totals.rejected == 1
    assert status.lines == ()


def test_errors_of_a_service_line_are_told_of_the_line() -> None:
    assert PLAIN.placed is not None
    line = PLAIN.lines[1]
    found = [
        a_kind("", code="CD99").found(
            msgspec.structs.replace(in_claim(PLAIN, line.index + 1), element=1, component=2),
            "no such code",
        ),
        CHARGES_DISAGREE.found(NOWHERE, "differ"),
    ]
    status = judge_claim(PLAIN, found, TABLE, TODAY)
    assert statuses(status) == ["A8:400", "A3:247"]
    (told,) = status.lines
    assert told.procedure == ("HC", "99213")
    assert told.reports[0].statuses == (Status(category="A7", code="507"),)
    assert told.reports[0].amount is None
    assert told.period is not None
    assert told.period.starts == date(2026, 2, 3)


def test_each_status_of_a_claim_is_a_report_and_those_of_a_line_share_one() -> None:
    line = in_claim(PLAIN, PLAIN.lines[0].index)
    kinds = [kind for kind in KINDS if kind.severity is Severity.ERROR]
    found = [kind.found(NOWHERE, "bad") for kind in kinds]
    found += [kind.found(line, "bad") for kind in kinds]
    status = judge_claim(PLAIN, found, TABLE, TODAY)
    assert {len(report.statuses) for report in status.reports} == {1}
    assert 3 < len(status.reports) <= 9
    assert [len(report.statuses) for report in status.lines[0].reports] == [3]


def test_a_claim_made_by_hand_has_no_lines_to_tell() -> None:
    bare = msgspec.structs.replace(PLAIN, placed=None)
    status = judge_claim(bare, [a_kind("IK403*7").found(Position(segment=20), "bad")], TABLE, TODAY)
    assert status.lines == ()


def test_an_institutional_claim_has_a_bill_type_and_lines_without_procedure() -> None:
    data = an_interchange(a_claim(a_line(kind="I"), kind="I"), kind="I")
    claim = read_one(spoiled(data, "HC:80053", ""))
    found = [a_kind("IK403*7").found(in_claim(claim, claim.lines[0].index), "bad")]
    status = judge_claim(claim, found, TABLE, TODAY)
    assert len(status.bill_type) == 3
    assert status.lines[0].procedure == ("NU", "0300")
    assert status.lines[0].revenue_code == ""


def test_a_claim_without_any_day_is_told_by_an_impossible_one() -> None:
    claim = read_one(spoiled(an_interchange(), "DTP*472*D8*20260203~", ""))
    status = judge_claim(
        claim, [a_kind("").found(in_claim(claim, claim.lines[0].index), "")], TABLE, TODAY
    )
    assert status.period is not None
    assert status.period.starts == date(1900, 1, 1)
    assert status.lines[0].period is None


def test_a_dependent_is_told_by_the_number_of_the_subscriber() -> None:
    patient = judge_claim(read_one(an_interchange(dependent=True)), [], TABLE, TODAY).patient
    assert (patient.first_name, patient.qualifier, patient.identifier) == ("BEN", "MI", "M00012345")


def test_identifiers_that_a_277ca_does_not_know_are_left_out() -> None:
    data = an_interchange().replace(b"*MI*M00012345", b"*ZZ*M00012345")
    claim = read_one(data.replace(b"*XX*1467893214", b"*24*123456789"))
    assert judge_claim(claim, [], TABLE, TODAY).patient.identifier == ""
    assert billing_provider(claim).qualifier == ""


def test_every_row_of_the_table_says_where_it_comes_from() -> None:
    for row in TABLE.rows:
        assert row.certainty in {"A", "B", "C"}
        assert row.source.title
        assert row.status.category[0] == "A"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_kind_about_claims_has_a_status(kind: object) -> None:
    assert isinstance(kind, type(CHARGES_DISAGREE))
    assert TABLE.of(kind.found(NOWHERE, "bad"), TODAY).category in {"A3", "A6", "A7", "A8"}


HEADER = (
    "finding,loop,element,category,status,entity,from,to,certainty,"
    "source_title,source_href,retrieved,note"
)


def test_a_row_holds_from_its_first_day_to_its_last() -> None:
    row = "CM,,,A3,481,,2026-01-01,2026-06-30,C,A list,https://example.org,2026-11-22,"
    table = StatusTable.parse(f"{HEADER}\n{row}\n")
    found = CHARGES_DISAGREE.found(NOWHERE, "differ")
    assert table.of(found, date(2026, 6, 30)).code == "481"
    for day in (date(2025, 12, 31), date(2026, 7, 1)):
        with pytest.raises(LookupError):
            table.of(found, day)
    with pytest.raises(LookupError):
        table.named("accepted", TODAY)
