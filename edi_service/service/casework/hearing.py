"""
A file of answers taken apart: 278 responses, 999 and 997, TA1 and 277CA, told apart by content.

Nothing is looked up here; what each piece is about is found in the store afterwards.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from edi_service.acknowledge.read_277ca import read_277ca
from edi_service.acknowledge.read_999 import read_999
from edi_service.acknowledge.read_ta1 import read_ta1
from edi_service.finding import Position, Report
from edi_service.review.answer import kinds
from edi_service.review.answer.read import ANSWER, purpose_of, read_answer
from edi_service.review.inquiry.read import GUIDE as STATUS_GUIDE
from edi_service.review.inquiry.read import of_request, read_status
from edi_service.review.notice.read import read_acknowledgment
from edi_service.review.notice.write import GUIDE as NOTICE_GUIDE
from edi_service.service.records import Lane
from edi_service.x12.envelope import read_sets
from edi_service.x12.headers import InterchangeHeader
from edi_service.x12.reader import read_blocks
from edi_service.x12.segment import Segment, encode, printable
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edi_service.acknowledge.model import GroupAcknowledgment, InterchangeAcknowledgment
    from edi_service.acknowledge.statuses import ClaimStatus
    from edi_service.finding import Finding
    from edi_service.guide.definition import Guide
    from edi_service.review.answer.model import Answer
    from edi_service.review.notice.read import Notice
    from edi_service.x12.envelope import TransactionSet
    from edi_service.x12.segment import Block

    FindReview = Callable[[str, str], Guide | None]
    """The guide that GS08 or ST03 names, of the direction that BHT02 names."""

REVIEW, IMPLEMENTATION, INTERCHANGE, CLAIMS = "278", "999", "TA1", "277CA"
NOTICE = "278 notice"
_REVIEW_GUIDE, _CLAIMS_GUIDE = "005010X217", "005010X214"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """
    One answer of a file.

    Attributes:
        kind: 278, 278 notice, 999, TA1 or 277CA.
        position: of its ST, or of the TA1.
        lane: of what it answers: the receiver of the answer has sent that.
        data: its bytes, as an interchange of their own.
        content: what was read.
        findings: what is wrong with it.
    """

    kind: str
    position: Position
    lane: Lane
    data: bytes = field(repr=False)
    content: (
        Answer | Notice | GroupAcknowledgment | InterchangeAcknowledgment | tuple[ClaimStatus, ...]
    )
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Pieces:
    """The answers of a file in its order, and what is wrong with all else in it."""

    pieces: tuple[Piece, ...]
    findings: tuple[Finding, ...]


def take_apart(data: bytes, find_guide: FindReview) -> Pieces:
    """
    The answers in *data*.

    Args:
        data: a whole file.  Answers are short, and are held as a whole.
        find_guide: the guides of services reviews.
    """
    hearing = _Hearing(data, find_guide)
    return hearing.run()


class _Hearing:
    """The taking apart of one file."""

    def __init__(self, data: bytes, find_guide: FindReview) -> None:
        self._data = data
        self._find_guide = find_guide
        self._report = Report()  # of what is around the answers
        self._pieces: list[Piece] = []

    def run(self) -> Pieces:
        for transaction_set in read_sets(self._watch(), self._report, Tally()):
            self._take_set(transaction_set)
        self._pieces.sort(key=lambda piece: piece.position.segment)
        return Pieces(tuple(self._pieces), tuple(self._report.take()))

    def _watch(self) -> Iterator[Block]:
        """The blocks; TA1 stand outside of transaction sets, and are taken on the way."""
        header = InterchangeHeader()
        for block in read_blocks(io.BytesIO(self._data), self._report):
            for index, text in enumerate(block.texts):
                if text[:3] == "ISA":
                    header = InterchangeHeader.parse(Segment.parse(text, block.delimiters))
                elif text[:3] == "TA1":
                    self._take_ta1(header, block, index)
            yield block

    def _take_ta1(self, header: InterchangeHeader, block: Block, index: int) -> None:
        number = header.control_number
        position = Position(
            segment=block.number + index,
            offset=block.offset_of(index),
            segment_id="TA1",
            interchange=printable(number),
        )
        report = Report()
        said = read_ta1(Segment.parse(block.texts[index], block.delimiters), position, report)
        end = block.delimiters.element.join(["IEA", "0", number])
        texts = (header.text, block.texts[index], end)
        self._pieces.append(
            Piece(
                kind=INTERCHANGE,
                position=position,
                lane=_lane(header),
                data=encode("".join(text + block.delimiters.segment for text in texts)),
                content=said,
                findings=tuple(report.take()),
            )
        )

    def _take_set(self, transaction_set: TransactionSet) -> None:
        report = Report()
        kind, content = self._read(transaction_set, report)
        found = tuple(report.take())
        if content is None:
            self._report.findings += found
            return
        self._pieces.append(
            Piece(
                kind=kind,
                position=transaction_set.position,
                lane=_lane(transaction_set.interchange),
                data=self._alone(transaction_set),
                content=content,
                findings=found,
            )
        )

    def _read(
        self, transaction_set: TransactionSet, report: Report
    ) -> tuple[str, Answer | Notice | GroupAcknowledgment | tuple[ClaimStatus, ...] | None]:
        match transaction_set.set_id:
            case "278" if transaction_set.guide.startswith(_REVIEW_GUIDE):
                guide = self._find_guide(transaction_set.guide, purpose_of(transaction_set))
                assert guide is not None  # noqa: S101 -- both of its directions are always held
                return REVIEW, read_answer(transaction_set, guide, report)
            case "278" if transaction_set.guide.startswith(STATUS_GUIDE):
                status = read_status(transaction_set, self._answers(), report)
                return REVIEW, None if status is None else of_request(status, report)
            case "278" if transaction_set.guide.startswith(NOTICE_GUIDE):
                return NOTICE, read_acknowledgment(transaction_set, self._answers(), report)
            case "997" | "999":
                return IMPLEMENTATION, read_999(transaction_set, report)
            case "277" if transaction_set.guide.startswith(_CLAIMS_GUIDE):
                batches = read_277ca(transaction_set, report)
                providers = (provider for batch in batches for provider in batch.providers)
                return CLAIMS, tuple(claim for each in providers for claim in each.claims)
        message = f"a transaction set {printable(transaction_set.set_id[:3])} is no answer"
        report.add(kinds.UNREAD.found(transaction_set.position, message))
        return "", None

    def _answers(self) -> Guide:
        """The guide of answers to requests, which tells the levels of their kin apart as well."""
        guide = self._find_guide(_REVIEW_GUIDE, ANSWER)
        assert guide is not None  # noqa: S101 -- it is always held
        return guide

    def _alone(self, transaction_set: TransactionSet) -> bytes:
        """The bytes of a set that was read to its end, within its own envelopes alone."""
        cursor, marks = transaction_set.cursor, transaction_set.delimiters
        end = len(self._data)
        if cursor.has_more():
            is_trailer = cursor.block.texts[cursor.index].startswith("SE")
            end = cursor.block.offset_of(cursor.index + is_trailer)
        numbers = transaction_set.group.control_number, transaction_set.interchange.control_number
        before = (transaction_set.interchange.text, transaction_set.group.text)
        after = [
            marks.element.join([*each]) for each in zip(("GE", "IEA"), "11", numbers, strict=True)
        ]
        head, tail = ("".join(text + marks.segment for text in texts) for texts in (before, after))
        body = self._data[transaction_set.position.offset : end]
        return encode(head) + body + encode(tail)


def _lane(header: InterchangeHeader) -> Lane:
    """Of what an interchange answers: there its receiver was the sender."""
    return Lane(header.receiver_id, header.sender_id, header.usage)
