from __future__ import annotations

import pytest

from tests.builders import a_claim as claim_text
from tests.builders import a_line as line_text
from tests.builders import an_interchange, read_one
from tests.review.making import ask, assert_valid, codes


def papers(text: str) -> list[str]:
    segments = assert_valid(ask(read_one(an_interchange(text))))
    return [segment for segment in segments if segment.startswith("PWK")]


@pytest.mark.parametrize(
    ("announced", "sent"),
    [
        ("PWK*OB*EL***AC*ATT0001~", "PWK*OB*EL***AC*ATT0001"),
        ("PWK*DS*AA~", "PWK*DS*AA"),
        ("PWK*B4*BM***AC*ATT0001~", "PWK*77*BM***AC*ATT0001"),
        ("PWK*OZ*FX***AC*ATT0001~", "PWK*77*FX***AC*ATT0001"),
        ("PWK*CT*EM***AC*ATT0001~", "PWK*77*EM***AC*ATT0001"),
        ("PWK*M1*FT***AC*ATT0001~", "PWK*M1*EL***AC*ATT0001"),
    ],
)
def test_a_paper_of_the_claim_is_announced_in_the_requests_words(announced: str, sent: str) -> None:
    assert papers(claim_text(extra=announced)) == [sent]


def test_a_paper_of_a_line_stands_with_the_line() -> None:
    text = claim_text(line_text(1, extra="PWK*OB*EL***AC*ATT0002~"), extra="PWK*DS*AA~")
    segments = assert_valid(ask(read_one(an_interchange(text))))
    service = next(index for index, found in enumerate(segments) if found.startswith("SV1"))
    assert segments[service + 1] == "PWK*OB*EL***AC*ATT0002"
    assert segments.index("PWK*DS*AA") < service


def test_a_way_of_sending_that_has_no_word_is_left_out_and_noted() -> None:
    request = ask(read_one(an_interchange(claim_text(extra="PWK*OB*XX~PWK*DS*AA~"))))
    assert "PWK*DS*AA" in assert_valid(request)
    assert codes(request) == ["RQ34"]


def test_ten_papers_fit_and_the_rest_is_noted() -> None:
    text = claim_text(extra="".join(f"PWK*OB*EL***AC*ATT{number:04d}~" for number in range(12)))
    request = ask(read_one(an_interchange(text)))
    segments = assert_valid(request)
    assert sum(segment.startswith("PWK") for segment in segments) == 10
    assert codes(request) == ["RQ34"]
    assert request.findings[0].message.startswith("2 ")
