from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.entry.running import EXAMPLES, a_folder, policies
from tests.policy.making import a_revision, xml_of

if TYPE_CHECKING:
    from pathlib import Path

IMAGING = "example-health/advanced-imaging"


def shown(policy: str, *arguments: str | Path) -> str:
    done = policies("show", policy, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_policy_is_told_with_its_source_services_windows_and_documents() -> None:
    text = shown("va/emergency-care-notification")
    for part in (
        "Services from 2024-09-01 until further notice",
        "read 2026-11-22, certainty A, stale",
        "channel: through the payer's portal",
        "services: bill types: 11; with the claim as a whole",
        "accepted: when the service was an emergency",
        "asked: within 72 hours after the start of care",
        "documents: member-identity, start-of-care, condition-on-arrival",
        "once no window is open",
    ):
        assert part in text


def test_a_rule_for_everybody_says_so_and_what_it_excepts() -> None:
    text = shown("federal/emergency-services")
    assert "payer: every payer" in text
    assert "authorization required: no" in text
    assert "but not: revenue codes: 0760 to 0769" in text


def test_places_of_service_are_told_by_family() -> None:
    text = shown("federal/place-of-service")
    assert "id: emergency-department-visits" in text
    assert "severity: error" in text


def test_without_a_day_every_revision_is_told_and_with_one_that_in_force() -> None:
    every = shown(IMAGING, "--policies", EXAMPLES)
    assert every.count("Services from") == 2
    earlier = shown(IMAGING, "--policies", EXAMPLES, "--on", "2025-12-31")
    later = shown(IMAGING, "--policies", EXAMPLES, "--on", "2026-01-01")
    assert "within 7 calendar days" in earlier
    assert "within 14 calendar days" in later
    assert earlier.count("Services from") == later.count("Services from") == 1


def test_a_day_without_a_revision_is_an_answer_too() -> None:
    done = policies("show", IMAGING, "--policies", EXAMPLES, "--on", "2023-12-31")
    assert done.returncode == 2
    assert "no revision in force on 2023-12-31" in done.stderr


def test_a_policy_that_is_not_there_is_named() -> None:
    done = policies("show", "nobody/nothing")
    assert done.returncode == 2
    assert "no policy nobody/nothing" in done.stderr


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('length="1" unit="hours" after="admission"', "within 1 hour after the admission"),
        (
            'length="30" unit="calendar-days" after="discharge" before="denial"',
            "after the discharge, and before the denial of the claim",
        ),
        (
            'length="9" unit="hours" after="discharge coverage-known" counted-from="latest"',
            "after the last of the discharge and the discovery of the coverage",
        ),
        (
            'length="9" unit="business-days" after="discharge coverage-known"',
            "after the first of the discharge and the discovery of the coverage",
        ),
        (
            'length="1" unit="business-days" until="17:00" after="admission" starting="closed-day"',
            "the last day only until 17:00, if that fell on a closed day",
        ),
        (
            'length="6" unit="months" after="denial" roll-forward="yes" count-first-day="yes"',
            "the first day counted, a last day without business moved to the next that has it",
        ),
        (
            'length="24" unit="hours" after="admission" starting="business-day" channel="fax"',
            "if that fell on a business day, by fax",
        ),
        (
            'length="24" unit="hours" after="admission" zone="America/Los_Angeles"',
            "by the clock of America/Los_Angeles",
        ),
    ],
)
def test_a_window_is_told_with_all_that_is_special_about_it(
    tmp_path: Path, written: str, told: str
) -> None:
    body = (
        '<authorization required="yes"/><retrospective allowed="yes"><circumstance code="any">'
        f"<window {written}/></circumstance></retrospective>"
    )
    folder = a_folder(tmp_path, subject__xml=xml_of(a_revision(body)))
    assert told in shown("example/subject", "--policies", folder)


def test_an_outage_that_stops_the_count_and_the_evidence_are_told(tmp_path: Path) -> None:
    body = (
        '<authorization required="yes"/><retrospective allowed="yes">'
        '<circumstance code="coverage-unknown"><all-of><document code="face-sheet"/><any-of>'
        '<fact name="payer_outage" is="yes"/><reason code="emergency"/></any-of></all-of>'
        '<window length="9" unit="calendar-days" after="denial">'
        '<toll from="outage-began" to="outage-ended"/></window></circumstance></retrospective>'
    )
    text = shown(
        "example/subject",
        "--policies",
        a_folder(tmp_path, subject__xml=xml_of(a_revision(body))),
    )
    assert "without the days from the beginning of the payer's outage to the end of" in text
    assert (
        "proof that is wanted: all of (the document face-sheet is held; "
        "any of (the fact payer_outage is yes; the service was an emergency))"
    ) in text
