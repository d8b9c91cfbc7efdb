"""Every event can be counted from, and a word that the language lacks is refused at once."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from edi_service.facts.model import ClaimFacts
from edi_service.facts.parse import parse_facts
from edi_service.finding import Report
from edi_service.policy.language.refused import PolicyRefused
from edi_service.policy.model import Event
from edi_service.policy.retrospective.events import WORDS
from edi_service.policy.retrospective.review import review
from edi_service.policy.rule import Outcome
from tests.policy.casework import PARTIES, a_claim, schema
from tests.policy.making import DAY, NEEDED, SOURCE, a_policy, a_revision, a_subject, look
from tests.policy.watching import refused_at_once

TELLS = date(2026, 3, 20)
BY_A_FACT = sorted(event for event in Event if WORDS[event].fact in ClaimFacts.__struct_fields__)
COLUMNS = {
    "mother_discharged": ("2026-03-20", TELLS),
    "stabilized": ("2026-03-20", TELLS),
    "transferred": ("2026-03-20", TELLS),
    "outage_began": ("2026-03-20", TELLS),
    "outage_ended": ("2026-03-20", TELLS),
    "card_issued": ("2026-03-20", TELLS),
    "eligibility_entered": ("2026-03-20", TELLS),
    "claim_received": ("2026-03-20", TELLS),
    "denial_letter": ("2026-03-20", TELLS),
    "decided": ("2026-03-20", TELLS),
    "appeal_filed": ("2026-03-20", TELLS),
    "information_requested": ("2026-03-20", TELLS),
    "information_sent": ("2026-03-20", TELLS),
    "plan_started": ("2026-03-20", TELLS),
    "disaster_declared": ("2026-03-20", TELLS),
    "disaster_ended": ("2026-03-20", TELLS),
    "newborn": ("yes", True),
    "changed_procedure": ("no", False),
    "continuity_of_care": ("yes", True),
    "natural_disaster": ("no", False),
    "transfer": ("yes", True),
    "misdirected_request": ("no", False),
    "provider_slip": ("yes", True),
    "payer_error": ("no", False),
    "after_hours": ("yes", True),
    "discharged_before_review": ("no", False),
    "out_of_state": ("yes", True),
    "transportation": ("no", False),
    "harmful_delay": ("yes", True),
    "service_ongoing": ("no", False),
    "pregnant": ("yes", True),
    "dual": ("no", False),
    "gold_card": ("yes", True),
    "county": ("St. Lucie", "st-lucie"),
    "delegate": ("eviCore", "evicore"),
}


def allowed(circumstance: str) -> str:
    return f'{NEEDED}<retrospective allowed="yes">{circumstance}</retrospective>'


def counted_from(event: str) -> str:
    window = f'<window length="30" unit="calendar-days" after="{event}"/>'
    return allowed(f'<circumstance code="any">{window}</circumstance>')


@pytest.mark.parametrize("event", BY_A_FACT, ids=str)
def test_each_event_that_a_fact_tells_can_be_counted_from(event: Event) -> None:
    told: dict[str, Any] = {WORDS[event].fact: TELLS}
    subject = a_subject(facts=ClaimFacts(**told))
    found = review(subject, look(subject, a_policy(counted_from(event.value))).concerns[0])
    assert found.deadline is not None
    assert found.deadline.day == TELLS + timedelta(days=30)
    assert (found.outcome, found.event, found.start) == (Outcome.YES, event, TELLS)


@pytest.mark.parametrize("event", BY_A_FACT, ids=str)
def test_each_event_that_nobody_knows_is_missing_by_its_column(event: Event) -> None:
    subject = a_subject()
    found = review(subject, look(subject, a_policy(counted_from(event.value))).concerns[0])
    if event is Event.START_OF_CARE:
        assert found.outcome is Outcome.YES  # the first day of service stands in for it
        return
    assert (found.outcome, found.missing) == (Outcome.CANNOT_TELL, (WORDS[event].fact,))


def test_a_birth_is_told_by_the_claim() -> None:
    child = msgspec.structs.replace(PARTIES.subscriber, birth_date=TELLS)
    parties = msgspec.structs.replace(PARTIES, subscriber=child)
    claim = a_claim(DAY, {"lines": [{"procedure": "99213"}], "parties": parties})
    found = review(
        a_subject(claim), look(a_subject(claim), a_policy(counted_from("birth"))).concerns[0]
    )
    assert found.start == TELLS


@pytest.mark.parametrize("column", COLUMNS)
def test_each_fact_is_read_from_its_column(column: str) -> None:
    written, expected = COLUMNS[column]
    table = parse_facts(f"claim_number,{column}\nA1,{written}\n", name="facts.csv")
    assert not table.findings
    claim = a_claim(DAY, {"number": "A1", "lines": [{"procedure": "99213"}]})
    assert getattr(table.find(claim, Report()), column) == expected


def hostile(*, revision: str = 'from="2026-01-01"', body: str = NEEDED) -> Any:
    return lambda: a_policy(a_revision(body, revision))


def within(circumstance: str) -> Any:
    return hostile(body=allowed(circumstance))


def placed(row: str) -> Any:
    return hostile(body=f"<places>{row}</places>")


GRAVE = '<otherwise severity="note"/></across>'
GRAVE_RATES = GRAVE.replace("across", "two-rates")
UNENDING = '<misfit id="a" title="T" against="procedure"><when codes="' + "A0001 " * 100_000
WINDOW = '<window length="3" unit="hours" after="admission"/>'
DOOMED = WINDOW.replace("admission", "doomsday")
MANY = " ".join(f"a{number}='1'" for number in range(60_000))


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (hostile(revision='from="2026-01-01" requested-from="2026-02-30"'), "requested-from"),
        (hostile(revision='from="2026-01-01" same-as="nowhere"'), "same-as"),
        (hostile(body=f'{NEEDED}<scope coverage="primary"/>'), "scope"),
        (hostile(body=f'<scope coverage="fourth"/>{NEEDED}'), "fourth"),
        (hostile(body=f'<scope members="rich"/>{NEEDED}'), "rich"),
        (hostile(body=f'<scope age-from="old"/>{NEEDED}'), "old"),
        (within(f'<circumstance code="laziness">{WINDOW}</circumstance>'), "laziness"),
        (within('<circumstance code="any"/>'), "circumstance"),
        (within(f'<circumstance code="any">{WINDOW}<all-of/></circumstance>'), "all-of"),
        (within(f'<circumstance code="any"><all-of/>{WINDOW}</circumstance>'), "all-of"),
        (
            within(
                f'<circumstance code="any">{WINDOW.replace("admission", "doomsday")}</circumstance>'
            ),
            "doomsday",
        ),
        (
            within(
                '<circumstance code="any"><window length="1" unit="months" after="admission" '
                'until="25:00"/></circumstance>'
            ),
            "25:00",
        ),
        (
            within(
                '<circumstance code="any"><window length="11" unit="years" after="admission"/>'
                "</circumstance>"
            ),
            "longer than ten years",
        ),
        (
            hostile(body=f'{NEEDED}<clock kind="doom" length="1" unit="hours" after="admission"/>'),
            "doom",
        ),
        (
            hostile(
                body=f'{NEEDED}<penalty after="admission" liable="provider">'
                '<tier percent="101"/></penalty>'
            ),
            "101",
        ),
        (hostile(body=NEEDED + "<clock/>" * 2000), "clock"),
        (within("<all-of>" * 200 + "</all-of>" * 200), "all-of"),
        (
            hostile(body=f"<scope {MANY}/>{NEEDED}"),
            "more than 20 attributes",
        ),
        (hostile(body=f'{NEEDED}<decision of="late" length="7" unit="hours"/>'), "late"),
        (hostile(body=f'{NEEDED}<decision of="prior" length="0" unit="hours"/>'), "decision"),
        (placed('<encounter id="a" classes="ghost" not-at="11"><otherwise/></encounter>'), "ghost"),
        (placed('<encounter id="a" classes="inpatient" not-at="11"/>'), "encounter"),
        (placed('<compared id="a" part="mood"><otherwise severity="note"/></compared>'), "mood"),
        (placed('<across id="a" title="T" against="office" beside="1">' + GRAVE), "beside"),
        (placed('<two-rates id="a" certainty="D">' + GRAVE_RATES), "'D'"),
        (placed('<service-facility id="a"/>'), "service-facility"),
        (
            placed('<two-rates id="a" from="2026-02-30">' + GRAVE.replace("across", "two-rates")),
            "from",
        ),
        (placed("<family/>" * 20_000), "family"),
        (
            placed(
                '<misfit id="a" title="T" against="procedure"><when codes="' + "A0001 " * 100_000
            ),
            "",
        ),
    ],
)
def test_a_word_that_is_not_of_the_language_is_refused_at_once(made: Any, says: str) -> None:
    schema()
    message = refused_at_once(made)
    assert re.match(r"line \d+: ", message)
    assert says in message


def test_a_source_is_wanted_whatever_is_taken_from_another_policy() -> None:
    bare = f'<revision from="2026-01-01" same-as="example/other">{SOURCE}</revision>'
    assert a_policy(bare).revisions[0].same_as == "example/other"
    with pytest.raises(PolicyRefused, match="source"):
        a_policy(bare.replace(SOURCE, NEEDED))
