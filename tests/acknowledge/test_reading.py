"""Acknowledgments that are not as they should be: what they say is kept, the rest is named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from edi_service.acknowledge import kinds
from edi_service.acknowledge.model import Verdict
from edi_service.acknowledge.statuses import Period
from tests.acknowledge.making import read_back
from tests.x12.reading import interchange, isa

if TYPE_CHECKING:
    from tests.acknowledge.making import Read


def a_set(identifier: str, *body: str) -> Read:
    """What is read of a transaction set that holds *body*."""
    functional = {"999": "FA", "277": "HN"}[identifier]
    return read_back(
        interchange(
            f"GS*{functional}*A1*B1*20260301*0830*1*X*005010",
            f"ST*{identifier}*0001*005010",
            *body,
            f"SE*{len(body) + 2}*0001",
            "GE*1*1",
        )
    )


AK1, AK2, IK3, IK5, AK9 = (
    "AK1*HC*1*005010X222A1",
    "AK2*837*0001",
    "IK3*CLM*22**8",
    "IK5*R*5",
    "AK9*R*1*1*0",
)
GOOD_999 = [AK1, AK2, IK3, IK5, AK9]

BAD_999: dict[str, tuple[list[str], list[str]]] = {
    "nothing": (GOOD_999, []),
    "a segment of no 999": ([AK1, AK2, "REF*1", IK5, AK9], ["AK01"]),
    "AK1 twice": ([AK1, AK1, AK2, IK5, AK9], ["AK01"]),
    "AK9 twice": ([*GOOD_999, AK9], ["AK01"]),
    "IK3 outside a set": ([AK1, IK3, AK2, IK5, AK9], ["AK01"]),
    "IK4 without IK3": ([AK1, AK2, "IK4*1**7", IK5, AK9], ["AK01"]),
    "CTX without IK3": ([AK1, AK2, "CTX*CLM01:1", IK5, AK9], ["AK01"]),
    "IK5 twice": ([AK1, AK2, IK5, IK5, AK9], ["AK01"]),
    "no IK5 at the end": ([AK1, AK2, IK3, AK9], ["AK05"]),
    "no IK5 between": ([AK1, AK2, AK2, IK5, "AK9*R*2*2*0"], ["AK05"]),
    "no AK9": ([AK1, AK2, IK5], ["AK05"]),
    "an unknown verdict": ([AK1, AK2, "IK5*Q", AK9], ["AK02"]),
    "a verdict of two letters": ([AK1, AK2, "IK5*AE", AK9], ["AK02"]),
    "no verdict of the group": ([AK1, AK2, IK5, "AK9**1*1*0"], ["AK02"]),
    "a position that is none": ([AK1, AK2, "IK3*CLM*x**8", IK5, AK9], ["AK03"]),
    "more sets than received": ([AK1, AK2, IK5, AK2, IK5, AK9], ["AK06"]),
    "one rejected, all accepted": ([AK1, AK2, IK5, "AK9*A*1*1*1"], ["AK06"]),
    "an element too many": ([AK1 + "*X", AK2, IK5, AK9], ["AK07"]),
    "a component too many": ([AK1, AK2, IK3, "IK4*1:2:3:4**7", IK5, AK9], ["AK07"]),
}


@pytest.mark.parametrize("name", BAD_999)
def test_a_999_that_is_not_as_it_should_be_is_named(name: str) -> None:
    body, codes = BAD_999[name]
    read = a_set("999", *body)
    assert read.codes == codes
    (group,) = read.groups
    assert not any(one.verdict.is_accepted for one in group.sets)


def test_a_999_of_no_group_is_of_no_use() -> None:
    read = a_set("999", AK2, IK5, AK9)
    assert (read.groups, read.codes) == ([], ["AK05"])


def test_a_999_without_its_trailer_is_counted() -> None:
    (group,) = a_set("999", AK1, AK2, "IK5*A").groups
    assert group.verdict is Verdict.REJECTED
    assert (group.included, group.received, group.accepted) == (1, 1, 1)


def test_a_999_that_breaks_off_with_its_file_is_read_to_there() -> None:
    read = read_back(
        f"{isa()}~GS*FA*A1*B1*20260301*0830*1*X*005010~ST*999*0001~{AK1}~{AK2}~".encode()
    )
    assert read.codes.count("AK05") == 2
    assert len(read.groups[0].sets) == 1


def test_a_finding_points_at_the_segment() -> None:
    (found,) = a_set("999", AK1, AK2, "REFERENCE*1", IK5, AK9).findings
    assert (found.position.segment, found.position.segment_id) == (6, "")
    assert (found.position.interchange, found.position.group, found.position.set) == (
        "000000001",
        "1",
        "0001",
    )


@pytest.mark.parametrize(
    ("segment", "codes"),
    [
        ("TA1*000000001*260301*0830*A*000", []),
        ("TA1*000000001*260301*0830*P*000", ["AK02"]),
        ("TA1", ["AK02"]),
        ("TA1*000000001*260301*0830*A*000*X", ["AK07"]),
    ],
)
def test_a_ta1_is_read_whatever_it_says(segment: str, codes: list[str]) -> None:
    read = read_back(f"{isa()}~{segment}~TA1X~IEA*0*000000001~".encode())
    assert len(read.interchanges) == 1
    assert [code for code in read.codes if code.startswith("AK")] == codes


SOURCE = ["HL*1**20*1", "NM1*PR*2*EXAMPLE HEALTH*****PI*EXHLTH", "TRN*1*7"]
RECEIVER = ["HL*2*1*21*1", "NM1*41*2*CLINIC*****46*CL1", "TRN*2*8", "STC*A1:20*20260301*WQ*5"]
PROVIDER = ["HL*3*2*19*1", "NM1*85*2*CLINIC*****XX*1467893214", "TRN*1*0", "STC*A1:19:PR**WQ*5"]
PATIENT = ["HL*4*3*PT", "NM1*QC*1*HOLLIS*CLARA****MI*M1", "TRN*2*A1"]
CLAIM = [*SOURCE, *RECEIVER, *PROVIDER, *PATIENT]
STC = "STC*A2:20*20260301*WQ*5"
SVC = "SVC*HC:70553*5"

BAD_277: dict[str, tuple[list[str], list[str]]] = {
    "nothing": ([*CLAIM, STC], []),
    "a segment of no 277": ([*CLAIM, STC, "PER*IC"], ["AK01"]),
    "no STC of a claim": (CLAIM, ["AK05"]),
    "no STC of the first of two claims": ([*CLAIM, "TRN*2*A2", STC], ["AK05"]),
    "a level of no sort": ([*CLAIM, STC, "HL*5*4*EV"], ["AK01"]),
    "a patient first": (["HL*1**PT", *CLAIM, STC], ["AK01"]),
    "a receiver first": (["HL*1**21", *CLAIM, STC], ["AK01"]),
    "a provider first": (["HL*1**19", *CLAIM, STC], ["AK01"]),
    "a name of nobody": (["NM1*PR*2*X", *CLAIM, STC], ["AK01"]),
    "a second name": ([*CLAIM, "NM1*QC*1*X", STC], ["AK01"]),
    "a trace of nobody": (["TRN*1*1", *CLAIM, STC], ["AK01"]),
    "a second trace": ([*SOURCE, "TRN*1*1", *RECEIVER, *PROVIDER, *PATIENT, STC], ["AK01"]),
    "a status of nobody": ([STC, *CLAIM, STC], ["AK01"]),
    "a status of the source": (
        [*SOURCE, STC, *RECEIVER, *PROVIDER, *PATIENT, STC],
        ["AK01"],
    ),
    "a reference of nobody": (["REF*1K*1", *CLAIM, STC], ["AK01"]),
    "an unknown reference": ([*CLAIM, STC, "REF*ZZ*1"], ["AK01"]),
    "a day of nobody": (["DTP*472*D8*20260301", *CLAIM, STC], ["AK01"]),
    "an unknown day": ([*CLAIM, STC, "DTP*999*D8*20260301"], ["AK01"]),
    "a quantity of a claim": ([*CLAIM, STC, "QTY*90*1"], ["AK01"]),
    "an amount of a claim": ([*CLAIM, STC, "AMT*YU*1"], ["AK01"]),
    "a line of no claim": ([*SOURCE, SVC, *RECEIVER, *PROVIDER, *PATIENT, STC], ["AK01"]),
    "an unknown action": ([*CLAIM, "STC*A2:20*20260301*XX*5"], ["AK02"]),
    "an amount that is none": ([*CLAIM, "STC*A2:20*20260301*WQ*1,5"], ["AK03"]),
    "a count that is none": ([*SOURCE, *RECEIVER, "QTY*90*-1", *PROVIDER, *PATIENT, STC], ["AK03"]),
    "a day that is none": ([*CLAIM, "STC*A2:20*20260230*WQ*5"], ["AK04"]),
    "a day of six digits": ([*CLAIM, "STC*A2:20*260203*WQ*5"], ["AK04"]),
    "a period that ends on no day": ([*CLAIM, STC, "DTP*472*RD8*20260203-2026"], ["AK04"]),
    "an element that is not used": ([*CLAIM, STC + "*1"], ["AK07"]),
    "a component too many": ([*CLAIM, "STC*A2:20:PR:X*20260301*WQ*5"], ["AK07"]),
}


@pytest.mark.parametrize("name", BAD_277)
def test_a_277ca_that_is_not_as_it_should_be_is_named(name: str) -> None:
    body, codes = BAD_277[name]
    read = a_set("277", *body)
    assert read.codes == codes
    (batch,) = read.batches
    (provider,) = batch.providers
    assert next(claim.number for claim in provider.claims) == "A1"


def test_a_claim_of_which_nothing_is_said_is_not_accepted() -> None:
    (batch,) = a_set("277", *CLAIM).batches
    (provider,) = batch.providers
    (claim,) = provider.claims
    assert not claim.is_accepted
    assert claim.totals.rejected_amount == Decimal(0)


def test_a_patient_may_have_several_claims_and_a_payer_several_levels() -> None:
    again = [*SOURCE, *RECEIVER, *RECEIVER, *PROVIDER, *PROVIDER, *PATIENT]
    read = a_set("277", *CLAIM, STC, "TRN*2*A2", STC, SVC, SVC, STC, *again, STC)
    assert read.codes == []
    first, empty, second = read.batches
    (provider,) = first.providers
    assert [claim.number for claim in provider.claims] == ["A1", "A2"]
    assert [len(claim.lines) for claim in provider.claims] == [0, 2]
    assert list(empty.providers) == []
    assert [len(list(one.claims)) for one in second.providers] == [0, 1]


def test_a_277ca_may_end_at_any_level() -> None:
    (batch,) = a_set("277", *SOURCE).batches
    assert (batch.batch, list(batch.providers)) == ("", [])
    assert a_set("277", "BHT*0085*08*1*20260301*0830*TH").batches == []


def test_a_period_and_totals_are_read() -> None:
    totals = ["QTY*QA*1", "QTY*QC*2", "AMT*YU*5", "AMT*YY*.5"]
    body = [*SOURCE, *RECEIVER, *PROVIDER, *totals, *PATIENT, STC]
    (batch,) = a_set("277", *body, "DTP*472*RD8*20260201-20260203").batches
    (provider,) = batch.providers
    (claim,) = provider.claims
    assert claim.period == Period(starts=date(2026, 2, 1), ends=date(2026, 2, 3))
    assert provider.totals.rejected_amount == Decimal("0.5")
    assert provider.totals.amount == Decimal("5.5")


def test_kinds_are_named_in_order() -> None:
    codes = [kind.code for kind in kinds.KINDS]
    assert codes == sorted(codes)
    assert all(len(kind.explanation) > 60 and kind.remedy.endswith(".") for kind in kinds.KINDS)
