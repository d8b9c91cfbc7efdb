from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from edi_service.cases.proof.claims import CaseRefused
from edi_service.cases.proof.draft import QUESTIONS, cases_text, draft, policy_text
from edi_service.policy.language.load import load_policy
from edi_service.policy.model import CircumstanceCode, Event
from edi_service.wiring import CannotDoIt
from edi_service.wiring.policies import new_policy
from tests.entry.running import ROOT, policies
from tests.policy.casework import schema

if TYPE_CHECKING:
    from pathlib import Path

ANSWERS = {
    "payer": "prairie",
    "subject": "imaging",
    "title": "Imaging & scans <2026>",
    "lines_of_business": "commercial medicare",
    "starts": "2026-03-02",
    "source_title": "Provider manual",
    "source_href": "https://payer.example/manual",
    "source_locator": "section 4",
    "retrieved": "2026-02-20",
    "certainty": "B",
    "codes": "70551-70553 A9552",
    "channel": "fax",
    "circumstance": "any",
    "length": "14",
    "unit": "calendar-days",
    "after": "first-day-of-service",
    "documents": "order clinical-notes",
}
# Events that lie outside the course of one claim: a first policy is not about them.
COUNTED = ["first-day-of-service", "last-day-of-service", "admission", "discharge", "denial"]


def toml(answers: dict[str, str]) -> str:
    return "".join(f'{key} = "{value}"\n' for key, value in answers.items())


def written(tmp_path: Path, **more: str) -> Any:
    answers = tmp_path / "answers.toml"
    answers.write_text(toml({**ANSWERS, **more}), encoding="utf-8")
    return policies("new", tmp_path / "mine", "--answers", answers)


def test_what_is_written_passes_lint_and_test(tmp_path: Path) -> None:
    done = written(tmp_path)
    assert done.returncode == 0, done.stderr
    files = sorted(path.name for path in (tmp_path / "mine" / "prairie").iterdir())
    assert files == ["imaging.cases.toml", "imaging.xml"]
    assert policies("test", tmp_path / "mine").stdout == "1 policies, 3 cases; 0 failures.\n"
    assert policies("lint", tmp_path / "mine", "--as-of", "2026-03-01").returncode == 0


def test_the_questions_are_asked_on_the_terminal_in_their_order(tmp_path: Path) -> None:
    typed = "".join(f"{ANSWERS[question.key]}\n" for question in QUESTIONS)
    done = policies("new", tmp_path / "typed", answers=typed)
    assert done.returncode == 0, done.stderr
    written(tmp_path)
    for name in ("imaging.xml", "imaging.cases.toml"):
        typed_file = tmp_path / "typed" / "prairie" / name
        assert typed_file.read_bytes() == (tmp_path / "mine" / "prairie" / name).read_bytes()


def test_a_question_may_be_left_at_what_it_offers(tmp_path: Path) -> None:
    typed = "".join(
        "\n" if question.default is not None else f"{ANSWERS[question.key]}\n"
        for question in QUESTIONS
    )
    done = policies("new", tmp_path / "typed", answers=typed)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "typed" / "prairie" / "imaging.xml").read_text(encoding="utf-8")
    assert 'length="14" unit="calendar-days" after="first-day-of-service"' in text


@pytest.mark.parametrize("name", ["imaging.xml", "imaging.cases.toml"])
def test_nothing_is_overwritten(tmp_path: Path, name: str) -> None:
    kept = tmp_path / "mine" / "prairie" / name
    kept.parent.mkdir(parents=True)
    kept.write_text("mine")
    done = written(tmp_path)
    assert done.returncode == 2
    assert "is there already" in done.stderr
    assert [path.read_text() for path in kept.parent.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    ("key", "answer", "says"),
    [
        ("payer", "Prairie Mutual", "payer cannot be 'Prairie Mutual'"),
        ("subject", "../../etc", "subject cannot be '../../etc'"),
        ("starts", "March", "starts cannot be 'March'"),
        ("certainty", "D", "certainty cannot be 'D'"),
        ("channel", "pigeon", "channel cannot be 'pigeon'"),
        ("circumstance", "bad-luck", "circumstance cannot be 'bad-luck'"),
        ("length", "two", "length cannot be 'two'"),
        ("length", "-1", "cannot be negative"),
        ("unit", "fortnights", "unit cannot be 'fortnights'"),
        ("after", "lunch", "after cannot be 'lunch'"),
        ("title", "", "title is not answered"),
        ("codes", "70553-70551", "does not hold"),
        ("documents", "odrer", "the document odrer is in no documents.csv"),
        ("pets", "two", "there is no question 'pets'"),
    ],
)
def test_an_answer_that_cannot_be_used_is_named_and_nothing_is_written(
    tmp_path: Path, key: str, answer: str, says: str
) -> None:
    with pytest.raises(CannotDoIt) as refused:
        new_policy(tmp_path / "mine", {**ANSWERS, key: answer})
    assert says in str(refused.value)
    assert not (tmp_path / "mine").exists()


def test_answers_that_are_no_toml_are_refused(tmp_path: Path) -> None:
    (tmp_path / "answers.toml").write_text("payer = prairie")
    done = policies("new", tmp_path / "mine", "--answers", tmp_path / "answers.toml")
    assert done.returncode == 2
    assert "answers.toml are refused" in done.stderr


def test_words_of_a_title_are_kept_as_they_are() -> None:
    made = draft(ANSWERS)
    policy = load_policy(policy_text(made), schema(), {}, expected_id="prairie/imaging")
    assert policy.title == "Imaging & scans <2026>"
    assert policy.lines_of_business == ("commercial", "medicare")


def test_the_cases_hold_both_sides_of_the_last_day() -> None:
    text = cases_text(draft(ANSWERS))
    assert 'as_of = 2026-03-16\nexpect = ["PA01", "RT01"]' in text
    assert 'as_of = 2026-03-17\nexpect = ["PA01", "RT02"]' in text
    assert "day = 2026-03-01\nexpect = []" in text


def test_hours_are_held_on_both_sides_of_the_last_minute() -> None:
    text = cases_text(draft({**ANSWERS, "unit": "hours", "length": "72", "after": "admission"}))
    assert "admitted = 2026-03-02T09:00:00-05:00" in text
    assert "as_of = 2026-03-05T09:00:00-05:00" in text
    assert "as_of = 2026-03-05T09:01:00-05:00" in text


@pytest.mark.parametrize("unit", ["hours", "calendar-days", "business-days", "months"])
@pytest.mark.parametrize("after", COUNTED)
def test_what_is_counted_from_the_usual_events_is_proved(
    tmp_path: Path, after: str, unit: str
) -> None:
    length = {"hours": "72", "months": "2"}.get(unit, "10")
    new_policy(tmp_path, {**ANSWERS, "after": after, "unit": unit, "length": length})
    assert Event(after)


@pytest.mark.parametrize("reason", list(CircumstanceCode))
def test_every_reason_is_proved(tmp_path: Path, reason: str) -> None:
    new_policy(tmp_path, {**ANSWERS, "circumstance": reason})


def test_the_answers_shown_in_the_documentation_are_taken(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "policies-commands.md").read_text(encoding="utf-8")
    shown = page.split("```toml\n")[1].split("```")[0]
    (tmp_path / "answers.toml").write_text(shown, encoding="utf-8")
    done = policies("new", tmp_path / "mine", "--answers", tmp_path / "answers.toml")
    assert done.returncode == 0, done.stderr


def test_a_question_without_an_offer_must_be_answered() -> None:
    for question in QUESTIONS:
        rest = {key: value for key, value in ANSWERS.items() if key != question.key}
        if question.default is None:
            with pytest.raises(CaseRefused, match=f"{question.key} is not answered"):
                draft(rest)
        else:
            draft(rest)
