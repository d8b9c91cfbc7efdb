"""
Reading a notification (005010X216) and its acknowledgment, as far as their structure is known.

Only levels, traces, references, rejections, decisions and the days of a stay are looked at; no map
of either is public, so that nothing else is said to be wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from edi_service.claims.model import Quiet
from edi_service.claims.values import dated
from edi_service.guide.match import place
from edi_service.review.answer.model import Period, Rejection, Ruling, Trace
from edi_service.review.notice import kinds
from edi_service.x12.segment import Segment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from edi_service.finding import Report
    from edi_service.guide.definition import Guide
    from edi_service.x12.envelope import TransactionSet

Part = TypeVar("Part")

NOTIFIES = frozenset({"CN", "14", "22"})  # BHT02
_LOOPS = {"20": "2000A", "21": "2000B", "22": "2000C", "23": "2000D", "EV": "2000E", "SS": "2000F"}


class Notice(Quiet, frozen=True, kw_only=True):
    """
    A notification, or what a payer answers to one.

    Attributes:
        purpose: BHT02.
        reference: BHT03; the notification's own where this answers one.
        traces: every TRN, from the patient down.
        receipts: REF*NT: the payer's numbers of receipt, each once.  None is an authorization.
        authorizations: REF*BB, each once.
        rejections: every AAA, with the loop of its level.
        rulings: every HCR, which a payer that tells of its decisions writes.
        periods: DTP of the event, such as 435 for the admission.
    """

    purpose: str = ""
    reference: str = ""
    traces: tuple[Trace, ...] = ()
    receipts: tuple[str, ...] = ()
    authorizations: tuple[str, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    periods: tuple[Period, ...] = ()

    @property
    def is_proof(self) -> bool:
        """Whether it proves that the payer was told: a receipt, and nothing rejected."""
        return bool(self.receipts) and not self.rejections

    @property
    def answers(self) -> frozenset[str]:
        """The numbers of what it answers: BHT03, and each TRN02 that is repeated."""
        repeated = {trace.number for trace in self.traces if trace.kind == "2"}
        return frozenset(repeated | {self.reference}) - {""}


def read_notice(transaction_set: TransactionSet, guide: Guide) -> Notice:
    """
    What a notification or its acknowledgment says.

    Args:
        transaction_set: its cursor is moved to the end of the set.
        guide: that of the answer to a request; it only tells levels apart.
    """
    marks = transaction_set.delimiters
    header: list[Segment] = []
    levels: list[tuple[str, list[Segment]]] = []
    for placed in place(transaction_set.cursor, marks, transaction_set.control, guide):
        segments = [Segment.parse(text, marks) for text in placed.texts]
        if placed.head == "HL":
            levels.append((segments[0].value(3), segments))
        else:
            header += segments
    opening = next((found for found in header if found.id == "BHT"), None)
    below = [found for _, segments in levels for found in segments]
    return Notice(
        purpose=opening.value(2) if opening else "",
        reference=opening.value(3) if opening else "",
        traces=_all(below, "TRN", _trace),
        receipts=_references(levels, "NT"),
        authorizations=_references(levels, "BB"),
        rejections=tuple(_rejections(levels)),
        rulings=_all(below, "HCR", _ruling),
        periods=_all(
            [found for code, own in levels if code == "EV" for found in own], "DTP", _period
        ),
    )


def read_acknowledgment(
    transaction_set: TransactionSet, guide: Guide, report: Report
) -> Notice | None:
    """The acknowledgment of a notification; None, with a finding, when it is another message."""
    notice = read_notice(transaction_set, guide)
    if notice.purpose in NOTIFIES or not notice.purpose:
        message = f"BHT02 is {notice.purpose or 'empty'}"
        report.add(kinds.NOT_AN_ACKNOWLEDGMENT.found(transaction_set.position, message))
        return None
    if not notice.receipts and not notice.rejections:
        message = "neither REF*NT nor AAA at any level"
        report.add(kinds.NO_RECEIPT.found(transaction_set.position, message))
    return notice


def _all(
    segments: Iterable[Segment], name: str, read: Callable[[Segment], Part]
) -> tuple[Part, ...]:
    return tuple(read(found) for found in segments if found.id == name)


def _references(levels: Iterable[tuple[str, list[Segment]]], qualifier: str) -> tuple[str, ...]:
    """The numbers at the levels themselves: those of the people named there are left out."""
    found: list[str] = []
    for _, segments in levels:
        for segment in segments:
            if segment.id == "NM1":
                break
            if segment.id == "REF" and segment.value(1) == qualifier and segment.value(2):
                found.append(segment.value(2))
    return tuple(dict.fromkeys(found))


def _rejections(levels: Iterable[tuple[str, list[Segment]]]) -> Iterator[Rejection]:
    for code, segments in levels:
        for found in segments:
            if found.id == "AAA":
                yield Rejection(
                    loop=_LOOPS.get(code, ""),
                    valid=found.value(1),
                    reason=found.value(3),
                    follow_up=found.value(4),
                )


def _trace(found: Segment) -> Trace:
    return Trace(kind=found.value(1), number=found.value(2), originator=found.value(3))


def _ruling(found: Segment) -> Ruling:
    reasons = tuple(filter(None, found.repetitions(3)))
    return Ruling(action=found.value(1), number=found.value(2), reasons=reasons)


def _period(found: Segment) -> Period:
    read = dated(found.value(2), found.value(3))
    return Period(qualifier=found.value(1), starts=read.starts, ends=read.ends)
