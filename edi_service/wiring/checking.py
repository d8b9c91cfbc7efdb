"""``check``: claim files judged for themselves, by one process or by several."""

from __future__ import annotations

from collections import ChainMap
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO
from zoneinfo import ZoneInfo

from edi_service.edge import knowledge
from edi_service.edge.check_output import JsonOutput, PageOutput, RowsOutput, TextOutput
from edi_service.edge.folder import FINDINGS
from edi_service.edge.guides import find_guide
from edi_service.edge.inbox import arrivals
from edi_service.edge.workers import Crew, can_share, processors, tasks_of
from edi_service.service.check import Check, CheckTotals
from edi_service.service.snip import parse_types
from edi_service.wiring.asked import in_one_sentence, moment, nobody, read_desk
from edi_service.wiring.codes import existing_code_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from edi_service.edge.workers import Task
    from edi_service.service.acknowledging import Acknowledger
    from edi_service.service.check import CheckOutput
    from edi_service.service.ports import Arrival
    from edi_service.wiring.asked import CheckOptions


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
    with in_one_sentence():
        return _check(options, target, advance)


def _check(options: CheckOptions, target: BinaryIO, advance: Callable[[int, int], None]) -> bool:
    found = list(arrivals(options.inputs))
    total = sum(arrival.size for arrival in found)
    jobs = processors(options.jobs)
    worker = partial(CheckWorker, advance=lambda done: advance(done, total))
    # Answers are written from books of whole interchanges, which only one reader can keep.
    if jobs > 1 and options.acknowledgments is None and can_share(found):
        return _check_together(options, found, jobs, worker, target)
    one = worker(options).start(output_of(options, target))
    for arrival in found:
        one.take(arrival)
    return one.finish().has_errors


def _check_together(
    options: CheckOptions,
    found: list[Arrival],
    jobs: int,
    make: Callable[[CheckOptions], CheckWorker],
    target: BinaryIO,
) -> bool:
    output, totals = output_of(options, target), CheckTotals()
    with Crew(jobs - 1, CheckWorker, options) as crew, TemporaryDirectory() as name:
        own, folder = make(options), Path(name)

        def join(_: Task, part: Path) -> None:
            with (part / FINDINGS).open("rb") as findings:
                output.take(findings)

        _, told = crew.share(own, own.as_of, tasks_of(found, jobs), folder, join)
        parts = dict(ChainMap(*told))
        for _, part in sorted(parts.items()):
            totals.add(part)
    output.finish(totals)
    return totals.has_errors


def output_of(options: CheckOptions, target: BinaryIO) -> TextOutput | JsonOutput | PageOutput:
    """What writes findings to *target* in the format asked for."""
    if options.output_format == "json":
        return JsonOutput(target)
    sort = PageOutput if options.output_format == "html" else TextOutput
    return sort(target, show_phi=options.show_phi)


class CheckWorker:
    """Checks files and stretches of files; its tasks leave their findings in one file each."""

    def __init__(self, options: CheckOptions, advance: Callable[[int], None] = nobody) -> None:
        """Read what *options* name; *advance* is told how many bytes have been read."""
        self._options = options
        self._advance = advance
        self._types = parse_types(options.snip)
        self._codes = knowledge.read_code_sets(existing_code_folder(options.codes, options.config))
        self._desk = None
        if options.policies:
            self._desk = read_desk(
                options.config, options.policies, codes=self._codes, as_of=options.as_of
            )
        self._parts: dict[int, CheckTotals] = {}

    @property
    def as_of(self) -> datetime | None:
        """The moment that policies are asked for; None when they are not."""
        return self._desk.as_of if self._desk is not None else None

    def start(self, output: CheckOutput, advance: Callable[[int], None] | None = None) -> Check:
        """A check whose findings go to *output*."""
        return Check(
            output,
            desk=self._desk,
            codes=self._codes,
            find_guide=find_guide,
            acknowledger=_acknowledger(self._options),
            types=self._types,
            advance=advance or self._advance,
        )

    def begin(self, shared: datetime | None) -> None:
        """Ask policies for the moment that all ask for."""
        if self._desk is not None and shared is not None:
            self._desk = replace(self._desk, as_of=shared)

    def work(self, index: int, task: Task, folder: Path) -> None:
        """Check a file or a stretch of it."""
        with (folder / FINDINGS).open("wb") as target:
            is_page = self._options.output_format == "html"
            output: CheckOutput = output_of(self._options, target)
            if is_page:
                output = RowsOutput(target, show_phi=self._options.show_phi)
            one = self.start(output, nobody)
            one.take(task.arrival, task.stretch)
        self._parts[index] = one.totals
        self._advance(task.done)

    def report(self) -> dict[int, CheckTotals]:
        """The totals of each task."""
        return self._parts


def _acknowledger(options: CheckOptions) -> Acknowledger | None:
    if options.acknowledgments is None:
        return None
    from edi_service.edge.answers import AnswersFolder  # noqa: PLC0415 -- only when asked for
    from edi_service.service.acknowledging import Acknowledger  # noqa: PLC0415

    zone = ZoneInfo(knowledge.read_config(options.config).zone)
    folder = AnswersFolder(options.acknowledgments)
    return Acknowledger(folder.keep, knowledge.read_status_table(), moment(options.as_of, zone))
