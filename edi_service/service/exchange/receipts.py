"""
Acknowledging what partners send besides claims: answers to services reviews, and remittances.

What could be read of them has been taken in, whatever is wrong with the rest: a fault of theirs is
noted (IK5 E), and rejects nothing but what has no envelope to be read in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from msgspec.structs import replace

from edi_service.acknowledge.file import acknowledge_file
from edi_service.acknowledge.ledger import Ledger
from edi_service.finding import Report, Severity
from edi_service.remittance.read import read_remittance
from edi_service.review.answer.read import purpose_of, read_answer
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from datetime import datetime

    from edi_service.acknowledge.file import Document
    from edi_service.finding import Finding
    from edi_service.service.casework.hearing import FindReview
    from edi_service.x12.envelope import TransactionSet
    from edi_service.x12.headers import GroupHeader, InterchangeHeader

REVIEWS, REMITTANCES = "278", "835"
GROUPS = {"HI": REVIEWS, "HP": REMITTANCES}
"""GS01, and what its group holds."""

_OF_SEGMENTS = ("IK304", "IK403")


def acknowledge_received(
    source: BinaryIO,
    received: Collection[str],
    *,
    find_guide: FindReview,
    moment: datetime,
    next_number: Callable[[InterchangeHeader], int],
) -> Iterator[Document]:
    """
    The TA1 and 999 for a file.

    Args:
        source: the file.
        received: which of :data:`REVIEWS` and :data:`REMITTANCES` get a 999.
        find_guide: the guides.
        moment: of the answers, in the zone they are to show.
        next_number: as :func:`~edi_service.acknowledge.file.acknowledge_file` takes it.
    """
    report, tally = Report(), Tally()
    ledger = Ledger(report)
    for each in read_sets(ledger.watch(read_blocks(source, report, tally)), report, tally):
        if each.set_id in received:
            _read(each, find_guide, report)
        ledger.add_findings(_noted(report.take()))
    ledger.add_findings(_noted(report.take()))

    def is_answered(group: GroupHeader) -> bool:
        return GROUPS.get(group.functional_id) in received

    yield from acknowledge_file(
        ledger, moment=moment, next_number=next_number, is_answered=is_answered
    )


def _read(transaction_set: TransactionSet, find_guide: FindReview, report: Report) -> None:
    """Hold a set against its guide, where there is one."""
    guide = find_guide(transaction_set.guide, purpose_of(transaction_set))
    if guide is None:
        return
    if transaction_set.set_id == REVIEWS:
        read_answer(transaction_set, guide, report)
    else:
        for _ in read_remittance(transaction_set, guide, report):
            """Only what is wrong with it counts here."""


def _noted(findings: Iterable[Finding]) -> Iterator[Finding]:
    for finding in findings:
        is_of_segment = finding.kind.acknowledgment.startswith(_OF_SEGMENTS)
        if is_of_segment and finding.severity > Severity.WARNING:
            yield replace(finding, severity=Severity.WARNING)
        else:
            yield finding
