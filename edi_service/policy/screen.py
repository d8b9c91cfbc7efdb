"""
The quick no: which topics of many policies a claim could concern at all.

Most claims concern none, and most rules have nothing to say of most claims.  What is cheap to look
at in a line (procedure, revenue code, place, modifiers, types of bill and admission) rules nearly
every topic out, and the answer for one sort of line is the answer for all lines of that sort; so it
is remembered, and a claim is asked once for everything.  A screen may let a claim pass that no
policy means in the end; it never holds one back that a policy means.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from edi_service.claims.values import Memory
from edi_service.policy.selection import Services

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from edi_service.claims.model import Claim
    from edi_service.policy.stand import Stand


class Topic(StrEnum):
    """What a policy may have to say of a line."""

    DEMAND = "wants an authorization"
    UNLISTED = "may want an authorization: the list is not held, so something else has to tell"
    EXEMPTION = "needs none"
    PLACE = "is expected at another place"
    ADMISSION = "wants a day of admission"
    FACILITY = "names the service facility, or does not"
    TWO_RATES = "is paid at another rate than the claim's other lines"
    DIAGNOSIS = "a diagnosis that does not go with the setting"
    MODIFIER = "a modifier that does not"
    PROCEDURE = "a procedure that does not"
    BESIDE = "what does not go with another procedure of the claim"


class Sort(NamedTuple):
    """What a screen looks at in a line and its claim; *line_place* is empty where it has none."""

    procedure: str
    revenue_code: str
    line_place: str
    claim_place: str
    bill_type: str
    admission_type: str
    modifiers: tuple[str, ...]
    is_emergency: bool

    @property
    def place(self) -> str:
        """The place of service that counts for the line."""
        return self.line_place or self.claim_place


Looked = tuple[str | bool | tuple[str, ...], ...]  # a Sort without its name
EVERY_TOPIC = frozenset(Topic)
NO_TOPIC: frozenset[Topic] = frozenset()


class Screen:
    """
    Tells the topics that claims could concern.

    Args:
        could_concern: whether a line of some sort could concern a topic; of topics that are not
            there, no claim does.
    """

    def __init__(self, could_concern: Mapping[Topic, Callable[[Sort], bool]]) -> None:
        self._could_concern = could_concern
        self._concerned: Memory[Looked, frozenset[Topic]] = Memory(self._judge)

    def topics(self, claim: Claim) -> frozenset[Topic]:
        """What any line of *claim* could concern; everything when it has no lines."""
        lines = claim.lines
        if not lines:
            return EVERY_TOPIC
        own, bill_type, admission = claim.place_of_service, claim.bill_type, claim.admission_type
        concerned = self._concerned
        topics = NO_TOPIC
        for line in lines:
            if found := concerned[  # a plain tuple: a named one would take twice the time
                line.procedure,
                line.revenue_code,
                line.place_of_service,
                own,
                bill_type,
                admission,
                line.modifiers,
                line.is_emergency,
            ]:
                topics |= found
        return topics

    def _judge(self, asked: Looked) -> frozenset[Topic]:
        sort = Sort._make(asked)
        return frozenset(
            topic for topic, could_concern in self._could_concern.items() if could_concern(sort)
        )


class ServicesScreen:
    """Which sorts of line any of *alternatives* could mean."""

    def __init__(self, alternatives: Iterable[Services]) -> None:
        self._services = tuple(alternatives)

    def __call__(self, sort: Sort) -> bool:
        """Whether a line of *sort* could be meant."""
        return any(could_mean(services, sort) for services in self._services)


def named(stands: Iterable[Stand]) -> Iterator[Services]:
    """The services that *stands* name; one that names none means all lines."""
    for stand in stands:
        yield from stand.revision.services or (Services(),)


def never_covered(stands: Iterable[Stand]) -> Iterator[Services]:
    """The services that *stands* never cover."""
    for stand in stands:
        yield from stand.revision.not_covered


def could_mean(services: Services, sort: Sort) -> bool:
    """Whether nothing that is cheap to look at speaks against it."""
    return (
        (not services.bill_types or sort.bill_type in services.bill_types)
        and (not services.admission_types or sort.admission_type in services.admission_types)
        and (not services.codes or sort.procedure in services.code_index)
        and (not services.revenue_codes or sort.revenue_code in services.revenue_index)
        and (not services.places or sort.place in services.places)
        and (not services.modifiers or not set(services.modifiers).isdisjoint(sort.modifiers))
        and (services.code_list is None or services.code_list.knows(sort.procedure))
    )
