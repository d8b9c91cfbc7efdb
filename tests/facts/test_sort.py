"""A file that tells of claims is known by how it begins."""

from __future__ import annotations

import json

import pytest

from edi_service.facts.parse import AUTHORIZATIONS, ENCOUNTERS, FACTS
from edi_service.facts.sort import ENOUGH, Sort, sort_of

HL7 = b"MSH|^~\\&|HIS|MAPLE|||20260610||ADT^A01|1|P|2.5\r"


def table(*columns: str) -> bytes:
    return ",".join(columns).encode() + b"\nA1,1\n"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (table(*FACTS), Sort.FACTS),
        (table(*ENCOUNTERS), Sort.ENCOUNTERS),
        (table(*AUTHORIZATIONS), Sort.AUTHORIZATIONS),
        (table("claim_number", "admitted", "documents"), Sort.FACTS),
        (table("claim_number", " patient_class"), Sort.ENCOUNTERS),
        (table("claim_number", "no_column_of_ours"), Sort.FACTS),  # to be refused with a reason
        (b"\xef\xbb\xbfclaim_number\r\nA1\r\n", Sort.FACTS),
        (HL7, Sort.ENCOUNTERS),
        (b"\x0b" + HL7, Sort.ENCOUNTERS),
        (json.dumps([{"claim_number": "A1"}]).encode(), Sort.FACTS),
        (json.dumps([{"claim_number": "A1"}, {"patient_class": "I"}]).encode(), Sort.ENCOUNTERS),
        (json.dumps([{"number": "1", "payer": "p", "member": "m"}]).encode(), Sort.AUTHORIZATIONS),
        (b'  [\n {"claim_number": "A1", "overrides": [{"code": "PS02"', None),  # nothing whole
        (b"[" + b'{"claim_number": "A1"},' * 9000, Sort.FACTS),
        (b"number,payer\n1,2\n", None),
        (b"Dear clearinghouse,\n", None),
        (b'"claim_number', None),
        (b"", None),
        (b"[]", None),
        (b"[1, 2]", None),
        (b"[" * 5000, None),
        (b'[{"a":' * 5000, None),
        (b"ISA*00*", None),
        (bytes(range(256)), None),
    ],
)
def test_the_sort_of_a_file(head: bytes, expected: Sort | None) -> None:
    assert sort_of(head[:ENOUGH]) is expected
