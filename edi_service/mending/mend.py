"""
The claim with the payer's number: what is to change, decided, and the file written.

An institutional claim shows an authorization in loop 2300 only; professional and dental claims may
show another one for a line in loop 2400 (X222, X224: REF*G1 of a line goes before the claim's).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from edi_service.claims.copying import copy_of
from edi_service.claims.model import ClaimKind
from edi_service.finding import NOWHERE, Severity
from edi_service.mending import kinds
from edi_service.mending.approval import Manner
from edi_service.mending.edits import Edits
from edi_service.x12.renumber import renumber
from edi_service.x12.segment import NO_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.claims.model import Claim, ServiceLine
    from edi_service.finding import Finding, Kind
    from edi_service.guide.definition import Guide
    from edi_service.guide.model import Placed
    from edi_service.mending.approval import Approval
    from edi_service.x12.envelope import TransactionSet

REPLACEMENT, VOID, ORIGINAL = "7", "8", "1"
_LONGEST_REFERENCE = 50  # data element 127
_CLAIM, _LINE = "2300", "2400"


class Mended(NamedTuple):
    """The claim's segments as they are to be, None where there are none; and what was found."""

    texts: list[str] | None
    findings: tuple[Finding, ...] = ()


def mend(claim: Claim, transaction_set: TransactionSet, approval: Approval, guide: Guide) -> Mended:
    """
    What *claim* says once it shows what *approval* gives.

    Args:
        claim: as it was read, with its segments.
        transaction_set: the set it stands in.
        approval: see there.
        guide: what the segments of the claim were placed by.
    """
    findings = tuple(_hindrances(claim, transaction_set, approval))
    if any(found.severity >= Severity.ERROR for found in findings):
        return Mended(None, findings)
    if approval.manner is Manner.REPROCESSED:
        found = _found(kinds.PAYER_REPROCESSES, claim, "by its policy the payer does so itself")
        return Mended(None, (*findings, found))
    assert claim.placed is not None  # noqa: S101 -- else it would be a hindrance
    edits = Edits(claim.placed, guide)
    _set_numbers(edits, claim, approval)
    _set_frequency(edits, claim, approval)
    return Mended(edits.texts(), findings)


def write_mended(
    claim: Claim,
    texts: list[str],
    transaction_set: TransactionSet,
    header: Placed | None,
    control_number: int,
) -> bytes:
    """
    A file with one claim, under the envelopes, set header and levels it came with.

    Args:
        claim: as it was read.
        texts: its segments as they are to be.
        transaction_set: the set it stands in.
        header: what precedes the first HL of the set (loops 1000A and 1000B).
        control_number: its ISA13 and GS06, 1 to 999,999,999.
    """
    return renumber(copy_of(claim, transaction_set, header, texts), control_number)


def _hindrances(
    claim: Claim, transaction_set: TransactionSet, approval: Approval
) -> Iterator[Finding]:
    """Why the claim cannot be mended."""
    placed = claim.placed
    around = transaction_set.interchange.text and transaction_set.group.control_number
    if placed is None or not around or any(each.is_cut for each in (placed, *claim.parties.levels)):
        yield _found(kinds.NOT_WHOLE, claim, "its envelopes or some of its segments are not there")
        return
    if claim.frequency == VOID:
        yield _found(kinds.NOT_TO_BE_MENDED, claim, "CLM05-3 is 8", element=5, component=3)
    if approval.manner is None:
        yield _found(kinds.MANNER_UNKNOWN, claim, "the payer's policy does not say what follows")
    if approval.manner is Manner.REPROCESSED:
        return
    yield from _hindering_numbers(claim, approval)
    yield from _hindering_frequency(claim, approval)


def _hindering_numbers(claim: Claim, approval: Approval) -> Iterator[Finding]:
    lines = {line.number for line in claim.lines}
    for each in approval.lines:
        if each.line not in lines:
            yield _found(
                kinds.LINE_UNKNOWN, claim, f"no line of the claim has the number {each.line}"
            )
    if not (approval.number or (approval.lines and all(each.number for each in approval.lines))):
        yield _found(kinds.NUMBER_MISSING, claim, "neither the event nor each line has a number")
    numbers = _given(approval)
    if approval.manner is Manner.CORRECTED:
        numbers.add(approval.payer_control_number)
    for number in sorted(numbers):
        if reason := _unwritable(number, claim):
            yield _found(kinds.NUMBER_UNWRITABLE, claim, reason)
    wanted = _given(approval).union(_kept(claim, approval))
    if claim.kind is ClaimKind.INSTITUTIONAL and len(wanted) > 1:
        message = "the decision gives its lines different numbers, or another stands for some"
        yield _found(kinds.DIFFERENT_NUMBERS, claim, message)


def _hindering_frequency(claim: Claim, approval: Approval) -> Iterator[Finding]:
    is_replacement = claim.frequency == REPLACEMENT
    if approval.manner is Manner.CORRECTED:
        is_named = bool(claim.reference("F8")) and is_replacement
        if not approval.payer_control_number and not is_named:
            yield _found(kinds.PAYER_NUMBER_MISSING, claim, "REF*F8 has nothing to say")
    elif approval.manner is Manner.NEW and is_replacement and claim.kind is ClaimKind.INSTITUTIONAL:
        message = "CLM05-3 is 7; the first bill's is not told"
        yield _found(kinds.FREQUENCY_UNKNOWN, claim, message, element=5, component=3)


def _unwritable(number: str, claim: Claim) -> str:
    """Why *number* cannot stand in the claim's file; empty when it can."""
    assert claim.placed is not None  # noqa: S101 -- seen to before
    marks = claim.placed.delimiters
    separators = (marks.element, marks.repetition, marks.component, marks.segment)
    if len(number) > _LONGEST_REFERENCE:
        return f"a number has more than {_LONGEST_REFERENCE} characters"
    if not (number.isascii() and number.isprintable()) or number != number.strip():
        return "a number has characters that no number has"
    if marks.component == NO_SEPARATOR:
        return "the file has no character that separates components"
    if found := [mark for mark in separators if mark in number]:
        return f"a number holds {' '.join(found)}, which separates values in this file"
    return ""


def _given(approval: Approval) -> set[str]:
    """The authorization numbers of the decision."""
    return {approval.number, *(each.number for each in approval.lines)} - {""}


def _kept(claim: Claim, approval: Approval) -> tuple[str, ...]:
    """The claim's own number where it still stands for lines the decision is not about."""
    own = {each.line for each in approval.lines}
    rest = [line for line in claim.lines if line.number not in own and not line.authorizations]
    if not approval.lines or not rest:
        return ()
    return tuple(number for number in claim.authorizations if number in approval.standing)


def _set_numbers(edits: Edits, claim: Claim, approval: Approval) -> None:
    """REF*G1 of the claim, and of the lines whose number is another."""
    given = {each.line: each.number or approval.number for each in approval.lines}
    kept = _kept(claim, approval)
    whole = kept[0] if kept else _of_claim(approval)
    if whole and not kept:
        edits.set_reference(_CLAIM, "G1", whole)
    elif not kept:
        edits.drop_reference(_CLAIM, "G1")
    if claim.kind is not ClaimKind.INSTITUTIONAL:
        for line in claim.lines:
            number = given.get(line.number) if given else whole
            if number and (number != whole or _shows_wrong(line, approval)):
                edits.set_reference(_LINE, "G1", number, line.index)


def _of_claim(approval: Approval) -> str:
    """The number for the whole claim: the event's, or the one that all its lines share."""
    numbers = {each.number for each in approval.lines}
    return approval.number or (numbers.pop() if len(numbers) == 1 else "")


def _shows_wrong(line: ServiceLine, approval: Approval) -> bool:
    """Whether *line* has a number of its own, which would go before the claim's."""
    return not approval.standing.issuperset(line.authorizations)


def _set_frequency(edits: Edits, claim: Claim, approval: Approval) -> None:
    """CLM05-3 and REF*F8, as the payer wants the claim."""
    if approval.manner is Manner.CORRECTED:
        if claim.frequency != REPLACEMENT:
            edits.set_component(0, 5, 3, REPLACEMENT)
        if approval.payer_control_number:
            edits.set_reference(_CLAIM, "F8", approval.payer_control_number)
    elif approval.manner is Manner.NEW and claim.frequency == REPLACEMENT:
        edits.set_component(0, 5, 3, ORIGINAL)
        edits.drop_reference(_CLAIM, "F8")


def _found(
    kind: Kind, claim: Claim, message: str, *, element: int = 0, component: int = 0
) -> Finding:
    where = claim.placed.position(0, element, component) if claim.placed else NOWHERE
    return kind.found(where, message, claim_id=claim.claim_id)
