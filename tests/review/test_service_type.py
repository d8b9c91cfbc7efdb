from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from edi_service.claims.model import ClaimKind, Procedure, ServiceLine
from edi_service.edge.resources import schemas
from edi_service.review.service_type import ServiceTypes
from tests.review.making import a_line, a_professional, a_stay, service_types

if TYPE_CHECKING:
    from edi_service.claims.model import Claim

HEADER = (
    "claims,codes,first,last,modifier,service_type,from,to,certainty,source_title,source_href,"
    "retrieved,note\n"
)


def room(code: str) -> dict[str, tuple[ServiceLine, ...]]:
    return {"lines": (ServiceLine(number="1", revenue_code=code),)}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (room("0120") | {"procedures": ()}, "1"),
        (room("0120"), "2"),
        (room("0360") | {"procedures": ()}, "2"),
        (room("0120") | {"procedures": (Procedure("BBR", "30233N1"),)}, "1"),
        (room("0120") | {"procedures": (Procedure("BR", "0301"),)}, "1"),
        (room("0124"), "A4"),
        (room("0128"), "A9"),
        (room("0112"), "69"),
        (room("0172"), "65"),
        (room("0174"), "NI"),
        (room("0115"), "45"),
        (room("0120") | {"facility_code": "21"}, "AG"),
        (room("0120") | {"facility_code": "41", "procedures": ()}, ""),
    ],
)
def test_a_stay_is_known_by_its_codes_the_special_before_the_general(
    changes: dict[str, Any], expected: str
) -> None:
    assert service_types().of_stay(a_stay(**changes)) == expected


@pytest.mark.parametrize(
    ("procedure", "modifiers", "expected"),
    [
        ("27759", (), "2"),
        ("59400", (), "69"),
        ("00100", (), "7"),
        ("70551", (), "62"),
        ("71045", (), ""),
        ("97161", (), "PT"),
        ("97110", (), "AE"),
        ("98941", (), "33"),
        ("A0428", (), "56"),
        ("E0601", ("RR",), "18"),
        ("E0601", ("NU",), "12"),
        ("E0601", (), ""),
        ("L5301", (), "75"),
        ("0001U", (), ""),
        ("", (), ""),
        ("277", (), ""),
    ],
)
def test_a_procedure_is_known_by_its_family(
    procedure: str, modifiers: tuple[str, ...], expected: str
) -> None:
    line = a_line(procedure=procedure, modifiers=modifiers)
    assert service_types().of_line(a_professional(lines=(line,)), line) == expected


@pytest.mark.parametrize(
    ("procedure", "expected"),
    [("D0120", "23"), ("D2740", "36"), ("D2391", "25"), ("D1110", "35"), ("D8080", "38")],
)
def test_a_dental_procedure_is_known_by_its_class(procedure: str, expected: str) -> None:
    line = a_line(procedure_qualifier="AD", procedure=procedure)
    claim = msgspec.structs.replace(a_professional(lines=(line,)), kind=ClaimKind.DENTAL)
    assert service_types().of_line(claim, line) == expected


def test_a_family_of_professional_claims_says_nothing_of_others() -> None:
    line = a_line(procedure="98941")
    claim: Claim = a_stay(lines=(line,))
    assert service_types().of_line(claim, line) == ""


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ("", "", "2"),
        ("2026-10-02", "2026-10-02", "2"),
        ("2026-10-03", "", ""),
        ("", "2026-10-01", ""),
    ],
)
def test_a_row_holds_from_its_first_day_to_its_last(starts: str, ends: str, expected: str) -> None:
    row = f"P,procedure,27759,27759,,2,{starts},{ends},C,title,href,2026-11-22,\n"
    line = a_line()
    types = ServiceTypes.parse(HEADER + row)
    assert types.of_line(a_professional(lines=(line,)), line) == expected
    dateless = a_line(starts=None, ends=None)
    assert types.of_line(a_professional(lines=(dateless,)), dateless) == "2"


def test_a_broken_table_is_ours_to_mend() -> None:
    with pytest.raises(ValueError, match="Q"):
        ServiceTypes.parse(HEADER + "Q,bill,11,11,,1,,,C,t,h,2026-11-22,\n")


def test_every_row_of_the_table_has_a_legal_type_and_a_whole_range() -> None:
    guide = (schemas() / "x12/278.request.5010.X217.xml").read_text(encoding="utf-8")
    use = re.search(r'xid="UM03".*?</valid_codes>', guide, re.DOTALL)
    assert use is not None
    legal = set(re.findall(r"<code>(\w+)</code>", use.group())) - {"CQ"}  # not of a line
    families = list(service_types())
    assert len(families) > 50
    for family in families:
        assert family.service_type in legal
        assert len(family.first) == len(family.last)
        assert family.first <= family.last
        assert family.codes in {"procedure", "revenue", "bill", "pcs"}
        assert family.kinds
        assert family.certainty in {"A", "B", "C"}
        assert family.source.href.startswith("https://")


def test_a_request_without_the_table_leaves_the_type_out() -> None:
    assert ServiceTypes().of_stay(a_stay()) == ""
    assert list(ServiceTypes()) == []
