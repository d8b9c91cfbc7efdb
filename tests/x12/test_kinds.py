from __future__ import annotations

import re

import pytest

from edi_service.finding import Kind
from edi_service.x12 import byte_kinds, envelope_kinds
from edi_service.x12.kinds import KINDS

ACKNOWLEDGMENT = re.compile(r"TA105\*0[0-3]\d|AK905\*\d|IK502\*\d+")


def test_every_kind_is_listed_once_and_codes_have_no_gaps() -> None:
    tables = (byte_kinds, envelope_kinds)
    named = {
        value.code for table in tables for value in vars(table).values() if isinstance(value, Kind)
    }
    codes = [kind.code for kind in KINDS]
    assert set(codes) == named
    assert len(set(codes)) == len(codes)
    for family in ("SX", "EV"):
        own = [code for code in codes if code.startswith(family)]
        assert own == [f"{family}{number:02d}" for number in range(1, len(own) + 1)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_kind_says_what_it_means_and_what_to_do(kind: Kind) -> None:
    assert not kind.title.endswith(".")
    assert kind.remedy.endswith(".")
    assert kind.explanation.endswith(".")
    assert len(kind.explanation) > 100
    assert not kind.acknowledgment or ACKNOWLEDGMENT.fullmatch(kind.acknowledgment)
