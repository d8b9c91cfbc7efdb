"""What is written is read back as it was, and pyx12 accepts it by its own maps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

import msgspec
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from edi_service.acknowledge import write_277ca, write_999
from edi_service.acknowledge.answering import answer_envelope
from edi_service.acknowledge.model import (
    Context,
    ContextName,
    ElementFault,
    GroupAcknowledgment,
    InterchangeAcknowledgment,
    Place,
    SegmentFault,
    SetAcknowledgment,
    Verdict,
)
from edi_service.acknowledge.statuses import (
    ACCEPT,
    REJECT,
    BatchStatus,
    ClaimStatus,
    Identity,
    LineStatus,
    Period,
    ProviderStatus,
    Status,
    StatusReport,
    Totals,
    WrittenClaims,
)
from edi_service.acknowledge.write_ta1 import write_ta1
from edi_service.edge.reference import validate
from edi_service.x12.headers import GroupHeader, InterchangeHeader
from tests.acknowledge.making import MOMENT, read_back

_T = TypeVar("_T")
# pyx12 takes a tenth of a second for each, so that smaller examples are not looked for.
FEW = settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate])

RECEIVED = InterchangeHeader(
    sender_qualifier="ZZ",
    sender_id="CLINIC",
    receiver_qualifier="30",
    receiver_id="EXAMPLEHEALTH",
    date="260301",
    time="0830",
    version="00501",
    control_number="000000007",
    acknowledgment_requested="1",
    usage="T",
)
GROUP = GroupHeader(functional_id="HC", sender_code="CLINIC", receiver_code="EXHLTH")

letters = st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-./")
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 1, 1))
amounts = st.integers(0, 99_999_999).map(lambda cents: Decimal(cents) / 100)


def words(least: int, most: int) -> st.SearchStrategy[str]:
    return st.text(letters, min_size=least, max_size=most)


def several(of: st.SearchStrategy[_T], least: int, most: int) -> st.SearchStrategy[tuple[_T, ...]]:
    return st.lists(of, min_size=least, max_size=most).map(tuple)


places = st.one_of(
    st.builds(Place, element=st.integers(1, 99)),
    st.builds(Place, element=st.integers(1, 99), component=st.integers(1, 99)),
    st.builds(
        Place,
        element=st.integers(1, 99),
        component=st.integers(0, 99),
        repetition=st.integers(1, 9999),
    ),
)
segment_ids = st.sampled_from(["CLM", "NM1", "SV1", "N3", "REF"])
units = st.builds(
    Context,
    names=words(1, 35).map(lambda text: (ContextName(name="CLM01", reference=text),)),
)
triggers = st.builds(
    Context,
    names=st.just((ContextName(name="SITUATIONAL TRIGGER"),)),
    segment_id=segment_ids,
    position=st.integers(1, 999_999),
    loop=st.sampled_from(["", "2300"]),
    place=st.one_of(st.just(Place()), places),
    data_elements=st.sampled_from([(), ("1325",)]),
)
elements = st.builds(
    ElementFault,
    code=st.sampled_from(["1", "7", "13", "I12"]),
    place=places,
    data_element=st.sampled_from(["", "1331", "66"]),
    value=words(0, 99),
    contexts=several(triggers, 0, 2),
)
faults = st.builds(
    SegmentFault,
    segment_id=segment_ids,
    position=st.integers(1, 999_999),
    code=st.sampled_from(["1", "3", "8", "I9"]),
    loop=st.sampled_from(["", "2010"]),
    contexts=st.one_of(st.just(()), several(triggers, 1, 2), st.tuples(units, triggers)),
    elements=several(elements, 0, 2),
)
sets = st.builds(
    SetAcknowledgment,
    set_id=st.sampled_from(["837", "278"]),
    control_number=words(4, 9),
    guide=st.sampled_from(["", "005010X222A1"]),
    verdict=st.sampled_from([Verdict.ACCEPTED, Verdict.WITH_ERRORS, Verdict.REJECTED]),
    codes=st.lists(st.sampled_from(["2", "3", "4", "5", "I5", "23"]), max_size=5, unique=True).map(
        tuple
    ),
    faults=several(faults, 0, 3),
)


@st.composite
def groups(draw: st.DrawFn) -> GroupAcknowledgment:
    of_group = draw(several(sets, 0, 3))
    return GroupAcknowledgment(
        functional_id=draw(st.sampled_from(["HC", "HI"])),
        control_number=str(draw(st.integers(1, 999_999_999))),
        version="005010X222A1",
        verdict=draw(st.sampled_from(list(Verdict))),
        included=draw(st.integers(0, 999)),
        received=len(of_group),
        accepted=sum(one.verdict.is_accepted for one in of_group),
        codes=draw(st.sampled_from([(), ("3",), ("5", "4"), ("1", "2", "3", "4", "5")])),
        sets=of_group,
    )


def as_999(group: GroupAcknowledgment) -> bytes:
    envelope = answer_envelope(
        RECEIVED,
        GROUP,
        moment=MOMENT,
        control_number=9,
        functional_id=write_999.FUNCTIONAL_ID,
        set_id=write_999.SET_ID,
        guide=write_999.GUIDE,
    )
    return b"".join(write_999.write_999(group, envelope))


@settings(deadline=None)
@given(groups())
def test_a_999_is_read_as_it_was_written(group: GroupAcknowledgment) -> None:
    read = read_back(as_999(group))
    assert read.findings == []
    assert read.groups == [group]


@FEW
@given(groups())
def test_pyx12_accepts_a_999(group: GroupAcknowledgment) -> None:
    assert validate(as_999(group)).accepted


@FEW
@given(
    st.builds(
        InterchangeAcknowledgment,
        control_number=st.integers(0, 999_999_999).map("{:09d}".format),
        date=days.map("{:%y%m%d}".format),
        time=st.times().map("{:%H%M}".format),
        verdict=st.sampled_from([Verdict.ACCEPTED, Verdict.WITH_ERRORS, Verdict.REJECTED]),
        code=st.sampled_from(["000", "001", "023", "031"]),
    )
)
def test_a_ta1_is_read_as_it_was_written_and_pyx12_accepts_it(
    acknowledgment: InterchangeAcknowledgment,
) -> None:
    data = write_ta1(acknowledgment, answer_envelope(RECEIVED, moment=MOMENT, control_number=9))
    read = read_back(data)
    assert read.findings == []
    assert read.interchanges == [acknowledgment]
    assert validate(data).accepted


def reports(*, has_day: bool, has_amount: bool) -> st.SearchStrategy[tuple[StatusReport, ...]]:
    statuses = st.builds(
        Status,
        category=st.sampled_from(["A1", "A2", "A3", "A7"]),
        code=st.sampled_from(["20", "684", "400"]),
        entity=st.sampled_from(["", "40"]),
    )
    return several(
        st.builds(
            StatusReport,
            statuses=several(statuses, 1, 3),
            action=st.sampled_from([ACCEPT, REJECT]) if has_amount else st.just(REJECT),
            day=days if has_day else st.none(),
            amount=amounts if has_amount else st.none(),
        ),
        1,
        1,
    )


def identities(entity: str, qualifier: str, *, is_person: bool) -> st.SearchStrategy[Identity]:
    return st.builds(
        Identity,
        entity=st.just(entity),
        is_person=st.just(is_person),
        last_name=words(1, 60),
        first_name=words(0, 35) if is_person else st.just(""),
        middle_name=words(0, 25) if is_person else st.just(""),
        qualifier=st.just(qualifier),
        identifier=words(2, 80),
    )


periods = st.tuples(days, days).map(lambda pair: Period(starts=min(pair), ends=max(pair)))
lines = st.builds(
    LineStatus,
    procedure=st.sampled_from([("HC", "70553"), ("HC", "70553", "26", "", "59"), ("NU", "0300")]),
    charge=amounts,
    reports=reports(has_day=True, has_amount=False),
    revenue_code=st.sampled_from(["", "0300"]),
    quantity=st.one_of(st.none(), st.integers(1, 99).map(Decimal)),
    control_number=words(0, 50),
    prescription=words(0, 50),
    period=st.one_of(st.none(), periods),
)
claims = st.builds(
    ClaimStatus,
    patient=identities("QC", "MI", is_person=True),
    number=words(1, 50),
    reports=reports(has_day=True, has_amount=True),
    payer_number=words(0, 50),
    clearinghouse_number=words(0, 50),
    bill_type=st.sampled_from(["", "111"]),
    period=periods,
    lines=several(lines, 0, 2),
)
totals = st.one_of(
    st.just(Totals()),
    st.builds(Totals, accepted=st.integers(1, 99), accepted_amount=amounts),
    st.builds(Totals, rejected=st.integers(1, 99), rejected_amount=amounts),
)
providers = st.builds(
    ProviderStatus,
    provider=identities("85", "XX", is_person=False),
    trace=words(1, 50),
    reports=reports(has_day=False, has_amount=True),
    totals=totals,
    references=st.sampled_from([(), (("G2", "A1"),), (("LU", "B"),)]),
    claims=several(claims, 1, 2),
)
batches = st.builds(
    BatchStatus,
    reference=words(1, 50),
    created=days,
    time=st.just("0930"),
    source=identities("PR", "PI", is_person=False),
    source_trace=words(1, 50),
    received=days,
    processed=days,
    receiver=identities("41", "46", is_person=False),
    batch=words(1, 50),
    reports=reports(has_day=True, has_amount=True),
    totals=totals,
    providers=several(providers, 1, 2),
)


def as_277ca(written: tuple[BatchStatus, ...]) -> bytes:
    envelope = answer_envelope(
        RECEIVED,
        GROUP,
        moment=MOMENT,
        control_number=9,
        functional_id=write_277ca.FUNCTIONAL_ID,
        set_id=write_277ca.SET_ID,
        guide=write_277ca.GUIDE,
    )
    return b"".join(write_277ca.write_277ca(written, envelope))


@settings(max_examples=40, deadline=None)
@given(several(batches, 1, 2))
def test_a_277ca_is_read_as_it_was_written(written: tuple[BatchStatus, ...]) -> None:
    read = read_back(as_277ca(written))
    assert read.findings == []
    assert read.batches == list(written)


@FEW
@given(several(batches, 1, 2))
def test_pyx12_accepts_a_277ca(written: tuple[BatchStatus, ...]) -> None:
    assert validate(as_277ca(written)).accepted


@given(batches)
@settings(max_examples=5, deadline=None)
def test_days_that_are_not_known_are_not_written(batch: BatchStatus) -> None:
    unknown = replace(batch, created=None, received=None, processed=None)
    assert read_back(as_277ca((unknown,))).batches == [unknown]


@settings(max_examples=20, deadline=None)
@given(claims)
def test_what_is_written_of_a_claim_can_lie_outside_of_memory(status: ClaimStatus) -> None:
    written = write_277ca.write_claim(status)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(written), type=WrittenClaims) == written


@settings(max_examples=40, deadline=None)
@given(several(batches, 1, 2), st.integers(1, 3), st.booleans())
def test_claims_written_beforehand_are_the_same_bytes(
    told: tuple[BatchStatus, ...],
    size: int,
    is_mixed: bool,  # noqa: FBT001 -- given by hypothesis
) -> None:
    """One by one or several as one, all of a provider or those behind some that are not."""

    def beforehand(provider: ProviderStatus) -> ProviderStatus:
        claims = tuple(provider.claims)
        first = claims[:1] if is_mixed else ()
        written = [write_277ca.write_claim(claim) for claim in claims[len(first) :]]
        pieces = [written[at : at + size] for at in range(0, len(written), size)]
        return replace(provider, claims=first, written=map(WrittenClaims.join, pieces))

    written = tuple(
        replace(batch, providers=tuple(map(beforehand, batch.providers))) for batch in told
    )
    assert as_277ca(written) == as_277ca(told)


@settings(max_examples=20, deadline=None)
@given(several(claims, 1, 4))
def test_claims_written_as_one_add_what_each_of_them_adds(told: tuple[ClaimStatus, ...]) -> None:
    each = [write_277ca.write_claim(claim) for claim in told]
    joined = WrittenClaims.join(each)
    assert joined.bodies == tuple(one.bodies[0] for one in each)
    assert joined.segments == sum(one.bodies[0].count(b"~") for one in each)
    assert joined.totals == sum((claim.totals for claim in told), Totals())


def test_pyx12_refuses_what_its_maps_do_not_know() -> None:
    one = SetAcknowledgment(set_id="837", control_number="0001", verdict=Verdict.ACCEPTED)
    group = GroupAcknowledgment(
        functional_id="HC",
        control_number="1",
        version="005010X222A1",
        verdict=Verdict.ACCEPTED,
        received=1,
        sets=(one,),
    )
    wrong = replace(group, sets=(replace(one, codes=("99",)),))
    assert validate(as_999(group)).accepted
    assert not validate(as_999(wrong)).accepted
    ta1 = InterchangeAcknowledgment(
        control_number="1", date="260301", time="0830", verdict=Verdict.REJECTED, code="099"
    )
    bare = answer_envelope(RECEIVED, moment=MOMENT, control_number=9)
    assert not validate(write_ta1(ta1, bare)).accepted
