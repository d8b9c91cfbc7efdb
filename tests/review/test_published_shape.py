"""
Requests held against the two synthetic examples of a retrospective request that lie beside us.

The examples were written by hand, before this code.  What differs is listed, with the reason.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from edi_service.edge.reference import validate
from edi_service.review.profile import Partner
from tests.builders import a_claim as claim_text
from tests.builders import a_line as line_text
from tests.builders import an_interchange, read_one
from tests.review.making import (
    OF_DEPENDENT,
    PARTIES,
    a_case,
    a_stay,
    about_stay,
    ask,
    assert_valid,
    with_billing,
    with_parties,
)

EXAMPLES = Path(__file__).parents[2].parent / "shared/domain/278-examples"
NPIS = {"1333333334": "1333333338"}  # the example's surgeon has a check digit that does not fit
PARTNER = Partner(
    sender_id="SUBMITTER1",
    receiver_id="PAYER00001",
    contact_name="AUTH DESK",
    contact_phone="5555550100",
    contact_fax="5555550101",
    trace_assigner="9123456789",
    send_amounts=True,
    send_group_number=True,
)


def example(name: str) -> list[str]:
    path = EXAMPLES / name
    if not path.exists():
        pytest.skip("the examples are not beside this checkout")
    data = path.read_bytes()
    assert validate(data).accepted
    text = data.decode("ascii").replace("\n", "")
    for invented, possible in NPIS.items():
        text = text.replace(invented, possible)
    return text.split("~")[:-1]


def body(segments: list[str]) -> list[str]:
    """What stands between BHT and SE, without the numbers of levels."""
    inside = [text for text in segments[4:] if not text.startswith(("SE*", "GE*", "IEA*"))]
    return [f"HL {text.split('*')[3]}" if text.startswith("HL*") else text for text in inside]


def differences(ours: list[str], theirs: list[str]) -> tuple[list[str], list[str]]:
    """What only we write, and what only the example has."""
    only_ours = [text for text in ours if text not in theirs]
    return only_ours, [text for text in theirs if text not in ours]


def test_a_professional_request_has_the_shape_of_the_example() -> None:
    theirs = example("retro837p_to_278.edi")
    surgeon = "NM1*82*1*SURGEON*SALLY****XX*1333333338~PRV*PE*PXC*207X00000X~"
    text = claim_text(
        line_text(
            procedure="27759",
            modifiers=("RT",),
            charge="1500",
            pointers="1:2",
            day="20261002",
            extra=f"REF*6R*LINE1~{surgeon}",
        ),
        number="PCN12345",
        place="22",
        diagnoses=("S8252XA", "W010XXA"),
        extra="DTP*439*D8*20261001~PWK*OB*EL***AC*ATT0001~REF*4N*3~",
        providers="NM1*DN*1*ROE*RICHARD****XX*1222222220~"
        "NM1*77*2*EXAMPLE HOSPITAL*****XX*1987654328~N3*1 MAIN ST~N4*DALLAS*TX*75201~",
    )
    claim = msgspec.structs.replace(
        read_one(an_interchange(text)),
        parties=OF_DEPENDENT,
        related_causes=("AA",),
        accident_state="TX",
    )
    claim = with_billing(claim, last_name="EXAMPLE ORTHO GROUP")
    assert OF_DEPENDENT.dependent is not None
    patient = msgspec.structs.replace(
        OF_DEPENDENT.dependent,
        party=msgspec.structs.replace(OF_DEPENDENT.dependent.party, middle_name="", suffix=""),
    )
    claim = with_parties(claim, dependent=patient)
    segments = assert_valid(ask(claim, a_case(), PARTNER))

    assert segments[0] == theirs[0]
    only_ours, only_theirs = differences(body(segments), body(theirs))
    assert only_ours == [
        "TRN*1*0123456789abcdef-1*9123456789",  # unique by attempt, and nobody's account number
        "DTP*AAH*D8*20261002",
        "TRN*1*0123456789abcdef-1-1*9123456789",
    ]
    assert only_theirs == [
        "TRN*1*PCN12345*9123456789",
        "REF*BB*OLD123",  # an earlier authorization does not go with an initial request
        "DTP*AAH*RD8*20261002-20261003",  # the example's event is a day longer than its line
        "TRN*1*LINE1*9123456789",
        "UM*HS*I*2*22:B",  # says of the line what is said of the event
    ]
    wanted = [text.split("*")[0] for text in body(theirs) if text not in only_theirs]
    written = [text.split("*")[0] for text in body(segments) if text not in only_ours]
    assert sorted(written) == sorted(wanted)


def test_an_institutional_request_has_the_shape_of_the_example() -> None:
    theirs = example("retro837i_to_278.edi")
    text = claim_text(
        line_text(kind="I", revenue="0120", charge="8000"),
        kind="I",
        number="PCN777",
        place="11",
        diagnoses=("I214",),
        extra="DTP*435*DT*202610021200~PWK*DS*EL***AC*ATT0002~HI*ABJ:R079~HI*ABF:I10~HI*DR:247~",
        providers="NM1*71*1*HEART*HOLLY****XX*1444444446~NM1*72*1*CATH*CARL****XX*1555555550~",
    )
    stay = a_stay()
    read = read_one(an_interchange(text, kind="I"))
    (line,) = stay.lines
    line = msgspec.structs.replace(line, index=read.lines[0].index)
    claim = msgspec.structs.replace(stay, placed=read.placed, lines=(line,))
    partner = msgspec.structs.replace(
        PARTNER,
        contact_name="",
        contact_phone="",
        contact_fax="",
        trace_assigner="9987654321",
        send_group_number=False,
    )
    claim = with_billing(
        with_parties(claim, subscriber=PARTIES.subscriber),
        references=(msgspec.structs.replace(PARTIES.billing.references[0], value="987654321"),),
    )
    segments = assert_valid(ask(claim, about_stay(circumstance=None), partner))

    only_ours, only_theirs = differences(body(segments), body(theirs))
    assert only_ours == [
        "REF*EJ*PCN777",  # the account number, as in the professional example
        "TRN*1*0123456789abcdef-1*9987654321",
        "UM*AR*I*2*11:A**03***Y",  # a reason for being late only where the request is late
        "N3*1 MAIN ST",  # where the hospital is
        "N4*DALLAS*TX*75201",
        "TRN*1*0123456789abcdef-1-P1*9987654321",
        "UM*HS*I",  # a service of a stay is a services review
        "SV2**ZZ:027034Z",  # neither amount nor count belong to a procedure
    ]
    assert only_theirs == [
        "TRN*1*PCN777*9987654321",
        "UM*AR*I*2*11:A**03***Y*1",
        "SV2**ZZ:027034Z*0*UN*1",
        "DTP*472*RD8*20261002-20261006",  # room and board: the days are in HSD
        "SV2*0120**8000*DA*4*2000",
    ]
