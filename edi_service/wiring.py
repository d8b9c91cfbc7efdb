"""From options to a running service: the only place that knows everyone."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, BinaryIO
from zoneinfo import ZoneInfo

from edi_service.codes.listing import Said
from edi_service.edge import knowledge
from edi_service.edge.check_output import JsonOutput, PageOutput, TextOutput
from edi_service.edge.code_folder import (
    CodeFileRefused,
    CodeFolder,
    CodeSetName,
    user_folder,
)
from edi_service.edge.folder import OutputFolder
from edi_service.edge.guides import find_guide
from edi_service.edge.inbox import InputUnreadable, arrivals
from edi_service.edge.knowledge import KnowledgeRefused
from edi_service.service.check import Check
from edi_service.service.desk import Desk
from edi_service.service.snip import SnipRefused, parse_types
from edi_service.service.split import ByClaim, BySet, Split, Stop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from edi_service.codes.sets import CodeSets
    from edi_service.report.summary import Summary
    from edi_service.service.acknowledging import Acknowledger
    from edi_service.service.check import CheckOutput


class CannotDoIt(Exception):  # noqa: N818 -- a sentence for its reader
    """What was asked cannot be done; the message says why in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """
    What ``edi-service process`` was asked for.

    *as_of* is ISO 8601, or empty for now.  *split* asks for ``accepted.837`` and ``held.837``;
    *stop* says whether an error holds its claim or its set: claim or set.
    """

    inputs: tuple[str, ...]
    out: Path
    as_of: str = ""
    policies: tuple[Path, ...] = ()
    facts: Path | None = None
    authorizations: Path | None = None
    config: Path | None = None
    codes: Path | None = None
    first_control_number: int = 1
    split: bool = False
    stop: str = "claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """What ``edi-service check`` was asked for; *output_format* is text, json or html."""

    inputs: tuple[str, ...]
    output_format: str = "text"
    snip: str = ""
    policies: tuple[Path, ...] = ()
    config: Path | None = None
    codes: Path | None = None
    acknowledgments: Path | None = None
    as_of: str = ""
    show_phi: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """
    What ``edi-service codes import`` was asked for.

    *code_set* is icd10cm, hcpcs, cpt or cdt; *starts* and *ends* are ISO 8601, or empty where the
    list says them itself.
    """

    code_set: str
    file: Path
    starts: str = ""
    ends: str = ""
    release: str = ""
    source: str = ""
    certainty: str = ""
    config: Path | None = None
    codes: Path | None = None


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
    with _in_one_sentence():
        return _process(options, advance)


def check(options: CheckOptions, target: BinaryIO, advance: Callable[[int, int], None]) -> bool:
    """
    Check the inputs of *options*, writing to *target*; whether anything of error severity is there.

    Args:
        options: what was asked for.
        target: takes the findings in the format asked for.
        advance: called with (bytes read, bytes in all) as the work goes on.

    Raises:
        CannotDoIt: as :func:`process`.
    """
    with _in_one_sentence():
        return _check(options, target, advance)


def import_codes(options: ImportOptions) -> str:
    """
    Import a list of codes, so that the next run holds claims against it; what was taken, in words.

    Raises:
        CannotDoIt: the file is no such list, its days overlap with those of another one, or it
            cannot be kept; what was held before is held still.
    """
    with _in_one_sentence():
        said = Said(
            name=options.release,
            starts=_day(options.starts),
            ends=_day(options.ends),
            source=options.source or options.file.name,
            certainty=options.certainty,
        )
        folder = _code_folder(options.codes, options.config)
        taken = CodeFolder(folder).take(CodeSetName(options.code_set), options.file, said)
        return f"{options.code_set}: {taken.name} holds from {taken.days}, kept in {folder}"


def held_codes(codes: Path | None, config_file: Path | None) -> list[dict[str, str | int]]:
    """
    The lists of codes that claims are held against: a row a list.

    The keys are set, release, from, to, codes (how many), certainty and source; from and to are
    empty of a table whose rows have days of their own.

    Raises:
        CannotDoIt: the configuration or a list cannot be read.
    """
    with _in_one_sentence():
        folder = CodeFolder(_existing_code_folder(codes, config_file))
        return [
            {
                "set": each.set,
                "release": each.release,
                "from": each.starts,
                "to": each.ends,
                "codes": each.codes,
                "certainty": each.certainty,
                "source": each.source,
            }
            for each in folder.holdings()
        ]


@contextmanager
def _in_one_sentence() -> Iterator[None]:
    """Turn what can go wrong at the edge into one sentence for whoever asked."""
    try:
        yield
    except (KnowledgeRefused, CodeFileRefused, InputUnreadable, SnipRefused) as fault:
        raise CannotDoIt(str(fault)) from None
    except OSError as fault:
        message = f"{fault.filename or 'the results'}: {fault.strerror}"
        raise CannotDoIt(message) from None


def _check(options: CheckOptions, target: BinaryIO, advance: Callable[[int, int], None]) -> bool:
    outputs: dict[str, Callable[[], CheckOutput]] = {
        "text": lambda: TextOutput(target, show_phi=options.show_phi),
        "json": lambda: JsonOutput(target),
        "html": lambda: PageOutput(target, show_phi=options.show_phi),
    }
    types = parse_types(options.snip)
    codes = knowledge.read_code_sets(_existing_code_folder(options.codes, options.config))
    desk = None
    if options.policies:
        desk = _desk(options.config, options.policies, codes=codes, as_of=options.as_of)
    found = list(arrivals(options.inputs))
    total = sum(arrival.size for arrival in found)
    one = Check(
        outputs[options.output_format](),
        desk=desk,
        codes=codes,
        find_guide=find_guide,
        acknowledger=_acknowledger(options),
        types=types,
        advance=lambda done: advance(done, total),
    )
    for arrival in found:
        one.take(arrival)
    return one.finish().has_errors


def _acknowledger(options: CheckOptions) -> Acknowledger | None:
    if options.acknowledgments is None:
        return None
    from edi_service.edge.answers import AnswersFolder  # noqa: PLC0415 -- only when asked for
    from edi_service.service.acknowledging import Acknowledger  # noqa: PLC0415

    zone = ZoneInfo(knowledge.read_config(options.config).zone)
    folder = AnswersFolder(options.acknowledgments)
    return Acknowledger(folder.keep, knowledge.read_status_table(), moment(options.as_of, zone))


def _desk(
    config_file: Path | None,
    policies: tuple[Path, ...],
    *,
    codes: CodeSets,
    authorizations: Path | None = None,
    as_of: str = "",
) -> Desk:
    config = knowledge.read_config(config_file)
    return Desk(
        library=knowledge.read_library(policies, config.aliases()),
        config=config,
        authorizations=knowledge.read_authorizations(authorizations),
        document_titles=knowledge.read_document_titles(policies),
        service_types=knowledge.read_service_types(),
        codes=codes,
        find_guide=find_guide,
        as_of=moment(as_of, ZoneInfo(config.zone)),
    )


def _process(options: Options, advance: Callable[[int, int], None]) -> Outcome:
    from edi_service.service.run import Run  # noqa: PLC0415 -- its log would slow down check

    desk = _desk(
        options.config,
        options.policies,
        codes=knowledge.read_code_sets(_existing_code_folder(options.codes, options.config)),
        authorizations=options.authorizations,
        as_of=options.as_of,
    )
    facts = knowledge.read_facts(options.facts)
    found = list(arrivals(options.inputs))
    total = sum(arrival.size for arrival in found)
    with OutputFolder(options.out, with_split=options.split) as outbox:
        run = Run(
            desk,
            facts,
            outbox,
            first_control_number=options.first_control_number,
            advance=lambda done: advance(done, total),
            split=_split(outbox, Stop(options.stop)) if options.split else None,
        )
        for arrival in found:
            run.take(arrival)
        return Outcome(run.finish(), run.has_errors)


def _split(outbox: OutputFolder, stop: Stop) -> Split:
    if stop is Stop.SET:
        return Split(BySet(outbox.accepted, outbox.held, outbox.spool))
    return Split(ByClaim(outbox.accepted, outbox.held))


def _code_folder(named: Path | None, config_file: Path | None) -> Path:
    """Where imported lists are kept; it need not exist."""
    return named or _configured_code_folder(config_file) or user_folder()


def _existing_code_folder(named: Path | None, config_file: Path | None) -> Path:
    """
    As :func:`_code_folder`, but one that somebody named must exist.

    A folder nobody named holds nothing until something is imported.
    """
    if (said := named or _configured_code_folder(config_file)) and not said.is_dir():
        message = f"the codes {said} are no folder that can be read"
        raise CannotDoIt(message)
    return _code_folder(named, config_file)


def _configured_code_folder(config_file: Path | None) -> Path | None:
    """The configuration's folder, which starts where its file lies."""
    folder = knowledge.read_config(config_file).codes.folder
    return config_file.parent / folder if config_file and folder else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        message = f"{text!r} is no date in ISO 8601, such as 2026-10-01"
        raise CannotDoIt(message) from None


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
