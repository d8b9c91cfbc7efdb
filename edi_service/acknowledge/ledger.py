"""
The books of what is to be acknowledged, kept while a file streams by.

:meth:`Ledger.watch` lets blocks pass and notes their envelopes; findings and claims are handed in
as they become known, and find their interchange, group and set by the segment they are about.  What
is kept is bounded: headers, a limited number of faults a set, and what becomes of claims, which
goes to :class:`Spool` s that may lie outside of memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from msgspec.structs import replace

from edi_service.acknowledge import kinds
from edi_service.acknowledge.header import check_interchange_header
from edi_service.acknowledge.judge import (
    GroupLedger,
    InterchangeLedger,
    Room,
    Rules,
    SetHeader,
    SetLedger,
)
from edi_service.acknowledge.statuses import (
    NO_TOTALS,
    Identity,
    Totals,  # noqa: TC001 -- spools that lie outside of memory read the annotations
    WrittenClaims,
)
from edi_service.finding import Position
from edi_service.x12.headers import GroupHeader, InterchangeHeader
from edi_service.x12.segment import Segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from edi_service.finding import Finding, Report
    from edi_service.x12.segment import Block

_ENVELOPES = frozenset({"IS", "GS", "ST", "GE", "IE"})  # how segments begin that are looked at
_TRAILERS = frozenset({"IEA", "GE", "SE"})
_HEAD_ENDS = frozenset({"HL", "SE", "GE", "IEA", "GS", "ISA"})
_DEFAULT_RULES = Rules()


Kept = TypeVar("Kept")


class Spool(Protocol[Kept]):
    """Keeps what is known of one set until it is written; gone through once."""

    def add(self, one: Kept, /) -> None:
        """Keep *one* more."""

    def __iter__(self) -> Iterator[Kept]:
        """All that were kept, in order."""


class Spools(Protocol):
    """Makes spools."""

    def new(self, sort: type[Kept], /) -> Spool[Kept]:
        """One for things of a *sort*."""


class MemorySpool(Generic[Kept]):
    """A :class:`Spool` for sets of a usual size, about 0.5 kB of memory a claim."""

    def __init__(self) -> None:
        self._kept: list[Kept] = []

    def add(self, one: Kept, /) -> None:
        """Keep *one* more."""
        self._kept.append(one)

    def __iter__(self) -> Iterator[Kept]:
        return iter(self._kept)


class InMemory:
    """The :class:`Spools` of a file of usual size."""

    def new(self, sort: type[Kept], /) -> MemorySpool[Kept]:  # noqa: ARG002 -- any sort will do
        """One for things of a *sort*."""
        return MemorySpool()


@dataclass(slots=True, kw_only=True)
class ProviderRun:
    """Claims in a row of one billing provider: in how many pieces they came, and their totals."""

    provider: Identity
    pieces: int = 0
    totals: Totals = NO_TOTALS


@dataclass(slots=True, kw_only=True)
class Batch:
    """
    The claims of one transaction set as they come, and what its first segments say.

    *reference* is BHT03; *submitter* and *receiver* are NM1*41 and NM1*40, None when absent;
    *totals* are over all providers.  Claims are added in order, and given up once.
    """

    claims: Spool[WrittenClaims]
    runs: Spool[ProviderRun]
    reference: str = ""
    submitter: Identity | None = None
    receiver: Identity | None = None
    totals: Totals = NO_TOTALS
    _run: ProviderRun | None = None  # the last, which is not in the spool yet

    @property
    def has_claims(self) -> bool:
        """Whether any was added."""
        return self._run is not None

    def add(self, provider: Identity, claims: WrittenClaims) -> None:
        """Keep *claims*, of *provider*."""
        run = self._run
        if run is None or run.provider != provider:
            if run is not None:
                self.runs.add(run)
            run = self._run = ProviderRun(provider=provider)
        run.pieces += 1
        run.totals += claims.totals
        self.totals += claims.totals
        self.claims.add(claims)

    def by_provider(self) -> Iterator[tuple[ProviderRun, Iterator[WrittenClaims]]]:
        """Each run with its claims, which have to be gone through before the next run is."""
        claims = iter(self.claims)
        for run in self.runs:
            yield run, islice(claims, run.pieces)
        if self._run is not None:
            yield self._run, claims


_IN_MEMORY = InMemory()


class Ledger:
    """
    Keeps the books of one file.

    Args:
        report: takes what is found on the way: repeated control numbers, elements of the ISA.
        rules: what rejects what.
        spools: keep what becomes of claims until it is written.
    """

    def __init__(
        self,
        report: Report,
        rules: Rules = _DEFAULT_RULES,
        spools: Spools = _IN_MEMORY,
    ) -> None:
        self._report = report
        self._rules = rules
        self._spools = spools
        self._room = Room(rules.most_faults_at_once)
        self._interchanges: list[InterchangeLedger] = []
        self._batches: dict[int, Batch] = {}  # by the segment number of ST
        self._senders: set[tuple[str, str, str]] = set()  # who sent which ISA13
        self._interchange: InterchangeLedger | None = None  # that is open, and so on
        self._group: GroupLedger | None = None
        self._head: Batch | None = None  # of the set whose first segments are passing

    def watch(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Pass *blocks* on, noting the envelopes in them."""
        for block in blocks:
            self._look(block)
            yield block

    def add_findings(self, findings: Iterable[Finding], business_unit: str | None = None) -> None:
        """
        Note *findings* that a TA1 or a 999 can carry; call it with every finding, once.

        Args:
            findings: any, in any order, about segments that have been watched.
            business_unit: CLM01 of the claim they are about, when they are about one.
        """
        for finding in findings:
            segment = finding.kind.acknowledgment.partition("*")[0]
            interchange = self._interchange_of(finding) if segment else None
            if interchange is None:
                continue
            group = _found(interchange.groups, finding, finding.position.group)
            one = _found(group.sets, finding, finding.position.set) if group else None
            if segment == "TA105" or (segment == "IK502" and one is None):
                interchange.note(finding)
            elif segment == "AK905" and group is not None:
                group.note(finding)
            elif one is not None:
                one.note(finding, business_unit)

    def add_claims(self, claims: WrittenClaims, provider: Identity, segment: int) -> None:
        """Note what becomes of *claims* of billing *provider*; the first CLM is at *segment*."""
        begun = (start for start in reversed(self._batches) if start < segment)
        if (start := next(begun, None)) is not None:
            self._batches[start].add(provider, claims)

    def take(self, before_segment: int | None = None) -> Iterator[InterchangeLedger]:
        """
        Give up the interchanges that are complete, all their findings being known.

        Args:
            before_segment: what is about lower segment numbers is known; None: all is.
        """
        while self._interchanges:
            following = self._interchanges[1:2]
            is_over = bool(following) and following[0].segment < (before_segment or 0)
            if before_segment is not None and not is_over:
                return
            interchange = self._interchanges.pop(0)
            for group in interchange.groups:
                for one in group.sets:
                    one.give_room()
                    self._tell_omitted(interchange, group, one)
            yield interchange

    def batch_of(self, one: SetLedger) -> Batch | None:
        """The claims of a set, given up; None when it had none."""
        batch = self._batches.pop(one.header.segment, None)
        return batch if batch is not None and batch.has_claims else None

    def _interchange_of(self, finding: Finding) -> InterchangeLedger | None:
        number = finding.position.interchange
        return _found(self._interchanges, finding, number) if number else None

    def _look(self, block: Block) -> None:
        """Meet the envelopes in *block*, and what stands at the head of a set, in order."""
        texts, start = block.texts, 0
        # Told apart by two letters, all in one go: nearly every segment is none of them.
        for mark in [at for at, text in enumerate(texts) if text[:2] in _ENVELOPES]:
            self._look_at_head(block, start, mark)
            self._meet(block, mark)
            start = mark + 1
        self._look_at_head(block, start, len(texts))

    def _look_at_head(self, block: Block, start: int, end: int) -> None:
        for index in range(start, end):
            if self._head is None:
                return
            self._meet(block, index)

    def _meet(self, block: Block, index: int) -> None:
        segment = Segment.parse(block.texts[index], block.delimiters)
        number = block.number + index
        match segment.id:
            case "ISA":
                self._open_interchange(segment, number, block.offset_of(index))
            case "GS" if self._interchange is not None:
                self._open_group(self._interchange, segment, number, block.offset_of(index))
            case "ST":
                self._open_set(segment, number, block.offset_of(index))
            case "GE" if self._group is not None:
                self._group.close(segment.value(1))
                self._group = None
            case "IEA":
                self._interchange = self._group = None
            case "BHT" if self._head is not None:
                self._head.reference = segment.value(3)
            case "NM1" if self._head is not None:
                self._meet_name(segment, self._head)
        if segment.id in _HEAD_ENDS:
            self._head = None

    def _meet_name(self, segment: Segment, head: Batch) -> None:
        who = Identity(
            entity=segment.value(1),
            is_person=segment.value(2) == "1",
            last_name=segment.value(3),
            first_name=segment.value(4),
            middle_name=segment.value(5),
            qualifier=segment.value(8),
            identifier=segment.value(9),
        )
        if who.entity == "41":
            head.submitter = who
        elif who.entity == "40":
            head.receiver = who

    def _open_interchange(self, segment: Segment, number: int, offset: int) -> None:
        header = InterchangeHeader.parse(segment)
        ledger = InterchangeLedger(header=header, segment=number, rules=self._rules)
        self._interchanges.append(ledger)
        self._interchange, self._group = ledger, None
        position = Position(
            segment=number, offset=offset, segment_id="ISA", interchange=ledger.number
        )
        found = list(check_interchange_header(segment, position))
        sender = (header.sender_qualifier, header.sender_id, header.control_number)
        if sender in self._senders:
            message = "ISA13 is that of an interchange before it"
            found.append(kinds.INTERCHANGE_NUMBER_REPEATED.found(position.at(13), message))
        self._senders.add(sender)
        self._tell(found)

    def _open_group(
        self, interchange: InterchangeLedger, segment: Segment, number: int, offset: int
    ) -> None:
        header = GroupHeader.parse(segment)
        group = GroupLedger(header=header, segment=number, rules=self._rules)
        is_repeated = group.number in {earlier.number for earlier in interchange.groups}
        interchange.groups.append(group)
        self._group = group
        if is_repeated:
            position = Position(
                segment=number,
                offset=offset,
                segment_id="GS",
                element=6,
                interchange=interchange.number,
                group=group.number,
            )
            message = "GS06 is that of a functional group before it"
            self._tell([kinds.GROUP_NUMBER_REPEATED.found(position, message)])

    def _open_set(self, segment: Segment, number: int, offset: int) -> None:
        self._head = self._batches[number] = Batch(
            claims=self._spools.new(WrittenClaims), runs=self._spools.new(ProviderRun)
        )
        interchange, group = self._interchange, self._group
        if interchange is None or group is None:
            return
        header = SetHeader(
            set_id=segment.value(1),
            control_number=segment.value(2),
            guide=segment.value(3),
            segment=number,
        )
        one = SetLedger(header, self._rules, self._room)
        is_repeated = group.has_set(one.number)
        group.open_set(one)
        if is_repeated:
            position = replace(_position(interchange, group, one), offset=offset, element=2)
            message = "ST02 is that of a transaction set before it"
            self._tell([kinds.SET_NUMBER_REPEATED.found(position, message)])

    def _tell(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self._report.add(finding)

    def _tell_omitted(
        self, interchange: InterchangeLedger, group: GroupLedger, one: SetLedger
    ) -> None:
        if one.omitted:
            position = _position(interchange, group, one)
            message = f"{one.omitted} faults are not told"
            self._tell([kinds.FAULTS_OMITTED.found(position, message)])


def _position(interchange: InterchangeLedger, group: GroupLedger, one: SetLedger) -> Position:
    """Of the ST of a set."""
    return Position(
        segment=one.segment,
        segment_id="ST",
        interchange=interchange.number,
        group=group.number,
        set=one.number,
    )


class _Numbered(Protocol):
    """An envelope: the segment it begins with, and its control number as findings show it."""

    @property
    def segment(self) -> int:
        """The number of its header in the file."""

    @property
    def number(self) -> str:
        """Its control number."""


_Envelope = TypeVar("_Envelope", bound=_Numbered)


def _found(envelopes: Sequence[_Envelope], finding: Finding, number: str) -> _Envelope | None:
    """
    The envelope a finding is about: the last that has the *number* and begins before it.

    What is said of a missing trailer stands where the next header was met, which is not meant.
    """
    position = finding.position
    end = position.segment + (position.segment_id not in _TRAILERS)
    for envelope in reversed(envelopes):
        if envelope.segment < end and envelope.number == number:
            return envelope
    return None
