"""How far an answer may be relied on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from edi_service.policy.certainty import REREAD_AFTER_DAYS, Certainty
from edi_service.policy.model import Retrospective
from edi_service.policy.retrospective.review import findings, review
from edi_service.policy.trust import caution, doubts
from tests.policy.reviewing import CHICAGO, SOURCE, a_concern, a_subject, says, when

if TYPE_CHECKING:
    from edi_service.policy.model import Source
    from edi_service.policy.rule import Concern

READ = SOURCE.retrieved
PARTIAL = replace(SOURCE, certainty=Certainty.PARTIAL)
UNVERIFIED = replace(SOURCE, certainty=Certainty.UNVERIFIED)
STALE = replace(SOURCE, is_stale=True)


def resting_on(source: Source, concern: Concern) -> Concern:
    return type(concern)(
        policy=concern.policy,
        revision=replace(concern.revision, source=source),
        lines=concern.lines,
        whole_claim=concern.whole_claim,
        steps=concern.steps,
    )


def test_what_was_read_well_and_lately_is_not_in_doubt() -> None:
    assert doubts(SOURCE, READ, REREAD_AFTER_DAYS) == ()
    assert caution(()) == ()


@pytest.mark.parametrize(
    ("source", "doubt"),
    [
        (PARTIAL, "its text was read in part, or at second hand (certainty B)"),
        (UNVERIFIED, "its text was not read again (certainty C)"),
        (STALE, "it may be out of date (stale)"),
    ],
)
def test_what_was_not_read_well_is_in_doubt_on_every_day(source: Source, doubt: str) -> None:
    assert doubts(source, READ, REREAD_AFTER_DAYS) == (doubt,)
    assert caution([doubt]) == (f"Check the payer's rule before relying on this: {doubt}.",)


@pytest.mark.parametrize("limit", [1, 30, 180])
def test_a_reading_is_relied_on_for_so_many_days_and_not_one_more(limit: int) -> None:
    assert doubts(SOURCE, READ + timedelta(days=limit), limit) == ()
    (doubt,) = doubts(SOURCE, READ + timedelta(days=limit + 1), limit)
    assert doubt == f"it was read {limit + 1} days ago, on 2026-11-01"


def test_a_reading_of_a_later_day_than_the_request_is_not_old() -> None:
    assert doubts(SOURCE, date(1990, 1, 1), 1) == ()


def test_every_reason_is_told_in_one_order() -> None:
    worst = replace(UNVERIFIED, is_stale=True)
    found = doubts(worst, READ + timedelta(days=400), 180)
    assert [each.split()[1] for each in found] == ["text", "may", "was"]
    assert caution(found)[0].count(";") == 2


def test_a_review_tells_its_doubts_behind_its_conclusion() -> None:
    found = review(a_subject(), resting_on(STALE, a_concern(when("any"))))
    assert found.doubts == ("it may be out of date (stale)",)
    assert says(found)[-1] == caution(found.doubts)[0]
    firm = review(a_subject(), a_concern(when("any")))
    assert says(found)[:-1] == says(firm)
    assert found.outcome is firm.outcome


def test_the_finding_tells_the_answer_once_and_then_the_doubt() -> None:
    shut = Retrospective(allowed=False, because="It is a condition of payment.")
    concern = resting_on(STALE, a_concern(retrospective=shut))
    (finding,) = findings(a_subject(), concern, review(a_subject(), concern))
    assert finding.message == (
        "It is a condition of payment. Check the payer's rule before relying on this: "
        "it may be out of date (stale)."
    )


def test_how_long_a_reading_is_relied_on_is_the_offices_word() -> None:
    late = datetime(2026, 11, 12, tzinfo=CHICAGO)
    subject = a_subject(as_of=late)
    concern = a_concern(when("any"))
    assert review(subject, concern).doubts == ()
    strict = replace(subject, reread_after=10)
    assert review(strict, concern).doubts == ("it was read 11 days ago, on 2026-11-01",)
