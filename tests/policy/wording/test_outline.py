from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from edi_service.facts.model import ClaimFacts
from edi_service.policy import model
from edi_service.policy.survey import survey
from edi_service.policy.wording.outline import outline
from edi_service.policy.wording.windows import BY_CHANNEL
from tests.policy.casework import library
from tests.policy.making import a_policy, a_revision

EVERY = library(examples=True).policies
NEEDED = '<authorization required="yes"><services {}/></authorization>'


def told(body: str, **more: Any) -> list[str]:
    return [str(line) for line in outline(a_policy(body, **more))]


def services(attributes: str, children: str = "") -> str:
    body = f'<authorization required="yes"><services {attributes}>{children}</services>'
    return "\n".join(told(f"{body}</authorization>"))


@pytest.mark.parametrize("policy", EVERY, ids=lambda policy: policy.id)
def test_every_revision_of_every_policy_is_told_with_its_source_and_its_notes(
    policy: model.Policy,
) -> None:
    text = "\n".join(map(str, outline(policy)))
    assert text.startswith(f"{policy.title} ({policy.id})")
    for revision in policy.revisions:
        assert f"Services from {revision.starts}" in text
        assert str(revision.source) in text
        assert all(f"note: {note}" in text for note in revision.notes)


@pytest.mark.parametrize("policy", EVERY, ids=lambda policy: policy.id)
def test_nothing_of_the_model_shows_through(policy: model.Policy) -> None:
    text = "\n".join(map(str, outline(policy)))
    written = sorted(ClaimFacts.__struct_fields__, key=len, reverse=True)  # as people write them
    for shown in (*written, "Los_Angeles"):
        text = text.replace(shown, "")
    for word in ("None", "CodeRange(", "datetime.", "=()", "_", "True", "False"):
        assert word not in text, word


def test_each_line_is_two_spaces_further_in_than_what_it_belongs_to() -> None:
    lines = told(NEEDED.format('codes="70551"'))
    assert lines[0] == "The subject (example/subject)"
    assert lines[1] == "  payer: example"
    assert lines[2] == "  Services from 2026-01-01 until further notice"
    assert lines[3].startswith("    source: Manual, 7.2")


def test_a_revision_that_ended_says_when() -> None:
    ended = a_revision(attributes='from="2026-01-01" to="2026-06-30"')
    assert "  Services from 2026-01-01 to 2026-06-30" in told(ended)


def test_only_the_revision_in_force_on_a_day_is_told() -> None:
    policy = a_policy(
        a_revision(attributes='from="2025-01-01" to="2025-12-31"'),
        a_revision(attributes='from="2026-01-01"'),
    )

    def on(day: date) -> list[str]:
        return [str(line) for line in outline(policy, day) if "Services from" in str(line)]

    assert on(date(2025, 12, 31)) == ["  Services from 2025-01-01 to 2025-12-31"]
    assert on(date(2026, 1, 1)) == ["  Services from 2026-01-01 until further notice"]
    assert on(date(2024, 12, 31)) == []


@pytest.mark.parametrize(
    ("attributes", "says"),
    [
        ('codes="70551-70553 A9552"', "services: codes: 70551 to 70553, A9552"),
        ('codes="J12*"', "services: codes: J12*"),
        ('modifiers="26 TC"', "services: modifiers: 26, TC"),
        ('revenue-codes="0540-0549"', "revenue codes: 0540 to 0549"),
        ('bill-types="11 12"', "bill types: 11, 12"),
        ('places="19 22"', "places of service: 19, 22"),
        ('admission-types="4"', "admission types: 4"),
        ('diagnoses="G4733 F1*"', "diagnoses: G4733, F1*"),
        ('codes="70551" whole-claim="yes"', "with the claim as a whole"),
        ('codes="64568" units-over="3"', "units over: 3"),
        ('codes="64568" amount-over="500"', "amount over: 500"),
        ('codes="64568" together-with="64590"', "together with: 64590"),
    ],
)
def test_services_are_told_by_whatever_selects_them(attributes: str, says: str) -> None:
    assert says in services(attributes)


def test_what_is_excepted_stands_under_what_it_is_taken_from() -> None:
    text = services('bill-types="11"', '<except revenue-codes="0540"/>')
    assert "\n    services:\n      bill types: 11\n      but not: revenue codes: 0540" in text


def test_each_service_has_a_line_of_its_own() -> None:
    body = (
        '<authorization required="yes"><services codes="70551"/><services codes="70552"/>'
        '<exempt places="23"/></authorization>'
    )
    lines = told(body)
    assert lines.count("    services: codes: 70551") == 1
    assert lines.count("    services: codes: 70552") == 1
    assert lines.count("    exempt: places of service: 23") == 1


@pytest.mark.parametrize(
    ("attributes", "says"),
    [
        ('claims="P I"', "scope: claims: P, I"),
        ('states="VA"', "scope: states: VA"),
        ('plans="gold"', "scope: plans: gold"),
        ('network="in"', "scope: network: in"),
        ('riding="yes"', "a professional claim in a facility needs its own authorization"),
        ('counties="st-lucie"', "counties: st-lucie"),
        ('age-from="0" age-under="21"', "under: 21"),
    ],
)
def test_the_scope_is_told(attributes: str, says: str) -> None:
    assert says in "\n".join(told(f"<scope {attributes}/>" + NEEDED.format('codes="70551"')))


def test_a_scope_that_restricts_nothing_is_not_told() -> None:
    assert "scope" not in "\n".join(told(NEEDED.format('codes="70551"')))


def test_a_shut_door_is_told_with_its_reason() -> None:
    lines = told(
        '<authorization required="yes"/><retrospective allowed="no">'
        "<because>Only before the service.</because></retrospective>"
    )
    assert "    retrospective: allowed: no; because: Only before the service." in lines


def test_an_open_door_is_told_with_what_shuts_it_and_what_is_left() -> None:
    text = "\n".join(
        told(
            '<authorization required="yes"/><retrospective allowed="yes" network="in">'
            '<unless exclusion="claim-submitted"/><unless exclusion="investigational"/>'
            '<circumstance code="emergency">'
            '<window length="48" unit="hours" after="admission"/><document code="order"/>'
            '</circumstance><afterwards channel="claim">File it.</afterwards></retrospective>'
        )
    )
    assert "not when: claim submitted, investigational" in text
    assert "network: in" in text
    assert "accepted: when the service was an emergency" in text
    assert "asked: within 48 hours after the admission" in text
    assert "documents: order" in text
    assert "once no window is open: channel: with the claim" in text.replace("\n        ", " ")


def test_every_channel_has_words() -> None:
    assert set(BY_CHANNEL) == {channel.value for channel in model.Channel}


def test_what_follows_is_told_penalty_clocks_and_next_steps() -> None:
    text = "\n".join(
        told(
            '<authorization required="yes"/><retrospective allowed="yes">'
            '<circumstance code="any"><window length="9" unit="hours" after="admission"/>'
            '</circumstance><turnaround length="30" unit="calendar-days" speed="standard" '
            'silence="denied"/><approved action="corrected-claim" in-part="new-claim" '
            'on-appeal="payer-reprocesses">Send it.</approved>'
            '<denied action="appeal">Write.</denied></retrospective>'
            '<penalty after="admission" liable="provider">'
            '<tier length="24" unit="hours" percent="0"/><tier percent="100" of="stay"/></penalty>'
            '<clock kind="timely-filing" length="180" unit="calendar-days" '
            'after="last-day-of-service"/>'
        )
    )
    for says in (
        "the payer decides: standard: 30 calendar days, and silence means denied",
        (
            "approved: corrected claim, new claim after a denial in part, payer reprocesses on "
            "appeal: Send it."
        ),
        "denied: appeal: Write.",
        "liable: provider",
        "penalty: notice within 24 hours: 0 % of charges",
        "penalty: later: 100 % of stay",
        "runs beside: timely-filing: within 180 calendar days after the last day of service",
    ):
        assert says in text


def test_places_that_need_an_admission_date_are_told() -> None:
    text = "\n".join(told('<places admission-date-needed-at="21 51"/>'))
    assert "places of service that need an admission date: 21, 51" in text


@pytest.mark.parametrize("policy", EVERY, ids=lambda policy: policy.id)
def test_a_survey_counts_from_the_oldest_reading(policy: model.Policy) -> None:
    row = survey(policy, date(2027, 1, 1), 3)
    oldest = min(revision.source.retrieved for revision in policy.revisions)
    assert row.read_on == oldest
    assert row.age == (date(2027, 1, 1) - oldest).days
    assert f"{row.payer}/{row.subject}".removeprefix("*/") in {policy.id, row.subject}
    assert (row.revisions, row.cases) == (len(policy.revisions), 3)
    assert row.certainty in {revision.source.certainty.value for revision in policy.revisions}
