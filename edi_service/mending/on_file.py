"""A number that the office holds already, for a claim that does not show it (PA02)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.facts.model import Status
from edi_service.mending.approval import Approval, LineApproval, Manner
from edi_service.policy.on_file import Held, fitting, of_claim, resting_on
from edi_service.policy.services import without

if TYPE_CHECKING:
    from edi_service.claims.model import ServiceLine
    from edi_service.policy.rule import Subject


def approval_on_file(
    subject: Subject,
    lines: tuple[ServiceLine, ...],
    *,
    whole_claim: bool,
    manner: Manner = Manner.RELEASED,
) -> Approval | None:
    """
    The approval by which authorizations on file mend a claim; None when none covers *lines*.

    Args:
        subject: the claim, and the authorizations on file.
        lines: those that want a number.
        whole_claim: whether they are a stay, judged as one.
        manner: how the claim goes out; mostly it was never sent.
    """
    left, given = lines, list[LineApproval]()
    for each in of_claim(subject):
        held = Held(each, left, whole_claim, is_on_claim=False)
        covered = fitting(held, subject) if each.status is Status.APPROVED else ()
        given += [LineApproval(line.number, each.number) for line in covered]
        left = without(left, covered)
    if not given:
        return None
    numbers = {each.number for each in given}
    return Approval(
        manner=manner,
        number=numbers.pop() if whole_claim and len(numbers) == 1 else "",
        lines=() if whole_claim else tuple(given),
        standing=standing_numbers(subject),
    )


def standing_numbers(subject: Subject) -> frozenset[str]:
    """The numbers on the claim that are on file, approved, and fit the lines that rest on them."""
    claim = subject.claim
    return frozenset(
        each.number
        for each in of_claim(subject)
        if each.status is Status.APPROVED
        and (resting := resting_on(claim, each.number))
        and fitting(Held(each, resting, whole_claim=False, is_on_claim=True), subject)
    )
