"""What a file holds, by its envelopes alone."""

from __future__ import annotations

import io

import pytest

from edi_service.claims.model import ClaimKind
from edi_service.facts.sort import Sort
from edi_service.service.exchange.contents import look_through
from edi_service.service.synth import synthesize

CLAIMS = b"".join(synthesize(ClaimKind.PROFESSIONAL, 5, 1))
HEADER = CLAIMS[: CLAIMS.index(b"GS*")]
PARTIES = "ZZ/SYNTHSENDER>ZZ/SYNTHPAYER"


def test_claims_with_the_numbers_of_their_envelopes() -> None:
    contents = look_through(io.BytesIO(CLAIMS))

    assert contents.sets == {"837"}
    assert contents.usages == {"T"}
    assert contents.interchanges == 1
    assert not contents.has_ta1
    assert [number.kind for number in contents.numbers] == ["ISA13", "GS06", "ST02"]


def test_a_number_is_told_once_however_many_sets_stand_under_it() -> None:
    one = CLAIMS[CLAIMS.index(b"ST*") : CLAIMS.index(b"GE*")]
    several = CLAIMS.replace(one, one * 3)

    assert look_through(io.BytesIO(several)).numbers == look_through(io.BytesIO(CLAIMS)).numbers


def test_the_same_number_in_another_lane_is_another() -> None:
    sender = CLAIMS[35:50]
    other = CLAIMS.replace(sender, b"ANOTHERSENDER  ")

    mine = look_through(io.BytesIO(CLAIMS)).numbers
    theirs = look_through(io.BytesIO(other)).numbers
    assert {each.number for each in mine} == {each.number for each in theirs}
    assert {each.scope for each in mine}.isdisjoint(each.scope for each in theirs)


def test_two_interchanges_in_a_file() -> None:
    contents = look_through(io.BytesIO(CLAIMS + CLAIMS.replace(b"*0*T*", b"*0*P*")))

    assert contents.interchanges == 2
    assert contents.usages == {"T", "P"}


def test_a_ta1_stands_in_no_set() -> None:
    control = CLAIMS[90:99]
    data = HEADER + b"TA1*000000007*260101*1200*A*000~IEA*0*" + control + b"~"

    contents = look_through(io.BytesIO(data))

    assert contents.has_ta1
    assert contents.sets == set()


@pytest.mark.parametrize("data", [b"", b"Dear clearinghouse,", HEADER[:50]])
def test_what_is_no_interchange_holds_nothing(data: bytes) -> None:
    contents = look_through(io.BytesIO(data))

    assert (contents.interchanges, contents.sets, contents.numbers) == (0, set(), [])


def test_other_sets_are_named_as_well() -> None:
    data = CLAIMS.replace(b"ST*837*", b"ST*835*")

    assert look_through(io.BytesIO(data)).sets == {"835"}


def test_damaged_envelopes_raise_nothing() -> None:
    for cut in range(0, len(CLAIMS), 97):
        contents = look_through(io.BytesIO(CLAIMS[:cut]))

        assert contents.interchanges <= 1


RESPONSE = (
    CLAIMS[: CLAIMS.index(b"ST*")]
    + b"ST*271*0001*005010X279A1~SE*2*0001~"
    + CLAIMS[CLAIMS.index(b"GE*") :]
)


@pytest.mark.parametrize(
    ("data", "tells"),
    [
        (b"claim_number\nA1\n", Sort.FACTS),
        (b"number,payer,member\n", Sort.AUTHORIZATIONS),
        (RESPONSE, Sort.ELIGIBILITY),
        (CLAIMS, None),
        (CLAIMS + RESPONSE, None),
        (b"Dear clearinghouse,", None),
    ],
)
def test_what_tells_of_claims_holds_none(data: bytes, tells: Sort | None) -> None:
    contents = look_through(io.BytesIO(data))

    assert contents.tells is tells
    assert contents.may_hold_claims is (tells is None)
