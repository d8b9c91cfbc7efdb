"""The diagnoses of a request, and where a service line's pointers point once they are ordered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from edi_service.review import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.claims.model import Claim, Diagnosis
    from edi_service.review.draft import Draft

MOST = 12  # composites of one HI segment, which is all a request has
ICD_10_BEGINS = date(2015, 10, 1)  # 45 CFR 162.1002(c): by day of service, or of discharge

_PRINCIPAL = frozenset({"ABK", "BK"})
_ADMITTING = frozenset({"ABJ", "BJ"})
_REASON = frozenset({"APR", "PR"})
_ICD_9 = frozenset({"BK", "BJ", "PR", "BF", "BN"})
_OTHER = {"ABN": "ABF", "BN": "BF"}  # external causes have no qualifier of their own here


@dataclass(frozen=True, slots=True)
class Ordered:
    """
    Diagnoses as HI carries them.

    Attributes:
        entries: (qualifier, code), at most twelve.
        places: for each diagnosis of the claim, counted from 1, its place in *entries*, from 1.
    """

    entries: tuple[tuple[str, str], ...]
    places: dict[int, int]


def arrange(draft: Draft) -> Ordered:
    """
    The claim's diagnoses: principal, admitting, reason for visit, others, diagnosis-related group.

    Present-on-admission indicators have no slot and stay behind; so do the dots that ICD codes are
    printed with.  The same diagnosis with the same meaning is said once.
    """
    claim = draft.claim
    entries: list[tuple[str, str]] = []
    places: dict[int, int] = {}
    for place, qualifier, code in sorted(_ranked(claim), key=_rank):
        entry = (qualifier, code)
        if entry not in entries:
            entries.append(entry)
        places[place] = entries.index(entry) + 1
    if group := _related_group(claim):
        entries.append(("DR", group))
    if len(entries) > MOST:
        left = f"{len(entries) - MOST} of {len(entries)} diagnoses were left out"
        draft.find(kinds.DIAGNOSES_LEFT_OUT, left)
    _check_code_set(draft, entries)
    kept = {number: place for number, place in places.items() if place <= MOST}
    return Ordered(tuple(entries[:MOST]), kept)


def is_icd_9(qualifier: str) -> bool:
    """Whether a diagnosis with *qualifier* is of ICD-9-CM."""
    return qualifier in _ICD_9


def _ranked(claim: Claim) -> Iterator[tuple[int, str, str]]:
    """The claim's diagnoses with their number and the qualifier they will have."""
    seen: set[str] = set()
    for place, diagnosis in enumerate(claim.diagnoses, start=1):
        qualifier = _qualifier(diagnosis, seen)
        seen.add(qualifier)
        code = diagnosis.code.replace(".", "").strip(" ")
        if code and qualifier:
            yield place, qualifier, code


def _qualifier(diagnosis: Diagnosis, seen: set[str]) -> str:
    """Its own, save that only one can be principal and one admitting; empty for dental codes."""
    qualifier = _OTHER.get(diagnosis.qualifier, diagnosis.qualifier)
    for single in (_PRINCIPAL, _ADMITTING):
        if qualifier in single and seen & single:
            return "BF" if is_icd_9(qualifier) else "ABF"
    return qualifier if qualifier in _RANKS else ""


_RANKS = {
    **dict.fromkeys(_PRINCIPAL, 0),
    **dict.fromkeys(_ADMITTING, 1),
    **dict.fromkeys(_REASON, 2),
    "ABF": 3,
    "BF": 3,
}


def _rank(entry: tuple[int, str, str]) -> tuple[int, int]:
    place, qualifier, _ = entry
    return _RANKS[qualifier], place


def _related_group(claim: Claim) -> str:
    """The diagnosis-related group (HI with DR), which the claim's model does not hold."""
    if claim.placed is None:
        return ""
    found = (placed.segment for placed in claim.placed.find("2300", "HI"))
    return next((hi.value(1, 2).strip(" ") for hi in found if hi.value(1, 1) == "DR"), "")


def _check_code_set(draft: Draft, entries: list[tuple[str, str]]) -> None:
    """ICD-9 says nothing of care that ended after its time."""
    day = draft.claim.last_day
    if day is not None and day >= ICD_10_BEGINS and any(is_icd_9(found) for found, _ in entries):
        message = f"an ICD-9 diagnosis qualifier for care that ended on or after {ICD_10_BEGINS}"
        draft.find(kinds.CODE_SET_REFUSED, message)
