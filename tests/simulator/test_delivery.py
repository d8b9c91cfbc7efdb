"""How answers are handed over: receipts, silence, twice, late, out of order, about nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulator.making import (
    a_request,
    answered,
    assert_sound,
    batch,
    kinds,
    of,
    responses,
    segments,
)


def receipts(script: str, request: bytes) -> list[list[str]]:
    payer = answered(script, request)
    assert_sound(payer.letters())
    return [segments(letter.data) for letter in payer.letters() if letter.kind != "278"]


def test_a_request_is_acknowledged_and_answered() -> None:
    payer = answered("", a_request())
    assert kinds(payer) == ["999", "278"]
    [receipt] = [one for one in payer.letters() if one.kind == "999"]
    texts = segments(receipt.data)
    assert "AK1*HI*101*005010X217" in texts
    assert of(texts, "IK5") == ["IK5*A"]
    assert of(texts, "AK9") == ["AK9*A*1*1*1"]


def test_an_answer_goes_back_to_who_asked() -> None:
    asked = segments(a_request())
    for letter in answered("", a_request()).letters():
        said = segments(letter.data)
        assert said[0].split("*")[6] == asked[0].split("*")[8]
        assert said[0].split("*")[8] == asked[0].split("*")[6]
        assert said[1].split("*")[2:4] == asked[1].split("*")[3:1:-1]


def test_every_letter_has_a_control_number_of_its_own() -> None:
    payer = answered("[default]\ntimes = 3", a_request(), a_request(case_id="fedcba9876543210"))
    numbers = [segments(letter.data)[0].split("*")[13] for letter in payer.letters()]
    assert len(set(numbers)) == len(numbers) == 8


def test_a_ta1_is_sent_to_who_asks_for_one() -> None:
    asking = a_request().replace(b"*0*P*:~", b"*1*P*:~").replace(b"*0*T*:~", b"*1*T*:~")
    [acknowledged, _] = receipts("", asking)
    [said] = of(acknowledged, "TA1")
    assert said.split("*")[4:] == ["A", "000"]


def test_an_interchange_may_be_refused() -> None:
    payer = answered('[default]\ninterchange = "reject"', a_request())
    assert kinds(payer) == ["TA1"]
    [texts] = [segments(letter.data) for letter in payer.letters()]
    assert of(texts, "TA1")[0].split("*")[4:] == ["R", "024"]
    assert [did.did for did in payer.journal] == ["TA1"]


def test_a_transaction_set_may_be_refused() -> None:
    payer = answered('[default]\nacknowledgment = "reject"', a_request())
    assert kinds(payer) == ["999"]
    [texts] = [segments(letter.data) for letter in payer.letters()]
    assert of(texts, "IK5") == ["IK5*R*5"]
    assert of(texts, "AK9") == ["AK9*R*1*1*0"]
    assert [did.did for did in payer.journal] == ["999"]


def test_of_a_batch_one_set_may_be_refused_and_the_other_answered() -> None:
    script = '[[answer]]\norder = 1\nacknowledgment = "reject"'
    other = a_request(case_id="fedcba9876543210")
    payer = answered(script, batch(a_request(), other))
    assert_sound(payer.letters())
    assert kinds(payer) == ["999", "278"]
    texts = segments(payer.letters()[0].data)
    assert of(texts, "IK5") == ["IK5*R*5", "IK5*A"]
    assert of(texts, "AK9") == ["AK9*P*2*2*1"]
    assert payer.letters()[1].answers == "fedcba9876543210-1"


def test_a_receipt_may_be_left_unsaid() -> None:
    assert kinds(answered('[default]\nacknowledgment = "none"', a_request())) == ["278"]


def test_silence_leaves_the_receipt() -> None:
    payer = answered('[default]\ndecision = "silence"', a_request())
    assert kinds(payer) == ["999"]
    assert [did.did for did in payer.journal] == ["silence"]


def test_silence_may_be_complete() -> None:
    script = '[default]\ndecision = "silence"\nacknowledgment = "none"'
    assert kinds(answered(script, a_request())) == []


def test_an_answer_twice_says_the_same_in_another_interchange() -> None:
    first, second = responses(answered("[default]\ntimes = 2", a_request()))
    assert first[2:-2] == second[2:-2]
    assert first[0] != second[0]


def test_a_late_answer_bears_its_day_and_comes_last() -> None:
    script = "[[answer]]\norder = 1\nlate_days = 45"
    other = a_request(case_id="fedcba9876543210")
    payer = answered(script, a_request(), other)
    assert kinds(payer) == ["999", "999", "278", "278"]
    [prompt, late] = responses(payer)
    assert "*20261120*1405*18" in of(prompt, "BHT")[0]
    assert "*20270104*1405*18" in of(late, "BHT")[0]
    assert "DTP*102*D8*20270104" in late
    assert late[0].split("*")[9] == "270104"


def test_a_pended_request_may_be_decided_later() -> None:
    script = '[default]\ndecision = "pend"\nthen = "approve"\nthen_days = 10'
    [pended, decided] = responses(answered(script, a_request()))
    assert [text.split("*")[1] for text in of(pended, "HCR")] == ["A4", "A4"]
    assert [text.split("*")[1] for text in of(decided, "HCR")] == ["A1", "A1"]
    assert of(pended, "BHT")[0].endswith("*20261120*1405*19")
    assert of(decided, "BHT")[0].endswith("*20261130*1405*18")
    assert of(decided, "PWK") == []
    assert [text for text in pended if text.startswith("TRN*2")] == [
        text for text in decided if text.startswith("TRN*2")
    ]


def test_a_payer_may_contradict_itself() -> None:
    script = '[default]\ndecision = "approve"\nthen = "refuse"\nthen_days = 0'
    [first, second] = responses(answered(script, a_request()))
    assert of(first, "HCR")[0].split("*")[1] == "A1"
    assert of(second, "HCR")[0] == "HCR*A3**0N"


def test_an_answer_may_be_about_a_request_nobody_sent() -> None:
    payer = answered("[default]\nunknown = true", a_request())
    assert_sound(payer.letters())
    [texts] = responses(payer)
    assert "0123456789abcdef" not in " ".join(texts)
    assert "PCN12345" not in " ".join(of(texts, "TRN"))
    assert [text.split("*")[1] for text in of(texts, "HCR")] == ["A1", "A1"]


def test_answers_may_be_handed_over_in_any_order() -> None:
    requests = [a_request(case_id=f"{number:016x}") for number in range(6)]
    plain = answered("", *requests).letters()
    orders = {
        tuple(letter.data for letter in answered("shuffle = true", *requests, seed=seed).letters())
        for seed in (1, 1, 2)
    }
    assert len(orders) == 2
    one = answered("shuffle = true", *requests).letters()
    assert one != plain
    assert sorted(letter.data for letter in one) == sorted(letter.data for letter in plain)


@pytest.mark.parametrize("script", ["", "shuffle = true", "[mix]\napprove = 1\nrefuse = 1"])
def test_the_same_files_script_and_seed_give_the_same_bytes(script: str) -> None:
    requests = [a_request(case_id=f"{number:016x}", lines=2) for number in range(3)]
    first, second = (answered(script, *requests).letters() for _ in range(2))
    assert first == second


def test_another_seed_gives_other_numbers() -> None:
    [one] = responses(answered("", a_request(), seed=1))
    [other] = responses(answered("", a_request(), seed=2))
    assert of(one, "HCR") != of(other, "HCR")
    assert of(one, "SV1") == of(other, "SV1")


def test_a_mix_is_drawn_request_by_request() -> None:
    script = "[mix]\napprove = 70\nrefuse = 20\npend = 10"
    requests = [a_request(case_id=f"{number:016x}") for number in range(60)]
    payer = answered(script, batch(*requests))
    drawn = [did.did for did in payer.journal]
    assert set(drawn) == {"approve", "refuse", "pend"}
    assert drawn.count("approve") > drawn.count("refuse") > 0
    assert all(did.rule == 0 for did in payer.journal)
    # What is drawn for a request does not depend on those beside it.
    assert [did.did for did in answered(script, *requests[:5]).journal] == drawn[:5]


def test_the_requests_and_the_script_that_are_shipped_go_together() -> None:
    folder = Path(__file__).parents[2] / "fixtures" / "simulator"
    requests = [path.read_bytes() for path in sorted((folder / "requests").iterdir())]
    payer = answered((folder / "script.toml").read_text(encoding="utf-8"), *requests)
    assert_sound(payer.letters())
    assert [(did.rule, did.did) for did in payer.journal] == [(1, "part"), (2, "pend")]
    assert kinds(payer) == ["999", "278", "999", "278", "278"]
