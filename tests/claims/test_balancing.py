"""Amounts of other payers: SVD and CAS of a line, AMT and CAS of a claim, against the charges."""

from __future__ import annotations

import pytest

from edi_service.claims import check_kinds
from tests.builders import a_claim, a_line, an_interchange, spoiled
from tests.claims.checking import findings, told

PROVIDER = "NM1*82*1*MERCER*JOAN****XX*1598765430~PRV*PE*PXC*207Q00000X~"


def other_payer(identifier: str, amounts: str) -> str:
    """Loop 2320."""
    return (
        f"SBR*S*18*******CI~{amounts}OI***Y*P**Y~NM1*IL*1*HOLLIS*CLARA****MI*M1~"
        f"NM1*PR*2*OTHER PLAN*****PI*{identifier}~"
    )


def adjudicated(identifier: str, paid: str, adjusted: str) -> str:
    """Loop 2430."""
    return f"SVD*{identifier}*{paid}*HC:99213**1~{adjusted}DTP*573*D8*20260210~"


def by_line() -> bytes:
    """Two payers, the first of which adjusted the claim as well; 125 and 75 charged."""
    first = adjudicated("ONE", "80", "CAS*CO*45*30**253*5~CAS*PR*2*10~")
    second = adjudicated("ONE", "75", "") + adjudicated("TWO", "50", "CAS*OA*23*25~")
    return an_interchange(
        a_claim(
            a_line(1, charge="125", extra=first),
            a_line(2, charge="75", extra=second),
            providers=PROVIDER
            + other_payer("ONE", "CAS*PR*1*20~AMT*D*135~")
            + other_payer("TWO", "AMT*D*50~"),
        )
    )


def by_claim() -> bytes:
    """One payer that adjudicated the claim as a whole."""
    return an_interchange(
        a_claim(providers=PROVIDER + other_payer("ONE", "CAS*CO*45*25~AMT*D*100~"))
    )


def split() -> bytes:
    """A line the payer made two procedures of."""
    both = adjudicated("ONE", "60", "CAS*CO*45*5~") + adjudicated("ONE", "50", "CAS*CO*45*10~")
    return an_interchange(
        a_claim(a_line(extra=both), providers=PROVIDER + other_payer("ONE", "AMT*D*110~"))
    )


BALANCES = [
    pytest.param(
        by_line(),
        "SVD*ONE*80",
        "SVD*ONE*81",
        [("CM13", "2320 AMT02"), ("CM12", "2430 SVD02")],
        id="paid for a line",
    ),
    pytest.param(
        by_line(),
        "CAS*CO*45*30**253*5",
        "CAS*CO*45*30**253*4.99",
        [("CM12", "2430 SVD02")],
        id="adjusted on a line",
    ),
    pytest.param(
        by_line(), "CAS*OA*23*25~", "", [("CM12", "2430 SVD02")], id="adjustment left out"
    ),
    pytest.param(
        by_line(),
        "CAS*PR*1*20",
        "CAS*PR*1*21",
        [("CM13", "2320 AMT02")],
        id="adjusted on the claim",
    ),
    pytest.param(
        by_line(), "AMT*D*50", "AMT*D*49.5", [("CM13", "2320 AMT02")], id="paid for the claim"
    ),
    pytest.param(
        by_line(), "SVD*TWO*", "SVD*THREE*", [("CM15", "2430 SVD01")], id="a payer of no one"
    ),
    pytest.param(by_claim(), "AMT*D*100", "AMT*D*90", [("CM14", "2320 AMT02")], id="claim alone"),
    pytest.param(
        split(),
        "SVD*ONE*60",
        "SVD*ONE*70",
        [("CM13", "2320 AMT02"), ("CM12", "2430 SVD02")],
        id="split line",
    ),
]


@pytest.mark.parametrize(("good", "old", "new", "expected"), BALANCES)
def test_what_does_not_balance_is_told_in_its_place(
    good: bytes, old: str, new: str, expected: list[tuple[str, str]]
) -> None:
    assert told(good) == []
    assert told(spoiled(good, old, new)) == expected


@pytest.mark.parametrize(
    ("good", "old", "new"),
    [
        pytest.param(by_line(), "AMT*D*135", "AMT*D*1,35", id="paid for the claim"),
        pytest.param(by_line(), "CAS*PR*1*20", "CAS*PR*1*x", id="adjusted on the claim"),
        pytest.param(by_claim(), "CAS*CO*45*25~", "", id="no adjustment at all"),
        pytest.param(by_claim(), "AMT*D*100~", "", id="no payment at all"),
    ],
)
def test_what_is_not_there_or_cannot_be_read_is_not_added_up(
    good: bytes, old: str, new: str
) -> None:
    assert told(spoiled(good, old, new)) == []


def test_a_line_with_an_unreadable_amount_is_left_out_with_its_payer() -> None:
    assert told(spoiled(by_line(), "SVD*ONE*80", "SVD*ONE*eighty")) == []


def test_a_charge_that_cannot_be_read_is_told_once_and_not_balanced() -> None:
    data = spoiled(by_line(), "SV1*HC:99213*125*", "SV1*HC:99213*1x5*")
    assert told(data) == [("CM05", "2400 SV102")]


def test_the_message_says_the_amounts() -> None:
    [found] = findings(spoiled(by_claim(), "AMT*D*100", "AMT*D*90"))

    assert found.kind is check_kinds.CLAIM_NOT_BALANCED
    assert found.message == "paid 90 and adjusted 25 are not CLM02, 125"
