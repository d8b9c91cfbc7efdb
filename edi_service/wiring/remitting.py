"""Remittances read into a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from edi_service.edge import knowledge
from edi_service.edge.inbox import arrivals
from edi_service.finding import Severity
from edi_service.wiring.asked import in_one_sentence
from edi_service.wiring.keeping import opened
from edi_service.wiring.knowing import read_knowing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edi_service.service.casework.remitting import Remitted
    from edi_service.wiring.asked import StoreOptions
    from edi_service.wiring.knowing import Knowing


class RemittedFile(NamedTuple):
    """What the file *name* did."""

    name: str
    remitted: Remitted

    @property
    def has_errors(self) -> bool:
        """Whether anything of error severity was found."""
        return any(each.severity >= Severity.ERROR for each in self.remitted.findings)


def remit(
    inputs: tuple[str, ...], store: StoreOptions, knowing: Knowing, say: Callable[[str], None]
) -> Iterator[RemittedFile]:
    """
    Read remittances into a store, file by file.

    Args:
        inputs: files and folders.
        store: where the claims are.
        knowing: what they are looked at again with.
        say: takes a sentence for whoever asked.

    Raises:
        CannotDoIt: an input, the store or a policy cannot be read; files before it are kept.
    """
    with in_one_sentence():
        from edi_service.service.casework.remitting import Remitter  # noqa: PLC0415 -- slow to import

        desk, outside = read_knowing(knowing)
        with opened(store, say) as kept:
            remitter = Remitter(kept, desk, outside, knowledge.read_reasons())
            for arrival in arrivals(inputs):
                yield RemittedFile(arrival.name, remitter.take(arrival))
