"""
From the elements of a policy file to its model, one function an element.

What stands here has passed the schema and the lint: every word is one the model knows.
"""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING

from edi_service.claims.model import ClaimKind
from edi_service.codes.clock import Length, Terms, Unit
from edi_service.facts.model import Network
from edi_service.policy.certainty import Certainty
from edi_service.policy.decision import Asked, Decision
from edi_service.policy.documents import DocumentTerms, WhenMissing
from edi_service.policy.language.elements import (
    NAMESPACE,
    child,
    children,
    code_ranges,
    content,
    day,
    is_yes,
    text_of,
    word,
    words,
)
from edi_service.policy.language.read_places import read_places
from edi_service.policy.model import (
    Aftermath,
    Afterwards,
    Channel,
    Circumstance,
    CircumstanceCode,
    CompetingClock,
    Conditions,
    DocumentHeld,
    Event,
    Exclusion,
    FactIs,
    Level,
    NextStep,
    Penalty,
    Policy,
    Quantity,
    ReasonThere,
    Requirement,
    Retrospective,
    Revision,
    Source,
    Speed,
    Starting,
    Tier,
    Toll,
    Turnaround,
    Window,
)
from edi_service.policy.selection import (
    Ages,
    Equivalent,
    MemberSort,
    Responsibility,
    Scope,
    Services,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from edi_service.policy.model import Condition
    from edi_service.policy.selection import CodeList


def read_policy(root: etree._Element, lists: Mapping[str, CodeList]) -> Policy:
    """The policy whose element is *root*; *lists* holds every code list it names."""
    return Policy(
        id=word(root, "id"),
        payer=word(root, "payer"),
        title=text_of(root, "title"),
        revisions=tuple(
            sorted(
                (_revision(each, lists) for each in children(root, "revision")),
                key=lambda revision: revision.starts,
            )
        ),
        lines_of_business=words(root, "lines-of-business"),
        except_payers=words(root, "except-payers"),
        level=Level(word(root, "level") or Level.PAYER),
        about=word(root, "subject"),
    )


def list_names(root: etree._Element) -> frozenset[str]:
    """The file names of the code lists that a policy names."""
    named = (word(element, "list") for element in root.iter())
    return frozenset(filter(None, named))


def _surely(found: date | None) -> date:
    """A day the schema requires."""
    return found or date.min


def _revision(element: etree._Element, lists: Mapping[str, CodeList]) -> Revision:
    authorization = child(element, "authorization")
    return Revision(
        starts=_surely(day(element, "from")),
        ends=day(element, "to"),
        source=_source(next(children(element, "source"))),
        channel=_channel(element) or Channel.UNKNOWN,
        scope=_scope(child(element, "scope")),
        requirement=None if authorization is None else Requirement(word(authorization, "required")),
        services=tuple(_services(each, lists) for each in children(authorization, "services")),
        exempt=tuple(_services(each, lists) for each in children(authorization, "exempt")),
        not_covered=tuple(
            _services(each, lists) for each in children(authorization, "not-covered")
        ),
        equivalents=tuple(
            Equivalent(code_ranges(each, "approved"), code_ranges(each, "billed"))
            for each in children(authorization, "equivalent")
        ),
        retrospective=_retrospective(child(element, "retrospective")),
        places=read_places(child(element, "places"), lambda each: _services(each, lists)),
        notes=tuple(content(each) for each in children(element, "note")),
        requested_from=day(element, "requested-from"),
        requested_to=day(element, "requested-to"),
        same_as=word(element, "same-as"),
        aftermath=_aftermath(element, lists),
        decisions=tuple(_decision(each) for each in children(element, "decision")),
    )


def _source(element: etree._Element) -> Source:
    return Source(
        title=word(element, "title"),
        href=word(element, "href"),
        locator=word(element, "locator"),
        retrieved=_surely(day(element, "retrieved")),
        certainty=Certainty(word(element, "certainty")),
        published=day(element, "published"),
        is_stale=is_yes(element, "stale"),
    )


def _scope(element: etree._Element | None) -> Scope:
    if element is None:
        return Scope()
    return Scope(
        claims=tuple(ClaimKind(kind) for kind in words(element, "claims")),
        states=words(element, "states"),
        plans=words(element, "plans"),
        network=_network(element),
        riding=is_yes(element, "riding"),
        counties=words(element, "counties"),
        delegates=words(element, "delegates"),
        provider_types=code_ranges(element, "provider-types"),
        coverage=tuple(Responsibility(each) for each in words(element, "coverage")),
        members=tuple(MemberSort(each) for each in words(element, "members")),
        ages=_ages(element),
    )


def _services(element: etree._Element, lists: Mapping[str, CodeList]) -> Services:
    return Services(
        codes=code_ranges(element, "codes"),
        code_list=lists.get(word(element, "list")),
        modifiers=words(element, "modifiers"),
        revenue_codes=code_ranges(element, "revenue-codes"),
        bill_types=words(element, "bill-types"),
        places=words(element, "places"),
        admission_types=words(element, "admission-types"),
        admission_sources=words(element, "admission-sources"),
        diagnoses=code_ranges(element, "diagnoses"),
        together_with=code_ranges(element, "together-with"),
        units_over=_number(element, "units-over"),
        amount_over=_number(element, "amount-over"),
        visits_over=_number(element, "visits-over"),
        states=words(element, "states"),
        counties=words(element, "counties"),
        provider_types=code_ranges(element, "provider-types"),
        ages=_ages(element),
        starts=day(element, "from"),
        ends=day(element, "to"),
        gold_card=bool(word(element, "standing")),
        whole_claim=is_yes(element, "whole-claim"),
        excepting=tuple(_services(each, lists) for each in children(element, "except")),
    )


def _aftermath(revision: etree._Element, lists: Mapping[str, CodeList]) -> Aftermath:
    retrospective, penalty = child(revision, "retrospective"), child(revision, "penalty")
    return Aftermath(
        turnarounds=tuple(
            Turnaround(
                Length(int(word(each, "length")), Unit(word(each, "unit"))),
                Speed(word(each, "speed")),
                word(each, "silence"),
            )
            for each in children(retrospective, "turnaround")
        ),
        approved=_next_step(child(retrospective, "approved")),
        denied=_next_step(child(retrospective, "denied")),
        penalty=None if penalty is None else _penalty(penalty, lists),
        clocks=tuple(
            CompetingClock(word(each, "kind"), _window(each))
            for each in children(revision, "clock")
        ),
    )


def _decision(element: etree._Element) -> Decision:
    return Decision(
        asked=Asked(word(element, "of")),
        length=Length(int(word(element, "length")), Unit(word(element, "unit"))),
        speed=word(element, "speed") or "standard",
        silence=word(element, "silence") or "unknown",
    )


def _next_step(element: etree._Element | None) -> NextStep | None:
    if element is None:
        return None
    action, says = word(element, "action"), content(element)
    return NextStep(action, says, word(element, "in-part"), word(element, "on-appeal"))


def _penalty(element: etree._Element, lists: Mapping[str, CodeList]) -> Penalty:
    return Penalty(
        after=Event(word(element, "after")),
        liable=word(element, "liable"),
        tiers=tuple(_tier(each) for each in children(element, "tier")),
        exempt=tuple(_services(each, lists) for each in children(element, "exempt")),
    )


def _tier(element: etree._Element) -> Tier:
    return Tier(
        _length(element),
        int(word(element, "percent")),
        word(element, "of") or "charges",
    )


def _length(element: etree._Element) -> Length | None:
    """How long; None where the element says nothing of it, or that it is not published."""
    length, unit = word(element, "length"), word(element, "unit")
    return Length(int(length), Unit(unit)) if unit else None


def _ages(element: etree._Element) -> Ages:
    at_least, under = word(element, "age-from"), word(element, "age-under")
    return Ages(int(at_least) if at_least else None, int(under) if under else None)


def _number(element: etree._Element, name: str) -> Decimal | None:
    text = word(element, name)
    return Decimal(text) if text else None


def _retrospective(element: etree._Element | None) -> Retrospective | None:
    if element is None:
        return None
    afterwards = child(element, "afterwards")
    return Retrospective(
        allowed=is_yes(element, "allowed"),
        because=text_of(element, "because"),
        unless=tuple(Exclusion(word(each, "exclusion")) for each in children(element, "unless")),
        network=_network(element),
        circumstances=tuple(_circumstance(each) for each in children(element, "circumstance")),
        afterwards=None
        if afterwards is None
        else Afterwards(Channel(word(afterwards, "channel")), content(afterwards)),
        asks_for_notice=word(element, "asks-for") == "notice",
    )


def _circumstance(element: etree._Element) -> Circumstance:
    return Circumstance(
        code=CircumstanceCode(word(element, "code")),
        windows=tuple(_window(each) for each in children(element, "window")),
        documents=tuple(word(each, "code") for each in children(element, "document")),
        document_terms=tuple(
            _document_terms(each)
            for each in children(element, "document")
            if set(each.attrib) - {"code"}
        ),
        evidence=_conditions(element),
    )


def _document_terms(element: etree._Element) -> DocumentTerms:
    fresh, missing, pend = (
        word(element, name) for name in ("fresh-days", "when-missing", "pend-days")
    )
    return DocumentTerms(
        code=word(element, "code"),
        fresh_days=int(fresh) if fresh else None,
        when_missing=WhenMissing(missing) if missing else None,
        pend_days=int(pend) if pend else None,
    )


def _window(element: etree._Element) -> Window:
    first, *others = (Event(each) for each in words(element, "after"))
    until, starting = word(element, "until"), word(element, "starting")
    return Window(
        length=_length(element),
        after=first,
        or_after=tuple(others),
        from_latest=word(element, "counted-from") == "latest",
        before=tuple(Event(each) for each in words(element, "before")),
        terms=Terms(
            until=time.fromisoformat(until) if until else None,
            roll_forward=is_yes(element, "roll-forward"),
            count_first_day=is_yes(element, "count-first-day"),
        ),
        zone=word(element, "zone"),
        starting=Starting(starting) if starting else None,
        tolls=tuple(
            Toll(Event(word(each, "from")), Event(word(each, "to")))
            for each in children(element, "toll")
        ),
        channel=_channel(element),
    )


def _conditions(element: etree._Element) -> tuple[Conditions, ...]:
    """The groups of conditions in *element*, in the order of the file."""
    found = (_condition(each) for each in element.iterchildren())
    return tuple(each for each in found if isinstance(each, Conditions))


def _condition(element: etree._Element) -> Condition | None:
    """What *element* asks for; None when it is no condition at all, such as a window."""
    match str(element.tag).removeprefix(NAMESPACE):
        case "all-of" | "any-of" | "none-of" as quantity:
            parts = [part for each in element.iterchildren() if (part := _condition(each))]
            return Conditions(Quantity(quantity), tuple(parts))
        case "document":
            return DocumentHeld(word(element, "code"))
        case "fact":
            return FactIs(word(element, "name"), word(element, "is"))
        case "reason":
            return ReasonThere(CircumstanceCode(word(element, "code")))
    return None


def _channel(element: etree._Element) -> Channel | None:
    text = word(element, "channel")
    return Channel(text) if text else None


def _network(element: etree._Element) -> Network | None:
    text = word(element, "network")
    return Network(text) if text else None
