"""
Every claim into one of two files: accepted, or held for an error.

What is decided (:class:`Split`) is apart from where it goes (:class:`ByClaim`, :class:`BySet`).
Of a guide's faults some show only at the segment after a claim, so each claim waits for the next.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, BinaryIO, Protocol

from edi_service.claims.copying import EnvelopeCopy, SetCopy, line_break_of
from edi_service.finding import Severity
from edi_service.guide.kinds import LOOP_MISSING, SEGMENT_MISSING
from edi_service.service.stream import start_of
from edi_service.x12.byte_kinds import SEGMENT_TOO_LONG, STRAY_BYTES, UNENDED_SEGMENT
from edi_service.x12.envelope_kinds import MISSING_SE

if TYPE_CHECKING:
    from collections.abc import Callable

    from edi_service.claims.model import Claim
    from edi_service.finding import Finding
    from edi_service.guide.model import Placed
    from edi_service.service.stream import Passed
    from edi_service.x12.envelope import TransactionSet

_MISSING = frozenset({SEGMENT_MISSING, LOOP_MISSING})  # told at the segment behind the gap
# What says at the segment after a claim that the end of the claim may be lost.
_LOST_END = frozenset({MISSING_SE, UNENDED_SEGMENT, SEGMENT_TOO_LONG, STRAY_BYTES})
_CHUNK = 1 << 18  # bytes moved at a time
_AROUND_SETS = frozenset({"ISA", "GS", "GE", "IEA"})


class Stop(StrEnum):
    """What an error in one claim stops."""

    CLAIM = "claim"
    SET = "set"


class Route(Protocol):
    """Takes the claims of one transaction set after another."""

    def add(self, passed: Passed, claim: Claim, *, is_held: bool) -> None:
        """Take the next claim."""

    def end_set(self, *, is_held: bool) -> None:
        """The set is over; *is_held* when anything in it is of error severity."""

    def close(self) -> None:
        """No more sets follow in this input."""


class Splits(Protocol):
    """Whoever is told of claims in order, and of the errors found, to put each where it belongs."""

    def take(self, passed: Passed, findings: list[Finding]) -> None:
        """See what was read, and all that was found since the last call."""

    def end_arrival(self, findings: list[Finding]) -> None:
        """The file is over, with *findings* left."""


class ByClaim:
    """Each claim goes where it belongs at once; a set may be found in both outputs."""

    def __init__(self, accepted: BinaryIO, held: BinaryIO) -> None:
        self._outputs = {False: EnvelopeCopy(accepted.write), True: EnvelopeCopy(held.write)}
        self._sets: dict[bool, SetCopy] = {}

    def add(self, passed: Passed, claim: Claim, *, is_held: bool) -> None:
        """Write *claim* into one output."""
        found = self._sets.get(is_held)
        if found is None:
            line_break = _line_break(claim)
            output = self._outputs[is_held]
            output.enter(passed.transaction_set, line_break)
            found = SetCopy(passed.transaction_set, passed.header, line_break, output.write)
            self._sets[is_held] = found
        found.add(claim)

    def end_set(self, *, is_held: bool) -> None:  # noqa: ARG002 -- each claim was decided
        """End the set in both outputs."""
        for found in self._sets.values():
            found.close()
        self._sets.clear()

    def close(self) -> None:
        """End the envelopes in both outputs."""
        for output in self._outputs.values():
            output.close()


class BySet:
    """A set waits in a file of *spool* until all of it is known, then goes into one output."""

    def __init__(self, accepted: BinaryIO, held: BinaryIO, spool: Callable[[], BinaryIO]) -> None:
        self._outputs = {False: EnvelopeCopy(accepted.write), True: EnvelopeCopy(held.write)}
        self._spool = spool
        self._waiting: tuple[TransactionSet, str, SetCopy, BinaryIO] | None = None

    def add(self, passed: Passed, claim: Claim, *, is_held: bool) -> None:  # noqa: ARG002
        """Let *claim* wait for the end of its set."""
        if self._waiting is None:
            line_break, file = _line_break(claim), self._spool()
            copy = SetCopy(passed.transaction_set, passed.header, line_break, file.write)
            self._waiting = passed.transaction_set, line_break, copy, file
        self._waiting[2].add(claim)

    def end_set(self, *, is_held: bool) -> None:
        """Move the set that waited."""
        if self._waiting is None:
            return
        (found, line_break, copy, file), self._waiting = self._waiting, None
        with file:
            copy.close()
            file.seek(0)
            output = self._outputs[is_held]
            output.enter(found, line_break)
            for data in iter(lambda: file.read(_CHUNK), b""):
                output.write(data)

    def close(self) -> None:
        """End the envelopes in both outputs."""
        for output in self._outputs.values():
            output.close()


class Split:
    """
    Decides for each claim, in the order of the file, whether it is held, and hands it to *route*.

    A claim is held when an error is about it, about a level or set header it stands under, or
    about the ISA or GS around it.  A trailer's error holds no claim, for the trailers are written
    anew; by set it holds the set whose SE it is about.
    """

    def __init__(self, route: Route) -> None:
        self._route = route
        self._waiting: tuple[Passed, Claim, bool] | None = None
        self._set: TransactionSet | None = None
        self._set_has_errors = False
        self._is_enclosed = dict.fromkeys(("ISA", "GS", "ST"), False)  # in a header with an error
        self._faults: set[int] = set()  # numbers of faulty segments in the levels that are open

    def take(self, passed: Passed, findings: list[Finding]) -> None:
        """
        See what was read.

        Args:
            passed: the claims of a file one after another, and its sets without any.
            findings: all that was found since the last call, in any order.
        """
        errors = _errors(findings)
        if passed.transaction_set is not self._set:
            self._end_set(errors, passed.transaction_set)
            self._enter(passed.transaction_set)
        else:
            self._settle(errors)
        if errors:
            self._note(errors, passed)
        if passed.claim is not None:
            is_held = self._is_held(passed.claim, errors)
            self._set_has_errors |= is_held
            self._waiting = passed, passed.claim, is_held

    def end_arrival(self, findings: list[Finding]) -> None:
        """The file is over, with *findings* left: let the last claim go, end what is open."""
        self._end_set(_errors(findings), None)
        self._route.close()

    def _enter(self, found: TransactionSet) -> None:
        """Forget the errors of envelopes that are over."""
        before, self._set = self._set, found
        self._set_has_errors = self._is_enclosed["ST"] = False
        self._faults.clear()
        if before is None or before.group is not found.group:
            self._is_enclosed["GS"] = False
        if before is None or before.interchange is not found.interchange:
            self._is_enclosed["ISA"] = False

    def _end_set(self, errors: list[Finding], following: TransactionSet | None) -> None:
        self._settle(errors)
        if self._set is not None:
            first = self._set.position.segment
            has_errors = any(
                first <= each.position.segment
                and (following is None or each.position.segment < following.position.segment)
                and each.position.segment_id not in _AROUND_SETS
                for each in errors
            )
            is_enclosed = any(self._is_enclosed.values())
            self._route.end_set(is_held=has_errors or is_enclosed or self._set_has_errors)
        self._set = None if following is None else self._set

    def _settle(self, errors: list[Finding]) -> None:
        """Let go of the claim that waited, now that what follows it is known."""
        if self._waiting is None:
            return
        (passed, claim, is_held), self._waiting = self._waiting, None
        end = start_of(claim) + (len(claim.placed.texts) if claim.placed else 0)
        is_held = is_held or any(
            each.position.segment == end and each.kind in _MISSING | _LOST_END for each in errors
        )
        self._set_has_errors |= is_held
        self._route.add(passed, claim, is_held=is_held)

    def _note(self, errors: list[Finding], passed: Passed) -> None:
        """Keep which of the headers and levels in force have errors."""
        found = passed.transaction_set
        first = found.position.segment
        behind = first + 1 + (len(passed.header.texts) if passed.header else 0)
        for each in errors:
            where, number = each.position, _place_of(each)
            if where.segment_id in {"ISA", "GS"}:
                is_here = where.interchange == found.control.interchange
                is_here = is_here and where.group in {"", found.control.group}
                self._is_enclosed[where.segment_id] |= is_here and where.segment <= first
            elif first <= number < behind:
                self._is_enclosed["ST"] = True
            elif number >= behind and (not each.claim_id or each.kind in _MISSING):
                self._faults.add(number)
            self._set_has_errors |= number >= first

    def _is_held(self, claim: Claim, errors: list[Finding]) -> bool:
        if self._faults:
            levels = claim.parties.levels
            self._faults = {fault for fault in self._faults if _is_in(fault, levels)}
        start = start_of(claim)
        return (
            bool(self._faults)
            or any(self._is_enclosed.values())
            or any(level.is_cut for level in claim.parties.levels)
            or any(
                each.claim_id == claim.claim_id
                and (each.kind not in _MISSING or each.position.segment != start)
                for each in errors
            )
        )


def _errors(findings: list[Finding]) -> list[Finding]:
    return [found for found in findings if found.severity >= Severity.ERROR]


def _place_of(finding: Finding) -> int:
    """The number of the segment that a finding is about: what is missing, is so before it."""
    return finding.position.segment - (finding.kind in _MISSING)


def _is_in(segment: int, levels: tuple[Placed, ...]) -> bool:
    return any(0 <= segment - level.number < len(level.texts) for level in levels)


def _line_break(claim: Claim) -> str:
    return line_break_of(claim.placed) if claim.placed else ""
