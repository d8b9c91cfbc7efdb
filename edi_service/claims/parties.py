"""
Whom claims concern: billing provider, subscriber, payer and dependent, level by level.

A claim inherits from the hierarchical levels above it.  The levels in force are kept here; each
new one replaces its like and whatever hung below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from edi_service.claims import kinds
from edi_service.claims.model import Contact, Coverage, Parties, Party, Person
from edi_service.claims.plan import ABSENT, ByForm
from edi_service.claims.segments import BLANK, FEW, reader_of
from edi_service.claims.values import Memory, day

if TYPE_CHECKING:
    from edi_service.claims.model import Reference
    from edi_service.claims.segments import SegmentReader
    from edi_service.claims.walk import Step
    from edi_service.finding import Position, Report
    from edi_service.guide.model import Form, Placed, SegmentUse, Shape

BILLING, SUBSCRIBER, DEPENDENT = "2000A", "2000B", "2000C"
_ORGANIZATIONS = {SUBSCRIBER: "2010BB", DEPENDENT: ""}  # of any other level: 2010AA
_PERSONS = {SUBSCRIBER: "2010BA", DEPENDENT: "2010CA"}


class PartyPlan(Struct, frozen=True, gc=False, eq=False):
    """Where the segments that describe one party stand; 0 for what is absent."""

    name: int = ABSENT  # NM1
    street: int = ABSENT  # N3
    city: int = ABSENT  # N4
    specialty: int = ABSENT  # PRV
    contact: int = ABSENT  # PER
    demographics: int = ABSENT  # DMG
    references: tuple[int, ...] = ()
    stop: int = ABSENT  # the segment after the last of them


class LevelPlan(Struct, frozen=True, gc=False):
    """Where the segments of a hierarchical level stand."""

    loop: str
    specialty: int  # PRV of 2000A
    coverage: int  # SBR
    relationship: int  # PAT
    organization: PartyPlan | None  # 2010AA or 2010BB
    person: PartyPlan | None  # 2010BA or 2010CA
    named_only: int  # NM1 of the organization where nothing else describes it, as of most payers


class Doubt(NamedTuple):
    """Why the claims of a level may not belong where they stand, and where that is seen."""

    position: Position
    message: str


STREET = slice(len("N3*"), None)  # of an N3 that has one line
NAME_ALONE = PartyPlan(stop=1)
NO_PARTY = Party()
NOBODY = Person()
NO_COVERAGE = Coverage()
MOST_ORGANIZATIONS = 1_000  # remembered at a time
_FIELDS = {
    "N3": "street",
    "N4": "city",
    "PRV": "specialty",
    "PER": "contact",
    "DMG": "demographics",
}


def plan_party(uses: tuple[SegmentUse, ...], name: int) -> PartyPlan:
    """Where the segments of the loop that begins at index *name* stand."""
    loop, stop = uses[name].loop, name + 1
    places: dict[str, int] = {}
    references: list[int] = []
    while stop < len(uses):
        use = uses[stop]
        if use.loop != loop or use.begins or (use.segment_id == "NM1" and not use.known):
            break
        if use.segment_id == "REF":
            references.append(stop)
        elif use.segment_id in _FIELDS:
            places.setdefault(_FIELDS[use.segment_id], stop)
        stop += 1
    return PartyPlan(name=name, **places, references=tuple(references), stop=stop)


def _plan_level(form: Form) -> LevelPlan:
    uses = form.uses
    loop = uses[0].loop
    own = {use.segment_id: index for index, use in enumerate(uses) if use.loop == loop}
    names = [index for index, use in enumerate(uses) if use.begins and use.segment_id == "NM1"]
    parties = {uses[name].loop: plan_party(uses, name) for name in reversed(names)}
    organization = parties.get(_ORGANIZATIONS.get(loop, "2010AA"))
    is_named_only = organization is not None and organization.stop == organization.name + 1
    return LevelPlan(
        loop,
        own.get("PRV", ABSENT),
        own.get("SBR", ABSENT),
        own.get("PAT", ABSENT),
        organization,
        parties.get(_PERSONS.get(loop, "")),
        organization.name if organization and is_named_only else ABSENT,
    )


_PLANS: ByForm[LevelPlan] = ByForm(_plan_level)


def read_party(
    reader: SegmentReader, texts: list[str], plan: PartyPlan, taxonomy: str = ""
) -> Party:
    """The party that *plan* finds in *texts*; *taxonomy* is what stands outside its loop."""
    element = reader.element
    name = texts[plan.name].split(element)
    if len(name) < 10:
        name += BLANK
    street: tuple[str, ...] = ()
    if plan.street:
        line = texts[plan.street][STREET]
        if line and element not in line:
            street = (line,)
        else:
            lines = texts[plan.street].split(element)
            street = (lines[1],) if len(lines) == 2 else tuple(filter(None, lines[1:3]))
    town = state = postal_code = country = ""
    if plan.city:
        city = texts[plan.city].split(element)
        if len(city) == 4:
            _, town, state, postal_code = city
        else:
            _, town, state, postal_code, country, *_ = [*city, *FEW]
    if plan.specialty:
        taxonomy = (texts[plan.specialty].split(element) + BLANK)[3]
    references: tuple[Reference, ...] = ()
    if plan.references:
        references = tuple([reader.reference(texts[index]) for index in plan.references])
    return Party(
        name[1],
        name[2] == "1",
        name[3],
        name[4],
        name[5],
        name[7],
        name[8],
        name[9],
        taxonomy,
        street,
        town,
        state,
        postal_code,
        country,
        references,
        _contact(texts[plan.contact].split(element) + BLANK) if plan.contact else None,
    )


def _plan_part(place: tuple[Shape, int]) -> PartyPlan:
    shape, name = place
    return plan_party(shape.uses, name)


_PARTY_PLANS: Memory[tuple[Shape, int], PartyPlan] = Memory(_plan_part)


def party_at(step: Step) -> Party:
    """The party whose NM1 *step* is."""
    plan = _PARTY_PLANS[step.part, step.index - step.start]
    texts = step.placed.texts[step.start : step.start + plan.stop]
    return read_party(reader_of(step.placed), texts, plan)


def _contact(elements: list[str]) -> Contact:
    pairs = zip(elements[3:8:2], elements[4:9:2], strict=True)
    return Contact(elements[2], tuple((kind, number) for kind, number in pairs if number))


class Levels:
    """
    The hierarchical levels in force.

    Attributes:
        parties: what a claim that stands here inherits.
        has_subscriber: whether a claim may stand here at all.
        doubt: what makes it doubtful whose claim stands here; None when the levels agree.
    """

    def __init__(self, reader: SegmentReader, report: Report) -> None:
        self.parties = Parties()
        self.has_subscriber = False
        self.doubt: Doubt | None = None
        self._subscriber_doubt: Doubt | None = None
        self._reader = reader
        self._report = report
        self._numbers = {BILLING: "", SUBSCRIBER: ""}  # HL01 of the level in force
        self._named = Memory(self._read_name, MOST_ORGANIZATIONS)  # by an NM1 that stands alone
        self._organizations: dict[tuple[str, ...], Party] = {}
        self._billing_levels: tuple[Placed, ...] = ()  # of the 2000A in force
        self._subscriber_levels: tuple[Placed, ...] = ()  # and of the 2000B below it

    def enter(self, placed: Placed) -> None:
        """Let the level that *placed* holds be in force from here on."""
        plan = _PLANS[placed.form]
        level = placed.texts[0].split(self._reader.element, 3)
        if len(level) < 3:
            level += FEW
        numbers, parent = self._numbers, level[2]
        numbers[plan.loop] = level[1]
        if plan.loop == SUBSCRIBER:
            self._enter_subscriber(placed, plan)
            agrees = not parent or parent == numbers[BILLING]
            self.doubt = None if agrees else _disagreement(placed, BILLING)
            self._subscriber_doubt = self.doubt
        elif plan.loop == DEPENDENT:
            self._enter_dependent(placed, plan)
            agrees = not parent or parent == numbers[SUBSCRIBER]
            self.doubt = self._subscriber_doubt if agrees else _disagreement(placed, SUBSCRIBER)
        else:
            self._enter_billing(placed, plan)
            self.doubt = None
        if placed.is_cut:
            message = f"the level has more than {len(placed.texts)} segments"
            self._report.add(kinds.TOO_LONG.found(placed.position(0), message))

    def _enter_billing(self, placed: Placed, plan: LevelPlan) -> None:
        """A billing provider's level; one that the guide does not know inherits nothing either."""
        texts = placed.texts
        taxonomy = ""
        if plan.specialty:
            taxonomy = (texts[plan.specialty].split(self._reader.element) + BLANK)[3]
        billing = self._organization(texts, plan.organization, taxonomy)
        self._billing_levels = self._subscriber_levels = (placed,)
        self.parties = Parties(billing, levels=self._billing_levels)
        self.has_subscriber = False

    def _enter_subscriber(self, placed: Placed, plan: LevelPlan) -> None:
        texts = placed.texts
        payer = (
            self._named[texts[plan.named_only]]
            if plan.named_only
            else self._organization(texts, plan.organization)
        )
        self._subscriber_levels = (*self._billing_levels, placed)
        self.parties = Parties(
            self.parties.billing,
            self._reader.coverages[texts[plan.coverage]] if plan.coverage else NO_COVERAGE,
            self._person(placed, plan.person),
            payer,
            None,
            "",
            self._subscriber_levels,
        )
        self.has_subscriber = True

    def _enter_dependent(self, placed: Placed, plan: LevelPlan) -> None:
        above = self.parties
        self.parties = Parties(
            above.billing,
            above.coverage,
            above.subscriber,
            above.payer,
            self._person(placed, plan.person),
            self._reader.numbers[placed.texts[plan.relationship]] if plan.relationship else "",
            (*self._subscriber_levels, placed),
        )

    def _organization(self, texts: list[str], plan: PartyPlan | None, taxonomy: str = "") -> Party:
        """
        A billing provider or payer: few, and each met again and again, so they are remembered.

        Subscribers and dependents are not: hardly one comes twice, and people's data are not
        kept longer than their claims.
        """
        if plan is None:
            return NO_PARTY
        key = (taxonomy, *texts[plan.name : plan.stop])
        party = self._organizations.get(key)
        if party is None:
            if len(self._organizations) >= MOST_ORGANIZATIONS:
                self._organizations.clear()
            party = self._organizations[key] = read_party(self._reader, texts, plan, taxonomy)
        return party

    def _read_name(self, text: str) -> Party:
        """The organization of which *text*, an NM1, is all that is said."""
        return read_party(self._reader, [text], NAME_ALONE)

    def _person(self, placed: Placed, plan: PartyPlan | None) -> Person:
        if plan is None:
            return NOBODY
        party = read_party(self._reader, placed.texts, plan)
        if not plan.demographics:
            return Person(party)
        elements = placed.texts[plan.demographics].split(self._reader.element)
        if len(elements) < 4:
            elements += FEW
        born = day(elements[2])
        if born is None and elements[2]:
            position = placed.position(plan.demographics, 2)
            # The text is not quoted: it may be a birth date, though a garbled one.
            self._report.add(kinds.UNREADABLE_DATE.found(position, "the birth date is not a date"))
        return Person(party, born, elements[3])


def _disagreement(placed: Placed, above: str) -> Doubt:
    message = f"HL02 names another level than the one of loop {above} before it"
    return Doubt(placed.position(0, 2), message)
