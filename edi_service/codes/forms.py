"""
How codes look: what can be said of a code without the list it is taken from.

A form is a whole-text match.  It refuses what cannot be a code of its set, and accepts codes that
were never assigned; whether a code exists, only a list can tell (see
:mod:`edi_service.codes.icd10` and :mod:`edi_service.codes.lists`).  All codes are capitals and
ASCII digits, as X12 writes them.
"""

from __future__ import annotations

import re


def is_diagnosis(code: str) -> bool:
    """
    ICD-10-CM: a letter, a digit, a digit or letter, then up to four more; never the point.

    >>> is_diagnosis("E1165"), is_diagnosis("E11.65"), is_diagnosis("E1")
    (True, False, False)
    """
    return _DIAGNOSIS(code) is not None


def is_taxonomy(code: str) -> bool:
    """
    NUCC provider taxonomy: ten characters, three digits first and an X last.

    >>> is_taxonomy("207Q00000X"), is_taxonomy("207Q00000")
    (True, False)
    """
    return _TAXONOMY(code) is not None


def is_revenue_code(code: str) -> bool:
    """NUBC revenue code: four digits, the leading zero written."""
    return _REVENUE(code) is not None


def is_bill_type(facility: str, frequency: str) -> bool:
    """
    NUBC type of bill as CLM05 carries it: two characters of facility, one of frequency.

    The leading zero of paper claims is not sent.

    >>> is_bill_type("11", "1"), is_bill_type("011", "1"), is_bill_type("13", "")
    (True, False, False)
    """
    return _BILL_TYPE(f"{facility}:{frequency}") is not None


def is_drug(code: str) -> bool:
    """National Drug Code as claims carry it: eleven digits, no hyphens."""
    return _DRUG(code) is not None


def is_country(code: str) -> bool:
    """ISO 3166-1 by form alone: two or three letters."""
    return _COUNTRY(code) is not None


def is_procedure(qualifier: str, code: str) -> bool:
    """
    Whether *code* can be one of the set that *qualifier* (element 235) names.

    HC is CPT (five digits, or four and a letter) or HCPCS level II (a letter A to V and four
    digits), AD dental (D and four digits), HP a HIPPS rate code (five capitals or digits).  The
    sets behind other qualifiers (IV, ER, WK) have no form to hold a code against.

    >>> is_procedure("HC", "99213"), is_procedure("AD", "99213"), is_procedure("ER", "anything")
    (True, False, True)
    """
    form = _PROCEDURES.get(qualifier)
    return form is None or form(code) is not None


_DIAGNOSIS = re.compile(r"[A-Z][0-9][0-9A-Z][0-9A-Z]{0,4}").fullmatch
_TAXONOMY = re.compile(r"[0-9]{3}[0-9A-Z]{6}X").fullmatch
_REVENUE = re.compile(r"[0-9]{4}").fullmatch
_BILL_TYPE = re.compile(r"[1-9][0-9]:[0-9A-Z]").fullmatch
_DRUG = re.compile(r"[0-9]{11}").fullmatch
_COUNTRY = re.compile(r"[A-Z]{2,3}").fullmatch
_PROCEDURES = {
    "HC": re.compile(r"[0-9]{4}[0-9A-Z]|[A-V][0-9]{4}").fullmatch,
    "AD": re.compile(r"D[0-9]{4}").fullmatch,
    "HP": re.compile(r"[0-9A-Z]{5}").fullmatch,
}
