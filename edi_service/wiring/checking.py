"""``check``: claim files judged for themselves, by one process or by several."""

from __future__ import annotations

from collections import ChainMap
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO, NamedTuple
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
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime

    from edi_service.edge.answer_log import Answering, AnswerLog
    from edi_service.edge.answers import AnswersFolder
    from edi_service.edge.workers import Task
    from edi_service.finding import Finding
    from edi_service.service.acknowledging import Acknowledger, Books
    from edi_service.service.check import CheckOutput
    from edi_service.service.ports import Arrival
    from edi_service.service.stretch import Stretch
    from edi_service.wiring.asked import CheckOptions

    Output = TextOutput | JsonOutput | PageOutput


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
    worker = partial(CheckWorker, advance=lambda done: advance(done, total))
    with _answers(options) as answers:
        totals = None
        if processors(options.jobs) > 1 and can_share(found):
            totals = _check_together(options, found, worker, target, answers)
        if totals is None:
            totals = _check_alone(worker(options), found, output_of(options, target), answers)
        if answers is not None:
            answers.publish()
    return totals.has_errors


def _answers(options: CheckOptions) -> AbstractContextManager[AnswersFolder | None]:
    """The folder for answers, when any are wanted."""
    if options.acknowledgments is None:
        return nullcontext()
    from edi_service.edge.answers import AnswersFolder  # noqa: PLC0415 -- only when asked for

    return AnswersFolder(options.acknowledgments)


def _check_alone(
    worker: CheckWorker, found: list[Arrival], output: Output, answers: AnswersFolder | None
) -> CheckTotals:
    one = worker.start(output, worker.acknowledger(answers))
    for arrival in found:
        one.take(arrival)
    return one.finish()


def _check_together(
    options: CheckOptions,
    found: list[Arrival],
    make: Callable[[CheckOptions], CheckWorker],
    target: BinaryIO,
    answers: AnswersFolder | None,
) -> CheckTotals | None:
    """None when what is wrong with a header follows from one in another part: one must read it."""
    jobs = processors(options.jobs)
    with Crew(jobs - 1, CheckWorker, options) as crew, TemporaryDirectory() as name:
        own, folder = make(options), Path(name)
        joint = Joint(output_of(options, target), own.acknowledger(answers))
        _, told = crew.share(own, own.moments, tasks_of(found, jobs), folder, joint.join)
        if not joint.agrees(told):
            if answers is not None:
                answers.forget()
            return None
        return joint.finish(told)


class Joint:
    """
    Where the parts of a check are put together.

    Where files are answered, findings wait until it is known that the answers are right.
    """

    def __init__(self, output: Output, acknowledger: Acknowledger | None) -> None:
        self._output = output
        self._waiting: list[Path] = []
        self._answering: Answering | None = None
        if acknowledger is not None:
            from edi_service.edge.answer_log import Answering  # noqa: PLC0415 -- likewise

            self._answering = Answering(acknowledger)

    def join(self, task: Task, part: Path) -> None:
        """Add the folder *part* of the results of *task*; called for each task in order."""
        if self._answering is None:
            self._show(part)
        else:
            self._answering.join(part, task.stretch)
            self._waiting.append(part)

    def agrees(self, told: list[Told]) -> bool:
        """Whether all that is wrong with headers was seen by whoever read them."""
        headers = chain.from_iterable(each.headers for each in told)
        return self._answering is None or self._answering.agrees(headers)

    def finish(self, told: list[Told]) -> CheckTotals:
        """Show what waits, then the totals."""
        for part in self._waiting:
            self._show(part)
        totals = CheckTotals()
        for _, counted in sorted(dict(ChainMap(*(each.parts for each in told))).items()):
            totals.add(counted)
        self._output.finish(totals)
        return totals

    def _show(self, part: Path) -> None:
        with (part / FINDINGS).open("rb") as findings:
            self._output.take(findings)


class Moments(NamedTuple):
    """What all who check must know: the moments to ask policies for, and of answering."""

    as_of: datetime | None
    answered: datetime | None


class Told(NamedTuple):
    """The totals of tasks done, and what was found wrong with headers while books were kept."""

    parts: dict[int, CheckTotals]
    headers: list[Finding]


def output_of(options: CheckOptions, target: BinaryIO) -> Output:
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
        self._answered: datetime | None = None
        if options.acknowledgments is not None:
            zone = ZoneInfo(knowledge.read_config(options.config).zone)
            self._answered = moment(options.as_of, zone)
        self._parts: dict[int, CheckTotals] = {}
        self._headers: list[Finding] = []

    @property
    def moments(self) -> Moments:
        """The moments that all have to share."""
        return Moments(None if self._desk is None else self._desk.as_of, self._answered)

    def start(
        self,
        output: CheckOutput,
        books: Books | None = None,
        advance: Callable[[int], None] | None = None,
    ) -> Check:
        """A check whose findings go to *output*; *books* are kept of it when they are given."""
        return Check(
            output,
            desk=self._desk,
            codes=self._codes,
            find_guide=find_guide,
            acknowledger=books,
            types=self._types,
            advance=advance or self._advance,
        )

    def acknowledger(self, answers: AnswersFolder | None) -> Acknowledger | None:
        """What answers whole files into *answers*; None when none are wanted."""
        if answers is None or self._answered is None:
            return None
        from edi_service.service.acknowledging import Acknowledger  # noqa: PLC0415 -- likewise

        table = knowledge.read_status_table()
        return Acknowledger(answers.keep, table, self._answered, spools=answers.spools)

    def begin(self, shared: Moments) -> None:
        """Ask policies for the moment that all ask for, and answer at the same."""
        self._answered = shared.answered
        if self._desk is not None and shared.as_of is not None:
            self._desk = replace(self._desk, as_of=shared.as_of)

    def work(self, index: int, task: Task, folder: Path) -> None:
        """Check a file or a stretch of it."""
        is_page = self._options.output_format == "html"
        with (
            (folder / FINDINGS).open("wb") as target,
            self._answer_log(folder, task.stretch) as books,
        ):
            output: CheckOutput = output_of(self._options, target)
            if is_page:
                output = RowsOutput(target, show_phi=self._options.show_phi)
            one = self.start(output, books, nobody)
            one.take(task.arrival, task.stretch)
        self._parts[index] = one.totals
        self._headers += books.told if books is not None else ()
        self._advance(task.done)

    @contextmanager
    def _answer_log(self, folder: Path, stretch: Stretch) -> Iterator[AnswerLog | None]:
        """What is to be known of a *stretch* for answers to the whole file."""
        if self._answered is None:
            yield None
            return
        from edi_service.edge.answer_log import ANSWER_LOG, AnswerLog  # noqa: PLC0415 -- likewise

        table = knowledge.read_status_table()
        with (folder / ANSWER_LOG).open("wb") as target:
            yield AnswerLog(target, stretch, table, self._answered.date())

    def report(self) -> Told:
        """The totals of each task."""
        return Told(self._parts, self._headers)
