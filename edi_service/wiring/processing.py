"""``process``: claims in; findings, cases and requests out, by one process or by several."""

from __future__ import annotations

from collections import ChainMap
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Self
from zoneinfo import ZoneInfo

from edi_service.edge import knowledge
from edi_service.edge.folder import OutputFolder
from edi_service.edge.inbox import arrivals
from edi_service.edge.split_log import SPLIT_LOG, SplitLog, Splitting
from edi_service.edge.workers import Crew, can_share, processors, tasks_of
from edi_service.service.run import Run
from edi_service.service.split import ByClaim, BySet, Split, Stop
from edi_service.wiring.asked import Outcome, in_one_sentence, nobody, read_desk, read_outside
from edi_service.wiring.codes import existing_code_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from edi_service.edge.store.store import SqlStore
    from edi_service.edge.workers import Task
    from edi_service.facts.outside import Askers
    from edi_service.policy.across import Across
    from edi_service.service.ports import Arrival, Outbox
    from edi_service.service.recording import Recorder
    from edi_service.service.run import Part
    from edi_service.service.split import Splits
    from edi_service.service.store import Store
    from edi_service.wiring.asked import Options


def _to_nobody(sentence: str) -> None:
    """Nobody listens."""
    del sentence


def process(
    options: Options,
    advance: Callable[[int, int], None],
    say: Callable[[str], None] = _to_nobody,
) -> Outcome:
    """
    Process the inputs of *options* into its output folder.

    Args:
        options: what was asked for.
        advance: called with (bytes read, bytes in all) as the work goes on.
        say: told, in a sentence, what is no result: where a key ring was made.

    Raises:
        CannotDoIt: an input, a policy, the facts, the configuration or the store cannot be read, or
            the results cannot be written; nothing is left half-written.
    """
    with in_one_sentence():
        return _process(options, advance, say)


def _process(
    options: Options, advance: Callable[[int, int], None], say: Callable[[str], None]
) -> Outcome:
    found = list(arrivals(options.inputs))
    total = sum(arrival.size for arrival in found)
    jobs = processors(options.jobs)
    own = partial(ProcessWorker, advance=lambda done: advance(done, total))
    # Claims are held against each other by one reader, who has to remember them, and so are the
    # units that one claim leaves of an authorization for the next.
    # A store is kept by one writer: each batch of claims follows from those before it.
    needs_one = options.across or options.store is not None or options.authorizations is not None
    if jobs > 1 and not needs_one and can_share(found):
        outcome = _process_together(options, found, jobs, own)
        if outcome is not None:
            return outcome
    worker = own(options)
    with _store(options, say) as store, _outbox(options) as outbox:
        split = _split(outbox, options)
        run = worker.start(outbox, options.first_control_number, split=split, store=store)
        for arrival in found:
            run.take(arrival)
        return Outcome(run.finish(), run.has_errors)


def _store(options: Options, say: Callable[[str], None]) -> AbstractContextManager[SqlStore | None]:
    """The store that claims and cases are kept in, if any."""
    if options.store is None:
        return nullcontext()
    from edi_service.wiring.keeping import opened  # noqa: PLC0415 -- most runs have none

    return opened(options.store, say, make=True)


def _batch_from(options: Options) -> int | None:
    """The number of the first interchange of a batch; 0 where a store numbers them."""
    if not options.batch:
        return None
    return options.first_control_number if options.store is None else 0


def _outbox(options: Options) -> OutputFolder:
    return OutputFolder(options.out, with_split=options.split, batch_from=_batch_from(options))


def _split(outbox: OutputFolder, options: Options) -> Split | None:
    if not options.split:
        return None
    if Stop(options.stop) is Stop.SET:
        return Split(BySet(outbox.accepted, outbox.held, outbox.spool))
    return Split(ByClaim(outbox.accepted, outbox.held))


def _process_together(
    options: Options,
    found: list[Arrival],
    jobs: int,
    make: Callable[[Options], ProcessWorker],
) -> Outcome | None:
    """None when a row of facts was asked for by claims of two providers: one must read alone."""
    with Crew(jobs - 1, ProcessWorker, options) as crew:
        own = make(options)
        with _outbox(options) as outbox:
            shared, joint = Shared.of(found, own.as_of), Joint(outbox, options)
            tasks, told = crew.share(
                own, shared, tasks_of(found, jobs), outbox.workplace, joint.join
            )
            if not all(own.outside.agrees(each.askers) for each in told):
                return None
            run = own.start(outbox, options.first_control_number)
            parts = dict(ChainMap(*(each.parts for each in told)))
            for arrival, group in groupby(enumerate(tasks), lambda pair: pair[1].arrival):
                read = [parts[index] for index, _ in group]
                for part in read:
                    run.add(part)
                run.log_read(arrival, sum(part.totals.claims for part in read))
            return Outcome(run.finish(), run.has_errors)


class Joint:
    """Where the parts of a run are put together: requests numbered on, claims split."""

    def __init__(self, outbox: OutputFolder, options: Options) -> None:
        self._outbox = outbox
        self._number = options.first_control_number
        split = _split(outbox, options)
        self._splitting = None if split is None else Splitting(split)

    def join(self, task: Task, part: Path) -> None:
        """Add the folder *part* of the results of *task*; called for each task in order."""
        self._number = self._outbox.join(part, self._number)
        if self._splitting is not None:
            self._splitting.join(part, task.stretch)


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

    def __init__(self, options: Options, advance: Callable[[int], None] = nobody) -> None:
        """Read what *options* name; *advance* is told how many bytes have been read."""
        self._desk = read_desk(
            options.config,
            options.policies,
            codes=knowledge.read_code_sets(existing_code_folder(options.codes, options.config)),
            authorizations=options.authorizations,
            as_of=options.as_of,
        )
        if options.rates is not None:
            self._desk = replace(self._desk, rates=knowledge.read_rates(options.rates))
        zone = ZoneInfo(self._desk.config.zone)
        self.outside = read_outside(options.facts, options.encounters, options.eligibility, zone)
        self._is_across = options.across
        self._is_split = options.split
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
        split: Splits | None = None,
        store: Store | None = None,
    ) -> Run:
        """A run into *outbox* whose requests are numbered from *number*, or by the *store*."""
        return Run(
            self._desk,
            self.outside,
            outbox,
            first_control_number=number,
            advance=advance or self._advance,
            split=split,
            seen=self._seen,
            across=self._across() if self._is_across else None,
            recorder=None if store is None else self._recorder(store),
        )

    def _across(self) -> Across:
        from edi_service.policy.across import Across  # noqa: PLC0415 -- only when asked for

        return Across(self._desk.library)

    def _recorder(self, store: Store) -> Recorder:
        from edi_service.service.recording import Recorder  # noqa: PLC0415 -- only when asked for

        return Recorder(lambda write: write(store), self.as_of, batch=self._is_batch)

    def begin(self, shared: Shared) -> None:
        """Take over what all must know."""
        self._desk = replace(self._desk, as_of=shared.as_of)
        self._seen = shared.seen

    def work(self, index: int, task: Task, folder: Path) -> None:
        """Process a file or a stretch of it."""
        with OutputFolder(folder, is_part=True) as outbox, self._split_log(folder) as log:
            split = None if log is None else SplitLog(log)
            run = self.start(outbox, 1, advance=nobody, split=split)
            run.read(task.arrival, task.stretch)
            self._parts[index] = run.close()
        self._advance(task.done)

    def _split_log(self, folder: Path) -> AbstractContextManager[BinaryIO | None]:
        return (folder / SPLIT_LOG).open("wb") if self._is_split else nullcontext()

    def report(self) -> Told:
        """The counts of each task, and who asked for facts."""
        return Told(self._parts, self.outside.askers)
