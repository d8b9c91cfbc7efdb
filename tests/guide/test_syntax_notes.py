from __future__ import annotations

import pytest

from edi_service.guide.syntax_notes import read_note


@pytest.mark.parametrize(
    ("text", "present", "holds"),
    [
        ("P0304", "--", True),
        ("P0304", "xx", True),
        ("P0304", "x-", False),
        ("R0203", "--", False),
        ("R0203", "-x", True),
        ("E0207", "xx", False),
        ("E0207", "x-", True),
        ("C0605", "x-", False),
        ("C0605", "-x", True),
        ("C060507", "xx-", False),
        ("L050607", "x--", False),
        ("L050607", "x-x", True),
        ("L050607", "-xx", True),
    ],
)
def test_each_letter_asks_for_what_x12_says(text: str, present: str, holds: bool) -> None:  # noqa: FBT001 - pytest passes parameters by name
    note = read_note(text)

    assert note is not None
    assert str(note) == text
    assert note.holds([one == "x" for one in present]) is holds
    assert note.is_exclusion is text.startswith("E")


@pytest.mark.parametrize("text", ["", "P", "P03", "P030", "X0304", "PAB04"])
def test_what_is_no_note_is_none(text: str) -> None:
    assert read_note(text) is None
