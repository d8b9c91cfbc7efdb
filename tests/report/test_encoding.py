"""Rows can always be written, whatever bytes a claim holds."""

from __future__ import annotations

import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

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


class _Counts(Struct):
    """As the totals of a run, which count by what claims say."""

    bill_types: dict[str, int]


def test_a_byte_that_is_no_utf_8_is_shown_where_something_is_counted_by_it() -> None:
    row = _Counts({b"\x80".decode("utf-8", "surrogateescape"): 1, "11": 2})
    assert json.loads(encode_row(row)) == {"bill_types": {r"\udc80": 1, "11": 2}}


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
