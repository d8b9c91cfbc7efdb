"""Rows can always be written, whatever bytes a claim holds."""

from __future__ import annotations

import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from edi_service.claims.model import Reference
from edi_service.report.encoding import encode_row, encode_text
from edi_service.report.parts import OtherPayerRow


def test_amounts_are_strings_and_absent_is_null() -> None:
    row = OtherPayerRow(
        responsibility="P",
        claim_filing=None,
        identifier="X",
        name="é",
        paid=Decimal("12.50"),
        adjudicated=None,
        authorization=None,
        control_number=None,
        denied=False,
    )
    assert json.loads(encode_row(row))["paid"] == "12.50"
    assert json.loads(encode_row(row))["adjudicated"] is None


def test_a_byte_that_is_no_utf_8_is_shown() -> None:
    name = b"\x80B".decode("utf-8", "surrogateescape")
    row = Reference("G1", name)
    assert json.loads(encode_row(row))["value"] == r"\udc80B"
    assert encode_text(name) == rb"\udc80B"


@given(st.binary(), st.decimals(allow_nan=False, allow_infinity=False))
def test_any_row_can_be_written_and_is_json(data: bytes, amount: Decimal) -> None:
    text = data.decode("utf-8", "surrogateescape")
    row = OtherPayerRow(
        responsibility=text,
        claim_filing=text,
        identifier=text,
        name=text,
        paid=amount,
        adjudicated=None,
        authorization=None,
        control_number=None,
        denied=True,
    )
    assert json.loads(encode_row(row))["paid"] == str(amount)
