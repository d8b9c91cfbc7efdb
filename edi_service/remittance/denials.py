"""
Which claims and lines of a remittance were denied, wholly or in part, and what about.

The status of a claim (CLP02) does not tell: most denials come as processed (1, 2, 3), with nothing
paid on a line.  What is taken off by a contract, by the patient's share or by another payer is no
denial.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from edi_service.claims.model import Quiet
from edi_service.remittance.model import Adjustment, ClaimStatus, PaidClaim, PaidLine
from edi_service.remittance.reasons import CodeList, Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.remittance.reasons import ReasonTable

WATCHED = (Topic.AUTHORIZATION, Topic.PLACE)
"""What a retrospective authorization or a corrected place of service may cure."""


class Verdict(StrEnum):
    """What becomes of a claim of a remittance; every claim is one of these, so that all add up."""

    AUTHORIZATION = "denied for an authorization"
    PLACE = "denied for the place of service"
    OTHER = "denied for another reason"
    UNKNOWN = "reduced by a code that is not known"
    PAID = "not denied"
    REVERSED = "an earlier payment taken back"
    FORWARDED = "another payer's"
    PREDETERMINED = "a predetermination"


_LEFT_ALONE = {
    ClaimStatus.REVERSED: Verdict.REVERSED,
    ClaimStatus.FORWARDED: Verdict.FORWARDED,
    ClaimStatus.PREDETERMINED: Verdict.PREDETERMINED,
}


class Denial(Quiet, frozen=True, kw_only=True):
    """
    A claim or one of its lines, denied.

    Attributes:
        line: None where the adjustments are the whole claim's.
        topics: what it is about; several where the codes speak of several things.
        adjustments: those that deny.
        remarks: the RARC that go with them.
        amount: what they take off.
        is_whole: whether nothing is paid; else a part was taken off, such as a penalty.
        certainty: the lowest of the rows it rests on.
    """

    line: PaidLine | None
    topics: tuple[Topic, ...]
    adjustments: tuple[Adjustment, ...]
    remarks: tuple[str, ...]
    amount: Decimal
    is_whole: bool
    certainty: str


class Judged(Struct, frozen=True, kw_only=True):
    """What *claim* of a remittance is, with its denials; *unknown* are codes without a row."""

    claim: PaidClaim
    verdict: Verdict
    denials: tuple[Denial, ...] = ()
    unknown: tuple[str, ...] = ()


def judge(claim: PaidClaim, table: ReasonTable) -> Judged:
    """What became of *claim*, by the codes as they were on the day of the payment."""
    if claim.status in _LEFT_ALONE:
        return Judged(claim=claim, verdict=_LEFT_ALONE[ClaimStatus(claim.status)])
    found = [_denial(claim, None, table), *(_denial(claim, line, table) for line in claim.lines)]
    denials = tuple(each for each in found if each is not None)
    every = [*claim.adjustments, *(each for line in claim.lines for each in line.adjustments)]
    day = claim.payment.decided
    unknown = tuple(
        dict.fromkeys(
            each.reason for each in every if not table.find(CodeList.REASON, each.reason, day)
        )
    )
    verdict = _verdict(denials, unknown)
    return Judged(claim=claim, verdict=verdict, denials=denials, unknown=unknown)


def count(verdicts: Iterable[Verdict]) -> dict[Verdict, int]:
    """How many claims are which, in the order of :class:`Verdict`."""
    counts = Counter(verdicts)
    return {each: counts[each] for each in Verdict}


def _verdict(denials: tuple[Denial, ...], unknown: tuple[str, ...]) -> Verdict:
    topics = {topic for each in denials for topic in each.topics}
    if Topic.AUTHORIZATION in topics:
        return Verdict.AUTHORIZATION
    if Topic.PLACE in topics:
        return Verdict.PLACE
    if denials:
        return Verdict.OTHER
    return Verdict.UNKNOWN if unknown else Verdict.PAID


def _denial(claim: PaidClaim, line: PaidLine | None, table: ReasonTable) -> Denial | None:
    """The denial of *line*, or of the claim as such; None when it was not denied."""
    at = claim if line is None else line
    day = claim.payment.decided
    pairs = [(each, table.find(CodeList.REASON, each.reason, day)) for each in at.adjustments]
    denying = [(each, row) for each, row in pairs if row and row.topic is not Topic.NONE]
    amount = sum((each.amount for each, _ in denying), Decimal(0))
    if not denying or amount <= 0:
        return None
    remarks = at.remarks or claim.remarks
    told = [table.find(CodeList.REMARK, each, day) for each in remarks]
    rows = [row for _, row in denying]
    if any(row.asks_remark for row in rows):
        rows += [row for row in told if row is not None and row.topic is not Topic.NONE]
    return Denial(
        line=line,
        topics=tuple(dict.fromkeys(row.topic for row in rows)),
        adjustments=tuple(each for each, _ in denying),
        remarks=remarks,
        amount=amount,
        is_whole=at.paid <= 0 or amount >= at.charge,
        certainty=max(row.certainty for row in rows),
    )
