"""From the element ``places`` of a policy file to its model, one function an element."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.model import ClaimKind
from edi_service.facts.encounter import PatientClass
from edi_service.finding import Severity
from edi_service.policy.certainty import Certainty
from edi_service.policy.language.elements import children, code_ranges, day, is_yes, word, words
from edi_service.policy.place_rules import (
    SILENT,
    AcrossRow,
    AcrossSort,
    ComparedPart,
    ComparedRow,
    EncounterRow,
    FacilityRow,
    Grade,
    Misfit,
    MisfitSort,
    Otherwise,
    PlaceFamily,
    PlaceRules,
    Row,
    TwoRatesRow,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from edi_service.policy.selection import Services


def read_places(
    element: etree._Element | None, services: Callable[[etree._Element], Services]
) -> PlaceRules:
    """
    What the element ``places`` says; nothing when there is none.

    Args:
        element: it has passed the schema and the lint.
        services: reads an element with the words of ``<services>``.
    """
    if element is None:
        return SILENT
    return PlaceRules(
        families=tuple(_family(each) for each in children(element, "family")),
        admission_places=words(element, "admission-date-needed-at"),
        misfits=tuple(_misfit(each, services) for each in children(element, "misfit")),
        encounters=tuple(_encounter(each) for each in children(element, "encounter")),
        compared=tuple(_compared(each) for each in children(element, "compared")),
        across=tuple(_across(each) for each in children(element, "across")),
        facilities=tuple(_facility(each) for each in children(element, "service-facility")),
        two_rates=tuple(
            TwoRatesRow(id=word(each, "id"), grades=_grades(each), row=_row(each))
            for each in children(element, "two-rates")
        ),
    )


def _row(element: etree._Element) -> Row:
    certainty = word(element, "certainty")
    return Row(
        day(element, "from"),
        day(element, "to"),
        word(element, "locator"),
        Certainty(certainty) if certainty else None,
    )


def _severity(element: etree._Element) -> Severity:
    return Severity[word(element, "severity").upper()]


def _grades(element: etree._Element) -> tuple[Grade, ...]:
    return tuple(
        Grade(_severity(each), words(each, "lines-of-business"))
        for each in children(element, "otherwise")
    )


def _family(element: etree._Element) -> PlaceFamily:
    return PlaceFamily(
        id=word(element, "id"),
        title=word(element, "title"),
        codes=code_ranges(element, "codes"),
        expected=words(element, "expected"),
        tolerated=words(element, "tolerated"),
        otherwise=tuple(_otherwise(each) for each in children(element, "otherwise")),
        row=_row(element),
    )


def _otherwise(element: etree._Element) -> Otherwise:
    return Otherwise(
        severity=_severity(element),
        places=words(element, "places"),
        lines_of_business=words(element, "lines-of-business"),
    )


def _misfit(element: etree._Element, services: Callable[[etree._Element], Services]) -> Misfit:
    return Misfit(
        id=word(element, "id"),
        title=word(element, "title"),
        sort=MisfitSort(word(element, "against")),
        severity=_severity(element) if word(element, "severity") else Severity.WARNING,
        when=tuple(services(each) for each in children(element, "when")),
        lines_of_business=words(element, "lines-of-business"),
        claims=tuple(ClaimKind(kind) for kind in words(element, "claims")),
        emergency=is_yes(element, "emergency"),
        row=_row(element),
    )


def _encounter(element: etree._Element) -> EncounterRow:
    return EncounterRow(
        id=word(element, "id"),
        classes=tuple(PatientClass(each) for each in words(element, "classes")),
        grades=_grades(element),
        not_at=words(element, "not-at"),
        first_day_at=words(element, "first-day-at"),
        at=words(element, "at"),
        not_billed=words(element, "not-billed"),
        billed=words(element, "billed"),
        row=_row(element),
    )


def _compared(element: etree._Element) -> ComparedRow:
    return ComparedRow(
        id=word(element, "id"),
        part=ComparedPart(word(element, "part")),
        grades=_grades(element),
        bill_types=words(element, "bill-types"),
        unless_status=words(element, "unless-status"),
        row=_row(element),
    )


def _facility(element: etree._Element) -> FacilityRow:
    return FacilityRow(
        id=word(element, "id"),
        grades=_grades(element),
        needed_at=words(element, "needed-at"),
        unless_billed_by=code_ranges(element, "unless-billed-by"),
        not_at=words(element, "not-at"),
        row=_row(element),
    )


def _across(element: etree._Element) -> AcrossRow:
    return AcrossRow(
        id=word(element, "id"),
        title=word(element, "title"),
        sort=AcrossSort(word(element, "against")),
        grades=_grades(element),
        beside=words(element, "beside"),
        places=words(element, "places"),
        at=words(element, "at"),
        unless_modifiers=words(element, "unless-modifiers"),
        beside_revenue=code_ranges(element, "beside-revenue-codes"),
        unless_beside=words(element, "unless-beside"),
        unless_revenue=code_ranges(element, "unless-beside-revenue-codes"),
        all_with=words(element, "all-with"),
        none_with=words(element, "none-with"),
        row=_row(element),
    )
