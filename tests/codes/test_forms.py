from __future__ import annotations

import pytest

from edi_service.codes import forms


@pytest.mark.parametrize("code", ["A00", "J069", "E1165", "S72001A", "C4A0", "Z3A01", "U071"])
def test_a_diagnosis_code_has_three_to_seven_characters(code: str) -> None:
    assert forms.is_diagnosis(code)


@pytest.mark.parametrize(
    "code", ["", "J0", "J06.9", "j069", "0690", "JA69", "S72001AA", "J069 ", "J06\u0669", "J069\n"]
)
def test_anything_else_is_no_diagnosis_code(code: str) -> None:
    assert not forms.is_diagnosis(code)


@pytest.mark.parametrize("code", ["207Q00000X", "261QP2300X", "193200000X", "1223G0001X"])
def test_a_taxonomy_code_begins_with_three_digits_and_ends_in_x(code: str) -> None:
    assert forms.is_taxonomy(code)


@pytest.mark.parametrize("code", ["207Q00000", "207Q00000Y", "A07Q00000X", "207q00000X", ""])
def test_anything_else_is_no_taxonomy_code(code: str) -> None:
    assert not forms.is_taxonomy(code)


def test_a_revenue_code_is_four_digits() -> None:
    assert forms.is_revenue_code("0450")
    assert not any(forms.is_revenue_code(code) for code in ("450", "O450", "04500", ""))


@pytest.mark.parametrize(
    ("facility", "frequency", "is_form"),
    [
        ("11", "1", True),
        ("32", "A", True),
        ("89", "0", True),
        ("01", "1", False),
        ("011", "1", False),
        ("1", "1", False),
        ("11", "", False),
        ("11", "11", False),
        ("1A", "1", False),
    ],
)
def test_a_bill_type_is_two_digits_and_a_frequency(
    facility: str,
    frequency: str,
    is_form: bool,  # noqa: FBT001 - pytest passes parameters by name
) -> None:
    assert forms.is_bill_type(facility, frequency) is is_form


def test_a_drug_is_eleven_digits() -> None:
    assert forms.is_drug("00002143380")
    assert not any(forms.is_drug(code) for code in ("0002143380", "0002-1433-80", ""))


def test_a_country_is_two_or_three_capitals() -> None:
    assert forms.is_country("CA")
    assert forms.is_country("CAN")
    assert not any(forms.is_country(code) for code in ("C", "ca", "CANA", "C1", ""))


@pytest.mark.parametrize(
    ("qualifier", "code", "is_form"),
    [
        ("HC", "99213", True),
        ("HC", "0001F", True),
        ("HC", "0042T", True),
        ("HC", "A0429", True),
        ("HC", "U0003", True),
        ("HC", "W0001", False),
        ("HC", "9921", False),
        ("HC", "992133", False),
        ("HC", "99A13", False),
        ("AD", "D0120", True),
        ("AD", "00120", False),
        ("HP", "1AA01", True),
        ("HP", "1aa01", False),
        ("ER", "whatever", True),
        ("", "whatever", True),
    ],
)
def test_a_procedure_has_the_form_of_the_set_its_qualifier_names(
    qualifier: str,
    code: str,
    is_form: bool,  # noqa: FBT001 - pytest passes parameters by name
) -> None:
    assert forms.is_procedure(qualifier, code) is is_form
