"""Answers that are about nothing the store knows: kept, and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from edi_service.service.casework.unmatched import unmatched
from tests.service.office import Sent, acknowledged, an_office, answered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.service.casework.unmatched import Unmatched
    from tests.service.office import Office

STRANGER = Sent("f" * 16, 1)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found = an_office(tmp_path)
    yield found
    found.store.close()


def shown(office: Office, *, show_phi: bool = False) -> list[Unmatched]:
    with office.store.read() as shelf:
        return list(unmatched(shelf, show_phi=show_phi))


def test_an_answer_to_nothing_is_shown_with_what_it_says(office: Office) -> None:
    office.hear(answered(STRANGER, "HCR*A1*CERT9"), name="from the payer.edi")
    (found,) = shown(office, show_phi=True)
    assert (found.kind, found.says, found.action) == ("278", "the payer approved", "A1")
    assert (found.number, found.reference) == ("CERT9", STRANGER.reference)
    assert found.file == "from the payer.edi"


def test_numbers_and_files_are_crossed_out_unless_they_are_asked_for(office: Office) -> None:
    office.hear(answered(STRANGER, "HCR*A1*CERT9"), name="from the payer.edi")
    (found,) = shown(office)
    assert (found.number, found.file) == ("xxxxx", "x" * 18)


def test_an_acknowledgment_of_nothing_is_shown_without_a_decision(office: Office) -> None:
    office.hear(acknowledged(77))
    (found,) = shown(office)
    assert (found.kind, found.says, found.action, found.number) == ("999", "", "", "")


def test_they_are_shown_in_the_order_they_were_heard_each_once(office: Office) -> None:
    first, second = answered(STRANGER, "HCR*A1*CERT9"), answered(STRANGER, "HCR*A3**0F")
    for data in (first, second, first):
        office.hear(data)
    assert [found.action for found in shown(office)] == ["A1", "A3"]


def test_what_answers_something_is_not_among_them(office: Office) -> None:
    office.hear(answered(office.send(office.open(1)), "HCR*A1*CERT1"))
    assert shown(office) == []
