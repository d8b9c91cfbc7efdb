"""
A policy as an outline: whatever a revision holds, each part on a line of its own.

The outline goes by the model's own fields, so that a part which the language learns is told before
anybody writes words for it; what people ask for most often has words of its own.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from edi_service.codes.clock import Length, describe
from edi_service.finding import Severity
from edi_service.policy.model import (
    ANY_PAYER,
    Channel,
    Circumstance,
    CircumstanceCode,
    CompetingClock,
    Conditions,
    DocumentHeld,
    Event,
    FactIs,
    NextStep,
    Quantity,
    ReasonThere,
    Source,
    Tier,
    Turnaround,
    Window,
)
from edi_service.policy.retrospective.circumstances import WHEN
from edi_service.policy.retrospective.events import WORDS
from edi_service.policy.selection import CodeList, CodeRange
from edi_service.policy.wording.penalties import tier_in_words
from edi_service.policy.wording.windows import by_channel, window_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from edi_service.policy.model import Policy, Revision

LABELS: Mapping[str, str] = {
    "admission_places": "places of service that need an admission date",
    "aftermath": "what follows",
    "afterwards": "once no window is open",
    "because": "because",
    "circumstances": "accepted",
    "evidence": "proof that is wanted",
    "across": "what does not go with a facility's claim",
    "compared": "compared with the records",
    "encounters": "what a claim cannot say of a class of patient",
    "facilities": "where the service facility is named",
    "two_rates": "two rates on one claim",
    "families": "procedures that belong in certain places",
    "excepting": "but not",
    "exempt": "exempt",
    "not_covered": "never covered",
    "decisions": "the payer has to decide",
    "except_payers": "does not bind",
    "equivalents": "an authorization for one covers the other",
    "is_stale": "to be read again",
    "misfits": "what does not go together",
    "notes": "note",
    "or_after": "or after",
    "places": "places of service",
    "requirement": "authorization required",
    "riding": "a professional claim in a facility needs its own authorization",
    "services": "services",
    "unless": "not when",
    "whole_claim": "with the claim as a whole",
    "windows": "asked",
    "tiers": "penalty",
    "turnarounds": "the payer decides",
    "clocks": "runs beside",
}
"""What a field is called where its own name would not do."""

FLAGS = frozenset({"riding", "whole_claim"})
"""Fields whose label says all there is to say when they are set."""

ONE_A_LINE = frozenset(
    {
        "notes",
        "windows",
        "services",
        "exempt",
        "not_covered",
        "equivalents",
        "excepting",
        "evidence",
        "tiers",
        "turnarounds",
        "clocks",
    }
)
"""Fields whose entries are read one by one."""


_WIDEST = 100  # characters of a part told within one line


class Line(NamedTuple):
    """One line of an outline, *depth* steps in."""

    depth: int
    says: str

    def __str__(self) -> str:
        return f"{'  ' * self.depth}{self.says}"


def outline(policy: Policy, day: date | None = None) -> Iterator[Line]:
    """The whole of *policy* in words; of its revisions only those in force on *day*, if given."""
    yield Line(0, f"{policy.title} ({policy.id})")
    yield Line(1, "payer: every payer" if policy.payer == ANY_PAYER else f"payer: {policy.payer}")
    yield from _fields(policy, 1, without=("id", "title", "payer", "revisions"))
    for revision in policy.revisions:
        if day is None or revision.in_force(day):
            yield from revision_outline(revision)


def revision_outline(revision: Revision) -> Iterator[Line]:
    """One revision in words."""
    until = f"to {revision.ends}" if revision.ends else "until further notice"
    yield Line(1, f"Services from {revision.starts} {until}")
    yield from _fields(revision, 2, without=("starts", "ends"))


def part_outline(part: msgspec.Struct) -> Iterator[Line]:
    """One part of a revision in words, such as what an element ``services`` selects."""
    return _fields(part, 0)


def _fields(part: msgspec.Struct, depth: int, without: tuple[str, ...] = ()) -> Iterator[Line]:
    """Each field of *part* that says something, but for those in *without*."""
    for name, value in _said(part):
        if name not in without:
            yield from _labelled(name, value, depth)


def _said(part: msgspec.Struct) -> Iterator[tuple[str, object]]:
    """The fields of *part* with their values, where they say more than nothing."""
    for field in msgspec.structs.fields(part):
        value = getattr(part, field.name)
        # A channel that is not known is worth a word; whatever else was left out is not.
        if value is not None and (value != field.default or field.name == "channel"):
            yield field.name, value


def _labelled(name: str, value: object, depth: int) -> Iterator[Line]:
    label = LABELS.get(name, name.replace("_", " "))
    inline = None if name in ONE_A_LINE else told(value)
    if inline is not None:
        yield Line(depth, label if name in FLAGS else f"{label}: {inline}")
        return
    for each in value if isinstance(value, tuple) else (value,):
        text = told(each)
        if text is not None:
            yield Line(depth, f"{label}: {text}")
        elif isinstance(each, Circumstance):
            yield Line(depth, f"{label}: when {WHEN[each.code]}")
            yield from _fields(each, depth + 1, without=("code",))
        else:
            yield Line(depth, f"{label}:")
            yield from _fields(each, depth + 1)


def told(value: object) -> str | None:
    """*value* within a line; None when it needs lines of its own."""
    for kind, tell in _WORDS:
        if isinstance(value, kind):
            return tell(value)
    if isinstance(value, tuple):
        if any(
            isinstance(each, msgspec.Struct) and not isinstance(each, _INLINE) for each in value
        ):
            return None
        return ", ".join(str(told(each)) for each in value)
    return _short(value) if isinstance(value, msgspec.Struct) else str(value)


def _short(part: msgspec.Struct) -> str | None:
    """A small part, all of whose fields fit within one line."""
    words = []
    for name, value in _said(part):
        text = told(value)
        if text is None:
            return None
        label = LABELS.get(name, name.replace("_", " "))
        words.append(label if name in FLAGS else f"{label}: {text}")
    return "; ".join(words) if sum(map(len, words)) <= _WIDEST else None


def _range(codes: CodeRange) -> str:
    return codes.first if codes.first == codes.last else f"{codes.first} to {codes.last}"


def _list(codes: CodeList) -> str:
    return f"{codes.name} ({len(codes.rows):,} codes, SHA-256 {codes.sha256[:12]})"


def _conditions(group: Conditions) -> str:
    if len(group.parts) == 1 and group.quantity is not Quantity.NONE:
        return str(told(group.parts[0]))
    parts = "; ".join(str(told(each)) for each in group.parts)
    return f"{group.quantity.value.replace('-', ' ')} ({parts})"


def _turnaround(turnaround: Turnaround) -> str:
    says = f"{turnaround.speed.value}: {describe(turnaround.length)}"
    return f"{says}, and silence means {turnaround.silence}"


def _next_step(step: NextStep) -> str:
    others = ((step.in_part, "after a denial in part"), (step.on_appeal, "on appeal"))
    ways = [step.action, *(f"{action} {when}" for action, when in others if action)]
    return f"{', '.join(ways).replace('-', ' ')}: {step.says}"


_WORDS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda value: "yes" if value else "no"),
    (Channel, by_channel),
    (Event, lambda event: WORDS[event].noun),
    (CircumstanceCode, lambda code: WHEN[code]),
    (Severity, lambda severity: severity.label),
    (FactIs, lambda fact: f"the fact {fact.name} is {fact.value}"),
    (DocumentHeld, lambda document: f"the document {document.code} is held"),
    (ReasonThere, lambda reason: WHEN[reason.code]),
    (Conditions, _conditions),
    (Enum, lambda each: str(each.value).replace("-", " ")),
    (date, lambda day: day.isoformat()),
    (Decimal, str),
    (Length, describe),
    (Source, str),
    (CodeRange, _range),
    (CodeList, _list),
    (Window, window_in_words),
    (Tier, tier_in_words),
    (Turnaround, _turnaround),
    (NextStep, _next_step),
    (CompetingClock, lambda clock: f"{clock.kind}: {window_in_words(clock.window)}"),
)
_INLINE = (CodeRange, Conditions, DocumentHeld, FactIs, ReasonThere)
