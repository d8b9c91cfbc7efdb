"""A newer file goes over an older one, claim by claim, and forgets who has asked."""

from __future__ import annotations

from datetime import UTC, date
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec
import pytest

from edi_service.claims.model import ServiceLine
from edi_service.facts.rows import FactsRefused
from edi_service.facts.sort import Sort
from edi_service.facts.tables import Tables, parse_tables
from edi_service.finding import Report
from tests.facts.making import ANOTHER_NPI, MEMBER, NPI, a_claim
from tests.facts.test_eligibility import ISA, SUBSCRIBER, response

if TYPE_CHECKING:
    from edi_service.facts.model import AuthorizationOnFile


def tables(sort: Sort, text: str) -> Tables:
    return parse_tables(sort, text.encode(), name=f"the {sort}", zone=UTC)


def plans(*rows: str) -> Tables:
    return tables(Sort.FACTS, "\n".join(("claim_number,billing_npi,plan", *rows)))


def plan_of(found: Tables, number: str, npi: str = NPI) -> str | None:
    facts, _ = found.outside.find(a_claim(number, npi), Report())
    return facts.plan


def test_of_a_claim_in_both_files_the_newer_says_all() -> None:
    older = plans(f"A1,{NPI},old", f"A2,{NPI},old")
    newer = plans(f"A1,{NPI},new", f"A3,{NPI},new")

    found = newer.over(older)

    assert [plan_of(found, number) for number in ("A1", "A2", "A3", "A4")] == [
        "new",
        "old",
        "new",
        None,
    ]
    assert plan_of(older, "A1") == "old", "the older is as it was"


def test_encounters_of_a_newer_file_go_before() -> None:
    older = tables(Sort.ENCOUNTERS, "claim_number,location\nA1,4W\nA2,4W\n")
    newer = tables(Sort.ENCOUNTERS, "claim_number,location\nA1,ED\n")

    found = newer.over(older).outside.encounters
    assert [found.find(a_claim(number), Report()).location for number in ("A1", "A2")] == [
        "ED",
        "4W",
    ]


def test_a_response_about_a_member_goes_before_an_older_one() -> None:
    def told(day: str) -> Tables:
        text = response(SUBSCRIBER, "EB*1**30~", f"DTP*318*D8*{day}~")
        return tables(Sort.ELIGIBILITY, f"{ISA}{text}GE*1*1~IEA*1*000000001~")

    found = told("20260615").over(told("20260601"))
    claim = msgspec.structs.replace(
        a_claim(), lines=(ServiceLine("1", starts=date(2026, 6, 20), charge=Decimal(1)),)
    )
    facts, _ = found.outside.find(claim, Report())
    assert facts.eligibility_added == date(2026, 6, 15)


def authorizations(*rows: str) -> Tables:
    return tables(Sort.AUTHORIZATIONS, "\n".join(("number,payer,member,units", *rows)))


def on_file(found: Tables) -> list[AuthorizationOnFile]:
    return list(found.authorizations.find(a_claim(), None))


def test_an_authorization_that_is_told_anew_replaces_the_older_row() -> None:
    older = authorizations(f"N1,example,{MEMBER},5", f"N2,example,{MEMBER},5")
    newer = authorizations(f"n1,example,{MEMBER},9", f"N3,example,{MEMBER},1")

    found = on_file(newer.over(older))

    assert [(each.number, each.units) for each in found] == [
        ("n1", Decimal(9)),
        ("N3", Decimal(1)),
        ("N2", Decimal(5)),
    ]


@pytest.mark.parametrize("anew", ["afresh", "over nothing"])
def test_what_one_file_of_claims_has_asked_and_used_is_not_known_to_the_next(anew: str) -> None:
    one = plans("A1,,gold").over(authorizations(f"N1,example,{MEMBER},5"))
    line = ServiceLine("1", unit="UN", quantity=Decimal(2), authorizations=("N1",))
    claim = msgspec.structs.replace(a_claim(), lines=(line,))
    one.outside.find(claim, Report())
    one.authorizations.use(claim)
    assert [each.used for each in on_file(one)] == [Decimal(2)]

    again = one.afresh() if anew == "afresh" else one.over(Tables.empty())

    assert [each.used for each in on_file(again)] == [None]
    assert plan_of(again, "A1", ANOTHER_NPI) == "gold", "no claim of another provider has asked"


def test_what_cannot_be_read_is_counted() -> None:
    assert plans(f"A1,{NPI},x").faults == 0
    assert tables(Sort.FACTS, "claim_number,admitted\nA1,soon\nA2,later\n").faults == 2


@pytest.mark.parametrize("data", [b"claim_number\n\xff\xfe\n", b"claim_number,what\nA1,1\n"])
def test_a_file_that_cannot_be_used_is_refused(data: bytes) -> None:
    with pytest.raises(FactsRefused):
        parse_tables(Sort.FACTS, data, name="x", zone=UTC)
