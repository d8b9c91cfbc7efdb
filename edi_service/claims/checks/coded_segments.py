"""What is wrong with the codes of one segment: one function for each sort of segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims import code_kinds
from edi_service.claims.segments import shown
from edi_service.claims.values import Fault
from edi_service.codes import forms, npi
from edi_service.codes.icd10 import Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edi_service.claims.segments import Elements
    from edi_service.codes.icd10 import InForce
    from edi_service.codes.sets import CodeSets
    from edi_service.finding import Kind

ICD_10_CM = frozenset({"ABK", "ABF", "ABJ", "APR", "ABN"})
UNITED_STATES = ("", "US", "USA")


def judge(elements: Elements, codes: CodeSets) -> Iterator[Fault]:
    """The faults of any segment of :data:`CODED`; an absent element is the guide's business."""
    return _JUDGES[elements.texts[0]](elements, codes)


def diagnoses(elements: Elements, in_force: InForce) -> Iterator[Fault]:
    """The faults of an HI segment that holds diagnoses, each component 2 with its qualifier."""
    for element in range(1, len(elements.texts)):
        qualifier, code = (*elements.components(element), "", "")[:2]
        if qualifier not in ICD_10_CM or not code:
            continue
        if found := _diagnosis(code, in_force):
            kind, message = found
            yield Fault(kind, element, 2, message)


def _diagnosis(code: str, in_force: InForce) -> tuple[Kind, str] | None:
    """What is wrong with one diagnosis code, in words; None when nothing is."""
    if not forms.is_diagnosis(code):
        return code_kinds.DIAGNOSIS_FORM, f"{shown(code)} is no code of ICD-10-CM"
    standing = in_force.standing(code)
    if standing is Standing.UNLISTED:
        message = f"{code} is not in ICD-10-CM on the day of service"
        return code_kinds.DIAGNOSIS_UNLISTED, message
    if standing is Standing.INCOMPLETE:
        message = f"{code} is a category of ICD-10-CM and needs further characters"
        return code_kinds.DIAGNOSIS_UNLISTED, message
    if standing is Standing.UNKNOWN:
        covered = ", ".join(f"{each.starts} to {each.ends}" for each in in_force.releases)
        message = f"{code} is in no release that is held; they cover {covered}"
        return code_kinds.DIAGNOSIS_UNKNOWN, message
    return None


def _name(elements: Elements, _codes: CodeSets) -> Iterator[Fault]:
    qualifier, identifier = elements.texts[8:10]
    if qualifier == "XX" and identifier and not npi.is_valid(identifier):
        message = f"{shown(identifier)} is no National Provider Identifier"
        yield Fault(code_kinds.NPI_WRONG, 9, 0, message)


def _city(elements: Elements, codes: CodeSets) -> Iterator[Fault]:
    state, country = elements.texts[2], elements.texts[4]
    if country and not forms.is_country(country):
        yield Fault(code_kinds.COUNTRY_FORM, 4, 0, f"{shown(country)} is no code of a country")
    elif state and country in UNITED_STATES and codes.states and not codes.states.known(state):
        yield Fault(code_kinds.STATE_UNKNOWN, 2, 0, f"{shown(state)} is no state")


def _specialty(elements: Elements, _codes: CodeSets) -> Iterator[Fault]:
    qualifier, taxonomy = elements.texts[2:4]
    if qualifier == "PXC" and taxonomy and not forms.is_taxonomy(taxonomy):
        yield Fault(code_kinds.TAXONOMY_FORM, 3, 0, f"{shown(taxonomy)} is no taxonomy code")


def _procedure_in(elements: Elements, element: int) -> Iterator[Fault]:
    procedure = elements.procedure(element)
    if procedure.code and not forms.is_procedure(procedure.qualifier, procedure.code):
        message = f"{shown(procedure.code)} is no code of the set {procedure.qualifier}"
        yield Fault(code_kinds.PROCEDURE_FORM, element, 2, message)


def _service(elements: Elements, _codes: CodeSets) -> Iterator[Fault]:
    """SV1 and SV3."""
    return _procedure_in(elements, 1)


def _institutional_service(elements: Elements, _codes: CodeSets) -> Iterator[Fault]:
    revenue_code = elements.texts[1]
    if revenue_code and not forms.is_revenue_code(revenue_code):
        message = f"{shown(revenue_code)} is no revenue code"
        yield Fault(code_kinds.REVENUE_CODE_FORM, 1, 0, message)
    yield from _procedure_in(elements, 2)


def _adjudication(elements: Elements, _codes: CodeSets) -> Iterator[Fault]:
    """SVD: the procedure the other payer paid for."""
    return _procedure_in(elements, 3)


def _drug(elements: Elements, _codes: CodeSets) -> Iterator[Fault]:
    qualifier, code = elements.texts[2:4]
    if qualifier == "N4" and code and not forms.is_drug(code):
        yield Fault(code_kinds.DRUG_FORM, 3, 0, f"{shown(code)} is not eleven digits")


_JUDGES: dict[str, Callable[[Elements, CodeSets], Iterator[Fault]]] = {
    "NM1": _name,
    "N4": _city,
    "PRV": _specialty,
    "SV1": _service,
    "SV2": _institutional_service,
    "SV3": _service,
    "SVD": _adjudication,
    "LIN": _drug,
}
CODED = frozenset(_JUDGES)
"""The identifiers of the segments that :func:`judge` knows."""
