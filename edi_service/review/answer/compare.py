"""What was certified beside what was asked for, service by service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.model import Quiet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from edi_service.review.answer.model import Event, Level

_OURS = "1"  # TRN01 in a request
_DAYS_ASKED = ("472", "AAH", "435")
_DAYS_CERTIFIED = ("007", *_DAYS_ASKED)


class Change(Quiet, frozen=True):
    """
    Something that was certified otherwise than asked: procedure, modifiers, quantity or days.

    *line* is LX01 of the service; empty for the event.
    """

    line: str
    what: str
    asked: str
    certified: str


def trace_of(level: Level, kind: str) -> str:
    """The trace number of a level: ``1`` of whoever wrote it, ``2`` of whoever it answers."""
    return next((trace.number for trace in level.traces if trace.kind == kind), "")


def line_of(trace: str, of_event: str) -> str:
    """
    Which line a service is, told by its trace number; empty when that does not tell.

    A request of ours numbers its services by the event's trace number, a hyphen, and LX01.
    """
    start = f"{of_event}-"
    return trace.removeprefix(start) if of_event and trace.startswith(start) else ""


def pair(asked: Event, answered: Event) -> tuple[Level | None, ...]:
    """
    The service of the request that each service of the answer is about.

    By its trace number; without one by its procedure, where that stands once on either side.
    None where neither tells.
    """
    by_trace = {trace_of(line, _OURS): line for line in asked.lines}
    theirs = [_procedure(line) for line in answered.lines]
    ours = [_procedure(line) for line in asked.lines]
    pairs: list[Level | None] = []
    for line, procedure in zip(answered.lines, theirs, strict=True):
        trace = trace_of(line, "2")
        is_alone = bool(procedure) and ours.count(procedure) == theirs.count(procedure) == 1
        if trace in by_trace and trace:
            pairs.append(by_trace[trace])
        else:
            pairs.append(asked.lines[ours.index(procedure)] if is_alone else None)
    return tuple(pairs)


def number_of(line: Level, asked: Event) -> str:
    """LX01 of a service of a request of ours; empty when its trace number does not tell."""
    return line_of(trace_of(line, _OURS), trace_of(asked.level, _OURS))


def changes(line: str, asked: Level, certified: Level) -> Iterator[Change]:
    """What differs at one level; what an answer leaves out is not changed."""
    if asked.services and certified.services:
        old, new = asked.services[0], certified.services[0]
        if new.procedure and (old.procedure, old.through) != (new.procedure, new.through):
            yield Change(line, "procedure", old.procedure, new.procedure)
        elif new.procedure and set(old.modifiers) != set(new.modifiers):
            yield Change(line, "modifiers", " ".join(old.modifiers), " ".join(new.modifiers))
        if _differ(old.quantity, new.quantity):
            yield Change(line, "quantity", str(old.quantity), str(new.quantity))
    if asked.deliveries and certified.deliveries:
        before, after = asked.deliveries[0], certified.deliveries[0]
        if _differ(before.count, after.count):
            yield Change(line, "quantity", str(before.count), str(after.count))
    yield from _days(line, asked, certified)


def _days(line: str, asked: Level, certified: Level) -> Iterator[Change]:
    """Days are changed when those asked for do not lie within those certified."""
    old, new, last = (
        asked.period(*_DAYS_ASKED),
        certified.period(*_DAYS_CERTIFIED),
        certified.period("036"),
    )
    if old is None or new is None or not (old.starts and old.ends and new.starts and new.ends):
        return
    is_open = new.qualifier == "007" and new.starts == new.ends
    end = last.ends if last is not None and last.ends else new.ends
    is_before_end = old.ends <= end or (is_open and last is None)
    if not (new.starts <= old.starts and is_before_end):
        yield Change(line, "days", f"{old.starts} to {old.ends}", f"{new.starts} to {end}")


def _differ(old: Decimal | None, new: Decimal | None) -> bool:
    return old is not None and new is not None and old != new


def _procedure(line: Level) -> str:
    service = next(iter(line.services), None)
    return "" if service is None else f"{service.qualifier}:{service.procedure}".strip(":")
