"""What is asked for rarely, read from the claim's own segments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from edi_service.claims.ambulance import Certification, trips
from edi_service.claims.attachments import Attachment, attachments
from edi_service.claims.coordination import Adjustment, other_payers
from edi_service.claims.drugs import Drug, drugs
from edi_service.claims.model import Claim, ClaimKind, Reference
from edi_service.claims.notes import notes
from edi_service.claims.providers import providers, service_facility
from edi_service.claims.teeth import (
    OralCavity,
    Orthodontics,
    Tooth,
    ToothStatus,
    oral_cavities,
    orthodontics,
    teeth,
    tooth_statuses,
)
from edi_service.claims.walk import Wanted, holds, walk
from tests.builders import (
    ATTENDING_NPI,
    RENDERING_NPI,
    a_claim,
    a_line,
    an_interchange,
    read_one,
    spoiled,
)

if TYPE_CHECKING:
    from tests.builders import (
        Kind,
    )

OTHER_PAYER = (
    "SBR*S*18*GRP9*UNION FUND*****CI~CAS*PR*1*20*1*2*5~CAS*CO*45*10.5~AMT*D*80~AMT*EAF*45~"
    "AMT*A8*3~OI***Y*P**Y~NM1*IL*1*HOLLIS*CLARA****MI*X1~N3*7 ELM STREET~N4*SALEM*OR*97301~"
    "NM1*PR*2*SECOND HEALTH*****PI*SECOND~N4*SALEM*OR*97301~DTP*573*D8*20260301~"
    "REF*2U*S2~REF*G1*OTHER1~REF*F8*CONTROL1~NM1*82*1~REF*G2*Y~"
)


def claim_with(
    *lines: str, kind: Kind = "P", extra: str = "", providers: str | None = None
) -> Claim:
    return read_one(
        an_interchange(a_claim(*lines, kind=kind, extra=extra, providers=providers), kind=kind)
    )


BY_HAND = Claim(kind=ClaimKind.PROFESSIONAL, number="A1")


@pytest.mark.parametrize(
    "read",
    [
        *(providers, attachments, notes, other_payers, trips, drugs, teeth, oral_cavities),
        tooth_statuses,
    ],
)
def test_a_claim_made_by_hand_has_none_of_it(read: object) -> None:
    assert callable(read)
    assert read(BY_HAND) == ()
    assert service_facility(BY_HAND) is None
    assert orthodontics(BY_HAND) is None


def test_the_providers_of_claim_and_lines_are_told_with_their_role() -> None:
    line = a_line(
        2,
        extra=f"NM1*82*1*MERCER*JOAN****XX*{RENDERING_NPI}~PRV*PE*PXC*208D00000X~"
        "NM1*DK*1*ORMOND*LEO~N3*2 HIGH STREET~N4*SALEM*OR*97301~REF*G2*X~"
        "NM1*PW*2~N3*1 HILL~N4*SALEM*OR*97301~",
    )
    claim = claim_with(
        a_line(),
        line,
        providers="NM1*DN*1*ORMOND*LEO~REF*0B*L1~REF*G2*L2~NM1*82*1*BARROW*JO~"
        "NM1*77*2*HILL CLINIC~N3*1 HILL~N4*SALEM*OR*97301~PER*IC*DESK*TE*5550100111*EX*7~",
    )

    found = providers(claim)

    assert [(one.role, one.loop, one.line) for one in found] == [
        ("DN", "2310A", ""),
        ("82", "2310B", ""),
        ("77", "2310C", ""),
        ("82", "2420A", "2"),
        ("DK", "2420E", "2"),
    ]
    assert found[0].party.references == (Reference("0B", "L1"), Reference("G2", "L2"))
    assert (found[3].party.npi, found[3].party.taxonomy) == (RENDERING_NPI, "208D00000X")
    assert (found[4].party.street, found[4].party.city) == (("2 HIGH STREET",), "SALEM")
    facility = service_facility(claim)
    assert facility is not None
    assert facility.last_name == "HILL CLINIC"
    assert facility.contact is not None
    assert facility.contact.numbers == (("TE", "5550100111"), ("EX", "7"))


def test_the_attending_provider_leads_an_institutional_claim() -> None:
    claim = claim_with(kind="I")

    [attending] = providers(claim)
    assert (attending.role, attending.party.npi) == ("71", ATTENDING_NPI)
    assert service_facility(claim) is None


def test_a_line_s_own_facility_is_not_the_claim_s() -> None:
    claim = claim_with(a_line(extra="NM1*77*2*HILL CLINIC~N3*1 HILL~N4*SALEM*OR*97301~"))

    assert service_facility(claim) is None


def test_attachments_and_notes_are_told_with_their_line() -> None:
    claim = claim_with(
        a_line(extra="NTE*DCP*ON THE LINE~"),
        a_line(2, extra="PWK*CT*AB~"),
        extra="PWK*OZ*EL***AC*DOC1~NTE*ADD*WHOLE CLAIM~",
    )

    assert attachments(claim) == (
        Attachment("OZ", "EL", "DOC1", ""),
        Attachment("CT", "AB", "", "2"),
    )
    assert [(note.qualifier, note.text, note.line) for note in notes(claim)] == [
        ("ADD", "WHOLE CLAIM", ""),
        ("DCP", "ON THE LINE", "1"),
    ]


def test_drugs_are_told_with_code_quantity_and_prescription() -> None:
    claim = claim_with(
        a_line(extra="LIN**N4*00000123401~CTP****2.5*ML~REF*XZ*RX1~"),
        a_line(2, extra="LIN**N4*00000123402~CTP****1*UN~REF*VY*LINK~"),
        a_line(3, extra="LIN**N4*00000123403~"),
    )

    assert drugs(claim) == (
        Drug("1", "N4", "00000123401", Decimal("2.5"), "ML", "RX1", ""),
        Drug("2", "N4", "00000123402", Decimal(1), "UN", "", "LINK"),
        Drug("3", "N4", "00000123403"),
    )


def test_an_ambulance_trip_is_told() -> None:
    claim = claim_with(
        a_line(extra="CRC*07*N*08~CRC*70*Y*65~NM1*45*2~N3*3 DALE~N4*SALEM*OR*97301~"),
        extra="CR1*LB*140**A*DH*12.5***TO AND FRO*STRETCHER~CRC*07*Y*01*02~CRC*ZZ*Y*AV~",
        providers="NM1*82*1*X~NM1*PW*2~N3*1 HILL~N4*SALEM*OR*97301~NM1*45*2*HOSPITAL~N3*2 DALE~"
        "N4*SALEM*OR*97301~",
    )

    whole, line = trips(claim)

    assert (whole.line, whole.patient_weight, whole.miles) == ("", Decimal(140), Decimal("12.5"))
    assert (whole.reason, whole.round_trip, whole.stretcher) == ("A", "TO AND FRO", "STRETCHER")
    assert whole.certifications == (Certification(applies=True, conditions=("01", "02")),)
    assert whole.pick_up is not None
    assert whole.pick_up.street == ("1 HILL",)
    assert whole.drop_off is not None
    assert whole.drop_off.last_name == "HOSPITAL"
    assert line.line == "1"
    assert line.certifications == (Certification(applies=False, conditions=("08",)),)
    assert line.drop_off is not None
    assert line.drop_off.street == ("3 DALE",)
    assert line.pick_up is None
    assert providers(claim)[0].role == "82"
    assert len(providers(claim)) == 1


def test_a_claim_without_a_trip_tells_of_none() -> None:
    assert trips(claim_with()) == ()


def test_what_another_payer_decided_is_told() -> None:
    adjudication = (
        "SVD*SECOND*80*HC:99213**1~CAS*CO*45*45~DTP*573*D8*20260301~AMT*EAF*5~SVD*THIRD*0*HC:99213~"
    )
    claim = claim_with(
        a_line(extra=adjudication), providers=f"NM1*82*1*X~{OTHER_PAYER}SBR*T*18~OI***Y~"
    )

    second, third = other_payers(claim)

    assert second.coverage.responsibility == "S"
    assert second.coverage.group_name == "UNION FUND"
    assert second.subscriber.identifier == "X1"
    assert (second.payer.identifier, second.payer.city) == ("SECOND", "SALEM")
    assert (second.authorization, second.control_number) == ("OTHER1", "CONTROL1")
    assert (second.paid, second.remaining) == (Decimal(80), Decimal(45))
    assert second.not_covered == 3
    assert second.adjudicated == date(2026, 3, 1)
    assert second.adjustments == (
        Adjustment("PR", "1", Decimal(20), Decimal(1)),
        Adjustment("PR", "2", Decimal(5), Decimal(0)),
        Adjustment("CO", "45", Decimal("10.5"), Decimal(0)),
    )
    [line] = second.lines
    assert (line.line, line.procedure) == ("1", "99213")
    assert (line.paid, line.quantity) == (Decimal(80), Decimal(1))
    assert line.remaining == 5
    assert line.adjudicated == date(2026, 3, 1)
    assert line.adjustments == (Adjustment("CO", "45", Decimal(45), Decimal(0)),)
    assert not second.has_denied

    assert third.coverage.responsibility == "T"
    assert third.paid is None
    assert third.lines == ()
    assert not third.has_denied


@pytest.mark.parametrize(
    ("old", "new", "denied"),
    [
        ("AMT*D*80~", "AMT*D*0~", True),
        ("AMT*D*80~", "", True),
        ("AMT*D*80~", "AMT*D*1E9~", True),
        ("AMT*D*80~", "AMT*D*0.01~", False),
    ],
)
def test_a_payer_that_adjusted_all_and_paid_nothing_has_denied(
    old: str, new: str, *, denied: bool
) -> None:
    data = an_interchange(a_claim(providers=f"NM1*82*1*X~{OTHER_PAYER}"))

    [payer] = other_payers(read_one(spoiled(data, old, new)))

    assert payer.has_denied is denied


def test_a_line_denied_is_a_denial_unless_another_was_paid() -> None:
    payer = "SBR*S*18~NM1*PR*2*X*****PI*SECOND~"
    denied = a_line(extra="SVD*SECOND*0*HC:99213~CAS*CO*197*125~")
    paid = a_line(2, extra="SVD*SECOND*5*HC:99213~")

    [of_one] = other_payers(claim_with(denied, providers=payer))
    [of_two] = other_payers(claim_with(denied, paid, providers=payer))

    assert of_one.has_denied
    assert not of_two.has_denied


def test_the_teeth_of_a_dental_claim_are_told() -> None:
    data = an_interchange(
        a_claim(
            a_line(kind="D"),
            a_line(2, kind="D", extra=""),
            kind="D",
            extra="DN1*36*27~DN2*3*M****JP~DN2*14*E****JP~",
        ),
        kind="D",
    )
    data = data.replace(b"LX*1~SV3*AD:D0120*125****1~", b"LX*1~SV3*AD:D2150*125**10:20*I*1~")
    data = spoiled(data, "20*I*1~", "20*I*1~TOO*JP*12*M:O~TOO*JP*13~")
    claim = read_one(data)

    assert teeth(claim) == (Tooth("1", "12", ("M", "O")), Tooth("1", "13", ()))
    assert oral_cavities(claim) == (OralCavity("1", ("10", "20"), "I"),)
    assert tooth_statuses(claim) == (ToothStatus("3", "M"), ToothStatus("14", "E"))
    assert orthodontics(claim) == Orthodontics(Decimal(36), Decimal(27))


def test_a_claim_that_is_not_orthodontic_names_no_treatment() -> None:
    assert orthodontics(claim_with(kind="D")) is None


def test_a_provider_met_again_is_the_same_object() -> None:
    first, second = (read_one(an_interchange(a_claim())) for _ in range(2))

    assert providers(first)
    assert all(
        each is other for each, other in zip(providers(first), providers(second), strict=True)
    )


def test_each_segment_has_its_place_whoever_asks() -> None:
    claim = read_one(an_interchange(a_claim()))
    placed = claim.placed
    assert placed is not None

    assert [placed.use_of(index) for index in range(len(placed.texts))] == list(placed.uses)


def test_what_is_wanted_together_is_what_either_wants() -> None:
    claim = read_one(an_interchange(a_claim()))
    dates = Wanted(lambda use: use.segment_id == "DTP")
    services = Wanted(lambda use: use.segment_id == "SV1")
    nothing = Wanted(lambda _use: False)

    indexes = [step.index for step in walk(claim, dates | services)]
    assert indexes == sorted(
        step.index for wanted in (dates, services) for step in walk(claim, wanted)
    )
    assert holds(claim, dates | nothing)
    assert not holds(claim, nothing)
