"""An audit of claims: the run of ``process``, counted rather than kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.edge import knowledge
from edi_service.edge.audit_folder import AuditFolder
from edi_service.edge.inbox import arrivals
from edi_service.report.audit.count import Audit
from edi_service.service.auditing import Auditor
from edi_service.service.catalogue import every_kind
from edi_service.wiring.asked import Outcome, in_one_sentence
from edi_service.wiring.processing import ProcessWorker

if TYPE_CHECKING:
    from collections.abc import Callable

    from edi_service.wiring.asked import Options


def audit(options: Options, advance: Callable[[int, int], None]) -> Outcome:
    """
    Audit the inputs of *options* into its output folder.

    Args:
        options: what was asked for; one process does it, and no request is written.
        advance: called with (bytes read, bytes in all) as the work goes on.

    Raises:
        CannotDoIt: an input, a policy, the facts or the configuration cannot be read, or the
            results cannot be written; nothing is left half-written.
    """
    with in_one_sentence():
        found = list(arrivals(options.inputs))
        total = sum(arrival.size for arrival in found)
        worker = ProcessWorker(options, lambda done: advance(done, total))
        counted = Audit(worker.as_of.date(), knowledge.read_preventability(), worker.place_names)
        titles = {code: kind.title for code, kind in every_kind().items()}
        run = worker.start(Auditor(counted, AuditFolder(options.out, titles)), 1)
        for arrival in found:
            run.take(arrival)
        return Outcome(run.finish(), run.has_errors)
