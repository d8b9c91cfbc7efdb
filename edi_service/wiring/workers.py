"""
Those who do the work, alone or each a part of it.

A worker reads what is asked for by itself, so that it can do so in a process of its own while
others do it too; what it is told afterwards is only what all of them must know.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Self
from zoneinfo import ZoneInfo

from edi_service.edge import knowledge
from edi_service.edge.check_output import JsonOutput, PageOutput, RowsOutput, TextOutput
from edi_service.edge.folder import FINDINGS, OutputFolder
from edi_service.edge.guides import find_guide
from edi_service.service.check import Check
from edi_service.service.snip import parse_types
from edi_service.wiring.asked import moment, read_desk, read_outside
from edi_service.wiring.codes import existing_code_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from edi_service.edge.workers import Task
    from edi_service.facts.outside import Askers
    from edi_service.service.acknowledging import Acknowledger
    from edi_service.service.check import CheckOutput, CheckTotals
    from edi_service.service.ports import Arrival, Outbox
    from edi_service.service.recording import Recorder
    from edi_service.service.run import Part, Run
    from edi_service.service.split import Split
    from edi_service.service.store import Store
    from edi_service.wiring.asked import CheckOptions, Options


def _nobody(done: int) -> None:
    """Nobody is told that so many bytes are done."""
    del done


def output_of(options: CheckOptions, target: BinaryIO) -> TextOutput | JsonOutput | PageOutput:
    """What writes findings to *target* in the format asked for."""
    if options.output_format == "json":
        return JsonOutput(target)
    sort = PageOutput if options.output_format == "html" else TextOutput
    return sort(target, show_phi=options.show_phi)


class CheckWorker:
    """Checks files and stretches of files; its tasks leave their findings in one file each."""

    def __init__(self, options: CheckOptions, advance: Callable[[int], None] = _nobody) -> None:
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
            one = self.start(output, _nobody)
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


@dataclass(frozen=True, slots=True)
class Shared:
    """
    What all who process must know.

    *seen* tells the name of the first arrival with each hash, *as_of* the moment to decide for.
    """

    as_of: datetime
    seen: dict[str, str]

    @classmethod
    def of(cls, found: list[Arrival], as_of: datetime) -> Self:
        """What must be known of *found*."""
        return cls(as_of, {arrival.sha256: arrival.name for arrival in reversed(found)})


class Told(NamedTuple):
    """The counts of tasks done, and which facts were asked for, and by whom."""

    parts: dict[int, Part]
    askers: tuple[Askers, Askers]


class ProcessWorker:
    """Processes files and stretches of files; its tasks leave an output folder each."""

    def __init__(self, options: Options, advance: Callable[[int], None] = _nobody) -> None:
        """Read what *options* name; *advance* is told how many bytes have been read."""
        self._desk = read_desk(
            options.config,
            options.policies,
            codes=knowledge.read_code_sets(existing_code_folder(options.codes, options.config)),
            authorizations=options.authorizations,
            as_of=options.as_of,
        )
        zone = ZoneInfo(self._desk.config.zone)
        self.outside = read_outside(options.facts, options.encounters, options.eligibility, zone)
        self._is_across = options.across
        self._is_batch = options.batch
        self._advance = advance
        self._seen: Mapping[str, str] = {}
        self._parts: dict[int, Part] = {}

    @property
    def as_of(self) -> datetime:
        """The moment to decide for."""
        return self._desk.as_of

    @property
    def place_names(self) -> dict[str, str]:
        """The names of places of service by their codes, as they are called last."""
        return {place.code: place.name for place in self._desk.library.places}

    def start(
        self,
        outbox: Outbox,
        number: int,
        *,
        advance: Callable[[int], None] | None = None,
        split: Split | None = None,
        store: Store | None = None,
    ) -> Run:
        """A run into *outbox* whose requests are numbered from *number*, or by the *store*."""
        from edi_service.policy.across import Across  # noqa: PLC0415 -- likewise
        from edi_service.service.run import Run  # noqa: PLC0415 -- its log would slow down check

        return Run(
            self._desk,
            self.outside,
            outbox,
            first_control_number=number,
            advance=advance or self._advance,
            split=split,
            seen=self._seen,
            across=Across(self._desk.library) if self._is_across else None,
            recorder=None if store is None else self._recorder(store),
        )

    def _recorder(self, store: Store) -> Recorder:
        from edi_service.service.recording import Recorder  # noqa: PLC0415 -- only when asked for

        return Recorder(lambda write: write(store), self.as_of, batch=self._is_batch)

    def begin(self, shared: Shared) -> None:
        """Take over what all must know."""
        self._desk = replace(self._desk, as_of=shared.as_of)
        self._seen = shared.seen

    def work(self, index: int, task: Task, folder: Path) -> None:
        """Process a file or a stretch of it."""
        with OutputFolder(folder) as outbox:
            run = self.start(outbox, 1, advance=_nobody)
            run.read(task.arrival, task.stretch)
            self._parts[index] = run.close()
        self._advance(task.done)

    def report(self) -> Told:
        """The counts of each task, and who asked for facts."""
        return Told(self._parts, self.outside.askers)
