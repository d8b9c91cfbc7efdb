"""What is said of each circumstance: the sentence, and what speaks for it, as a biller reads it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from edi_service.policy.model import CircumstanceCode, Conditions, FactIs, Quantity
from edi_service.policy.retrospective import conditions, missing
from edi_service.policy.retrospective.circumstances import TOLD, WHEN, read
from edi_service.policy.retrospective.review import findings, review
from tests.builders import a_claim as written_claim
from tests.builders import a_line as written_line
from tests.builders import an_interchange, read_one
from tests.policy.reviewing import (
    CALENDAR_DAYS,
    CANNOT_TELL,
    NO,
    YES,
    a_claim,
    a_concern,
    a_line,
    a_subject,
    a_window,
    when,
)

if TYPE_CHECKING:
    from edi_service.policy.rule import Outcome


@pytest.mark.parametrize("code", TOLD, ids=str)
def test_the_offices_word_is_repeated_as_its_word(code: CircumstanceCode) -> None:
    fact = TOLD[code]
    word: dict[str, Any] = {fact: True}
    said = read(code, a_subject(**word))
    assert said.says == f"The office says that {WHEN[code]}."
    assert said.evidence == ((f"facts: {fact}", WHEN[code]),)
    word[fact] = False
    denied = read(code, a_subject(**word))
    assert denied.says == f"The office says it was not so that {WHEN[code]}."
    assert denied.evidence == ()
    unknown = read(code, a_subject())
    assert unknown.says == f"Nothing says whether {WHEN[code]}; {fact} would settle it."
    assert unknown.missing == (fact,)


@pytest.mark.parametrize(
    ("code", "claim", "facts", "outcome", "says", "evidence"),
    [
        ("any", {}, {}, YES, "The payer asks for no reason.", ()),
        ("emergency", {}, {}, NO, "Nothing on the claim speaks of an emergency.", ()),
        (
            "emergency",
            {"facility_code": "23", "lines": (a_line(is_emergency=True),)},
            {},
            YES,
            (
                "The claim shows an emergency: CLM05-1 is 23 (emergency room), SV109 of line 1 is "
                "Y (emergency)."
            ),
            (
                ("CLM05-1", "CLM05-1 is 23 (emergency room)"),
                ("SV109 of line 1", "SV109 of line 1 is Y (emergency)"),
            ),
        ),
        (
            "emergency",
            {"lines": (a_line(place_of_service="23"),)},
            {},
            YES,
            "The claim shows an emergency: SV105 of line 1 is 23 (emergency room).",
            (("SV105 of line 1", "SV105 of line 1 is 23 (emergency room)"),),
        ),
        ("other-coverage", {}, {}, NO, "Nothing on the claim speaks of another payer.", ()),
        (
            "other-coverage",
            {"delay_reason": "7"},
            {},
            CANNOT_TELL,
            (
                "The claim hints that another payer had to decide first: CLM20 is 7 (third-party "
                "processing delay); other_payer_decided would settle it."
            ),
            (("CLM20", "CLM20 is 7 (third-party processing delay)"),),
        ),
        (
            "retro-eligibility",
            {"delay_reason": "8"},
            {},
            CANNOT_TELL,
            (
                "The claim hints that coverage was added later: CLM20 is 8 (delay in eligibility "
                "determination); eligibility_added would settle it."
            ),
            (("CLM20", "CLM20 is 8 (delay in eligibility determination)"),),
        ),
        (
            "coverage-unknown",
            {},
            {},
            CANNOT_TELL,
            (
                "Nothing says whether the provider learned of the coverage later; coverage_known "
                "would settle it."
            ),
            (),
        ),
    ],
)
def test_what_a_claim_shows_is_said_in_its_own_words(  # noqa: PLR0917 -- a row of a table
    code: str,
    claim: dict[str, Any],
    facts: dict[str, Any],
    outcome: Outcome,
    says: str,
    evidence: tuple[tuple[str, str], ...],
) -> None:
    found = read(CircumstanceCode(code), a_subject(a_claim(**claim), **facts))
    assert (found.outcome, found.says, found.evidence) == (outcome, says, evidence)


def test_the_day_of_another_payers_decision_is_said_and_kept_as_evidence() -> None:
    found = read(CircumstanceCode.OTHER_COVERAGE, a_subject(other_payer_decided=date(2026, 3, 12)))
    assert found.outcome is YES
    [(where, words)] = found.evidence
    assert where == "facts: other_payer_decided"
    assert found.says == f"{words}."
    assert "2026-03-12" in words


def test_a_day_that_is_wanted_of_the_service_is_named_without_a_hint() -> None:
    undated = a_claim(lines=(a_line(starts=None, ends=None),), delay_reason="1")
    known = a_subject(undated, coverage_known=date(2026, 3, 12))
    found = read(CircumstanceCode.COVERAGE_UNKNOWN, known)
    assert found.outcome is CANNOT_TELL
    assert found.says.startswith("The claim hints that the provider learned of the coverage later")


@pytest.mark.parametrize(("word", "told"), [(True, "yes"), (False, "no")])
def test_a_fact_of_yes_or_no_is_told_by_its_word(*, word: bool, told: str) -> None:
    group = Conditions(Quantity.ALL, (FactIs(name="dual", value="yes"),))
    [found] = conditions.holds((group,), a_subject(dual=word))
    assert found.outcome is (YES if word else NO)
    assert found.says == f"The office says {told} to dual ({missing.meaning('dual')})."


def test_several_facts_that_are_missing_are_told_one_after_the_other() -> None:
    said = missing.in_words(("network", "plan"))
    assert said == f"network ({missing.meaning('network')}), plan ({missing.meaning('plan')})"


def test_a_finding_points_at_the_first_line_at_issue_or_at_the_whole_claim() -> None:
    claim = read_one(an_interchange(written_claim(written_line(1), written_line(2))))
    asked = a_subject(claim)
    circumstance = when("any", a_window(3650, CALENDAR_DAYS))
    of_line = a_concern(circumstance)
    of_claim = a_concern(circumstance, whole_claim=True)
    second = type(of_line)(
        policy=of_line.policy,
        revision=of_line.revision,
        lines=claim.lines[1:],
        whole_claim=False,
        steps=of_line.steps,
    )
    places = [
        found.position.segment_id
        for concern in (second, of_claim)
        for found in findings(asked, concern, review(asked, concern))
    ]
    assert places == ["SV1", "CLM"]
