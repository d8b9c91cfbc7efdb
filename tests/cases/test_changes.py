from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from edi_service.cases.changes import Change, changes
from edi_service.cases.model import Decision
from edi_service.codes.clock import Deadline
from edi_service.finding import NOWHERE
from edi_service.policy.rules import pa01_authorization_missing as pa01
from edi_service.policy.rules import rt01_may_still_be_asked as rt01
from tests.cases.test_money import a_case

if TYPE_CHECKING:
    from edi_service.cases.model import Case
    from edi_service.finding import Finding

MISSING = pa01.RULE.kind.found(NOWHERE, "missing")
MAY_ASK = rt01.RULE.kind.found(NOWHERE, "may ask")
CASE = replace(
    a_case("1"),
    decision=Decision.ALLOWED,
    deadline=Deadline(date(2026, 3, 16)),
    amount_at_risk=Decimal("120.00"),
)


def between(
    old: tuple[list[Finding], list[Case]], new: tuple[list[Finding], list[Case]]
) -> list[str]:
    return [str(each) for each in changes(old, new)]


def of_case(new: Case) -> list[str]:
    return between(([], [CASE]), ([], [new]))


def test_the_same_answer_twice_is_no_change() -> None:
    answer = ([MISSING, MAY_ASK], [CASE])
    assert between(answer, answer) == []
    assert between(([], []), ([], [])) == []


def test_findings_are_compared_by_how_often_each_code_comes() -> None:
    assert between(([MISSING], []), ([MISSING, MAY_ASK], [])) == ["findings: none -> RT01"]
    assert between(([MISSING, MISSING], []), ([MISSING], [])) == ["findings: PA01 -> none"]
    assert between(([MISSING], []), ([MAY_ASK], [])) == ["findings: PA01 -> RT01"]


def test_the_order_and_the_words_of_findings_do_not_matter() -> None:
    other = pa01.RULE.kind.found(NOWHERE, "missing, in other words")
    assert between(([MISSING, MAY_ASK], []), ([MAY_ASK, other], [])) == []


def test_a_case_that_comes_or_goes_is_told_with_its_decision() -> None:
    assert between(([], []), ([], [CASE])) == ["case under payer/subject: none -> allowed"]
    assert between(([], [CASE]), ([], [])) == ["case under payer/subject: allowed -> none"]


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (replace(CASE, decision=Decision.REFUSED), "decision under {}: allowed -> refused"),
        (replace(CASE, deadline=None), "deadline under {}: 2026-03-16 -> none"),
        (
            replace(CASE, deadline=Deadline(date(2026, 3, 17))),
            "deadline under {}: 2026-03-16 -> 2026-03-17",
        ),
        (
            replace(CASE, deadline=Deadline(datetime(2026, 3, 16, 17, tzinfo=UTC))),
            "deadline under {}: 2026-03-16 -> 2026-03-16T17:00:00+00:00",
        ),
        (replace(CASE, amount_at_risk=Decimal("90.00")), "money under {}: 120.00 -> 90.00"),
    ],
)
def test_what_changes_of_a_case_is_told_by_itself(new: Case, says: str) -> None:
    assert of_case(new) == [says.format("payer/subject")]


def test_what_changes_together_is_told_in_one_order() -> None:
    new = replace(CASE, decision=Decision.REFUSED, deadline=None, amount_at_risk=Decimal(1))
    assert [each.partition(" ")[0] for each in of_case(new)] == ["decision", "deadline", "money"]


def test_words_and_steps_of_a_case_do_not_count() -> None:
    assert of_case(replace(CASE, next_action="Otherwise worded.", trace=())) == []


def test_cases_are_told_in_the_order_of_their_policies() -> None:
    cases = [replace(CASE, policy=policy) for policy in ("b/b", "a/a", "c/c")]
    found = between(([], cases), ([], []))
    assert [each.split(":")[0] for each in found] == [
        f"case under {each}" for each in ("a/a", "b/b", "c/c")
    ]


def test_a_change_is_a_value_that_programs_can_count() -> None:
    [change] = changes(([MISSING], []), ([], []))
    assert change == Change("findings", "", "PA01", "none")
