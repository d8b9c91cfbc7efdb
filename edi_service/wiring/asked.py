"""What is asked of the service, and what has to be read for it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from edi_service.edge import knowledge
from edi_service.service.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.codes.sets import CodeSets
    from edi_service.facts.outside import Outside
    from edi_service.report.summary import Summary
    from edi_service.service.desk import Desk


class CannotDoIt(Exception):  # noqa: N818 -- a sentence for its reader
    """What was asked cannot be done; the message says why in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreOptions:
    """
    Which store, and with which keys.

    *url* is ``postgresql://…``, ``sqlite:///FILE`` or a file of SQLite; *keys* the file of the key
    ring, None where the environment or the default says where it lies.
    """

    url: str
    keys: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """
    What ``edi-service process`` was asked for.

    *as_of* is ISO 8601, or empty for now; *batch* gathers requests into one interchange for each
    sender and receiver; *split* asks for ``accepted.837`` and
    ``held.837``; *stop* says whether an error holds its claim or its set: claim or set.  *jobs*
    counts processes, 0 is one a processor.
    """

    inputs: tuple[str, ...]
    out: Path
    as_of: str = ""
    policies: tuple[Path, ...] = ()
    facts: Path | None = None
    encounters: Path | None = None
    eligibility: Path | None = None
    authorizations: Path | None = None
    rates: Path | None = None
    config: Path | None = None
    codes: Path | None = None
    first_control_number: int = 1
    batch: bool = False
    split: bool = False
    stop: str = "claim"
    across: bool = False
    jobs: int = 1
    store: StoreOptions | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """
    What ``edi-service check`` was asked for.

    *output_format* is text, json or html; *jobs* counts processes, 0 is one a processor.
    """

    inputs: tuple[str, ...]
    output_format: str = "text"
    snip: str = ""
    policies: tuple[Path, ...] = ()
    config: Path | None = None
    codes: Path | None = None
    acknowledgments: Path | None = None
    as_of: str = ""
    show_phi: bool = False
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """The totals of a run, and whether anything of error severity was found."""

    summary: Summary
    has_errors: bool


@contextmanager
def in_one_sentence() -> Iterator[None]:
    """Turn what can go wrong at the edge into one sentence for whoever asked."""
    try:
        yield
    except Refused as fault:
        raise CannotDoIt(str(fault)) from None
    except OSError as fault:
        message = f"{fault.filename or 'the results'}: {fault.strerror}"
        raise CannotDoIt(message) from None


def read_desk(
    config_file: Path | None,
    policies: tuple[Path, ...],
    *,
    codes: CodeSets,
    authorizations: Path | None = None,
    as_of: str = "",
) -> Desk:
    """What lies on the desk, from the files named; *as_of* is ISO 8601, or empty for now."""
    from edi_service.edge.guides import find_guide  # noqa: PLC0415 -- check has no desk
    from edi_service.service.desk import Desk  # noqa: PLC0415 -- likewise

    config = knowledge.read_config(config_file)
    rates = config_file.parent / config.rates.file if config_file and config.rates.file else None
    return Desk(
        library=knowledge.read_library(policies, config.aliases()),
        config=config,
        authorizations=knowledge.read_authorizations(authorizations),
        document_titles=knowledge.read_document_titles(policies),
        service_types=knowledge.read_service_types(),
        codes=codes,
        find_guide=find_guide,
        as_of=moment(as_of, ZoneInfo(config.zone)),
        rates=knowledge.read_rates(rates),
    )


def read_outside(
    facts: Path | None, encounters: Path | None, eligibility: Path | None, zone: ZoneInfo
) -> Outside:
    """What is known of claims from outside them, from the files named; *zone* is the office's."""
    from edi_service.facts.outside import Outside  # noqa: PLC0415 -- check asks for no facts

    return Outside(
        knowledge.read_facts(facts),
        knowledge.read_encounters(encounters, zone),
        knowledge.read_eligibility(eligibility),
    )


def nobody(done: int) -> None:
    """Nobody is told that so many bytes are done."""
    del done


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
