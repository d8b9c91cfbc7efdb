"""What a policy may ask of a claim beyond its codes, on both sides, and when nobody knows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from edi_service.claims.model import Coverage, Diagnosis, Party, Person
from edi_service.facts.model import ClaimFacts
from edi_service.policy.language.refused import PolicyRefused
from edi_service.policy.selection import CodeIndex, CodeRange
from tests.policy.casework import PARTIES, a_claim
from tests.policy.making import DAY, a_policy, a_subject, look

if TYPE_CHECKING:
    from edi_service.policy.examine import Examination

FEW = {"lines": [{"procedure": "70551", "quantity": 3, "charge": 500}]}
MANY = {"lines": [{"procedure": "70551", "quantity": 4, "charge": 501}]}
SLEEPER = [Diagnosis("ABK", "G4733")]
TOGETHER = {"lines": [{"procedure": "64561"}, {"procedure": "64590"}]}


def at(
    attributes: str, written: dict[str, Any], facts: dict[str, Any], inside: str = ""
) -> Examination:
    """A policy for services with these *attributes*, held against a claim."""
    services = f"<services {attributes}>{inside}</services>"
    policy = a_policy(f'<authorization required="yes">{services}</authorization>')
    return look(a_subject(a_claim(DAY, written), facts=ClaimFacts(**facts)), policy)


def concerned(found: Examination) -> str:
    """Whether there is a concern: yes, no, or the facts missing to tell."""
    if not found.concerns:
        return "no"
    return ", ".join(found.concerns[0].missing) or "yes"


def of_age(born: date | None) -> dict[str, Any]:
    person = msgspec.structs.replace(PARTIES.subscriber, birth_date=born)
    return {**FEW, "parties": msgspec.structs.replace(PARTIES, subscriber=person)}


def of_provider(taxonomy: str) -> dict[str, Any]:
    billing = msgspec.structs.replace(PARTIES.billing, taxonomy=taxonomy)
    return {**FEW, "parties": msgspec.structs.replace(PARTIES, billing=billing)}


def in_turn(responsibility: str) -> dict[str, Any]:
    coverage = Coverage(responsibility=responsibility, relationship="18")
    return {**FEW, "parties": msgspec.structs.replace(PARTIES, coverage=coverage)}


@pytest.mark.parametrize(
    ("attributes", "written", "facts", "expected"),
    [
        ('codes="7055*"', FEW, {}, "yes"),
        ('codes="7056*"', FEW, {}, "no"),
        ('codes="70551" diagnoses="G47*"', {**FEW, "diagnoses": SLEEPER}, {}, "yes"),
        ('codes="70551" diagnoses="G4730-G4732"', {**FEW, "diagnoses": SLEEPER}, {}, "no"),
        ('codes="70551" diagnoses="G4733"', FEW, {}, "no"),
        ('codes="64561" together-with="64590"', TOGETHER, {}, "yes"),
        ('codes="64561" together-with="64561"', TOGETHER, {}, "no"),
        ('units-over="3"', FEW, {}, "no"),
        ('units-over="3"', MANY, {}, "yes"),
        ('amount-over="500.00"', FEW, {}, "no"),
        ('amount-over="500.00"', MANY, {}, "yes"),
        ('visits-over="12"', FEW, {"visits": 11}, "no"),
        ('visits-over="12"', FEW, {"visits": 12}, "yes"),
        ('visits-over="12"', FEW, {}, "visits"),
        ('admission-sources="4 5"', {**FEW, "admission_source": "4"}, {}, "yes"),
        ('admission-sources="4 5"', {**FEW, "admission_source": "1"}, {}, "no"),
        ('states="OH"', FEW, {}, "yes"),
        ('states="VA"', FEW, {}, "no"),
        ('counties="franklin"', FEW, {"county": "franklin"}, "yes"),
        ('counties="franklin"', FEW, {"county": "st-lucie"}, "no"),
        ('counties="franklin"', FEW, {}, "county"),
        ('provider-types="2085*"', of_provider("2085R0202X"), {}, "yes"),
        ('provider-types="2085*"', of_provider("207L00000X"), {}, "no"),
        ('provider-types="2085*"', FEW, {}, "no"),
        ('age-under="21"', of_age(date(2005, 3, 3)), {}, "yes"),
        ('age-under="21"', of_age(date(2005, 3, 2)), {}, "no"),
        ('age-from="65"', of_age(date(1961, 3, 2)), {}, "yes"),
        ('age-from="65"', of_age(date(1961, 3, 3)), {}, "no"),
        ('age-from="65"', of_age(None), {}, "birth_date"),
        ('from="2026-03-02" to="2026-03-02"', FEW, {}, "yes"),
        ('from="2026-03-03"', FEW, {}, "no"),
        ('to="2026-03-01"', FEW, {}, "no"),
        ('standing="exempt-provider"', FEW, {"gold_card": True}, "yes"),
        ('standing="exempt-provider"', FEW, {"gold_card": False}, "no"),
        ('standing="exempt-provider"', FEW, {}, "gold_card"),
        ('codes="99213" counties="franklin"', FEW, {}, "no"),
    ],
)
def test_services_are_selected_by(
    attributes: str, written: dict[str, Any], facts: dict[str, Any], expected: str
) -> None:
    assert concerned(at(attributes, written, facts)) == expected


def test_what_may_be_taken_out_is_missing_and_what_surely_is_is_gone() -> None:
    inside = '<except counties="franklin"/>'
    assert concerned(at('codes="70551"', FEW, {}, inside)) == "county"
    assert concerned(at('codes="70551"', FEW, {"county": "franklin"}, inside)) == "no"
    assert concerned(at('codes="70551"', FEW, {"county": "allen"}, inside)) == "yes"


def test_a_waiver_that_expires_is_an_exemption_with_days() -> None:
    waived = (
        '<authorization required="yes"><services codes="70551"/>'
        '<exempt from="2026-02-01" to="2026-03-02" counties="franklin"/></authorization>'
    )
    subject = a_subject(a_claim(DAY, FEW), facts=ClaimFacts(county="franklin"))
    found = look(subject, a_policy(waived))
    assert [each.kind.code for each in found.findings] == ["PA03"]
    assert not found.concerns
    later = look(subject, a_policy(waived.replace("2026-03-02", "2026-03-01")))
    assert [each.kind.code for each in later.findings] == ["PA01"]


@pytest.mark.parametrize(
    ("scope", "written", "facts", "expected"),
    [
        ('counties="franklin"', FEW, {"county": "franklin"}, "yes"),
        ('counties="franklin"', FEW, {"county": "allen"}, "no"),
        ('counties="franklin"', FEW, {}, "county"),
        ('delegates="evicore"', FEW, {"delegate": "evicore"}, "yes"),
        ('delegates="evicore"', FEW, {"delegate": "carelon"}, "no"),
        ('delegates="evicore"', FEW, {}, "delegate"),
        ('provider-types="207L00000X"', of_provider("207L00000X"), {}, "yes"),
        ('provider-types="207L00000X"', of_provider("2085R0202X"), {}, "no"),
        ('coverage="primary"', in_turn("P"), {}, "yes"),
        ('coverage="primary"', in_turn("S"), {}, "no"),
        ('coverage="secondary tertiary"', in_turn("T"), {}, "yes"),
        ('members="pregnant dual"', FEW, {"dual": True}, "yes"),
        ('members="pregnant dual"', FEW, {"dual": False}, "pregnant"),
        ('members="pregnant dual"', FEW, {"dual": False, "pregnant": False}, "no"),
        ('age-from="18" age-under="21"', of_age(date(2008, 3, 2)), {}, "yes"),
        ('age-from="18" age-under="21"', of_age(date(2008, 3, 3)), {}, "no"),
        ('age-under="21"', of_age(None), {}, "birth_date"),
    ],
)
def test_a_scope_restricts_by(
    scope: str, written: dict[str, Any], facts: dict[str, Any], expected: str
) -> None:
    policy = a_policy(f'<scope {scope}/><authorization required="yes"/>')
    found = look(a_subject(a_claim(DAY, written), facts=ClaimFacts(**facts)), policy)
    assert concerned(found) == expected


@pytest.mark.parametrize(
    ("attributes", "says"),
    [
        ('from="2026-03-02" to="2026-03-01"', "it ends on 2026-03-01, before it begins"),
        ('age-from="21" age-under="21"', "no age is from 21 and under 21"),
        ('diagnoses="G4733-F10"', "diagnoses has G4733-F10: a range runs upward"),
        ('provider-types="2"', "provider-types"),
        ('codes="*"', "codes"),
    ],
)
def test_a_selection_that_can_select_nothing_is_refused(attributes: str, says: str) -> None:
    with pytest.raises(PolicyRefused, match=says):
        at(attributes, FEW, {})


def test_a_beginning_stands_for_every_code_that_begins_so() -> None:
    index = CodeIndex((CodeRange("J12*", "J12*"), CodeRange("70551", "70553")))
    assert [each in index for each in ("J1200", "J12", "J1300", "70552", "")] == [
        True,
        True,
        False,
        True,
        False,
    ]
    assert None not in CodeRange("J12*", "J12*")


def test_a_claim_read_from_a_file_shows_more_providers_than_the_biller() -> None:
    person = Person(party=Party(taxonomy="207L00000X"))
    parties = msgspec.structs.replace(PARTIES, subscriber=person)
    assert concerned(at('provider-types="207L*"', {**FEW, "parties": parties}, {})) == "no"


@pytest.mark.parametrize(
    ("exempt", "missing"),
    [
        ('<exempt counties="franklin" from="2026-03-01" to="2026-03-31"/>', ("county",)),
        ('<exempt counties="franklin" from="2026-04-01" to="2026-04-30"/>', ()),
        (
            '<exempt counties="franklin" to="2026-03-01"/><exempt visits-over="12"/>',
            ("visits",),
        ),
        ('<exempt counties="franklin" codes="70551"/>', ()),
    ],
    ids=["on its days", "before its days", "beside another that is open", "of another service"],
)
def test_a_waiver_asks_for_the_county_only_where_it_could_take_something_out(
    exempt: str, missing: tuple[str, ...]
) -> None:
    policy = a_policy(f'<authorization required="yes">{exempt}</authorization>')
    (concern,) = look(a_subject(), policy).concerns
    assert concern.missing == missing
