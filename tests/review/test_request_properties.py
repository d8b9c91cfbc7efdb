"""
Whatever a claim says, a request is either right or not written; and it never depends on luck.

005010X217 § 1.4 has one event a request; the claims here are made of any text and any days.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from edi_service.claims.model import (
    Claim,
    ClaimKind,
    CodedAmount,
    CodedDay,
    Contact,
    Coverage,
    Diagnosis,
    Parties,
    Party,
    Person,
    Procedure,
    Reference,
    ServiceLine,
)
from edi_service.edge.reference import validate
from edi_service.policy.model import CircumstanceCode
from edi_service.review.profile import Partner
from edi_service.review.worksheet import worksheet
from edi_service.review.worksheet_lines import COLUMNS
from tests.review.making import AS_OF, a_case, ask, assert_sound

if TYPE_CHECKING:
    from edi_service.cases.model import Case

PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .-'/abc"
ODD = "*^:~\n\x00éЖ\udcff|>"

plain = st.text(PLAIN, max_size=70)
odd = st.text(PLAIN + ODD, max_size=70)
# Mostly what a claim has, and now and then anything at all.
text = st.one_of(plain, plain, plain, odd)
day = st.dates(date(1790, 1, 1), date(2027, 1, 1)) | st.dates(date(2026, 1, 1), date(2026, 11, 15))
some_day = st.none() | day
amount = st.decimals(
    min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False
) | st.sampled_from([Decimal(0), Decimal("1E+5"), Decimal("-3.50")])
npi = st.sampled_from(["1234567893", "1987654328", "1234567890", "", "NPI"])
good_day = st.dates(date(2026, 9, 1), date(2026, 11, 1))


@st.composite
def a_party(draw: st.DrawFn) -> Party:
    return Party(
        entity="85",
        is_person=draw(st.booleans()),
        last_name=draw(text),
        first_name=draw(text),
        middle_name=draw(text),
        suffix=draw(st.sampled_from(["", "JR", "THE THIRD OF HIS NAME"])),
        identifier_qualifier=draw(st.sampled_from(["XX", "MI", "PI", "II", "XV", ""])),
        identifier=draw(npi | text),
        taxonomy=draw(st.sampled_from(["", "207X00000X"])),
        street=tuple(draw(st.lists(text, max_size=3))),
        city=draw(text),
        state=draw(st.sampled_from(["TX", "", "tx", "Texas", "T*"])),
        postal_code=draw(st.sampled_from(["75201", "", "7"])),
        country=draw(st.sampled_from(["", "", "CAN", "c1"])),
        references=tuple(
            Reference(qualifier, draw(text))
            for qualifier in draw(st.lists(st.sampled_from(["EI", "SY", "G2"]), max_size=2))
        ),
        contact=draw(
            st.none()
            | st.builds(
                Contact,
                text,
                st.lists(
                    st.tuples(st.sampled_from(["TE", "EX", "FX", "WP"]), text), max_size=4
                ).map(tuple),
            )
        ),
    )


@st.composite
def a_person(draw: st.DrawFn) -> Person:
    return Person(draw(a_party()), draw(some_day), draw(st.sampled_from(["F", "M", "U", "?", ""])))


@st.composite
def a_service(draw: st.DrawFn, number: int) -> ServiceLine:
    return ServiceLine(
        number=str(number),
        charge=draw(amount),
        procedure_qualifier=draw(st.sampled_from(["HC", "HC", "AD", "IV", "HP", "ER", ""])),
        procedure=draw(st.sampled_from(["27759", "D2740", "70551", ""]) | text),
        modifiers=tuple(draw(st.lists(st.sampled_from(["RT", "59", "R", ""]), max_size=5))),
        description=draw(st.just("") | text),
        revenue_code=draw(st.sampled_from(["0120", "0450", "", "03*"])),
        unit=draw(st.sampled_from(["UN", "MJ", "DA", "", "XX"])),
        quantity=draw(amount),
        place_of_service=draw(st.sampled_from(["", "11", "23", "2?"])),
        diagnosis_pointers=tuple(draw(st.lists(st.integers(0, 14), max_size=5))),
        is_emergency=draw(st.booleans()),
        starts=draw(some_day),
        ends=draw(some_day),
        control_number=draw(st.just("") | text),
    )


@st.composite
def a_claim(draw: st.DrawFn) -> Claim:
    count = draw(st.integers(0, 3))
    return Claim(
        kind=draw(st.sampled_from(ClaimKind)),
        number=draw(text),
        charge=draw(amount),
        facility_code=draw(st.sampled_from(["11", "13", "22", "21", "", "1", "A1", "111"])),
        release_of_information=draw(st.sampled_from(["Y", "I", "", "Q"])),
        related_causes=tuple(draw(st.lists(st.sampled_from(["AA", "EM", "OA", "AP"]), max_size=3))),
        accident_state=draw(st.sampled_from(["", "TX", "T", "t*"])),
        accident_country=draw(st.sampled_from(["", "MX", "M"])),
        delay_reason=draw(st.sampled_from(["", "1", "9", "*"])),
        references=tuple(
            Reference(qualifier, draw(text))
            for qualifier in draw(st.lists(st.sampled_from(["4N", "LU", "G1"]), max_size=2))
        ),
        statement_from=draw(some_day),
        statement_to=draw(some_day),
        service_from=draw(some_day),
        service_to=draw(some_day),
        admitted=draw(some_day),
        discharged=draw(some_day),
        accident=draw(some_day),
        onset=draw(some_day),
        last_menstrual_period=draw(some_day),
        admission_type=draw(st.sampled_from(["", "1", "3", "33", "*"])),
        admission_source=draw(st.sampled_from(["", "1", "*"])),
        patient_status=draw(st.sampled_from(["", "01", "30", "011"])),
        diagnoses=tuple(
            Diagnosis(qualifier, draw(st.sampled_from(["I10", "S82.52XA", "", "*"]) | text))
            for qualifier in draw(
                st.lists(
                    st.sampled_from(["ABK", "ABF", "ABJ", "APR", "ABN", "BK", "BF", "BJ", "TQ"]),
                    max_size=15,
                )
            )
        ),
        procedures=tuple(
            draw(
                st.lists(
                    st.builds(Procedure, st.sampled_from(["BBR", "BBQ", "BR"]), text, some_day),
                    max_size=2,
                )
            )
        ),
        occurrences=tuple(
            draw(
                st.lists(
                    st.builds(CodedDay, st.sampled_from(["01", "10", "11", "05"]), some_day),
                    max_size=2,
                )
            )
        ),
        values=tuple(draw(st.lists(st.builds(CodedAmount, st.just("80"), amount), max_size=1))),
        lines=tuple(draw(a_service(number)) for number in range(1, count + 1)),
        parties=Parties(
            billing=draw(a_party()),
            coverage=Coverage(group_number=draw(text)),
            subscriber=draw(a_person()),
            payer=draw(a_party()),
            dependent=draw(st.none() | a_person()),
            dependent_relationship=draw(st.sampled_from(["", "01", "53"])),
        ),
    )


@st.composite
def a_likely_claim(draw: st.DrawFn) -> Claim:
    """Such as pass: a name, a number or a day varied, nothing of it spoiled."""
    word = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ' -.", min_size=1, max_size=35).filter(str.strip)
    starts = draw(good_day)
    ends = starts + timedelta(days=draw(st.integers(0, 13)))
    kind = draw(st.sampled_from(ClaimKind))
    person = Person(
        Party(
            entity="IL",
            is_person=True,
            last_name=draw(word),
            first_name=draw(word),
            identifier_qualifier="MI",
            identifier=f"M{draw(st.integers(0, 10**9))}",
        ),
        draw(st.dates(date(1920, 1, 1), date(2026, 8, 1))),
        draw(st.sampled_from(["F", "M", "U", ""])),
    )
    lines = tuple(
        ServiceLine(
            number=str(number),
            charge=draw(amount),
            procedure_qualifier="AD" if kind is ClaimKind.DENTAL else "HC",
            procedure=draw(st.sampled_from(["27759", "70551", "D2740", "97110"])),
            modifiers=tuple(draw(st.lists(st.sampled_from(["RT", "59"]), max_size=4))),
            revenue_code=draw(st.sampled_from(["0120", "0360", "0450", "0610"])),
            unit=draw(st.sampled_from(["UN", "MJ", "DA"])),
            quantity=draw(st.decimals(0, 999, places=1)),
            diagnosis_pointers=tuple(draw(st.lists(st.integers(1, 15), max_size=4))),
            starts=starts,
            ends=draw(st.sampled_from([starts, ends])),
        )
        for number in range(1, draw(st.integers(1, 4)) + 1)
    )
    causes = tuple(draw(st.sets(st.sampled_from(["AA", "EM", "OA"]))))
    return Claim(
        kind=kind,
        number=f"PCN{draw(st.integers(0, 10**9))}",
        facility_code=draw(st.sampled_from(["11", "13", "21", "22"])),
        release_of_information=draw(st.sampled_from(["Y", "I"])),
        related_causes=causes,
        statement_from=starts,
        statement_to=ends,
        admitted=starts,
        accident=starts if "AA" in causes else draw(st.none() | st.just(starts)),
        admission_type=draw(st.sampled_from(["1", "3", "9"])),
        admission_source="1",
        patient_status=draw(st.sampled_from(["01", "30"])),
        diagnoses=(
            Diagnosis("ABK", "I10"),
            *(Diagnosis("ABF", f"A{number}") for number in range(draw(st.integers(0, 14)))),
        ),
        procedures=(Procedure("BBR", "027034Z", starts),),
        lines=lines,
        parties=Parties(
            billing=Party(
                entity="85",
                last_name=draw(word),
                identifier_qualifier="XX",
                identifier="1234567893",
                references=(Reference("EI", "123456789"),),
            ),
            subscriber=person,
            payer=Party(last_name=draw(word), identifier_qualifier="PI", identifier="00001"),
            dependent=draw(st.none() | st.just(person)),
            dependent_relationship="19",
        ),
    )


PARTS = sorted(set(Claim.__struct_fields__) - {"kind", "claim_id", "placed", "parties"})
PEOPLE = sorted(Parties.__struct_fields__)


@st.composite
def a_claim_with_something_odd(draw: st.DrawFn) -> Claim:
    """One that would pass, but for a part or two of it which may say anything."""
    likely, odd_one = draw(a_likely_claim()), draw(a_claim())
    parts = draw(st.lists(st.sampled_from(PARTS), max_size=2))
    people = draw(st.lists(st.sampled_from(PEOPLE), max_size=1 if parts else 2))
    parties = replace(likely.parties, **{name: getattr(odd_one.parties, name) for name in people})
    return replace(likely, parties=parties, **{name: getattr(odd_one, name) for name in parts})


@st.composite
def a_case_of(draw: st.DrawFn) -> Case:
    return a_case(
        circumstance=draw(st.none() | st.sampled_from(CircumstanceCode)),
        lines=tuple(draw(st.sets(st.sampled_from(["1", "2", "3", "4"]), min_size=1))),
        is_whole_claim=draw(st.booleans()),
    )


PARTNERS = st.builds(
    Partner,
    send_amounts=st.booleans(),
    send_addresses=st.booleans(),
    send_group_number=st.booleans(),
    send_procedures=st.booleans(),
    always_send_delay_reason=st.booleans(),
)
SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=150, deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(a_claim() | a_claim_with_something_odd(), a_case_of(), PARTNERS)
def test_any_claim_gives_a_sound_request_or_a_reason(
    claim: Claim, case: Case, partner: Partner
) -> None:
    request = ask(claim, case, partner)
    assert (request.data is None) == bool(request.held_by)
    if request.data is not None:
        assert_sound(request)


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(a_claim_with_something_odd(), a_case_of(), PARTNERS)
def test_the_reference_validator_accepts_what_is_written_of_odd_claims(
    claim: Claim, case: Case, partner: Partner
) -> None:
    request = ask(claim, case, partner)
    verdict = None if request.data is None else validate(request.data)
    assert verdict is None or verdict.accepted, verdict


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(a_likely_claim(), a_case_of(), PARTNERS)
def test_the_reference_validator_accepts_what_is_written(
    claim: Claim, case: Case, partner: Partner
) -> None:
    request = ask(claim, case, partner)
    if request.data is None:
        assert request.held_by == ("RQ16",)  # the case names lines that this claim does not have
        return
    assert_sound(request)
    verdict = validate(request.data)
    assert verdict.accepted, verdict


@settings(max_examples=50, deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(a_likely_claim(), a_case_of(), PARTNERS)
def test_the_same_input_gives_the_same_bytes(claim: Claim, case: Case, partner: Partner) -> None:
    assert ask(claim, case, partner) == ask(claim, case, partner)
    assert AS_OF.strftime("%Y%m%d").encode() in (ask(claim, case, partner).data or b"20261115")


@settings(max_examples=50, deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(a_claim(), a_case_of(), PARTNERS)
def test_any_claim_has_a_worksheet(claim: Claim, case: Case, partner: Partner) -> None:
    sheet = worksheet(case, claim, partner)
    assert all(len(line) <= COLUMNS for line in sheet.splitlines())
    assert sheet.encode("ascii", "replace")
