"""What follows a request, what late notice costs, what else runs out, and whose word counts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from edi_service.facts.model import ClaimFacts
from edi_service.policy.language.refused import PolicyRefused
from edi_service.policy.retrospective.review import review
from tests.policy.casework import a_claim
from tests.policy.making import DAY, NEEDED, a_library, a_policy, a_revision, a_subject, codes, look

if TYPE_CHECKING:
    from edi_service.policy.model import Policy

NEW_YORK = ZoneInfo("America/New_York")
ADMITTED = datetime(2026, 3, 2, 8, 0, tzinfo=NEW_YORK)
OPEN = (
    '<authorization required="yes"/><retrospective allowed="yes"><circumstance code="any">'
    '<window length="60" unit="calendar-days" after="first-day-of-service"/></circumstance>'
    "{}</retrospective>"
)
PENALTY = (
    '<penalty after="admission" liable="provider">{}'
    '<tier length="24" unit="hours" percent="0"/>'
    '<tier length="72" unit="hours" percent="100" of="days-before-notice"/>'
    '<tier percent="50" of="allowed"/></penalty>'
)


def says(body: str, **facts: Any) -> list[str]:
    """The sentences of the review of a claim of $100, asked for on 2026-04-01."""
    claim = a_claim(DAY, {"lines": [{"procedure": "99213"}]})
    subject = a_subject(claim, facts=ClaimFacts(**facts), zone=NEW_YORK)
    found = review(subject, look(subject, a_policy(body)).concerns[0])
    return [sentence for _code, sentence in found.steps]


def test_what_the_payers_decision_leads_to_is_told() -> None:
    inside = (
        '<turnaround length="30" unit="calendar-days" speed="standard" silence="unknown"/>'
        '<turnaround length="72" unit="hours" speed="expedited" silence="approved"/>'
        '<approved action="corrected-claim">Send frequency 7.</approved>'
        '<denied action="appeal">Appeal in writing.</denied>'
    )
    told = says(OPEN.format(inside))
    assert told[-4:] == [
        "The payer decides within 30 calendar days (standard).",
        "The payer decides within 72 hours (expedited); its silence means approved.",
        "When it is approved (corrected-claim): Send frequency 7.",
        "When it is denied (appeal): Appeal in writing.",
    ]


def test_nothing_follows_from_a_request_that_is_not_looked_at() -> None:
    inside = '<approved action="new-claim">Send a new claim.</approved>'
    told = says(OPEN.format(inside).replace('length="60"', 'length="2"'))
    assert not any("approved" in each for each in told)


def test_of_competing_deadlines_each_is_told_and_the_tightest() -> None:
    clocks = (
        '<clock kind="timely-filing" length="45" unit="calendar-days" after="last-day-of-service"/>'
        '<clock kind="notice" length="1" unit="business-days" after="first-day-of-service"/>'
        '<clock kind="appeal" length="180" unit="calendar-days" after="denial-letter"/>'
    )
    assert says(OPEN.format("") + clocks)[-4:] == [
        "The time for timely filing ends on 2026-04-16.",
        "The time for notice ended on 2026-03-03.",
        "The last moment for appeal hangs on denial_letter.",
        "The tightest is that for timely filing: 2026-04-16.",
    ]


@pytest.mark.parametrize(
    ("hours", "facts", "told"),
    [
        (23, {}, "0 % of the charges: $0.00, borne by the provider."),
        (24, {}, "0 % of the charges: $0.00, borne by the provider."),
        (25, {"daily_rate": Decimal(1000)}, "100 % of the days before notice: $1000.00, borne"),
        (49, {"daily_rate": Decimal(1000)}, "100 % of the days before notice: $2000.00, borne"),
        (49, {}, "100 % of the days before notice; daily_rate would tell."),
        (73, {"expected_amount": Decimal(90)}, "50 % of the allowed: $45.00, borne"),
        (73, {}, "50 % of the allowed: $50.00, borne by the provider."),
    ],
)
def test_late_notice_costs_by_how_late_it_is(hours: int, facts: dict[str, Any], told: str) -> None:
    days, rest = divmod(8 + hours, 24)
    notice = datetime(2026, 3, 2 + days, rest, 0, tzinfo=NEW_YORK)
    last = says(
        OPEN.format("") + PENALTY.format(""), admitted=ADMITTED, notice_given=notice, **facts
    )
    assert told in last[-1]


def test_notice_never_given_counts_as_given_now_and_a_day_alone_to_its_end() -> None:
    body = OPEN.format("") + PENALTY.format("")
    assert "Notice on 2026-04-01 at 12:00" in says(body, admitted=ADMITTED)[-1]
    told = says(body, admitted=ADMITTED, notice_given=date(2026, 3, 2))
    assert "Notice on 2026-03-02 at 23:59 (UTC-0500) costs 0 %" in told[-1]


def test_a_penalty_without_its_event_or_for_the_exempt_is_not_reckoned() -> None:
    body = OPEN.format("") + PENALTY.format('<exempt counties="franklin"/>')
    assert says(body, county="adams")[-1] == "What late notice costs hangs on admitted."
    assert says(body, county="franklin")[-1] == "No penalty for late notice is due."
    free = says(body, admitted=ADMITTED, county="franklin")
    assert free[-1] == "No penalty for late notice is due."
    doubtful = says(body, admitted=ADMITTED)
    assert "Perhaps no penalty for late notice is due, which hangs on county." in doubtful
    assert "50 %" in doubtful[-1]


@pytest.mark.parametrize(
    ("tiers", "fault"),
    [
        ('<tier percent="5"/><tier percent="9"/>', "takes everything: write it last"),
        ('<tier length="5" unit="hours" percent="5"/>', "the last <tier> needs no length"),
        ('<tier length="5" percent="5"/><tier percent="9"/>', "both length and unit, or neither"),
    ],
)
def test_tiers_that_leave_a_gap_are_refused(tiers: str, fault: str) -> None:
    with pytest.raises(PolicyRefused, match=fault):
        a_policy(NEEDED + f'<penalty after="admission" liable="nobody">{tiers}</penalty>')


def two(level: str, other: str = "payer") -> list[Policy]:
    particular = a_policy(
        '<authorization required="yes"><services codes="70551"/></authorization>',
        subject="particular",
        attributes=f'level="{level}" subject="imaging"',
    )
    general = a_policy(NEEDED, subject="general", attributes=f'level="{other}" subject="imaging"')
    return [general, particular]


LINES = {"lines": [{"procedure": "70551"}, {"procedure": "99213"}]}


@pytest.mark.parametrize(
    ("level", "other"), [("contract", "state"), ("state", "product"), ("product", "payer")]
)
def test_the_more_particular_word_takes_its_services_from_the_other(level: str, other: str) -> None:
    found = look(a_subject(a_claim(DAY, LINES)), *two(level, other))
    at_issue = {each.policy.id: [line.number for line in each.lines] for each in found.concerns}
    assert at_issue == {"example/particular": ["1"], "example/general": ["2"]}
    assert "PA07" not in codes(found)


def test_two_policies_of_one_level_are_rivals_and_a_person_has_to_say() -> None:
    found = look(a_subject(a_claim(DAY, LINES)), *two("payer"))
    assert codes(found).count("PA07") == 2
    assert len(found.concerns) == 2


def test_policies_on_two_subjects_do_not_compete() -> None:
    one, other = a_policy(NEEDED, subject="one"), a_policy(NEEDED, subject="two")
    assert "PA07" not in codes(look(a_subject(), one, other))


def test_a_policy_that_may_not_be_meant_takes_nothing_from_another() -> None:
    body = '<scope counties="franklin"/>' + NEEDED
    contract = a_policy(body, subject="one", attributes='level="contract" subject="imaging"')
    general = a_policy(NEEDED, subject="two", attributes='subject="imaging"')
    assert len(look(a_subject(), contract, general).concerns) == 2


def test_a_revision_takes_from_another_policy_what_it_does_not_say() -> None:
    model = a_policy(OPEN.format("") + PENALTY.format(""), subject="model")
    stricter = OPEN.format("").replace('length="60"', 'length="5"')
    stricter = stricter.removeprefix('<authorization required="yes"/>')
    own = a_policy(a_revision(stricter, 'from="2026-01-01" same-as="example/model"'), subject="own")
    policies = a_library(model, own).policies
    (revision,) = policies[1].revisions
    assert revision.requirement is model.revisions[0].requirement
    assert revision.aftermath.penalty == model.revisions[0].aftermath.penalty
    assert revision.retrospective != model.revisions[0].retrospective
    assert not revision.same_as


@pytest.mark.parametrize(
    ("others", "fault"),
    [
        ({}, "which is not there on that day: name a policy that is"),
        ({"b": "a"}, "which is the same as example/a: a circle"),
        ({"b": "c", "c": ""}, "which is the same as example/c: more than one level"),
    ],
)
def test_the_same_as_goes_one_level_and_never_in_a_circle(
    others: dict[str, str], fault: str
) -> None:
    def like(subject: str, model: str) -> Policy:
        same = f'same-as="example/{model}"' if model else ""
        return a_policy(a_revision("", f'from="2026-01-01" {same}'), subject=subject)

    policies = [like("a", "b"), *(like(each, model) for each, model in others.items())]
    with pytest.raises(PolicyRefused, match=fault):
        a_library(*policies)


def test_a_revision_may_hold_for_requests_from_a_day_on() -> None:
    body = OPEN.format("")
    before = a_revision(body, 'from="2026-01-01" requested-to="2026-03-31"')
    after = a_revision(
        body.replace('length="60"', 'length="65"'), 'from="2026-01-01" requested-from="2026-04-01"'
    )
    subject = a_subject()
    found = review(subject, look(subject, a_policy(before, after)).concerns[0])
    assert found.deadline is not None
    assert found.deadline.day == date(2026, 5, 6)


def test_revisions_that_overlap_in_service_and_request_are_refused() -> None:
    one = a_revision(NEEDED, 'from="2026-01-01" requested-to="2026-03-31"')
    other = a_revision(NEEDED, 'from="2026-01-01" requested-from="2026-03-31"')
    with pytest.raises(PolicyRefused, match="overlaps the revision from 2026-01-01 in service"):
        a_policy(one, other)
    many = [
        a_revision(NEEDED, f'from="2026-01-01" requested-from="{1900 + each}-01-01"')
        for each in range(101)
    ]
    with pytest.raises(PolicyRefused, match="more than 100 revisions"):
        a_policy(*many)


@pytest.mark.parametrize(("lines", "whole"), [(["70551", "99213"], False), (["70551"], True)])
def test_a_stay_from_which_another_policy_takes_lines_is_a_stay_no_more(
    lines: list[str], *, whole: bool
) -> None:
    body = '<authorization required="yes"><services codes="70551" whole-claim="yes"/>'
    stay = a_policy(
        body + "</authorization>", subject="stay", attributes='subject="imaging" level="payer"'
    )
    contract = a_policy(
        '<authorization required="yes"><services codes="99213"/></authorization>',
        subject="contract",
        attributes='subject="imaging" level="contract"',
    )
    claim = a_claim(DAY, {"lines": [{"procedure": each} for each in lines]})
    found = {each.policy.id: each for each in look(a_subject(claim), stay, contract).concerns}
    left = found["example/stay"]
    assert [line.procedure for line in left.lines] == ["70551"]
    assert left.whole_claim is whole
