"""What a decision of the script becomes at the event and at each line."""

from __future__ import annotations

import pytest

from tests.simulator.making import (
    a_dependents_request,
    a_request,
    a_stay_request,
    grown,
    level,
    of,
    response,
    segments,
)

NOTICE = "SIMULATED ANSWER FOR PRACTICE, NOT A PAYER'S DECISION."


def decisions(texts: list[str]) -> list[str]:
    """HCR01 and HCR03 of the event and of each line."""
    found = []
    for text in of(texts, "HCR"):
        elements = [*text.split("*"), "", ""]
        found.append(f"{elements[1]} {elements[3]}".strip())
    return found


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("", ["A1", "A1", "A1"]),
        ('decision = "approve"', ["A1", "A1", "A1"]),
        ('decision = "part"', ["A2", "A1", "A3 0F"]),
        ('decision = "part"\nlines = [1]\nreasons = ["0M", "14"]', ["A2", "A3 0M^14", "A1"]),
        ('decision = "refuse"', ["A3 0N", "A3 0N", "A3 0N"]),
        (
            'decision = "refuse"\nreasons = ["0F", "0T", "14", "15", "17"]',
            ["A3 0F^0T^14^15^17"] * 3,
        ),
        ('decision = "pend"', ["A4 0U", "A4 0U", "A4 0U"]),
        ('decision = "pend"\nreasons = ["0V"]', ["A4 0V", "A4 0V", "A4 0V"]),
        ('decision = "cancel"', ["C", "C", "C"]),
        ('decision = "contact"', ["CT", "CT", "CT"]),
        ('decision = "unneeded"', ["NA 0H", "NA 0H", "NA 0H"]),
        ('decision = "modify"\ncode = "27750"\nlines = [2]', ["A6", "A1", "A6"]),
    ],
)
def test_a_decision_is_said_at_the_event_and_at_each_line(script: str, expected: list[str]) -> None:
    texts = response(f"[default]\n{script}" if script else "", a_request(lines=2))
    assert decisions(texts) == expected


def test_an_approval_has_a_number_its_days_and_the_day_it_was_given() -> None:
    texts = response("", a_request(lines=2))
    event = level(texts, "EV")
    [decision] = of(event, "HCR")
    number = decision.split("*")[2]
    assert number.startswith("SIMA")
    assert [text.split("*")[2] for text in of(texts, "HCR")] == [number] * 3
    assert "DTP*AAH*D8*20261002" in event
    assert "DTP*102*D8*20261120" in event
    assert "DTP*007*D8*20261002" in event
    assert not [text for text in of(event, "REF") if text.startswith("REF*NT")]
    assert of(texts, "BHT") == ["BHT*0007*11*0123456789abcdef-1*20261120*1405*18"]


def test_lines_may_be_given_numbers_of_their_own() -> None:
    texts = response("[default]\nline_numbers = true", a_request(lines=2))
    numbers = [text.split("*")[2] for text in of(texts, "HCR")]
    assert len(set(numbers)) == 3


def test_what_was_asked_comes_back_with_the_traces_referred_to() -> None:
    request = a_request(lines=1)
    asked = of(segments(request), "TRN")
    texts = response("", request)
    event, line = level(texts, "EV"), level(texts, "SS")
    assert [text.split("*")[1] for text in of(event, "TRN")] == ["1", "2"]
    assert of(event, "TRN")[1] == asked[0].replace("TRN*1", "TRN*2")
    assert of(event, "UM") == ["UM*HS*I*2*22:B"]  # without UM10, which an answer has no room for
    assert of(event, "HI") == ["HI*ABK:S8252XA*ABF:W010XXA"]
    assert of(line, "SV1") == ["SV1*HC:27759:RT**UN*1"]
    assert of(line, "TRN")[1] == asked[1].replace("TRN*1", "TRN*2")
    assert "DTP*472*D8*20261002" in line


def test_every_answer_says_that_it_is_simulated() -> None:
    texts = response('[default]\nmessage = "Units were counted twice."', a_request())
    assert of(texts, "MSG") == [f"MSG*{NOTICE} Units were counted twice."]
    assert all(text.split("*")[2].startswith("SIM") for text in of(texts, "TRN")[::2])
    assert all(text.split("*")[3] == "9SIMULATOR" for text in of(texts, "TRN")[::2])


def test_the_answer_about_a_dependent_names_both_persons() -> None:
    texts = response("", a_dependents_request())
    assert [text.split("*")[1:5] for text in of(texts, "HL")] == [
        ["1", "", "20", "1"],
        ["2", "1", "21", "1"],
        ["3", "2", "22", "1"],
        ["4", "3", "23", "1"],
        ["5", "4", "EV", "1"],
        ["6", "5", "SS", "0"],
    ]
    assert "NM1*IL*1*DOE*JANE****MI*MEM0001" in texts
    assert "NM1*QC*1*DOE*JIM*Q**JR" in texts


def test_the_providers_of_a_line_come_back_with_it() -> None:
    asked = "NM1*72*1*CATH*CARL****XX*1234567893~REF*0B*A1*TX~PRV*OP*PXC*207X00000X~"
    texts = response("", grown(a_request(lines=2), asked, "HL*6*4*SS"))
    line = level(texts, "SS", 0)
    assert line[-3:] == asked.split("~")[:3]


def test_the_stops_of_a_ride_come_back_in_the_loop_of_the_answer() -> None:
    stop = "NM1*PW*2*HOME~N3*8652 STARWOOD LANE~N4*SACRAMENTO*CA*95826~"
    ends = stop.replace("PW*2*HOME", "FS*2*CLINIC")
    riding = grown(a_request(), "CR1***X**DH*27~", "MSG")
    texts = response("", grown(riding, stop + ends, "HL*5*4*SS"))
    assert of(texts, "CR1") == ["CR1***X**DH*27"]
    assert [text for text in texts if text.startswith(("NM1*PW", "NM1*FS"))] == [
        "NM1*PW*2*HOME",
        "NM1*FS*2*CLINIC",
    ]


# Less than was asked


@pytest.mark.parametrize(
    ("asked", "script", "approved"),
    [
        ("6", "", "3"),
        ("5", "", "2"),
        ("2", "", "1"),
        ("6", "quantity = 4", "4"),
        ("2.5", "", "1"),
    ],
)
def test_a_modified_line_has_fewer_units(asked: str, script: str, approved: str) -> None:
    texts = response(f'[default]\ndecision = "modify"\n{script}', a_request(quantity=asked))
    assert of(texts, "SV1") == [f"SV1*HC:27759:RT**UN*{approved}"]
    assert decisions(texts) == ["A6", "A6"]


def test_a_modified_line_may_have_another_code() -> None:
    texts = response('[default]\ndecision = "modify"\ncode = "27750"', a_request())
    assert of(texts, "SV1") == ["SV1*HC:27750:RT**UN*1"]


def test_a_modified_stay_has_fewer_days_and_ends_sooner() -> None:
    texts = response('[default]\ndecision = "modify"', a_stay_request())
    assert of(texts, "HSD") == ["HSD*DY*2"]
    assert decisions(texts) == ["A6"]
    assert "DTP*007*RD8*20261002-20261004" in texts


def test_an_approved_stay_has_all_its_days() -> None:
    texts = response("", a_stay_request())
    assert of(texts, "HSD") == ["HSD*DY*4"]
    assert "DTP*007*RD8*20261002-20261006" in texts
    assert of(texts, "CL1") == ["CL1*1*1*01"]


@pytest.mark.parametrize("decision", ["modify", "part"])
def test_where_nothing_can_be_less_all_is_approved(decision: str) -> None:
    texts = response(f'[default]\ndecision = "{decision}"', a_request(quantity="1"))
    assert decisions(texts) == ["A1", "A1"]


def test_of_one_line_a_part_is_fewer_units() -> None:
    texts = response('[default]\ndecision = "part"', a_request(quantity="8"))
    assert decisions(texts) == ["A6", "A6"]


# What is wanted of a pended request


def test_a_pend_asks_for_papers_and_says_whom_to_send_them_to() -> None:
    script = '[default]\ndecision = "pend"\ndocuments = ["OB", "DS"]\nquestions = ["18842-5"]'
    texts = response(script, a_request(lines=2))
    event = level(texts, "EV")
    assert of(texts, "BHT")[0].endswith("*19")
    papers = of(event, "PWK")
    assert [text.split("*")[1] for text in papers] == ["OB", "DS"]
    assert len({text.split("*")[6] for text in papers}) == 2
    assert of(event, "HI") == ["HI*ABK:S8252XA*ABF:W010XXA*LOI:18842-5"]
    assert of(event, "REF")[0].startswith("REF*NT*SIMR")
    assert "NM1*L5*2*PAYER SIMULATOR" in event
    assert of(event, "DTP") == ["DTP*AAH*D8*20261002"]


def test_a_pend_that_says_nothing_asks_for_the_operative_note() -> None:
    texts = response('[default]\ndecision = "pend"', a_request())
    assert [text.split("*")[1] for text in of(texts, "PWK")] == ["OB"]


def test_a_pend_may_ask_line_by_line() -> None:
    script = '[default]\ndecision = "pend"\nline_questions = ["18842-5", "11504-8"]'
    texts = response(script, a_request(lines=2))
    assert of(level(texts, "SS", 1), "HI") == ["HI*LOI:18842-5*LOI:11504-8"]
    assert of(texts, "PWK") == []


def test_questions_go_before_diagnoses_when_there_is_no_room_for_both() -> None:
    codes = ", ".join(f'"1000{number}-1"' for number in range(12))
    texts = response(f'[default]\ndecision = "pend"\nquestions = [{codes}]', a_request())
    [asked] = of(level(texts, "EV"), "HI")
    assert asked.count("LOI:") == 12
    assert "ABK" not in asked
