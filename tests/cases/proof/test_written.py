from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from edi_service.cases.proof.claims import CaseRefused
from edi_service.cases.proof.outcome import Difference, differences
from edi_service.cases.proof.written import KEYS, written_cases
from edi_service.policy.library import Library
from edi_service.policy.payers import PayerTable
from tests.policy.casework import library, places
from tests.policy.making import a_policy

DAY = date(2026, 3, 2)
RETRO = (
    '<authorization required="yes"><services codes="70551"/></authorization>'
    '<retrospective allowed="yes"><circumstance code="any">'
    '<window length="14" unit="calendar-days" after="first-day-of-service" channel="fax"/>'
    "</circumstance></retrospective>"
)
POLICY = a_policy(RETRO, attributes='lines-of-business="medicaid commercial"')
FOR_ALL = a_policy(RETRO, payer="*")
NEEDED: dict[str, Any] = {
    "name": "needed",
    "day": DAY,
    "claim": {"lines": [{"procedure": "70551"}]},
    "expect": ["RT01", "PA01"],
}
ONLY_THIS = Library(
    policies=(POLICY,), payers=PayerTable(()), places=places(), states=library().states
)


def subject(**written: Any) -> Any:
    [case] = written_cases(POLICY, {"case": [{**NEEDED, **written}]})
    return case.subject(library().states)


def met(**written: Any) -> dict[str, tuple[str, str]]:
    [case] = written_cases(POLICY, {"case": [{**NEEDED, **written}]})
    return {each.key: (each.expected, each.met) for each in differences(case, ONLY_THIS)}


def test_a_file_without_cases_has_none() -> None:
    assert written_cases(POLICY, {}) == ()
    assert written_cases(POLICY, {"defaults": NEEDED}) == ()


def test_a_case_bears_the_name_of_its_policy_and_its_own() -> None:
    [case] = written_cases(POLICY, {"case": [NEEDED]})
    assert case.name == "example/subject: needed"


def test_the_defaults_of_a_file_hold_for_every_case_that_does_not_set_them_itself() -> None:
    first, second = written_cases(
        POLICY,
        {
            "defaults": {"state": "OH", "expect": []},
            "case": [{"name": "a"}, {"name": "b", "state": "TX"}],
        },
    )
    assert (first.written["state"], second.written["state"]) == ("OH", "TX")
    assert second.written["expect"] == []


def test_the_payer_and_its_line_of_business_are_those_of_the_policy() -> None:
    assert subject().payer.payer == "example"
    assert subject().payer.line_of_business == "medicaid"
    assert subject(payer="other", line_of_business="medicare").payer.payer == "other"


def test_a_policy_for_everybody_is_held_against_some_payer() -> None:
    [case] = written_cases(FOR_ALL, {"case": [NEEDED]})
    found = case.subject(library().states).payer
    assert found is not None
    assert (found.payer, found.line_of_business) == ("any-payer", "commercial")


def test_a_payer_may_be_one_that_is_not_mapped() -> None:
    assert subject(payer="").payer is None


def test_the_zone_is_that_of_the_state_unless_written() -> None:
    assert subject().zone is None
    assert subject(state="OH").zone == ZoneInfo("America/New_York")
    assert subject(state="OH", zone="America/Denver").zone == ZoneInfo("America/Denver")
    assert subject(state="OH", zone="").zone is None


def test_it_is_asked_on_the_next_day_at_noon_unless_written() -> None:
    assert subject().as_of == datetime(2026, 3, 3, 12, tzinfo=UTC)
    assert subject(as_of=date(2026, 3, 9)).as_of == datetime(2026, 3, 9, 12, tzinfo=UTC)


def test_authorizations_on_file_are_of_the_member_and_the_payer_at_hand() -> None:
    [found] = subject(on_file=[{"number": "A1"}]).on_file
    assert (found.number, found.payer) == ("A1", "example")


def test_a_case_that_comes_out_as_written_has_no_differences() -> None:
    assert met() == {}
    assert (
        met(
            decision="allowed",
            deadline=date(2026, 3, 16),
            circumstance="any",
            channel="fax",
            missing=[],
            lines=["1"],
        )
        == {}
    )


def test_the_order_in_which_findings_are_expected_does_not_matter_but_their_number_does() -> None:
    assert met(expect=["PA01", "RT01"]) == met(expect=["RT01", "PA01"]) == {}
    assert met(expect=["PA01", "PA01", "RT01"]) == {"expect": ("PA01 PA01 RT01", "PA01 RT01")}


@pytest.mark.parametrize(
    ("key", "expected", "difference"),
    [
        ("decision", "refused", ("refused", "allowed")),
        ("deadline", date(2026, 3, 17), ("2026-03-17", "2026-03-16")),
        ("circumstance", "emergency", ("emergency", "any")),
        ("channel", "x217", ("x217", "fax")),
        ("missing", ["plan", "network"], ("plan network", "nothing")),
        ("lines", ["1", "2"], ("1 2", "1")),
    ],
)
def test_each_thing_said_of_the_case_is_held_against_what_was_met(
    key: str, expected: object, difference: tuple[str, str]
) -> None:
    assert met(**{key: expected}) == {key: difference}


def test_a_deadline_may_be_written_as_text() -> None:
    assert met(deadline="2026-03-16") == {}
    assert met(deadline="2026-03-17") == {"deadline": ("2026-03-17", "2026-03-16")}
    with pytest.raises(CaseRefused, match="no day or moment"):
        met(deadline="2026-02-30")


def test_no_case_at_all_is_none() -> None:
    free = {"claim": {"lines": [{"procedure": "99213"}]}, "expect": []}
    assert met(**free, decision="none") == {}
    assert met(**free, lines=["1"]) == {"lines": ("1", "no case")}


def test_a_difference_reads_as_a_sentence() -> None:
    assert str(Difference("lines", "1", "2")) == "lines: expected 1; met 2"


@pytest.mark.parametrize("key", sorted(KEYS))
def test_a_slip_in_any_key_is_named_with_the_case(key: str) -> None:
    with pytest.raises(CaseRefused, match=f"the case 'needed' has the key '{key}x'"):
        written_cases(POLICY, {"case": [{**NEEDED, f"{key}x": 1}]})


@pytest.mark.parametrize("key", sorted(set(KEYS) - {"name", "deadline"}))
def test_a_value_of_another_sort_is_named_with_the_case(key: str) -> None:
    with pytest.raises(CaseRefused, match=f"the case 'needed': {key} is 1.5, which is no "):
        written_cases(POLICY, {"case": [{**NEEDED, key: 1.5}]})


@pytest.mark.parametrize("key", ["name", "expect"])
def test_a_case_has_a_name_and_says_what_is_expected(key: str) -> None:
    written = {name: value for name, value in NEEDED.items() if name != key}
    with pytest.raises(CaseRefused, match=f"lacks '{key}'"):
        written_cases(POLICY, {"case": [written]})


def test_a_table_that_is_neither_defaults_nor_case_is_refused() -> None:
    with pytest.raises(CaseRefused, match="no table cases, default"):
        written_cases(POLICY, {"cases": [], "default": {}})


@pytest.mark.parametrize("zone", ["America/Atlantis", "America"])
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(CaseRefused, match=f"'{zone}' is no IANA time zone, such as"):
        subject(zone=zone)
