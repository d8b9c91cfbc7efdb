"""Segments are shown without whom they are about."""

from __future__ import annotations

import pytest

from edi_service.finding import Position, Quote
from edi_service.report.masking import masked


def shown(text: str, loop: str = "") -> str:
    quote = masked(Position(loop=loop, quote=Quote(text)))
    assert quote is not None
    assert len(quote.text) == len(text)
    return quote.text


@pytest.mark.parametrize(
    ("text", "loop", "expected"),
    [
        (
            "NM1*IL*1*QUILL*AVERY****MI*M1",
            "2010BA",
            "NM1*IL*1*xxxxx*xxxxx****MI*xx",
        ),
        ("NM1*QC*1*QUILL*AVERY", "2010CA", "NM1*QC*1*xxxxx*xxxxx"),
        ("NM1*85*2*CLINIC*****XX*1987654328", "2010AA", "NM1*85*2*CLINIC*****XX*1987654328"),
        ("NM1", "2010BA", "NM1"),
        ("DMG*D8*19800315*F", "2010BA", "DMG*D8*xxxxxxxx*F"),
        ("CLM*A1001*100***11:B:1", "2300", "CLM*xxxxx*100***11:B:1"),
        ("N3*22 OAK LANE", "2010BA", "N3*xxxxxxxxxxx"),
        ("N3*1 ELM STREET", "2010AA", "N3*1 ELM STREET"),
        ("N4*MAPLETON*OH*43215", "2010CA", "N4*xxxxxxxx*OH*xxxxx"),
        ("REF*SY*123456789", "2010BA", "REF*SY*xxxxxxxxx"),
        ("REF*G1*AUTH1", "2300", "REF*G1*AUTH1"),
        ("NTE*ADD*MRS QUILL FELL", "2300", "NTE*ADD*xxxxxxxxxxxxxx"),
        ("HI*ABK:J189", "2300", "HI*ABK:J189"),
        ("SV1*HC:99213*95*UN*1***1", "2400", "SV1*HC:99213*95*UN*1***1"),
    ],
)
def test_who_is_meant_is_crossed_out_and_what_is_meant_stays(
    text: str, loop: str, expected: str
) -> None:
    assert shown(text, loop) == expected


def test_a_finding_without_a_segment_has_nothing_to_mask() -> None:
    assert masked(Position()) is None
