from __future__ import annotations

import pytest

from edi_service.codes.npi import check_digit
from tests.builders import a_claim as claim_text
from tests.builders import a_line as line_text
from tests.builders import an_interchange, read_one
from tests.review.making import a_case, about_stay, ask, assert_valid, codes, of_loop

RENDERING = "NM1*82*1*MERCER*JOAN****XX*1598765430~PRV*PE*PXC*207Q00000X~"
FACILITY = (
    "NM1*77*2*RIVERBEND HOSPITAL*****XX*1245319599~N3*1 HOSPITAL WAY~N4*SPRINGFIELD*IL*62702~"
)


def named(segments: list[str], *entities: str) -> list[str]:
    """NM1 segments of these entities, behind the event."""
    start = next(index for index, text in enumerate(segments) if text.startswith("MSG*"))
    return [
        text
        for text in segments[start:]
        if text.split("*")[:1] == ["NM1"] and (not entities or text.split("*")[1] in entities)
    ]


def an_npi(number: int) -> str:
    first = f"1{number:08d}"
    return first + check_digit(first)


def test_the_rendering_provider_is_the_one_who_served() -> None:
    claim = read_one(an_interchange(claim_text(providers=RENDERING)))
    segments = assert_valid(ask(claim))
    assert named(segments) == ["NM1*SJ*1*MERCER*JOAN****XX*1598765430"]
    assert of_loop(segments, "PRV", "NM1*SJ") == ["PRV*PE*PXC*207Q00000X"]


@pytest.mark.parametrize(
    ("text", "entity", "role"),
    [
        ("NM1*DN*1*ROE*RICHARD****XX*1245319599~", "DN", []),
        ("NM1*P3*1*ROE*RICHARD****XX*1245319599~", "P3", []),
    ],
)
def test_a_referring_provider_has_no_role_without_a_taxonomy(
    text: str, entity: str, role: list[str]
) -> None:
    segments = assert_valid(ask(read_one(an_interchange(claim_text(providers=text)))))
    assert named(segments, entity) == [f"NM1*{entity}*1*ROE*RICHARD****XX*1245319599"]
    assert of_loop(segments, "PRV", f"NM1*{entity}") == role


def test_who_bills_served_where_nobody_else_is_named() -> None:
    segments = assert_valid(ask(read_one(an_interchange(claim_text(providers="")))))
    assert named(segments) == ["NM1*SJ*2*RIVERBEND CLINIC*****XX*1467893214"]
    assert of_loop(segments, "PRV", "NM1*SJ") == ["PRV*PE*PXC*261QP2300X"]


def test_who_bills_served_those_lines_that_name_nobody() -> None:
    lines = (line_text(1, extra=RENDERING), line_text(2))
    claim = read_one(an_interchange(claim_text(*lines, providers="")))
    both = assert_valid(ask(claim, a_case(lines=("1", "2"))))
    assert named(both) == [
        "NM1*SJ*2*RIVERBEND CLINIC*****XX*1467893214",
        "NM1*SJ*1*MERCER*JOAN****XX*1598765430",
    ]
    first = assert_valid(ask(claim, a_case(lines=("1",))))
    assert named(first) == ["NM1*SJ*1*MERCER*JOAN****XX*1598765430"]


def test_a_service_facility_has_its_address() -> None:
    claim = read_one(an_interchange(claim_text(providers=RENDERING + FACILITY)))
    segments = assert_valid(ask(claim))
    assert named(segments, "FA") == ["NM1*FA*2*RIVERBEND HOSPITAL*****XX*1245319599"]
    assert of_loop(segments, "N3", "NM1*FA*2*RIVERBEND") == ["N3*1 HOSPITAL WAY"]
    assert of_loop(segments, "N4", "NM1*FA*2*RIVERBEND") == ["N4*SPRINGFIELD*IL*62702"]


def test_other_numbers_of_a_provider_go_along_but_for_its_location() -> None:
    text = "NM1*82*1*MERCER*JOAN~REF*0B*LIC44~REF*G2*PROV9~REF*LU*LOC1~"
    claim = read_one(an_interchange(claim_text(providers=text)))
    segments = assert_valid(ask(claim))
    assert of_loop(segments, "REF", "NM1*SJ") == ["REF*0B*LIC44", "REF*ZH*PROV9"]


def test_a_facility_names_its_physicians_and_itself() -> None:
    providers = (
        "NM1*71*1*TORRANCE*IDA****XX*1245319599~PRV*AT*PXC*207R00000X~"
        "NM1*72*1*CATH*CARL****XX*1598765430~NM1*ZZ*1*OTHER*OTTO****XX*1234567893~"
    )
    text = claim_text(
        line_text(kind="I", revenue="0120"),
        kind="I",
        place="11",
        extra="DTP*435*DT*202602031200~",
        providers=providers,
    )
    segments = assert_valid(ask(read_one(an_interchange(text, kind="I")), about_stay()))
    assert [text.split("*")[1] for text in named(segments)] == ["71", "72", "73", "FA"]
    assert of_loop(segments, "PRV", "NM1*71") == ["PRV*AT*PXC*207R00000X"]
    assert named(segments, "FA") == ["NM1*FA*2*RIVERBEND CLINIC*****XX*1467893214"]


def test_a_line_names_only_those_who_are_not_named_already() -> None:
    other = "NM1*82*1*SURGEON*SALLY****XX*1245319599~PRV*PE*PXC*207X00000X~"
    lines = (line_text(1, extra=other), line_text(2, extra=RENDERING), line_text(3))
    claim = read_one(an_interchange(claim_text(*lines, providers=RENDERING)))
    segments = assert_valid(ask(claim, a_case(lines=("1", "2", "3"))))
    assert named(segments, "SJ") == [
        "NM1*SJ*1*MERCER*JOAN****XX*1598765430",
        "NM1*SJ*1*SURGEON*SALLY****XX*1245319599",
    ]


def test_a_supervisor_stands_with_the_lines_and_a_referrer_with_the_event() -> None:
    supervising = "NM1*DQ*1*CHIEF*CLARA****XX*1245319599~"
    referring = "NM1*DN*1*ROE*RICHARD****XX*1234567893~"
    own = "NM1*DQ*1*OTHER*OLGA****XX*1598765430~"
    elsewhere = "NM1*DN*1*FAR*FRED****XX*1245319599~"
    lines = (line_text(1, extra=referring), line_text(2, extra=own), line_text(3, extra=elsewhere))
    claim = read_one(an_interchange(claim_text(*lines, providers=supervising)))
    segments = assert_valid(ask(claim, a_case(lines=("1", "2"))))
    assert named(segments, "DN", "DQ") == [
        "NM1*DN*1*ROE*RICHARD****XX*1234567893",
        "NM1*DQ*1*CHIEF*CLARA****XX*1245319599",
        "NM1*DQ*1*OTHER*OLGA****XX*1598765430",
    ]


def test_more_providers_than_fit_are_noted() -> None:
    lines = [
        line_text(number, extra=f"NM1*DN*1*REFERRER*NUMBER{number}****XX*{an_npi(number)}~")
        for number in range(1, 18)
    ]
    claim = read_one(an_interchange(claim_text(*lines)))
    request = ask(claim, a_case(lines=tuple(str(number) for number in range(1, 18))))
    segments = assert_valid(request)
    assert len(named(segments)) == 14
    assert codes(request) == ["RQ34"]


def test_a_mistyped_npi_of_any_provider_holds_the_case() -> None:
    text = RENDERING.replace("1598765430", "1598765431")
    request = ask(read_one(an_interchange(claim_text(providers=text))))
    assert codes(request) == ["RQ04"]
    assert "1598765431" not in request.findings[0].message
