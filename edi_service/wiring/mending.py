"""The claim of an approved case, mended and written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from edi_service.edge.mailbox import MailboxFolder
from edi_service.finding import Severity
from edi_service.mending.approval import Manner
from edi_service.wiring.asked import in_one_sentence
from edi_service.wiring.keeping import opened
from edi_service.wiring.knowing import read_knowing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from edi_service.service.casework.mender import CaseMended
    from edi_service.wiring.asked import StoreOptions
    from edi_service.wiring.knowing import Knowing


@dataclass(frozen=True, slots=True, kw_only=True)
class MendOptions:
    """
    Which case, where its claim goes, and what whoever asks knows better.

    *manner* is how the claim goes out, a word of :class:`Manner`; empty: as the policy says.
    *payer_claim* is the payer's number of the claim that is replaced; empty: the remittance's.
    *numbers_above* is the highest control number that others have used between the same two.
    """

    store: StoreOptions
    case_id: str
    out: Path
    manner: str = ""
    payer_claim: str = ""
    numbers_above: int = 0


class WrittenClaim(NamedTuple):
    """What became of the claim, and the names of the files written for it."""

    mended: CaseMended
    files: tuple[str, ...]

    @property
    def has_errors(self) -> bool:
        """Whether something of error severity kept the claim from being written."""
        return any(each.severity >= Severity.ERROR for each in self.mended.findings)


def mend_case(
    options: MendOptions, knowing: Knowing, actor: str, say: Callable[[str], None]
) -> WrittenClaim:
    """
    Mend the claim of a case; the file is kept in the store and written to a folder.

    Args:
        options: which case, and how.
        knowing: what the claim is looked at with.
        actor: who asks.
        say: takes a sentence for whoever asked.

    Raises:
        CannotDoIt: there is no such case, or the store, a policy or the folder cannot be used.
    """
    with in_one_sentence():
        from edi_service.service.casework.mender import Mender, Wishes  # noqa: PLC0415 -- slow to import

        desk, outside = read_knowing(knowing)
        wishes = Wishes(
            manner=Manner(options.manner) if options.manner else None,
            payer_control_number=options.payer_claim,
            numbers_above=options.numbers_above,
        )
        with opened(options.store, say) as kept:
            mended = Mender(kept, desk, outside).mend(options.case_id, wishes, actor=actor)
        return WrittenClaim(mended, _write(options, mended))


def _write(options: MendOptions, mended: CaseMended) -> tuple[str, ...]:
    """Write the claim, and beside it what could be corrected in it."""
    files: dict[str, bytes] = {}
    if mended.data is not None:
        files[f"{options.case_id}.837"] = mended.data
    if mended.data is not None and mended.proposals:
        rows = msgspec.json.encode(mended.proposals)
        files[f"{options.case_id}.places.json"] = msgspec.json.format(rows, indent=2) + b"\n"
    if files:
        folder = MailboxFolder(options.out)
        for name, data in files.items():
            folder.prepare(name, data)
            folder.put(name)
    return tuple(files)
