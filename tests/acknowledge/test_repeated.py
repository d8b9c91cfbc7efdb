"""What a partner hears of numbers that it has used before."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

import pytest

from edi_service.acknowledge.file import DocumentKind
from edi_service.acknowledge.repeated import (
    RepeatedGroup,
    RepeatedInterchange,
    SentSet,
    refuse_repeated,
)
from edi_service.edge.reference import validate
from edi_service.x12.headers import GroupHeader, InterchangeHeader

if TYPE_CHECKING:
    from edi_service.acknowledge.file import Document

HEADER = InterchangeHeader(
    sender_qualifier="ZZ",
    sender_id="MAPLE",
    receiver_qualifier="30",
    receiver_id="CLEARING",
    date="260610",
    time="1200",
    version="00501",
    control_number="000000017",
    acknowledgment_requested="0",
    usage="P",
)
CLAIMS = GroupHeader(
    functional_id="HC",
    sender_code="MAPLE",
    receiver_code="CLEARING",
    date="20260610",
    time="1200",
    control_number="8",
    agency="X",
    version="005010X222A1",
)
ACKNOWLEDGMENTS = GroupHeader(functional_id="FA", control_number="9", version="005010X231A1")
SET = SentSet(set_id="837", control_number="0003", guide="005010X222A1")
EVERY = tuple(DocumentKind)


def a_group(
    header: GroupHeader = CLAIMS, *sets: SentSet, received: int = 3, is_repeated: bool = True
) -> RepeatedGroup:
    return RepeatedGroup(header=header, received=received, is_repeated=is_repeated, sets=sets)


def answers(
    *groups: RepeatedGroup, is_repeated: bool = False, wanted: tuple[DocumentKind, ...] = EVERY
) -> list[tuple[Document, list[str]]]:
    """Each document with its segments from the third on."""
    numbers = count(41)
    interchange = RepeatedInterchange(header=HEADER, is_repeated=is_repeated, groups=groups)
    found = []
    for document in refuse_repeated(
        interchange,
        moment=datetime(2026, 6, 11, 9, 30, tzinfo=UTC),
        next_number=lambda _: next(numbers),
        wanted=wanted,
    ):
        data = b"".join(document.parts)
        assert validate(data).accepted, data
        found.append((document, data.decode().rstrip("~").split("~")))
    return found


def test_a_repeated_interchange_is_refused_with_note_025() -> None:
    [(document, segments)] = answers(a_group(CLAIMS, SET), is_repeated=True)

    assert document.kind is DocumentKind.TA1
    assert segments[0].startswith("ISA*00*          *00*          *30*CLEARING       *ZZ*MAPLE")
    assert segments[1] == "TA1*000000017*260610*1200*R*025"


def test_a_repeated_group_is_rejected_as_a_whole() -> None:
    [(document, segments)] = answers(a_group())

    assert (document.kind, document.group, document.accepted) == (
        DocumentKind.IMPLEMENTATION,
        "8",
        0,
    )
    assert segments[3:5] == ["AK1*HC*8*005010X222A1", "AK9*R*3*3*0*19"]


def test_a_repeated_set_is_named_and_its_group_rejected() -> None:
    [(_, segments)] = answers(a_group(CLAIMS, SET, is_repeated=False))

    assert segments[3:7] == [
        "AK1*HC*8*005010X222A1",
        "AK2*837*0003*005010X222A1",
        "IK5*R*23",
        "AK9*R*3*3*0",
    ]


def test_every_group_of_an_interchange_is_answered_by_itself() -> None:
    assert [document.control_number for document, _ in answers(a_group(), a_group())] == [41, 42]


def test_acknowledgments_are_not_acknowledged() -> None:
    assert answers(a_group(ACKNOWLEDGMENTS), is_repeated=True) == []
    assert answers(a_group(ACKNOWLEDGMENTS)) == []


@pytest.mark.parametrize(
    ("is_repeated", "wanted"),
    [(True, DocumentKind.IMPLEMENTATION), (False, DocumentKind.TA1), (False, DocumentKind.CLAIMS)],
)
def test_what_the_partner_does_not_want_is_not_written(
    wanted: DocumentKind, *, is_repeated: bool
) -> None:
    assert answers(a_group(), is_repeated=is_repeated, wanted=(wanted,)) == []
