"""
The work on one file, from its bytes in the store to its answers with the partner.

It may be cut off anywhere and begun again: every step that is kept is kept once, and whatever is
computed between two steps comes out the same, since it depends on the bytes, the configuration
and the moment at which the file was taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, Protocol, TypeVar

from msgspec.structs import replace

from edi_service.service.exchange.contents import ANSWERS, REMITTANCE, look_through
from edi_service.service.exchange.drops import DropState
from edi_service.service.exchange.numbering import settle
from edi_service.service.exchange.originals import stored_arrival
from edi_service.service.exchange.repeated import arrange, envelopes
from edi_service.service.exchange.tracing import UNTRACED, Span, traced

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime

    from edi_service.acknowledge.repeated import RepeatedInterchange
    from edi_service.facts.sort import Sort
    from edi_service.service.exchange.contents import Contents
    from edi_service.service.exchange.delivery import Delivery
    from edi_service.service.exchange.drops import DropRecord
    from edi_service.service.exchange.partners import TradingPartner
    from edi_service.service.exchange.tracing import Tracing
    from edi_service.service.ports import Arrival
    from edi_service.service.store import Books, Keep, Store

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

ACTOR = "serve"
_OTHER_USAGE = {"T": "P", "P": "T"}
_USAGES = {"T": "test", "P": "production"}


class Steps(Protocol):
    """The engine, as far as work needs it."""

    def work(self, name: str, function: Callable[Parameters, None]) -> Callable[Parameters, str]:
        """*function* as a sort of work."""

    def step(
        self, name: str, function: Callable[Parameters, Result]
    ) -> Callable[Parameters, Result]:
        """*function* as a step that may come twice."""

    def database_step(
        self, name: str, function: Callable[Parameters, Result]
    ) -> Callable[Parameters, Result]:
        """*function* as a step that is kept once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """How many claims a file holds, and how many of them its acknowledgments accept."""

    claims: int = 0
    accepted: int = 0


class Telling(NamedTuple):
    """
    What came of looking at a file that tells of claims.

    *refused* says why it cannot be used, *note* what of it cannot; neither quotes anything of it.
    """

    refused: str = ""
    note: str = ""


class Desks(Protocol):
    """What becomes of the contents of a file."""

    def claims(self, drop: DropRecord, arrival: Arrival, keep: Keep) -> Verdicts:
        """Process the claims of a file and answer it, some claims at a time."""

    def answers(self, drop: DropRecord, store: Store, arrival: Arrival) -> None:
        """Take in answers and acknowledgments."""

    def remittance(self, drop: DropRecord, store: Store, arrival: Arrival) -> None:
        """Take in a remittance."""

    def refuse(self, drop: DropRecord, books: Books, repeated: list[RepeatedInterchange]) -> None:
        """Answer numbers that were used before, within the transaction that quarantines a file."""

    def receipts(self, drop: DropRecord, arrival: Arrival, contents: Contents, keep: Keep) -> None:
        """Acknowledge what else than claims is in a file, as far as its partner wants that."""

    def look_at(self, drop: DropRecord, sort: Sort) -> Telling:
        """Whether a file that looks as if it told of claims does; nothing else becomes of it."""


class FileWork:
    """
    Knows how files are worked.

    Args:
        steps: the engine.
        store: for looking things up between steps.
        within: the store within the transaction of the step that is running.
        partners: what is agreed with each.
        desks: what becomes of contents.
        unpack: unpacks an archive that was refused before; False where a file is none.
        delivery: brings answers.
        now: the moment.
        tracing: told what is done.

    Attributes:
        work: the work on the drop of an id.
    """

    def __init__(  # noqa: PLR0913 -- one for each thing that work needs
        self,
        *,
        steps: Steps,
        store: Store,
        within: Store,
        partners: Mapping[str, TradingPartner],
        desks: Desks,
        unpack: Callable[[DropRecord, Arrival], bool],
        delivery: Delivery,
        now: Callable[[], datetime],
        tracing: Tracing = UNTRACED,
    ) -> None:
        self._store = store
        self._within = within
        self._partners = partners
        self._desks = desks
        self._unpack = unpack
        self._delivery = delivery
        self._now = now
        self._tracing = tracing
        self._writing: dict[str, Callable[[Store], object]] = {}
        self._admit = steps.database_step("admit", self._admit_drop)
        self._write = steps.database_step("keep", self._write_once)
        self._settle = steps.database_step("settle", self._settle_drop)
        self._unpacks = steps.step("unpack", self._unpack_released)
        self._bring = steps.step("bring", self._bring_products)
        self.work: Callable[[str, int], str] = steps.work("file", self._run)

    def _run(self, drop_id: str, tries: int) -> None:
        """The whole of it; *tries* tells one attempt at a file from the next."""
        if tries and self._unpacks(drop_id):
            return
        with self._store.read() as shelf:
            drop = shelf.drop(drop_id)
        assert drop is not None  # noqa: S101 -- it was kept before its work was handed in
        arrival = stored_arrival(self._store.read, drop.sha256, drop.name, drop.size)
        with arrival.open() as source:
            contents = look_through(source)
        told = self._desks.look_at(drop, contents.tells) if contents.tells else Telling()
        with self._traced(Span.ADMIT, drop_id):
            reason = self._admit(drop_id, contents, told.refused)
        verdicts = Verdicts()
        if not reason:
            verdicts = self._work(drop, arrival, contents)
            with self._traced(Span.SETTLE, drop_id):
                self._settle(drop_id, verdicts.claims, verdicts.accepted, told.note)
        self._tracing.note(
            Span.FILE,
            drop_id,
            drop.taken_at,
            self._now(),
            partner=drop.partner,
            state=(DropState.QUARANTINED if reason else DropState.DONE).value,
            claims=verdicts.claims,
            accepted=verdicts.accepted,
        )
        self._bring(drop_id)

    def _unpack_released(self, drop_id: str) -> bool:
        """Unpack an archive that a person has released; its members are worked by themselves."""
        with self._store.read() as shelf:
            drop = shelf.drop(drop_id)
        assert drop is not None  # noqa: S101 -- likewise
        arrival = stored_arrival(self._store.read, drop.sha256, drop.name, drop.size)
        return self._unpack(drop, arrival)

    def _work(self, drop: DropRecord, arrival: Arrival, contents: Contents) -> Verdicts:
        def keep(write: Callable[[Store], None]) -> None:
            self._writing[drop.drop_id] = write
            with self._traced(Span.KEEP, drop.drop_id):
                self._write(drop.drop_id)
            del self._writing[drop.drop_id]

        verdicts = Verdicts()
        if contents.has_ta1 or contents.sets & ANSWERS:
            keep(lambda store: self._desks.answers(drop, store, arrival))
        if contents.sets & REMITTANCE:
            keep(lambda store: self._desks.remittance(drop, store, arrival))
        if contents.sets & (ANSWERS | REMITTANCE):
            self._desks.receipts(drop, arrival, contents, keep)
        if contents.may_hold_claims:
            verdicts = self._desks.claims(drop, arrival, keep)
        return verdicts

    def _traced(self, span: Span, drop_id: str) -> AbstractContextManager[None]:
        return traced(self._tracing, self._now, span, drop_id)

    def _admit_drop(self, drop_id: str, contents: Contents, refused: str) -> str:
        """Why a file is not worked as it is, *refused* being one reason; empty when it is."""
        with self._within.begin(actor=ACTOR, at=self._now()) as books:
            drop = books.drop(drop_id)
            assert drop is not None  # noqa: S101 -- likewise
            partner = self._partners.get(drop.partner)
            reason = refused or _not_admitted(contents, partner)
            if not reason and partner is not None and partner.duplicate_days:
                reason = self._refuse_repeated(books, drop, contents, partner)
            if reason:
                settle(
                    books,
                    replace(
                        drop,
                        state=DropState.QUARANTINED,
                        reason=reason,
                        finished_at=self._now(),
                    ),
                )
        return reason

    def _refuse_repeated(
        self, books: Books, drop: DropRecord, contents: Contents, partner: TradingPartner
    ) -> str:
        """Answer numbers that were used before; why the file waits then, else nothing."""
        since = drop.taken_at - timedelta(days=partner.duplicate_days)
        mine = envelopes(drop, contents.numbers, contents.usages & _USAGES.keys(), partner)
        used = books.note_envelopes([record for record, _ in mine.values()], since)
        if not used:
            return ""
        numbers = [mine[f"{each.kind} {each.digest}"][1] for each in used]
        self._desks.refuse(drop, books, arrange(numbers, contents.received))
        return f"{used[0].kind} was used before by a file with other bytes"

    def _write_once(self, drop_id: str) -> None:
        self._writing[drop_id](self._within)

    def _settle_drop(self, drop_id: str, claims: int, accepted: int, note: str) -> None:
        with self._within.begin(actor=ACTOR, at=self._now()) as books:
            drop = books.drop(drop_id)
            assert drop is not None  # noqa: S101 -- likewise
            settle(
                books,
                replace(
                    drop,
                    state=DropState.DONE,
                    reason=note,
                    finished_at=self._now(),
                    claims=claims,
                    accepted=accepted,
                    rejected=claims - accepted,
                ),
            )

    def _bring_products(self, drop_id: str) -> None:
        """What cannot be brought now waits in the store, and is tried again from there."""
        self._delivery.deliver(drop_id)


def _not_admitted(contents: Contents, partner: TradingPartner | None) -> str:
    if partner is None:
        return "its partner is no longer in the configuration"
    if not contents.interchanges and contents.tells is None:
        return "it holds no X12 interchange, and no table of what claims cannot say"
    other = _OTHER_USAGE[partner.usage]
    if other in contents.usages:
        return (
            f"ISA15 says {_USAGES[other]}, and files of this partner are {_USAGES[partner.usage]} "
            "files"
        )
    return ""
