"""
The quick no: which topics of many policies a claim could concern at all.

Most claims concern none, and most rules have nothing to say of most claims.  What is cheap to look
at in a line (procedure, revenue code, place, modifiers, types of bill and admission) rules nearly
every topic out, and the answer for one sort of line is the answer for all lines of that sort, as
that for some sorts together is the answer for all claims with such lines; so both are remembered,
and a claim is asked once for everything.  A screen may let a claim pass that no policy means in the
end; it never holds one back that a policy means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from edi_service.claims.model import ClaimKind
from edi_service.claims.values import MOST_REMEMBERED, Memory
from edi_service.codes.word import Word
from edi_service.policy.selection import Services

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from edi_service.claims.model import Claim
    from edi_service.policy.misfits import MisfitIndex, MisfitOf
    from edi_service.policy.stand import Stand


class Topic(Word):
    """What a policy may have to say of a line."""

    DEMAND = "wants an authorization"
    UNLISTED = "may want an authorization: the list is not held, so something else has to tell"
    EXEMPTION = "needs none"
    UNASSIGNED = "is at a place that is not assigned on every day"
    PLACE = "is expected at another place"
    ADMISSION = "wants a day of admission"
    FACILITY = "names the service facility, or does not"
    TWO_RATES = "is paid at another rate than the claim's other lines"
    DIAGNOSIS = "a diagnosis that does not go with the setting"
    MODIFIER = "a modifier that does not"
    PROCEDURE = "a procedure that does not"


class Sort(NamedTuple):
    """What a screen looks at in a line and its claim; *line_place* is empty where it has none."""

    procedure: str
    revenue_code: str
    line_place: str
    kind: ClaimKind
    facility_code: str
    admission_type: str
    modifiers: tuple[str, ...]
    is_emergency: bool

    @property
    def claim_place(self) -> str:
        """The claim's place of service; empty on an institutional claim."""
        return "" if self.kind is ClaimKind.INSTITUTIONAL else self.facility_code

    @property
    def bill_type(self) -> str:
        """The first two digits of the type of bill; empty but on an institutional claim."""
        return self.facility_code if self.kind is ClaimKind.INSTITUTIONAL else ""

    @property
    def place(self) -> str:
        """The place of service that counts for the line."""
        return self.line_place or self.claim_place


Looked = tuple[str | bool | tuple[str, ...], ...]  # a Sort without its name
EVERY_TOPIC = frozenset(Topic)
NO_TOPIC: frozenset[Topic] = frozenset()
NO_IDS: frozenset[str] = frozenset()


class Look:
    """
    What the lines of a claim could concern, by themselves and together.

    One object serves all claims with such lines; it is equal to itself alone.

    Attributes:
        topics: all but those of misfits.
        misfits: what of them any line could show, in the order of the lines, each once.
        beside: the ids of the misfits that ask for one of these lines to stand beside.
        asks_diagnoses: whether any of *misfits* hangs on the claim's diagnoses.
    """

    __slots__ = ("asks_diagnoses", "beside", "misfits", "topics")

    def __init__(
        self,
        topics: frozenset[Topic],
        misfits: Iterable[MisfitOf] = (),
        beside: frozenset[str] = NO_IDS,
    ) -> None:
        self.topics = topics
        self.misfits = tuple({each.row.id: each for each in misfits}.values())
        self.beside = beside
        self.asks_diagnoses = any(each.row.asks_diagnoses for each in self.misfits)


NOTHING = Look(NO_TOPIC)
EVERYTHING = Look(EVERY_TOPIC)


class Screen:
    """
    Tells the topics that claims could concern.

    Args:
        could_concern: whether a line of some sort could concern a topic; of topics that are not
            there, no claim does.
        misfits: those that could be shown; None: there are none.
    """

    def __init__(
        self,
        could_concern: Mapping[Topic, Callable[[Sort], bool]],
        misfits: MisfitIndex | None = None,
    ) -> None:
        self._could_concern = could_concern
        self._misfits = misfits
        self._alike: dict[tuple[frozenset[Topic], tuple[str, ...], frozenset[str]], Look] = {}
        self._of_sort: Memory[Looked, Look] = Memory(self._judge)
        self._together: Memory[tuple[Look, ...], Look] = Memory(_joined)

    def look(self, claim: Claim) -> Look:
        """What the lines of *claim* could concern; everything when it has none."""
        lines = claim.lines
        if not lines:
            return EVERYTHING
        kind, facility, admission = claim.kind, claim.facility_code, claim.admission_type
        of_sort = self._of_sort
        looks: list[Look] = []
        for line in lines:
            look = of_sort[  # a plain tuple: a named one would take twice the time
                line.procedure,
                line.revenue_code,
                line.place_of_service,
                kind,
                facility,
                admission,
                line.modifiers,
                line.is_emergency,
            ]
            if look is not NOTHING and look not in looks:
                looks.append(look)
        return self._together[tuple(looks)] if looks else NOTHING

    def _judge(self, asked: Looked) -> Look:
        sort = Sort._make(asked)
        topics = frozenset(
            topic for topic, could_concern in self._could_concern.items() if could_concern(sort)
        )
        misfits, beside = self._misfits.of_sort(sort) if self._misfits else ((), NO_IDS)
        if not (topics or misfits or beside):
            return NOTHING
        if len(self._alike) >= MOST_REMEMBERED:
            self._alike.clear()
        key = topics, tuple(each.row.id for each in misfits), beside
        return self._alike.setdefault(key, Look(topics, misfits, beside))


def _joined(looks: tuple[Look, ...]) -> Look:
    """
    What lines with all of *looks* could concern together.

    Misfits that ask for a neighbour are left where there is one.
    """
    beside = NO_IDS.union(*(each.beside for each in looks))
    return Look(
        NO_TOPIC.union(*(each.topics for each in looks)),
        (
            misfit
            for each in looks
            for misfit in each.misfits
            if misfit.row.id in beside or not misfit.row.asks_neighbours
        ),
        beside,
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
        and (services.whole_claim or not _is_taken_out(services.excepting, sort))
    )


def _is_taken_out(excepting: Iterable[Services], sort: Sort) -> bool:
    """
    Whether a line of *sort* is surely among *excepting*.

    That of a claim meant as a whole says nothing of the others: another line may stand for all.
    """
    return any(each.is_told_by_line and could_mean(each, sort) for each in excepting)
