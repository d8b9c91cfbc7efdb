from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from edi_service.simulator.numbers import Numbers
from edi_service.simulator.words import NOTICE, message

names = st.text(max_size=20)


@given(st.integers(), names, st.text("ABCDRTU0123456789", min_size=1, max_size=6))
def test_a_number_is_the_same_for_the_same_seed_request_and_purpose(
    seed: int, request_: str, purpose: str
) -> None:
    one, other = Numbers(seed, request_), Numbers(seed, request_)
    assert one.make(purpose) == other.make(purpose)
    assert re.fullmatch(r"SIM[A-Z0-9]\d{10}", one.make(purpose))


def test_a_number_is_another_for_another_seed_request_or_purpose() -> None:
    numbers = {
        Numbers(seed, request).make(purpose)
        for seed in range(5)
        for request in ("one", "two", "three")
        for purpose in ("A", "A1", "A2", "R")
    }
    assert len(numbers) == 5 * 3 * 4


def test_what_is_drawn_spreads() -> None:
    drawn = [Numbers(1, str(number)).draw("mix") % 10 for number in range(1000)]
    assert set(drawn) == set(range(10))
    assert max(drawn.count(digit) for digit in range(10)) < 140


@given(st.text(max_size=400))
def test_a_message_begins_with_the_notice_and_can_be_written(more: str) -> None:
    text = message(more)
    assert text.startswith(NOTICE)
    assert len(text) <= 264
    assert text.isascii()
    assert not set("*~:^") & set(text)
