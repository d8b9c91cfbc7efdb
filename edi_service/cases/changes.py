"""How two answers to one claim differ."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edi_service.cases.model import Case
    from edi_service.finding import Finding


class Change(NamedTuple):
    """What changed (findings, case, decision, deadline, money, penalty), of which policy, how."""

    what: str
    policy: str
    old: str
    new: str

    def __str__(self) -> str:
        of = f" under {self.policy}" if self.policy else ""
        return f"{self.what}{of}: {self.old} -> {self.new}"


NONE = "none"


def changes(
    old: tuple[Iterable[Finding], Iterable[Case]], new: tuple[Iterable[Finding], Iterable[Case]]
) -> Iterator[Change]:
    """What differs between two answers, each the findings of the policies and the cases."""
    before, after = (Counter(found.kind.code for found in each[0]) for each in (old, new))
    if before != after:
        yield Change("findings", "", _codes(before - after), _codes(after - before))
    earlier, later = ({case.policy: case for case in each[1]} for each in (old, new))
    for policy in sorted({*earlier, *later}):
        yield from _of_case(policy, earlier.get(policy), later.get(policy))


def _codes(counted: Counter[str]) -> str:
    return " ".join(sorted(counted.elements())) or NONE


def _of_case(policy: str, old: Case | None, new: Case | None) -> Iterator[Change]:
    if old is None or new is None:
        says = [each.decision.value if each else NONE for each in (old, new)]
        yield Change("case", policy, *says)
        return
    for what, before, after in (
        ("decision", old.decision.value, new.decision.value),
        ("deadline", _deadline(old), _deadline(new)),
        ("money", str(old.amount_at_risk), str(new.amount_at_risk)),
        ("penalty", _penalty(old), _penalty(new)),
    ):
        if before != after:
            yield Change(what, policy, before, after)


def _deadline(case: Case) -> str:
    return case.deadline.isoformat() if case.deadline else NONE


def _penalty(case: Case) -> str:
    late = case.after.late_notice
    if late is None:
        return NONE
    return "cannot tell" if late.amount is None else str(late.amount)
