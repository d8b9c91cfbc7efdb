"""
The rows that others read: one Struct a file of ``--out``, one function that fills it.

``schemas/output/*.schema.json`` describe the same rows for programs in other languages.  What is
absent is null or an empty list; amounts are decimal strings; days are ISO dates.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from edi_service.policy.documents import DocumentTerms
from edi_service.report.consequence_rows import (
    NextStepRow,
    PenaltyRow,
    RunningClockRow,
    TurnaroundRow,
    next_step_row,
    penalty_row,
    running_clock_row,
    turnaround_row,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from edi_service.cases.model import Case
    from edi_service.finding import Finding


class DifferenceRow(Struct, frozen=True, gc=False):
    """What another place of service changes in the payment of a line; null cannot be told."""

    line: str
    billed: str
    rightly: tuple[str, ...]
    amount: Decimal | None


class FindingRow(Struct, frozen=True, gc=False):
    """A row of findings.jsonl; segments are counted through the file from 1, bytes from 0."""

    code: str
    severity: str
    file: str
    claim_id: str | None
    interchange: str | None
    group: str | None
    set: str | None
    segment_number: int | None
    segment_id: str | None
    byte: int | None
    loop: str | None
    element: int | None
    component: int | None
    message: str
    remedy: str
    source: str | None
    difference: DifferenceRow | None = None  # a store may hold rows from before it was said


class EvidenceRow(Struct, frozen=True):
    """What speaks for a circumstance, and where it stands."""

    where: str
    says: str


class ClockRow(Struct, frozen=True):
    """The payer's count."""

    event: str
    start: str | None
    length: int | None
    unit: str | None


class DocumentRow(Struct, frozen=True):
    """A document the payer wants, whether the office holds it, and what else is asked of it."""

    code: str
    title: str
    held: bool
    fresh_days: int | None = None
    when_missing: str | None = None
    pend_days: int | None = None


class SourceRow(Struct, frozen=True, kw_only=True):
    """Where the payer's rule was read."""

    title: str
    href: str
    locator: str
    retrieved: date
    certainty: str
    published: date | None
    stale: bool


class StepRow(Struct, frozen=True):
    """A step of the reasoning."""

    rule: str
    says: str
    source: str | None


class CaseRow(Struct, frozen=True, kw_only=True):
    """A row of cases.jsonl."""

    case_id: str
    claim_id: str
    file: str
    payer: str
    line_of_business: str
    policy: str
    revision: date
    circumstance: str | None
    evidence: list[EvidenceRow]
    decision: str
    confidence: str
    doubts: list[str]
    held_by: list[str]
    missing_facts: list[str]
    deadline: str | None
    clock: ClockRow | None
    clocks: list[RunningClockRow]
    lines: list[str]
    amount_at_risk: Decimal
    rate_difference: Decimal | None
    penalty: PenaltyRow | None
    turnaround: list[TurnaroundRow]
    after_approval: NextStepRow | None
    after_denial: NextStepRow | None
    documents: list[DocumentRow]
    channel: str
    confirm_channel: bool
    next_action: str
    request: str | None
    worksheet: str | None
    source: SourceRow
    certainty: str
    trace: list[StepRow]


class Products(Struct, frozen=True, kw_only=True):
    """The files written for a case, named within the output folder."""

    request: str | None = None
    worksheet: str | None = None
    confirm_channel: bool = False


def finding_row(finding: Finding, file: str) -> FindingRow:
    """*finding*, met in *file*, as others read it."""
    position = finding.position
    known = position.segment > 0
    return FindingRow(  # by position: keywords would take several times the time
        finding.kind.code,
        finding.severity.label,
        file,
        finding.claim_id or None,
        position.interchange or None,
        position.group or None,
        position.set or None,
        position.segment if known else None,
        position.segment_id or None,
        position.offset if known else None,
        position.loop or None,
        position.element or None,
        position.component or None,
        finding.message,
        finding.kind.remedy,
        finding.source or None,
        DifferenceRow(*finding.difference) if finding.difference is not None else None,
    )


def case_row(
    case: Case,
    file: str,
    products: Products,
    titles: Mapping[str, str],
    held: tuple[str, ...],
) -> CaseRow:
    """
    *case* as others read it.

    Args:
        case: the case.
        file: the input file its claim came from.
        products: what was written for it.
        titles: document words and what they mean.
        held: the words of the documents the office holds.
    """
    return CaseRow(
        case_id=case.case_id,
        claim_id=case.claim_id,
        file=file,
        payer=case.payer,
        line_of_business=case.line_of_business,
        policy=case.policy,
        revision=case.revision,
        circumstance=case.circumstance,
        evidence=[EvidenceRow(each.where, each.says) for each in case.evidence],
        decision=case.decision,
        confidence=case.confidence,
        doubts=list(case.doubts),
        held_by=list(case.held_by),
        missing_facts=list(case.missing_facts),
        deadline=case.deadline.isoformat() if case.deadline else None,
        clock=_clock_row(case),
        clocks=[running_clock_row(each) for each in case.after.clocks],
        lines=list(case.lines),
        amount_at_risk=case.amount_at_risk,
        rate_difference=case.rate_difference,
        penalty=penalty_row(case.after.late_notice),
        turnaround=[turnaround_row(each) for each in case.after.turnarounds],
        after_approval=next_step_row(case.after.approved),
        after_denial=next_step_row(case.after.denied),
        documents=_document_rows(case, titles, held),
        channel=case.channel,
        confirm_channel=products.confirm_channel,
        next_action=case.next_action,
        request=products.request,
        worksheet=products.worksheet,
        source=_source_row(case),
        certainty=case.certainty,
        trace=[StepRow(step.rule, step.says, step.source or None) for step in case.trace],
    )


def _document_rows(
    case: Case, titles: Mapping[str, str], held: tuple[str, ...]
) -> list[DocumentRow]:
    terms = {each.code: each for each in case.document_terms}
    plain = DocumentTerms(code="")
    return [
        DocumentRow(
            code,
            titles.get(code, code),
            code in held,
            terms.get(code, plain).fresh_days,
            terms.get(code, plain).when_missing,
            terms.get(code, plain).pend_days,
        )
        for code in case.documents
    ]


def _clock_row(case: Case) -> ClockRow | None:
    clock = case.clock
    if clock is None:
        return None
    start = clock.start.isoformat() if clock.start else None
    return ClockRow(clock.event, start, clock.length, clock.unit)


def _source_row(case: Case) -> SourceRow:
    source = case.source
    return SourceRow(
        title=source.title,
        href=source.href,
        locator=source.locator,
        retrieved=source.retrieved,
        certainty=source.certainty,
        published=source.published,
        stale=source.is_stale,
    )
