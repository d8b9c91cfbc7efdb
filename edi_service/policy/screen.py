"""
The quick no: whether any of many policies could mean a line of a claim at all.

Most claims concern no policy.  What is cheap to look at (procedure, revenue code, place, types of
bill and admission) rules every ``<services>`` out for most lines, and the answer for one sort of
line is the answer for all lines of that sort, so it is remembered.  A screen may let a line pass
that no policy means in the end; it never holds one back that a policy means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from edi_service.claims.values import Memory
from edi_service.policy.selection import Services

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.claims.model import Claim
    from edi_service.policy.stand import Stand


class Sort(NamedTuple):
    """What a screen looks at in a line and its claim."""

    procedure: str
    revenue_code: str
    place: str
    bill_type: str
    admission_type: str


class Screen:
    """A screen for the services that *stands* name; one that names none means all lines."""

    def __init__(self, stands: Iterable[Stand]) -> None:
        self._services = tuple(
            services
            for stand in stands
            for services in (
                *(stand.revision.services or (Services(),)),
                *stand.revision.not_covered,
            )
        )
        self._passes: Memory[tuple[str, ...], bool] = Memory(self._judge)

    def lets_pass(self, claim: Claim) -> bool:
        """Whether any line of *claim* could be meant."""
        own, bill_type, admission = claim.place_of_service, claim.bill_type, claim.admission_type
        passes = self._passes
        for line in claim.lines:
            place = line.place_of_service or own
            if passes[line.procedure, line.revenue_code, place, bill_type, admission]:
                return True
        return False

    def _judge(self, sort: tuple[str, ...]) -> bool:
        return any(could_mean(services, Sort(*sort)) for services in self._services)


def could_mean(services: Services, sort: Sort) -> bool:
    """Whether nothing that is cheap to look at speaks against it."""
    return (
        (not services.bill_types or sort.bill_type in services.bill_types)
        and (not services.admission_types or sort.admission_type in services.admission_types)
        and (not services.codes or sort.procedure in services.code_index)
        and (not services.revenue_codes or sort.revenue_code in services.revenue_index)
        and (not services.places or sort.place in services.places)
        and (services.code_list is None or services.code_list.knows(sort.procedure))
    )
