"""Rules about rules: each file is listed, explained, and raised by a case or a test."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from edi_service.finding import Kind
from edi_service.policy import rules
from edi_service.policy.kinds import KINDS
from edi_service.policy.rules import (
    CLAIM_RULES,
    DEMAND_RULES,
    FILE_RULES,
    RECORD_RULES,
    REVIEW_RULES,
    RULES,
)
from tests.policy.casework import shipped_cases

FILES = sorted(Path(rules.__file__).parent.glob("[a-z]*.py"))
TESTS = Path(__file__).parent


def kind_of(path: Path) -> Kind:
    kind = importlib.import_module(f"edi_service.policy.rules.{path.stem}").RULE.kind
    assert isinstance(kind, Kind)
    return kind


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_rule_is_listed_once_and_its_file_bears_its_code(path: Path) -> None:
    kind = kind_of(path)
    assert path.stem.startswith(f"{kind.code.lower()}_")
    assert [rule.kind for rule in RULES].count(kind) == 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_rule_asks_a_question_and_its_kind_answers(path: Path) -> None:
    first = path.read_text(encoding="utf-8").split("\n\n")[0].removeprefix('"""\n')
    assert re.fullmatch(rf"{kind_of(path).code}: .+\?", first, re.DOTALL)
    kind = kind_of(path)
    assert kind.title
    assert not kind.title.endswith(".")
    assert kind.remedy.endswith(".")
    assert len(kind.explanation) > 100


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_rule_is_raised_by_a_case_or_named_in_a_test(path: Path) -> None:
    code = kind_of(path).code
    in_cases = {each for case in shipped_cases() for each in case.case.written["expect"]}
    in_tests = "\n".join(
        each.read_text(encoding="utf-8")
        for each in TESTS.glob("test_*.py")
        if each != Path(__file__)
    )
    assert code in in_cases or re.search(rf"\b{code}\b", in_tests)


def test_every_kind_is_a_rules_and_no_code_is_used_twice() -> None:
    assert len(FILES) == len(RULES) == len(KINDS)
    assert len({kind.code for kind in KINDS}) == len(KINDS)
    assert [kind.code for kind in KINDS] == sorted(kind.code for kind in KINDS)
    assert set(RULES) == {*CLAIM_RULES, *RECORD_RULES, *DEMAND_RULES, *FILE_RULES, *REVIEW_RULES}


def test_the_rule_about_a_missing_authorization_is_asked_last() -> None:
    assert DEMAND_RULES[-1].kind.code == "PA01"
