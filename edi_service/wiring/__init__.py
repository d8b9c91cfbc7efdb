"""From options to a running service: the only place that knows everyone."""

from __future__ import annotations

from collections import ChainMap
from contextlib import nullcontext
from functools import partial
from importlib import import_module
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, BinaryIO

from edi_service.edge.folder import FINDINGS, OutputFolder
from edi_service.edge.inbox import arrivals
from edi_service.edge.workers import Crew, can_share, part_of, processors, tasks_of
from edi_service.service.check import CheckTotals
from edi_service.service.split import ByClaim, BySet, Split, Stop
from edi_service.wiring.asked import (
    CannotDoIt,
    CheckOptions,
    Options,
    Outcome,
    in_one_sentence,
    moment,
)
from edi_service.wiring.codes import ImportOptions, held_codes, import_codes
from edi_service.wiring.workers import CheckWorker, ProcessWorker, Shared, output_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from edi_service.edge.store.store import SqlStore
    from edi_service.service.ports import Arrival
    from edi_service.wiring import policies
    from edi_service.wiring.auditing import audit
    from edi_service.wiring.keeping import StoreOptions, list_keys, rotate_keys, verify_audit_log
    from edi_service.wiring.remitting import Knowing, remit

__all__ = [
    "CannotDoIt",
    "CheckOptions",
    "ImportOptions",
    "Knowing",
    "Options",
    "Outcome",
    "StoreOptions",
    "audit",
    "check",
    "held_codes",
    "import_codes",
    "list_keys",
    "moment",
    "policies",
    "process",
    "remit",
    "rotate_keys",
    "verify_audit_log",
]


_ELSEWHERE = {
    "policies": "policies",
    "audit": "auditing",
    "StoreOptions": "keeping",
    "list_keys": "keeping",
    "rotate_keys": "keeping",
    "verify_audit_log": "keeping",
    "Knowing": "remitting",
    "remit": "remitting",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 -- whatever is asked for
    """What few commands need is imported for those: all others would start a fifth later."""
    if name not in _ELSEWHERE:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    module = import_module(f"{__name__}.{_ELSEWHERE[name]}")
    return module if name == _ELSEWHERE[name] else getattr(module, name)


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
        tasks, told = crew.share(own, own.as_of, tasks_of(found, jobs), folder)
        parts = dict(ChainMap(*told))
        for index in range(len(tasks)):
            totals.add(parts[index])
            with (part_of(folder, index) / FINDINGS).open("rb") as findings:
                output.take(findings)
    output.finish(totals)
    return totals.has_errors


def _process(
    options: Options, advance: Callable[[int, int], None], say: Callable[[str], None]
) -> Outcome:
    found = list(arrivals(options.inputs))
    total = sum(arrival.size for arrival in found)
    jobs = processors(options.jobs)
    own = partial(ProcessWorker, advance=lambda done: advance(done, total))
    # The files of a split are renumbered from their first claim on, which one writer has to do.
    # So are claims held against each other, which one reader has to remember, and the units that
    # one claim leaves of an authorization for the next.
    # A store is kept by one writer as well: each batch of claims follows from those before it.
    needs_one = options.split or options.across or options.store is not None
    if jobs > 1 and not (needs_one or options.authorizations) and can_share(found):
        outcome = _process_together(options, found, jobs, own)
        if outcome is not None:
            return outcome
    worker = own(options)
    with (
        _store(options, say) as store,
        OutputFolder(
            options.out, with_split=options.split, batch_from=_batch_from(options)
        ) as outbox,
    ):
        split = _split(outbox, Stop(options.stop)) if options.split else None
        run = worker.start(outbox, options.first_control_number, split=split, store=store)
        for arrival in found:
            run.take(arrival)
        return Outcome(run.finish(), run.has_errors)


def _store(options: Options, say: Callable[[str], None]) -> AbstractContextManager[SqlStore | None]:
    """The store that claims and cases are kept in, if any."""
    if options.store is None:
        return nullcontext()
    from edi_service.wiring.keeping import opened  # noqa: PLC0415 -- see __getattr__

    return opened(options.store, say, make=True)


def _batch_from(options: Options) -> int | None:
    """The number of the first interchange of a batch; 0 where a store numbers them."""
    if not options.batch:
        return None
    return options.first_control_number if options.store is None else 0


def _split(outbox: OutputFolder, stop: Stop) -> Split:
    if stop is Stop.SET:
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
        with OutputFolder(options.out, batch_from=_batch_from(options)) as outbox:
            shared = Shared.of(found, own.as_of)
            tasks, told = crew.share(own, shared, tasks_of(found, jobs), outbox.workplace)
            if not all(own.outside.agrees(each.askers) for each in told):
                return None
            run = own.start(outbox, options.first_control_number)
            parts = dict(ChainMap(*(each.parts for each in told)))
            number = options.first_control_number
            for arrival, group in groupby(enumerate(tasks), lambda pair: pair[1].arrival):
                indices = [index for index, _ in group]
                for index in indices:
                    run.add(parts[index])
                    number = outbox.join(part_of(outbox.workplace, index), number)
                run.log_read(arrival, sum(parts[index].totals.claims for index in indices))
            return Outcome(run.finish(), run.has_errors)
