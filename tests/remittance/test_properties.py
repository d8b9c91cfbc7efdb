"""Whatever an 835 holds, it is read without an exception, and every claim is counted once."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from edi_service.remittance.denials import Verdict, count, judge
from tests.remittance.making import a_paid_claim, a_paid_line, a_remittance, codes, read, table

CENTS = st.integers(1, 500_000).map(lambda cents: f"{Decimal(cents) / 100}")
CODES = st.sampled_from(["197", "15", "5", "45", "1", "23", "16", "50", "Z9"])
ADJUSTMENTS = st.lists(st.tuples(st.sampled_from(["CO", "PR", "OA"]), CODES, CENTS), max_size=3)
STATUSES = st.sampled_from(["1", "2", "4", "22", "23", "25"])


@st.composite
def claims(draw: st.DrawFn) -> str:
    lines = []
    total = Decimal(0)
    for _ in range(draw(st.integers(0, 3))):
        charge = draw(CENTS)
        total += Decimal(charge)
        lines.append(a_paid_line(charge=charge, adjustments=draw(ADJUSTMENTS)))
    charge = str(total) if lines else draw(CENTS)
    own = [] if lines else draw(ADJUSTMENTS)
    return a_paid_claim(*lines, charge=charge, adjustments=own, status=draw(STATUSES))


@settings(max_examples=100, deadline=None)
@given(st.lists(claims(), min_size=1, max_size=5))
def test_what_adds_up_is_not_objected_to(some: list[str]) -> None:
    data = a_remittance(*some)
    found, _, findings = read(data)
    assert len(found) == len(some)
    assert [each.kind.code for each in findings if each.kind.code.startswith("RM")] == []
    counts = count(judge(each, table()).verdict for each in found)
    assert sum(counts.values()) == len(some)
    assert sum(each.paid for each in found) == found[0].payment.amount


@settings(max_examples=100, deadline=None)
@given(st.lists(claims(), min_size=1, max_size=3), st.integers(0, 3), st.integers(1, 9_999))
def test_a_cent_more_or_less_is_told(some: list[str], at: int, cents: int) -> None:
    data = a_remittance(*some)
    claim = some[at % len(some)]
    elements = claim.split("~")[0].split("*")
    elements[4] = str(Decimal(elements[4]) + Decimal(cents) / 100)
    spoilt = data.replace(claim.split("~")[0].encode(), "*".join(elements).encode(), 1)
    assert {"RM02", "RM04"} <= set(codes(spoilt))


@settings(max_examples=200, deadline=None)
@given(st.lists(claims(), max_size=3), st.data())
def test_no_damage_makes_the_reading_fail(some: list[str], data: st.DataObject) -> None:
    whole = bytearray(a_remittance(*some))
    for _ in range(data.draw(st.integers(0, 8))):
        at = data.draw(st.integers(106, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 4))] = data.draw(
            st.sampled_from([b"", b"*", b"~", b":", b"CLP*", b"~PLB*", b"~LX*", b"\xff", b"-"])
        )
    found, _, _ = read(bytes(whole))
    verdicts = [judge(each, table()).verdict for each in found]
    assert set(verdicts) <= set(Verdict)
