"""
Everything the service knows of payers: policies, aliases, places of service, states.

A library is asked once for each claim, so it answers from what it worked out before: the policies
of a payer and line of business on a day are looked up, not searched for.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from edi_service.policy.families import FamilyScreen
from edi_service.policy.language.refused import PolicyRefused
from edi_service.policy.language.same_as import resolved
from edi_service.policy.misfits import MisfitIndex
from edi_service.policy.model import (
    ANY_PAYER,
    Requirement,
)
from edi_service.policy.place_rows import PlaceRows
from edi_service.policy.place_rules import SILENT
from edi_service.policy.rule import Outcome
from edi_service.policy.scope import fit
from edi_service.policy.screen import Screen, ServicesScreen, Topic, named, never_covered
from edi_service.policy.selection import Scope
from edi_service.policy.stand import Stand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from edi_service.claims.model import Claim
    from edi_service.codes.place_of_service import PlacesOfService
    from edi_service.codes.states import States
    from edi_service.policy.decision import Asked, Decision
    from edi_service.policy.misfits import MisfitOf
    from edi_service.policy.model import PayerAlias, Policy
    from edi_service.policy.payers import PayerTable
    from edi_service.policy.place_rules import MisfitSort
    from edi_service.policy.rule import Subject
    from edi_service.policy.screen import Sort

_KEPT = 4096  # (payer, line of business, day): ten years of days for one payer


class Applying:
    """
    What holds for one payer and line of business on one day, sorted by what it speaks of.

    Attributes:
        demanding: may want an authorization.
        exempting: say that services need none.
        placing: speak of places of service.
        deciding: say how long the payer may take to decide.
        misfits: what any of these says does not go together.
        admission_places: the places where any of these wants an admission date.
        places: the place-of-service codes.
        screen: tells what of all this any line could concern by itself.
        equivalents: what an authorization covers besides its own procedures.
    """

    def __init__(self, stands: tuple[Stand, ...], places: PlacesOfService) -> None:
        self.demanding = _of(stands, Requirement.YES, Requirement.UNLISTED)
        self.exempting = _of(stands, Requirement.NO)
        self.placing = tuple(each for each in stands if each.revision.places != SILENT)
        self.deciding = tuple(each for each in stands if each.revision.decisions)
        self.misfits = MisfitIndex(self.placing)
        self.places = places
        self.equivalents = tuple(
            same for each in self.demanding for same in each.revision.equivalents
        )
        self._indexes: dict[tuple[bool, ...], PlaceRows] = {}
        self._rows = PlaceRows(self.placing)
        self.admission_places = frozenset(
            place for each in self.placing for place in each.revision.places.admission_places
        )
        self._facility_places = frozenset(
            place
            for each in self.placing
            for row in each.revision.places.facilities
            for place in (*row.needed_at, *row.not_at)
        )
        self._are_rates_looked_at = any(each.revision.places.two_rates for each in self.placing)
        listed, unlisted = _of(stands, Requirement.YES), _of(stands, Requirement.UNLISTED)
        self.screen = Screen(
            {
                Topic.DEMAND: ServicesScreen((*named(listed), *never_covered(self.demanding))),
                Topic.UNLISTED: ServicesScreen(named(unlisted)),
                Topic.EXEMPTION: ServicesScreen(named(self.exempting)),
                Topic.UNASSIGNED: self._is_not_always_assigned,
                Topic.PLACE: FamilyScreen(self.placing),
                Topic.ADMISSION: self._wants_admission,
                Topic.FACILITY: self._speaks_of_facility,
                Topic.TWO_RATES: self._has_another_place,
            },
            self.misfits,
        )
        self._are_all_placing = all(each.revision.scope == Scope() for each in self.placing)

    def topics(self, claim: Claim) -> frozenset[Topic]:
        """What *claim* could concern of all this."""
        look = self.screen.look(claim)
        return self.misfits.shown(claim, look).topics if look.misfits else look.topics

    def misfits_of(self, claim: Claim, sort: MisfitSort) -> tuple[MisfitOf, ...]:
        """The misfits of *sort* that *claim* could show."""
        return self.misfits.shown(claim, self.screen.look(claim)).misfits.get(sort, ())

    def _is_not_always_assigned(self, sort: Sort) -> bool:
        """Whether the place of a line of *sort*, or of its claim, may not be assigned on a day."""
        return any(
            place and not self.places.is_always_assigned(place)
            for place in (sort.line_place, sort.claim_place)
        )

    def _wants_admission(self, sort: Sort) -> bool:
        """Whether a line of *sort*, or its claim, is where an admission date is wanted."""
        return not self.admission_places.isdisjoint((sort.line_place, sort.claim_place))

    def _speaks_of_facility(self, sort: Sort) -> bool:
        """Whether a facility is wanted, or is not, where a line of *sort* was given."""
        return sort.place in self._facility_places

    def _has_another_place(self, sort: Sort) -> bool:
        """Whether a line of *sort* was given elsewhere than its claim, and that matters."""
        return self._are_rates_looked_at and sort.line_place not in {"", sort.claim_place}

    def placing_of(self, subject: Subject) -> tuple[Stand, ...]:
        """Those of *placing* whose scope surely holds *subject*."""
        if self._are_all_placing:
            return self.placing
        return tuple(
            each
            for each in self.placing
            if fit(each.revision.scope, subject).outcome is Outcome.YES
        )

    def decisions_of(self, asked: Asked, subject: Subject) -> Iterator[tuple[Stand, Decision]]:
        """How long the payer of *subject* may take where it is *asked*, by each policy."""
        for stand in self.deciding:
            if fit(stand.revision.scope, subject).outcome is Outcome.YES:
                for each in stand.revision.decisions:
                    if each.asked is asked:
                        yield stand, each

    def rows_of(self, subject: Subject) -> PlaceRows:
        """The rows about places that count for *subject*."""
        if self._are_all_placing:
            return self._rows
        fitting = self.placing_of(subject)
        key = tuple(each in fitting for each in self.placing)
        if key not in self._indexes:
            self._indexes[key] = PlaceRows(fitting)
        return self._indexes[key]


@dataclass(frozen=True, kw_only=True)
class Library:
    """
    Policies and tables, unchanging once made.

    Raises:
        PolicyRefused: two policies have the same id.
    """

    policies: tuple[Policy, ...]
    payers: PayerTable
    places: PlacesOfService
    states: States
    _by_payer: dict[str, list[int]] = field(init=False, repr=False, compare=False)
    _applying: Callable[[str, str, date | None, date | None], Applying] = field(
        init=False, repr=False, compare=False
    )
    _alike: Callable[[tuple[tuple[int, int], ...]], Applying] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        """Refuse two files that claim to be one policy, and make ready what is asked often."""
        counted = Counter(policy.id for policy in self.policies)
        if twice := [each for each, count in counted.items() if count > 1]:
            message = f"the policy {twice[0]} is there twice"
            raise PolicyRefused(message)
        object.__setattr__(self, "policies", resolved(self.policies))
        by_payer: dict[str, list[int]] = {}
        for number, policy in enumerate(self.policies):
            by_payer.setdefault(policy.payer, []).append(number)
        object.__setattr__(self, "_by_payer", by_payer)
        object.__setattr__(self, "_applying", lru_cache(maxsize=_KEPT)(self._find))
        object.__setattr__(self, "_alike", lru_cache(maxsize=_KEPT)(self._among))

    def applying(
        self, alias: PayerAlias | None, day: date | None, asked: date | None = None
    ) -> Applying:
        """
        What applies to claims of a payer on their first day of service.

        Args:
            alias: as :meth:`PayerTable.find` gives it; None: only what holds for every payer.
            day: the claim's first day of service; None when it has none, and nothing applies.
            asked: the day of the request; None: whichever.
        """
        if alias is None:
            return self._applying(ANY_PAYER, "", day, asked)
        return self._applying(alias.payer, alias.line_of_business, day, asked)

    def _find(
        self, payer: str, line_of_business: str, day: date | None, asked: date | None
    ) -> Applying:
        """Only the policies of the payer are looked at, however many others there are."""
        numbers = {each for key in (ANY_PAYER, payer) for each in self._by_payer.get(key, ())}
        return self._alike(
            tuple(
                (number, policy.revisions.index(revision))
                for number in sorted(numbers)
                if (policy := self.policies[number])
                and payer not in policy.except_payers
                and (not policy.lines_of_business or line_of_business in policy.lines_of_business)
                and day is not None
                and (revision := policy.on(day, asked)) is not None
            )
        )

    def _among(self, chosen: tuple[tuple[int, int], ...]) -> Applying:
        """
        The policies and revisions *chosen*, by their numbers.

        One object serves all days with the same revisions, and with it what it remembers.
        """
        stands = (
            Stand(policy := self.policies[number], policy.revisions[revision])
            for number, revision in chosen
        )
        return Applying(tuple(stands), self.places)


def _of(stands: tuple[Stand, ...], *requirements: Requirement) -> tuple[Stand, ...]:
    return tuple(each for each in stands if each.revision.requirement in requirements)
