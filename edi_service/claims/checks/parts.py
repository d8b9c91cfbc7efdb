"""
Questions that a claim's segments raise: is each code one of its set (CD01 to CD10, CD12)?

One walk over the parts of a claim, the only one for most claims, asks them all.  Where it meets
segments that few claims have, those of other payers and of drugs, it hands the claim on.

What is to be asked of a segment follows from its text, and most texts come again and again in a
file; so the answer is remembered by the text, and which segments are asked, by their form.
Segments that name a patient or subscriber (NM1*IL, NM1*QC) hold none of these codes and are not
remembered.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from edi_service.claims.checks import coordination, drugs
from edi_service.claims.checks.coded_segments import CODED, ICD_10_CM, diagnoses, judge
from edi_service.claims.plan import ByForm
from edi_service.claims.segments import Elements
from edi_service.claims.values import Memory
from edi_service.codes.icd10 import InForce

if TYPE_CHECKING:
    from datetime import date

    from edi_service.claims.checks.given import Given
    from edi_service.claims.model import Claim
    from edi_service.claims.values import Fault
    from edi_service.codes.sets import CodeSets
    from edi_service.finding import Report
    from edi_service.guide.model import Form, Placed, SegmentUse, Shape

_PERSONS = frozenset({"IL", "QC"})
_RARE = frozenset({"2320", "2410", "2430"})


class CodedPlaces(Struct, frozen=True, gc=False):
    """
    Which segments of a form hold codes, as (index, whether it is an HI).

    *is_rare* says that there are segments of other payers or drugs.
    """

    places: tuple[tuple[int, bool], ...]
    is_rare: bool


def _plan_part(shape: Shape) -> CodedPlaces:
    known = [(index, use) for index, use in enumerate(shape.uses) if use.known]
    others = [(index, False) for index, use in known if _holds_codes(use)]
    diagnoses_at = [(index, True) for index, use in known if _holds_diagnoses(use)]
    return CodedPlaces((*others, *diagnoses_at), any(use.loop in _RARE for _, use in known))


def _plan(form: Form) -> CodedPlaces:
    parts = [(start, _PARTS[shape]) for start, shape in form.parts]
    return CodedPlaces(
        tuple((start + at, is_hi) for start, part in parts for at, is_hi in part.places),
        any(part.is_rare for _, part in parts),
    )


def _holds_diagnoses(use: SegmentUse) -> bool:
    return use.segment_id == "HI" and use.qualifier in ICD_10_CM


def _holds_codes(use: SegmentUse) -> bool:
    return use.segment_id in CODED and not (use.segment_id == "NM1" and use.qualifier in _PERSONS)


_PARTS: Memory[Shape, CodedPlaces] = Memory(_plan_part)
_PLANS: ByForm[CodedPlaces] = ByForm(_plan)


class Verdicts:
    """
    What is wrong with the codes of segments, by their text, written with one pair of separators.

    ``others[text]`` are the faults of any segment but HI.  ``is_timeless[text]`` says that the
    codes of an HI hold on whatever day, as most do; else ``diagnoses[starts, ends][text]`` are its
    faults for services on those days.
    """

    def __init__(self, codes: CodeSets, element: str, component: str) -> None:
        self.others = Memory(self._others)
        self.is_timeless = Memory(self._is_timeless)
        self.diagnoses = Memory(self._on)
        self._in_force: dict[InForce, Memory[str, tuple[Fault, ...]]] = {}
        self._codes = codes
        self._element = element
        self._component = component

    def _others(self, text: str) -> tuple[Fault, ...]:
        return tuple(judge(self._elements(text), self._codes))

    def _is_timeless(self, text: str) -> bool:
        each_alone = [InForce((release,), is_covered=True) for release in self._codes.diagnoses]
        every = each_alone or [InForce((), is_covered=False)]
        return not any(any(diagnoses(self._elements(text), in_force)) for in_force in every)

    def _on(self, days: tuple[date | None, date | None]) -> Memory[str, tuple[Fault, ...]]:
        in_force = self._codes.diagnoses.on(*days)

        def read(text: str) -> tuple[Fault, ...]:
            return tuple(diagnoses(self._elements(text), in_force))

        return self._in_force.setdefault(in_force, Memory(read))

    def _elements(self, text: str) -> Elements:
        return Elements(text, self._element, self._component)


_verdicts = lru_cache(maxsize=16)(Verdicts)


def check(claim: Claim, report: Report, given: Given) -> None:
    """Judge the codes in the claim's own segments; ask about other payers and drugs."""
    placed = claim.placed
    if placed is None:
        return
    delimiters, texts = placed.delimiters, placed.texts
    verdicts = _verdicts(given.codes, delimiters.element, delimiters.component)
    others, plan = verdicts.others, _PLANS[placed.form]
    for index, is_hi in plan.places:
        text = texts[index]
        if not is_hi:
            if faults := others[text]:
                _tell(placed, index, faults, report, claim.claim_id)
        elif not verdicts.is_timeless[text]:
            faults = verdicts.diagnoses[_days(claim)][text]
            _tell(placed, index, faults, report, claim.claim_id)
    if plan.is_rare:
        coordination.check(claim, report, given)
        drugs.check(claim, report, given)


def check_level(level: Placed, report: Report, given: Given) -> None:
    """Judge the codes in the segments of a hierarchical level."""
    delimiters = level.delimiters
    verdicts = _verdicts(given.codes, delimiters.element, delimiters.component)
    for index, is_hi in _PLANS[level.form].places:
        if not is_hi and (faults := verdicts.others[level.texts[index]]):
            _tell(level, index, faults, report, "")


def _days(claim: Claim) -> tuple[date | None, date | None]:
    """
    The days that settle which release of ICD-10-CM counts.

    Of an institutional claim it is the last: coding goes by the discharge.
    """
    if claim.statement_to is not None:
        return claim.statement_to, claim.statement_to
    return claim.first_day, claim.last_day


def _tell(
    placed: Placed, index: int, faults: tuple[Fault, ...], report: Report, claim_id: str
) -> None:
    for fault in faults:
        position = placed.position(index, fault.element, fault.component)
        report.add(fault.kind.found(position, fault.message, claim_id=claim_id))
