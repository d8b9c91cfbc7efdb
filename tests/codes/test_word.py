"""Words of a closed set: looked up as fast as the text they are."""

from __future__ import annotations

from edi_service.codes.word import Word


class Way(Word):
    """By which way."""

    UP = "up"
    DOWN = "down"


def test_a_word_is_found_by_its_text_and_a_text_by_its_word() -> None:
    assert {Way.UP: 1}["up"] == 1  # type: ignore[index]
    assert {"down": 2}[Way.DOWN] == 2


def test_a_word_is_hashed_as_the_text_it_is_equal_to() -> None:
    assert [hash(each) for each in Way] == [hash("up"), hash("down")]
    assert {Way.UP, "up"} == {"up"}
