from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from edi_service.cases.proof.claims import (
    MEMBER,
    PAYER,
    CaseRefused,
    a_claim,
    moment,
    strictly,
)
from edi_service.claims.model import ClaimKind, Reference
from edi_service.facts.model import AuthorizationOnFile, ClaimFacts, Network

DAY = date(2026, 3, 2)
OFFSET = timezone(timedelta(hours=-4))


def made(**written: Any) -> Any:
    return a_claim(DAY, written)


def test_a_claim_of_which_nothing_is_written_is_an_office_visit_without_lines() -> None:
    claim = made()
    assert claim.kind is ClaimKind.PROFESSIONAL
    assert claim.place_of_service == "11"
    assert claim.frequency == "1"
    assert claim.charge == 0
    assert claim.lines == ()


def test_an_institutional_claim_is_a_hospitals_outpatient_claim_of_that_day() -> None:
    claim = made(kind="I")
    assert claim.kind is ClaimKind.INSTITUTIONAL
    assert (claim.facility_code, claim.facility_qualifier) == ("13", "A")
    assert (claim.statement_from, claim.statement_to) == (DAY, DAY)


def test_a_dental_claims_lines_have_dental_codes() -> None:
    [line] = made(kind="D", lines=[{"procedure": "D0120"}]).lines
    assert line.procedure_qualifier == "AD"
    assert line.procedure == "D0120"


def test_a_case_may_say_the_payers_turn() -> None:
    assert made().parties.coverage.responsibility == "P"
    assert made(responsibility="S").parties.coverage.responsibility == "S"


@pytest.mark.parametrize("name", ["parties", "placed", "claim_id"])
def test_what_a_case_cannot_write_is_refused_with_what_to_write(name: str) -> None:
    with pytest.raises(CaseRefused, match=f"a claim has no field {name} in a case: "):
        made(**{name: {"payer": "x"}})


def test_a_line_is_numbered_dated_and_priced_where_nothing_else_is_written() -> None:
    first, second = made(lines=[{}, {"charge": 250, "starts": date(2026, 3, 4)}]).lines
    assert (first.number, first.charge, first.quantity, first.unit) == ("1", 100, 1, "UN")
    assert (first.starts, first.ends) == (DAY, DAY)
    assert (second.number, second.charge) == ("2", 250)
    assert (second.starts, second.ends) == (date(2026, 3, 4), date(2026, 3, 4))


def test_the_charge_of_a_claim_is_the_sum_of_its_lines_unless_written() -> None:
    assert made(lines=[{}, {"charge": 250}]).charge == 350
    assert made(lines=[{}], charge=999).charge == Decimal(999)


def test_what_is_written_of_a_claim_stands_on_it() -> None:
    claim = made(
        kind="I",
        facility_code="11",
        admission_type="1",
        references=[{"qualifier": "G1", "value": "AUTH1"}],
        lines=[{"revenue_code": "0450"}],
    )
    assert claim.admission_type == "1"
    assert claim.references == (Reference(qualifier="G1", value="AUTH1"),)
    assert claim.lines[0].revenue_code == "0450"


def test_everybody_on_a_claim_is_invented() -> None:
    parties = made().parties
    assert parties.subscriber.party.identifier == MEMBER
    assert parties.payer.identifier == PAYER
    assert parties.billing.npi == "1234567893"


@pytest.mark.parametrize("name", ["plaec", "placed", "line", ""])
def test_a_claim_has_no_field_that_its_model_has_not(name: str) -> None:
    with pytest.raises(CaseRefused, match="a claim has no field"):
        made(**{name: "1"})


def test_a_line_has_no_field_that_its_model_has_not() -> None:
    with pytest.raises(CaseRefused, match="a ServiceLine has no field proceduer, unts"):
        made(lines=[{"proceduer": "1", "unts": 1}])


@pytest.mark.parametrize(
    "written",
    [
        {"facility_code": 11},
        {"lines": [{"procedure": 70551}]},
        {"lines": [{"modifiers": "26"}]},
        {"lines": [{"is_emergency": "yes"}]},
        {"references": [{"qualifier": 1, "value": "x"}]},
    ],
)
def test_a_value_of_another_sort_is_refused(written: dict[str, Any]) -> None:
    with pytest.raises(CaseRefused, match="Expected"):
        made(**written)


def test_facts_are_read_as_the_model_has_them() -> None:
    facts = strictly(
        {
            "network": "in",
            "admitted": datetime(2026, 3, 2, 9, 30, tzinfo=OFFSET),
            "discharged": date(2026, 3, 4),
            "visits": 12,
            "documents": ["order"],
            "overrides": [{"code": "PS02", "reason": "the payer says so"}],
        },
        ClaimFacts,
    )
    assert facts.network is Network.IN
    assert facts.admitted == datetime(2026, 3, 2, 13, 30, tzinfo=UTC)
    assert facts.discharged == date(2026, 3, 4)
    assert facts.visits == Decimal(12)
    assert facts.documents == ("order",)
    assert facts.overrides[0].code == "PS02"


def test_an_authorization_on_file_is_read_as_the_model_has_it() -> None:
    found = strictly(
        {"number": "A1", "payer": "va", "member": MEMBER, "starts": DAY}, AuthorizationOnFile
    )
    assert (found.number, found.starts, found.ends) == ("A1", DAY, None)


def test_a_day_of_asking_means_noon() -> None:
    assert moment(DAY) == datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_moment_of_asking_is_taken_as_it_is_with_its_offset() -> None:
    when = datetime(2026, 3, 2, 9, tzinfo=OFFSET)
    assert moment(when) is when


def test_a_moment_of_asking_without_an_offset_could_be_anywhere() -> None:
    with pytest.raises(CaseRefused, match="needs an offset, such as -04:00"):
        moment(datetime(2026, 3, 2, 9))  # noqa: DTZ001 -- that it has none is the point
