"""From options to a running service: the only place that knows everyone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from edi_service.edge import knowledge
from edi_service.edge.folder import OutputFolder
from edi_service.edge.inbox import InputUnreadable, arrivals
from edi_service.edge.knowledge import KnowledgeRefused
from edi_service.service.desk import Desk
from edi_service.service.run import Run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from edi_service.report.summary import Summary


class CannotDoIt(Exception):  # noqa: N818 -- a sentence for its reader
    """What was asked cannot be done; the message says why in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What ``edi-service process`` was asked for; *as_of* is ISO 8601, or empty for now."""

    inputs: tuple[str, ...]
    out: Path
    as_of: str = ""
    policies: tuple[Path, ...] = ()
    facts: Path | None = None
    authorizations: Path | None = None
    config: Path | None = None
    first_control_number: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """The totals of a run, and whether anything of error severity was found."""

    summary: Summary
    has_errors: bool


def process(options: Options, advance: Callable[[int, int], None]) -> Outcome:
    """
    Process the inputs of *options* into its output folder.

    Args:
        options: what was asked for.
        advance: called with (bytes read, bytes in all) as the work goes on.

    Raises:
        CannotDoIt: an input, a policy, the facts or the configuration cannot be read, or the
            results cannot be written; nothing is left half-written.
    """
    try:
        return _process(options, advance)
    except (KnowledgeRefused, InputUnreadable) as fault:
        raise CannotDoIt(str(fault)) from None
    except OSError as fault:
        message = f"{fault.filename or 'the results'}: {fault.strerror}"
        raise CannotDoIt(message) from None


def _process(options: Options, advance: Callable[[int, int], None]) -> Outcome:
    config = knowledge.read_config(options.config)
    desk = Desk(
        library=knowledge.read_library(options.policies, config.aliases()),
        config=config,
        authorizations=knowledge.read_authorizations(options.authorizations),
        document_titles=knowledge.read_document_titles(options.policies),
        service_types=knowledge.read_service_types(),
        as_of=moment(options.as_of, ZoneInfo(config.zone)),
    )
    facts = knowledge.read_facts(options.facts)
    found = list(arrivals(options.inputs))
    total = sum(arrival.size for arrival in found)
    with OutputFolder(options.out) as outbox:
        run = Run(
            desk,
            facts,
            outbox,
            first_control_number=options.first_control_number,
            advance=lambda done: advance(done, total),
        )
        for arrival in found:
            run.take(arrival)
        return Outcome(run.finish(), run.has_errors)


def moment(text: str, zone: ZoneInfo) -> datetime:
    """
    The moment *text* names, with its zone; now when it is empty.

    A day means its first instant in *zone*; a time without an offset is one in *zone*.

    Raises:
        CannotDoIt: *text* is not ISO 8601.
    """
    if not text:
        return datetime.now(zone)
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is no date or time in ISO 8601, such as 2026-11-22 or 2026-11-22T09:30"
        raise CannotDoIt(message) from None
    return when if when.tzinfo else when.replace(tzinfo=zone)
