"""What is refused although the schema lets it pass, each with the line it stands in."""

from __future__ import annotations

import pytest
from lxml import etree

from edi_service.policy.language.lint import faults
from edi_service.policy.language.load import PolicyRefused, load_policy
from tests.policy.casework import schema
from tests.policy.making import NEEDED, a_policy, a_revision, xml_of

ANY = '<circumstance code="any"><window length="1" unit="hours" after="denial"/></circumstance>'
UNLESS = '<unless exclusion="investigational"/>'
NOTE = '<otherwise severity="note"/>'


def authorization(inside: str) -> str:
    return f'<authorization required="yes">{inside}</authorization>'


def services(attributes: str) -> str:
    return authorization(f"<services {attributes}/>")


def retrospective(inside: str, allowed: str = "yes") -> str:
    return f'<retrospective allowed="{allowed}">{inside}</retrospective>'


def window(attributes: str) -> str:
    return retrospective(f'<circumstance code="any"><window {attributes}/></circumstance>')


def family(attributes: str = 'codes="99202"', inside: str = NOTE) -> str:
    return f'<family id="f" title="F" expected="11" {attributes}>{inside}</family>'


def families(*inside: str) -> str:
    return f"<places>{''.join(inside)}</places>"


def from_to(attributes: str) -> str:
    return a_revision(NEEDED, attributes)


FROM_2026 = from_to('from="2026-01-01"')

REFUSED: dict[str, tuple[list[str], str]] = {
    "revisions that overlap by a day": (
        [from_to('from="2025-01-01" to="2026-01-01"'), FROM_2026],
        "from 2026-01-01 it overlaps the revision that runs to 2026-01-01",
    ),
    "a revision after one without an end": (
        [from_to('from="2025-01-01"'), FROM_2026],
        "from 2026-01-01 it overlaps the revision that runs without an end",
    ),
    "two revisions from one day": (
        [from_to('from="2026-01-01" to="2026-01-01"'), FROM_2026],
        "from 2026-01-01 it overlaps the revision",
    ),
    "a revision that ends before it begins": (
        [from_to('from="2026-01-02" to="2026-01-01"')],
        "the revision ends on 2026-01-01, before it begins on 2026-01-02",
    ),
    "a day with a zone": (
        [from_to('from="2026-01-01Z"')],
        "from '2026-01-01Z' is no day of the calendar",
    ),
    "a year before the first": (
        [from_to('from="-0044-03-15"')],
        "from '-0044-03-15' is no day of the calendar",
    ),
    "a list that is not there": (
        [services('list="absent.csv"')],
        "the list absent.csv is not beside the policy",
    ),
    "a list of an exemption that is not there": (
        [authorization('<exempt list="absent.csv"/>')],
        "the list absent.csv is not beside the policy",
    ),
    "a range that runs downward": ([services('codes="70553-70551"')], "codes has 70553-70551"),
    "a range of one code": ([services('codes="70553-70553"')], "codes has 70553-70553"),
    "a range between lengths": (
        [services('revenue-codes="450-0459"')],
        "revenue-codes has 450-0459",
    ),
    "a range between letters": ([services('codes="A0425-B0429"')], "codes has A0425-B0429"),
    "a range from a digit to a letter": (
        [services('codes="90425-A0429"')],
        "codes has 90425-A0429",
    ),
    "a range that ends in letters": ([services('codes="0001U-0010U"')], "codes has 0001U-0010U"),
    "a range within an exemption": (
        [authorization('<exempt codes="222-111"/>')],
        "codes has 222-111",
    ),
    "a range within a family": (
        [families(family('codes="99215-99202"'))],
        "codes has 99215-99202",
    ),
    "an exception that names nothing": (
        [authorization('<services whole-claim="yes"><except/></services>')],
        "<except> names no services, so it would take out every one",
    ),
    "an exemption of the whole claim, whichever": (
        [authorization('<exempt whole-claim="yes"/>')],
        "<exempt> names no services, so it would take out every one",
    ),
    "a shut door with circumstances": (
        [retrospective(ANY, "no")],
        'allowed="no" leaves no room for a circumstance',
    ),
    "an open door without circumstances": (
        [retrospective("")],
        'allowed="yes" needs the circumstances in which it is',
    ),
    "a circumstance twice": ([retrospective(ANY + ANY)], "the circumstance any is there twice"),
    "an exclusion twice": (
        [retrospective(UNLESS + UNLESS + ANY)],
        "the exclusion investigational is there twice",
    ),
    "a window before the event it starts from": (
        [window('length="1" unit="hours" after="denial" before="denial"')],
        "the window closes before denial, which is not after denial",
    ),
    "a window before an event that always comes earlier": (
        [window('length="1" unit="hours" after="discharge" before="admission"')],
        "the window closes before admission, which is not after discharge",
    ),
    "a window before an event of the same moment": (
        [window('length="1" unit="hours" after="first-day-of-service" before="start-of-care"')],
        "the window closes before start-of-care, which is not after first-day-of-service",
    ),
    "a window of more than ten years": (
        [window('length="3654" unit="calendar-days" after="denial"')],
        "the window is longer than ten years (3653 calendar-days)",
    ),
    "a window of more digits than can be counted": (
        [window(f'length="{"1" * 5000}" unit="hours" after="denial"')],
        "the window is longer than ten years (87660 hours)",
    ),
    "a family twice": ([families(family(), family())], "the family f is there twice"),
    "a place both expected and tolerated": (
        [families(family('codes="99202" tolerated="23 11"'))],
        "the place 11 is both expected and tolerated",
    ),
    "an answer for a place that is expected": (
        [families(family(inside='<otherwise severity="note" places="12 11"/>'))],
        "the place 11 is expected or tolerated",
    ),
    "an answer that is never reached": (
        [families(family(inside=NOTE + NOTE))],
        "an earlier <otherwise> already fits every place",
    ),
}

ACCEPTED: dict[str, list[str]] = {
    "revisions from one day to the next": [
        from_to('from="2025-01-01" to="2025-12-31"'),
        FROM_2026,
    ],
    "a revision of one day": [from_to('from="2026-01-01" to="2026-01-01"')],
    "a gap between revisions": [from_to('from="2020-01-01" to="2020-12-31"'), FROM_2026],
    "ranges upward, with the same letter": [services('codes="A0425-A0429 00100-01999 0001U"')],
    "a shut door and what is left": [
        retrospective('<afterwards channel="claim">File it</afterwards>', "no")
    ],
    "a window before a later event": [
        window('length="95" unit="calendar-days" after="first-day-of-service" before="denial"')
    ],
    "a window before an event at any time": [
        window('length="95" unit="calendar-days" after="denial" before="other-payer-decided"'),
    ],
    "a window of ten years": [
        window('length="+0003653" unit="calendar-days" after="eligibility-added"')
    ],
    "answers by place, then by line of business, then for all": [
        families(
            family(
                inside='<otherwise severity="error" places="21"/>'
                '<otherwise severity="warning" lines-of-business="medicare"/>' + NOTE
            )
        )
    ],
    "an exemption by a bill type alone": [authorization('<exempt bill-types="11"/>')],
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_careful_reader_would_object_to_is_refused(name: str) -> None:
    revisions, says = REFUSED[name]
    with pytest.raises(PolicyRefused) as refused:
        a_policy(*revisions)
    assert says in str(refused.value)
    assert str(refused.value).startswith("line 3: ")


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_only_looks_like_it_is_accepted(name: str) -> None:
    assert a_policy(*ACCEPTED[name]).revisions


def test_an_id_that_is_not_its_path_is_refused() -> None:
    with pytest.raises(PolicyRefused) as refused:
        load_policy(xml_of(NEEDED), schema(), {}, expected_id="example/another")
    assert str(refused.value) == (
        "line 1: the id is 'example/subject'; by its file it is 'example/another'"
    )


def test_every_fault_is_told_and_those_that_hang_on_an_unreadable_day_are_not() -> None:
    readable = etree.fromstring(xml_of(services('codes="222-111" list="a.csv"'), FROM_2026))
    assert len(list(faults(readable, frozenset(), "example/subject"))) == 3

    unreadable = etree.fromstring(xml_of(from_to('from="2026-01-01Z"'), FROM_2026))
    (only,) = faults(unreadable, frozenset(), "example/subject")
    assert "no day of the calendar" in only.says
