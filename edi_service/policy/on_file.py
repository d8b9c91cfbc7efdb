"""
Authorizations on file held against a claim: whose they are, and in what they do not fit.

An authorization fits where everything that it restricts fits: the day, the service, the place, the
provider, and the units that are left of it.  What it leaves empty it does not restrict.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from edi_service.claims.model import ZERO, ClaimKind
from edi_service.claims.providers import providers
from edi_service.facts.model import Status
from edi_service.policy.demand import name_of
from edi_service.policy.selection import covered_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from edi_service.claims.model import Claim, ServiceLine
    from edi_service.facts.model import AuthorizationOnFile
    from edi_service.policy.rule import Concern, Subject

# Who sends a patient does not give the service: DN referring, P3 primary care, DK ordering.
_SENDING = frozenset({"DN", "P3", "DK"})


class Misfit(StrEnum):
    """In what an authorization may not fit."""

    DAY = "day"
    UNITS = "units"
    SERVICE = "service"
    DIAGNOSIS = "diagnosis"
    PLACE = "place"
    PROVIDER = "provider"


class Held(NamedTuple):
    """
    An authorization, and the lines it is held against.

    *is_on_claim*: the lines show its number.  *whole_claim*: they are a stay, judged as one.
    """

    authorization: AuthorizationOnFile
    lines: tuple[ServiceLine, ...]
    whole_claim: bool
    is_on_claim: bool


def of_claim(subject: Subject) -> Iterator[AuthorizationOnFile]:
    """Those given by the claim's payer to the claim's member."""
    if not subject.on_file:
        return
    parties = subject.claim.parties
    payers = {
        parties.payer.identifier.upper(),
        subject.payer.payer.upper() if subject.payer else "",
    }
    member = parties.subscriber.party.identifier.upper()
    for each in subject.on_file:
        if each.payer and each.payer.upper() in payers and member and each.member.upper() == member:
            yield each


def shown(subject: Subject) -> Iterator[Held]:
    """
    Those of the claim's member whose number it shows, with the lines that rest on it.

    A number on a line is for that line; one on the claim is for the lines without their own.
    """
    for authorization in of_claim(subject):
        if lines := resting_on(subject.claim, authorization.number):
            yield Held(authorization, lines, _is_stay(subject.claim), is_on_claim=True)


def resting_on(claim: Claim, number: str) -> tuple[ServiceLine, ...]:
    """The lines of *claim* that rest on authorization *number*."""
    own = [line for line in claim.lines if _has(line.authorizations, number)]
    if _has(claim.authorizations, number):
        own += [line for line in claim.lines if not line.authorizations]
    return tuple(own)


def near(subject: Subject, concerns: Iterable[Concern]) -> Iterator[Held]:
    """Those of the claim's member that it does not show, against lines that want a number."""
    for authorization in of_claim(subject):
        if not resting_on(subject.claim, authorization.number):
            for concern in concerns:
                yield Held(authorization, concern.lines, concern.whole_claim, is_on_claim=False)


def fitting(held: Held, subject: Subject) -> tuple[ServiceLine, ...]:
    """
    The lines of *held* that its authorization covers; a diagnosis is no hindrance.

    A stay is covered as one, by its first day and by any of its procedures: hospitals ask for the
    admission, not for each line of the bill.
    """
    hindering = [each for each in Misfit if each is not Misfit.DIAGNOSIS]
    if held.whole_claim:
        return () if any(misfit(held, subject, each) for each in hindering) else held.lines
    lines = tuple(
        line
        for line in held.lines
        if not any(misfit(held._replace(lines=(line,)), subject, each) for each in hindering)
    )
    # Each line may fit what is left, and all of them together not.
    return () if misfit(held._replace(lines=lines), subject, Misfit.UNITS) else lines


def misfits(held: Held, subject: Subject) -> dict[Misfit, str]:
    """In what the authorization of *held* does not fit, each with a clause that says so."""
    found = {each: misfit(held, subject, each) for each in Misfit}
    return {each: says for each, says in found.items() if says}


def misfit(held: Held, subject: Subject, sort: Misfit) -> str:
    """How *held* does not fit in one thing, as the end of a sentence; empty where it does."""
    return _CHECKS[sort](held, subject)


def refused(subject: Subject, lines: tuple[ServiceLine, ...]) -> AuthorizationOnFile | None:
    """
    A request on file that the payer denied, and that was surely for one of *lines*.

    One that names no service says nothing of the service at hand.
    """
    for each in of_claim(subject):
        if each.status is Status.DENIED and each.procedures:
            held = Held(each, lines, _is_stay(subject.claim), is_on_claim=False)
            if fitting(held, subject):
                return each
    return None


def _has(numbers: tuple[str, ...], number: str) -> bool:
    return any(each.upper() == number.upper() for each in numbers)


def _is_stay(claim: Claim) -> bool:
    return claim.kind is ClaimKind.INSTITUTIONAL and claim.bill_type == "11"


def _meant(held: Held, subject: Subject) -> tuple[ServiceLine, ...]:
    """The lines whose service the authorization names; all where it names none."""
    named, modifiers = held.authorization.procedures, held.authorization.modifiers
    if named and any(each.code in named for each in subject.claim.procedures):
        return held.lines
    alike = covered_by(named, subject.equivalents)
    return tuple(
        line
        for line in held.lines
        if (not named or line.procedure in named or line.procedure in alike)
        and (not modifiers or not set(modifiers).isdisjoint(line.modifiers))
    )


def _service(held: Held, subject: Subject) -> str:
    if not held.lines or _meant(held, subject):
        return ""
    authorization = held.authorization
    named = ", ".join(authorization.procedures) or "any service"
    if authorization.modifiers:
        named += f" with modifier {' or '.join(authorization.modifiers)}"
    return f"is for {named}, not for {_names(held.lines)}"


def _day(held: Held, subject: Subject) -> str:
    authorization, claim = held.authorization, subject.claim
    lines = _meant(held, subject) or held.lines
    days = {claim.first_day} if held.whole_claim else {claim.starts_of(line) for line in lines}
    if not held.whole_claim:
        days |= {line.ends for line in lines if line.ends}
    outside = [day for day in days if not _is_within(authorization, day)]
    if not outside:
        return ""
    told = ", ".join(map(str, sorted(filter(None, outside)))) or "a service without a day"
    return f"is good {_span(authorization)}, not on {told}"


def _is_within(authorization: AuthorizationOnFile, day: date | None) -> bool:
    starts, ends = authorization.starts, authorization.ends
    return day is not None and (starts is None or starts <= day) and (ends is None or day <= ends)


def _span(authorization: AuthorizationOnFile) -> str:
    starts, ends = authorization.starts, authorization.ends
    parts = [f"from {starts}" if starts else "", f"until {ends}" if ends else ""]
    return " ".join(filter(None, parts)) or "on any day"


def _units(held: Held, subject: Subject) -> str:
    """Units are compared where lines count them; a stay is counted in days by the payer alone."""
    authorization = held.authorization
    lines = _meant(held, subject)
    if authorization.units is None or held.whole_claim or any(line.unit != "UN" for line in lines):
        return ""
    left = authorization.units - (authorization.used or ZERO)
    billed = sum((line.quantity for line in lines), ZERO)
    if not billed or billed <= left:
        return ""
    used = f", {_plain(authorization.used)} of them used" if authorization.used else ""
    return f"is for {_plain(authorization.units)} units{used}; {_plain(billed)} are billed"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _diagnosis(held: Held, subject: Subject) -> str:
    named = set(held.authorization.diagnoses)
    billed = [each.code.replace(".", "") for each in subject.claim.diagnoses]
    if not named or not billed or not named.isdisjoint(billed):
        return ""
    return f"is for diagnosis {', '.join(sorted(named))}, none of which is on the claim"


def _place(held: Held, subject: Subject) -> str:
    """A type of bill is no place of service, so that a hospital's claim is not held against one."""
    named, claim = held.authorization.places, subject.claim
    lines = _meant(held, subject) or held.lines
    met = {place for line in lines if (place := claim.place_of(line))}
    outside = sorted(met.difference(named)) if named else []
    if not outside:
        return ""
    return f"is for place of service {', '.join(named)}, not {', '.join(outside)}"


def _provider(held: Held, subject: Subject) -> str:
    named = held.authorization.providers
    if not named or not set(named).isdisjoint(_identifiers(subject.claim)):
        return ""
    return "is for another provider than those on the claim"


def _identifiers(claim: Claim) -> Iterator[str]:
    """NPIs and tax identifiers of those who bill for the services or give them."""
    billing = claim.parties.billing
    yield billing.npi
    yield from (billing.reference(each).replace("-", "") for each in ("EI", "SY"))
    if claim.placed is not None:
        yield from (each.party.npi for each in providers(claim) if each.role not in _SENDING)


def _names(lines: tuple[ServiceLine, ...]) -> str:
    return ", ".join(dict.fromkeys(name_of(line) for line in lines))


_CHECKS: Mapping[Misfit, Callable[[Held, Subject], str]] = {
    Misfit.DAY: _day,
    Misfit.UNITS: _units,
    Misfit.SERVICE: _service,
    Misfit.DIAGNOSIS: _diagnosis,
    Misfit.PLACE: _place,
    Misfit.PROVIDER: _provider,
}
