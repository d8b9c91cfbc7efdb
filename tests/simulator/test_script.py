from __future__ import annotations

import pytest

from edi_service.simulator.script import (
    DEFAULT,
    Does,
    Level,
    Rule,
    ScriptRefused,
    parse_script,
)
from tests.simulator.making import a_request, answered


def test_a_script_that_says_nothing_is_the_default() -> None:
    assert parse_script("") == DEFAULT
    assert DEFAULT.default.decision is Does.APPROVE


def test_a_script_says_what_to_do_about_which_request() -> None:
    script = parse_script(
        """
        shuffle = true
        [default]
        decision = "pend"
        documents = ["OB"]
        [[answer]]
        payer = "00001"
        procedure = "27759"
        order = 2
        review = "I"
        decision = "reject"
        level = "2010C"
        reject_reason = "75"
        follow_up = "N"
        late_days = 3
        """
    )
    assert script.shuffle
    assert script.default.documents == ("OB",)
    [rule] = script.answer
    assert (rule.level, rule.reject_reason, rule.late_days) == (Level.SUBSCRIBER, "75", 3)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[default", "not TOML"),
        ("colour = 'red'", "colour"),
        ("[default]\ndecide = 'approve'", "decide"),
        ("[default]\ndecision = 'perhaps'", "perhaps"),
        ("[default]\nreasons = ['0F', '0F', '0F', '0F', '0F', '0F']", "length"),
        ("[default]\nreasons = ['0f~']", "matching"),
        ("[default]\nlevel = '2000B'", "2000B"),
        ("[default]\nfollow_up = 'X'", "X"),
        ("[default]\ntimes = 0", ">= 1"),
        ("[default]\nlate_days = -1", ">= 0"),
        ("[default]\nquantity = 0", ">= 1"),
        ("[default]\ncode = '277*59'", "matching"),
        ("[default]\nmessage = 'A~B'", "matching"),
        ("[default]\nlines = [0]", ">= 1"),
        ("[mix]\nperhaps = 1", "perhaps"),
        ("[mix]\napprove = -1", ">= 0"),
        ("[[answer]]\norder = -1", ">= 0"),
        ("[[answer]]\npatient = 'DOE'", "patient"),
    ],
)
def test_a_slip_of_the_pen_is_refused(text: str, says: str) -> None:
    with pytest.raises(ScriptRefused) as refused:
        parse_script(text)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        (Rule(), True),
        (Rule(payer="00001"), True),
        (Rule(payer="00002"), False),
        (Rule(procedure="27759"), True),
        (Rule(procedure="99999"), False),
        (Rule(review="I"), True),
        (Rule(review="3"), False),
        (Rule(order=2), True),
        (Rule(order=1), False),
        (Rule(payer="00001", procedure="27759", review="I", order=2), True),
        (Rule(payer="00001", procedure="27759", review="I", order=3), False),
    ],
)
def test_a_rule_fits_when_all_that_it_says_does(rule: Rule, *, fits: bool) -> None:
    procedures = frozenset({"27759", "0360"})
    assert rule.fits(payer="00001", procedures=procedures, review="I", order=2) is fits


def test_the_first_rule_that_fits_decides() -> None:
    script = """
    [default]
    decision = "refuse"
    [[answer]]
    procedure = "27760"
    decision = "pend"
    [[answer]]
    order = 2
    decision = "contact"
    [[answer]]
    order = 2
    decision = "silence"
    """
    payer = answered(
        script,
        a_request(case_id="0000000000000001"),
        a_request(case_id="0000000000000002"),
        a_request(case_id="0000000000000003", lines=2),
    )
    assert [(did.rule, did.did) for did in payer.journal] == [
        (0, "refuse"),
        (2, "contact"),
        (1, "pend"),
    ]
