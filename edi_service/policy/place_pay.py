"""
What a wrong place of service changes in the payment, by the office's own rates.

A physician is paid at the facility rate or at the other one, and which of the two goes with the
place (Medicare Claims Processing Manual, chapter 12, section 20.4.2).  Where a rule finds a place
wrong and knows the right one, the difference follows from the two places, the day and the rate;
where one of them is not known it is said which.  Deductibles, reductions for several procedures,
and a charge below the rate are left out: those only the payer knows.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from edi_service.claims.model import ClaimKind
from edi_service.claims.providers import service_facility
from edi_service.facts.rates import Service
from edi_service.finding import Difference, Kind, Severity
from edi_service.policy.rule import Answer, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from edi_service.claims.model import Claim, ServiceLine
    from edi_service.codes.place_of_service import PlacesOfService
    from edi_service.facts.rates import PlaceRate
    from edi_service.policy.rule import Subject

CENT = Decimal("0.01")
READ_AT_THE_SOURCE = "A"

PAID_OTHERWISE = Kind(
    "PS14",
    Severity.NOTE,
    "The wrong place of service changes what is paid",
    "Correct the place before the claim goes out; if it has been paid, give back what was paid too "
    "much, or send a corrected claim for what was paid too little.",
    "Another finding says that the place of service is wrong, and by your list of rates (--rates) "
    "the right one is paid at the other rate, facility or nonfacility. The amount is the right "
    "one less the one that is billed, for all units: minus was or would be paid too much, plus too "
    "little. Deductibles, reductions and charges below the rate are left out.",
)
CANNOT_TELL = Kind(
    "PS15",
    Severity.NOTE,
    "What the wrong place of service changes in the payment cannot be told",
    "Add what is named to your list of rates, or find out the right place.",
    "Another finding says that the place of service is wrong, and your list of rates (--rates) "
    "does not settle what that comes to: it has no rate for the service and day, or several that "
    "say different things, or the right place is one of several that are paid differently.",
)

KINDS = (PAID_OTHERWISE, CANNOT_TELL)


class _Blamed(NamedTuple):
    """A line whose place is wrong on a day, and what it should be, one of them."""

    line: ServiceLine
    day: date
    billed: str
    rightly: tuple[str, ...]

    @property
    def name(self) -> str:
        code = "-".join((self.line.procedure, *self.line.modifiers))
        return f"Line {self.line.number}, {code} on {self.day}"


def of_answers(
    subject: Subject, answers: Iterable[Answer], places: PlacesOfService
) -> Iterator[tuple[Kind, Answer]]:
    """What each line is paid otherwise whose place any of *answers* finds wrong, in their order."""
    rightly: dict[ServiceLine, dict[str, None]] = {}
    for answer in answers:
        for line in answer.lines or ((answer.line,) if answer.line else ()):
            rightly.setdefault(line, {}).update(dict.fromkeys(answer.proposed or answer.rightly))
    for line, known in rightly.items():
        if known:
            yield from of_line(subject, line, tuple(known), places)


def of_line(
    subject: Subject, line: ServiceLine, rightly: tuple[str, ...], places: PlacesOfService
) -> Iterator[tuple[Kind, Answer]]:
    """What *line* is paid otherwise if its place should be one of *rightly*; nothing if alike."""
    claim, day = subject.claim, subject.claim.starts_of(line)
    if claim.kind is not ClaimKind.PROFESSIONAL or day is None:
        return
    blamed = _Blamed(line, day, claim.place_of(line), rightly)
    settings = {places.is_facility(place, day) for place in rightly}
    billed = places.is_facility(blamed.billed, day)
    if settings == {billed} and billed is not None:
        return
    if billed is None:
        yield _unknown(blamed, f"at which rate place {blamed.billed} is paid is not known")
    elif settings != {not billed}:
        yield _unknown(blamed, f"{_either(rightly)} are not known to be paid alike")
    else:
        yield _priced(subject, blamed, places, is_billed_at_facility=billed)


def _priced(
    subject: Subject,
    blamed: _Blamed,
    places: PlacesOfService,
    *,
    is_billed_at_facility: bool,
) -> tuple[Kind, Answer]:
    line, day = blamed.line, blamed.day
    found = subject.rates.find(_service(subject, line, day))
    if not found:
        return _unknown(blamed, "the rates have none for it", "rate")
    rate, *others = found
    if others:
        rows = ", ".join(each.row for each in found)
        return _unknown(blamed, f"the rates say different things of it ({rows})", "rate")
    if line.unit != "UN" or not line.quantity:
        return _unknown(blamed, "it is not billed in units")
    now = _amount(rate, line, at_facility=is_billed_at_facility)
    then = _amount(rate, line, at_facility=not is_billed_at_facility)
    certain = all(
        place is not None and place.rate_certainty == READ_AT_THE_SOURCE
        for place in (places.on(each, day) for each in (blamed.billed, *blamed.rightly))
    )
    check = "" if certain else " Check at which rate these places are paid."
    because = (
        f"{blamed.name}: {now} at place {blamed.billed} ({_RATES[is_billed_at_facility]}), "
        f"{then} at {_either(blamed.rightly)} ({_RATES[not is_billed_at_facility]}): "
        f"{_sentence(then - now)}{check}"
    )
    source = f"{subject.rates.name}, {rate.row}: {rate.source}"
    return PAID_OTHERWISE, _answer(blamed, Outcome.YES, because, then - now, source=source)


def _unknown(blamed: _Blamed, why: str, missing: str = "place_of_service") -> tuple[Kind, Answer]:
    because = f"{blamed.name}: at place {blamed.billed} it may be paid otherwise, but {why}."
    return CANNOT_TELL, _answer(blamed, Outcome.CANNOT_TELL, because, None, missing=(missing,))


def _answer(  # noqa: PLR0913 -- an answer has as many parts
    blamed: _Blamed,
    outcome: Outcome,
    because: str,
    amount: Decimal | None,
    *,
    source: str = "the office's own rates",
    missing: tuple[str, ...] = (),
) -> Answer:
    return Answer(
        outcome=outcome,
        because=because,
        missing=missing,
        line=blamed.line,
        source=source,
        difference=Difference(blamed.line.number, blamed.billed, blamed.rightly, amount),
    )


def _service(subject: Subject, line: ServiceLine, day: date) -> Service:
    """What a rate is asked for: the ZIP is that of the service facility, else the biller's."""
    claim = subject.claim
    names = {claim.parties.payer.identifier, subject.payer.payer if subject.payer else ""} - {""}
    return Service(
        line.procedure.upper(),
        tuple(each.upper() for each in line.modifiers),
        day,
        frozenset(name.upper() for name in names),
        _postal_code(claim),
    )


def _postal_code(claim: Claim) -> str:
    facility = service_facility(claim)
    return (facility.postal_code if facility else "") or claim.parties.billing.postal_code


def _amount(rate: PlaceRate, line: ServiceLine, *, at_facility: bool) -> Decimal:
    amount = rate.amount(at_facility=at_facility) * line.quantity
    return amount.quantize(CENT, ROUND_HALF_UP)


def _sentence(difference: Decimal) -> str:
    if not difference:
        return "no difference."
    return f"{abs(difference)} {'too little' if difference > 0 else 'too much'} is paid."


def _either(places: tuple[str, ...]) -> str:
    return " or ".join(places)


_RATES = {True: "facility rate", False: "nonfacility rate"}
