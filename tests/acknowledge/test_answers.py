"""What a finding does to its claim, its set, its group: the answers to a file, in words of X12."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from edi_service.acknowledge import kinds
from edi_service.acknowledge.file import DocumentKind, Source
from edi_service.acknowledge.judge import Room, Rules, SetHeader, SetLedger
from edi_service.acknowledge.ledger import Ledger
from edi_service.acknowledge.model import Context, ContextName, Place, Verdict
from edi_service.acknowledge.statuses import Identity
from edi_service.acknowledge.write_277ca import write_claim
from edi_service.edge.reference import validate
from edi_service.finding import Position, Report, Severity
from tests.acknowledge.making import a_kind, answer, in_claim, read_back
from tests.builders import a_claim, a_line, a_transaction_set, an_interchange, enclosed

if TYPE_CHECKING:
    from edi_service.claims.model import Claim
    from edi_service.finding import Finding

FA, HN, TA1 = DocumentKind.IMPLEMENTATION, DocumentKind.CLAIMS, DocumentKind.TA1
SEGMENT = a_kind("IK304*8", code="SG99")
MISSING = a_kind("IK304*I6", code="SG98")
ELEMENT = a_kind("IK403*7")


def one_fault(claim: Claim) -> list[Finding]:
    if claim.number != "A1":
        return []
    position = replace(in_claim(claim, 1), element=1, component=2, loop="2010AA")
    return [ELEMENT.found(position, "bad", data_element="1271", value="J02:0~" + "9" * 120)]


TWO_CLAIMS = an_interchange(a_claim(), a_claim(number="A2"))


def test_a_fault_in_a_claim_rejects_the_claim_and_not_its_set() -> None:
    answers = answer(TWO_CLAIMS, one_fault)
    assert answers.segments(FA, "IK5", "AK9") == ["IK5*E*5", "AK9*E*1*1*1"]
    (element,) = answers.segments(FA, "IK4")
    assert element.startswith("IK4*1:2*1271*7*J0209")
    assert len(element.split("*")[4]) <= 99
    assert answers.segments(FA, "CTX") == ["CTX*CLM01:A1"]
    (segment,) = answers.segments(FA, "IK3")
    assert segment.split("*")[3:] == ["2010", "8"]
    assert [text.split("*")[1] for text in answers.segments(HN, "STC")][2:] == ["A3:684", "A2:20"]
    assert answers.segments(HN, "QTY") == ["QTY*90*1", "QTY*AA*1", "QTY*QA*1", "QTY*QC*1"]
    assert all(validate(data).accepted for _, data in answers.documents)


def test_by_setting_it_rejects_the_set() -> None:
    answers = answer(TWO_CLAIMS, one_fault, rules=Rules(claim="set"))
    assert answers.segments(FA, "IK5", "AK9") == ["IK5*R*5", "AK9*R*1*1*0"]
    assert answers.of(HN) == []


def test_a_fault_outside_of_claims_rejects_the_set() -> None:
    position = Position(segment=4, segment_id="BHT", interchange="000000001", group="1", set="0001")
    answers = answer(TWO_CLAIMS, about=[SEGMENT.found(position, "bad")])
    assert answers.segments(FA, "IK3", "IK5") == ["IK3*BHT*2**8", "IK5*R*5"]


def test_a_warning_is_noted_and_a_note_stays_out() -> None:
    def find(claim: Claim) -> list[Finding]:
        return [
            SEGMENT.found(in_claim(claim), "so-so", severity=Severity.WARNING),
            MISSING.found(in_claim(claim, 1), "advice", severity=Severity.NOTE),
        ]

    answers = answer(an_interchange(), find)
    assert answers.segments(FA, "IK5", "AK9") == ["IK5*E*5", "AK9*E*1*1*1"]
    assert [text.split("*")[1] for text in answers.segments(HN, "STC")][-1] == "A2:20"


def test_faults_of_the_guide_are_told_apart_from_those_of_the_standard() -> None:
    def find(claim: Claim) -> list[Finding]:
        return [MISSING.found(in_claim(claim), "bad")]

    assert answer(an_interchange(), find).segments(FA, "IK5") == ["IK5*E*I5"]


def test_faults_of_one_segment_share_one_ik3() -> None:
    def find(claim: Claim) -> list[Finding]:
        position = in_claim(claim)
        return [
            ELEMENT.found(position.at(5, 3), "bad", data_element="C023"),
            ELEMENT.found(position.at(2), "bad"),
            ELEMENT.found(position, "a broken syntax note"),
            MISSING.found(position, "bad"),
        ]

    answers = answer(an_interchange(), find)
    segments = [text.split("*") for text in answers.segments(FA, "IK3", "IK4")]
    assert [text[0] for text in segments] == ["IK3", "IK4", "IK4", "IK3"]
    assert [text[1] for text in segments if text[0] == "IK4"] == ["2", "5:3"]
    assert answers.segments(FA, "IK5") == ["IK5*E*5*I5"]


def test_no_more_faults_are_told_than_the_rules_allow() -> None:
    def find(claim: Claim) -> list[Finding]:
        return [SEGMENT.found(in_claim(claim, offset), "bad") for offset in range(3)]

    answers = answer(an_interchange(), find, rules=Rules(most_faults=2, claim="set"))
    assert len(answers.segments(FA, "IK3")) == 2
    assert answers.segments(FA, "IK5") == ["IK5*R*5"]
    omitted = [found for found in answers.findings if found.kind is kinds.FAULTS_OMITTED]
    assert [found.message for found in omitted] == ["1 faults are not told"]


def test_all_sets_of_a_file_share_the_room_for_faults_until_they_are_answered() -> None:
    def find(claim: Claim) -> list[Finding]:
        return [SEGMENT.found(in_claim(claim, offset), "bad") for offset in range(2)]

    first, second = a_transaction_set(a_claim()), a_transaction_set(a_claim(), control="0002")
    one = enclosed(first, second)
    other = one.replace(b"000000001", b"000000002")

    answers = answer(one + other, find, rules=Rules(most_faults_at_once=3, claim="set"))

    rejected = ["IK5*R*5"] * 2
    assert answers.segments(FA, "IK5") == rejected * 2, "the verdict follows from all of them"
    assert len(answers.segments(FA, "IK3")) == 3 + 3
    omitted = [found for found in answers.findings if found.kind is kinds.FAULTS_OMITTED]
    assert [found.message for found in omitted] == ["1 faults are not told"] * 2


def test_what_is_of_no_acknowledgment_or_of_another_envelope_changes_nothing() -> None:
    elsewhere = Position(segment=9, interchange="000000001", group="1", set="0009")
    strange = Position(segment=9, interchange="000000001", group="2", set="0001")
    unknown = Position(segment=9, interchange="000000077")
    found = [
        a_kind("").found(elsewhere, "of no acknowledgment"),
        SEGMENT.found(elsewhere, "of no set"),
        a_kind("AK905*4").found(strange, "of no group"),
        a_kind("TA105*001").found(unknown, "of no interchange"),
        a_kind("TA105*001").found(Position(), "of none at all"),
        a_kind("TA105*001", Severity.NOTE).found(elsewhere, "advice"),
    ]
    answers = answer(an_interchange(), about=found)
    assert answers.segments(FA, "IK5", "AK9") == ["IK5*A", "AK9*A*1*1*1"]
    assert answers.of(TA1) == []


def test_an_envelope_that_is_noted_only_is_accepted_with_errors() -> None:
    data = TWO_CLAIMS.replace(b"GE*1*1", b"GE*1*2")
    assert answer(data).of(HN) == []
    noted = answer(data, rules=Rules(envelope="note"))
    assert noted.segments(FA, "AK9") == ["AK9*E*1*1*1*4"]
    assert len(noted.of(HN)) == 1


def test_a_ta1_is_sent_when_it_is_asked_for() -> None:
    data = an_interchange().replace(b"*0*T*:", b"*1*T*:")
    answers = answer(data)
    assert answers.segments(TA1, "TA1") == ["TA1*000000001*260203*1130*A*000"]
    (text,) = answers.of(TA1)
    assert text[0].split("*")[5:9] == ["ZZ", "EXAMPLEHEALTH  ", "ZZ", "CLINIC         "]


def test_an_acknowledgment_is_not_acknowledged() -> None:
    (acknowledgment,) = [data for kind, data in answer(an_interchange()).documents if kind is FA]
    assert answer(acknowledgment).documents == []


def test_interchanges_are_answered_as_they_are_over() -> None:
    first = an_interchange()
    second = an_interchange(a_claim(number="A2")).replace(b"000000001", b"000000002")
    answers = answer(first + second + second.replace(b"000000002", b"000000003"))
    assert [kind for kind, _ in answers.documents] == [FA, HN] * 3
    assert answers.segments(FA, "AK9") == ["AK9*A*1*1*1"] * 3


def test_each_billing_provider_has_its_claims() -> None:
    one = a_transaction_set(a_claim(a_line(), a_line(2)), a_claim())
    other = a_transaction_set(a_claim(number="B1"), control="0002")
    data = enclosed(one, other.replace("1467893214", "1598765430"))
    (first, second) = read_back(next(d for k, d in answer(data).documents if k is HN)).batches
    assert [provider.totals.accepted for provider in first.providers] == [2]
    assert [provider.provider.identifier for provider in second.providers] == ["1598765430"]


def test_the_claims_of_two_providers_in_one_set_are_kept_apart() -> None:
    body = a_transaction_set(a_claim(), a_claim(number="B1"))
    levels = body.replace("HL*3*1*22*0", "HL*3**20*1~NM1*85*2*OTHER*****XX*1598765430~HL*4*3*22*0")
    size = body.count("~")
    data = enclosed(levels.replace(f"SE*{size}*", f"SE*{size + 2}*"))
    (batch,) = read_back(next(d for k, d in answer(data).documents if k is HN)).batches
    numbers = [[claim.number for claim in one.claims] for one in batch.providers]
    assert numbers == [["A1"], ["B1"]]


def test_who_answers_may_be_a_clearinghouse() -> None:
    source = Source(entity="AY", name="EXAMPLE CLEARING", qualifier="FI", identifier="123456789")
    answers = answer(an_interchange(), source=source)
    assert "NM1*AY*2*EXAMPLE CLEARING*****FI*123456789" in answers.segments(HN, "NM1")
    assert answers.segments(HN, "STC")[1] == "STC*A1:19:AY**WQ*125"


def test_without_submitter_and_receiver_the_interchange_names_them() -> None:
    data = an_interchange().replace(b"NM1*41*", b"NM1*87*").replace(b"NM1*40*", b"NM1*36*")
    names = answer(data).segments(HN, "NM1")
    assert names[0] == "NM1*PR*2*EXAMPLEHEALTH*****46*EXAMPLEHEALTH"
    assert names[1] == "NM1*41*2*CLINIC*****46*CLINIC"


def test_a_set_without_claims_has_no_277ca() -> None:
    assert [kind for kind, _ in answer(enclosed(a_transaction_set())).documents] == [FA]


def test_a_claim_of_no_set_is_left() -> None:
    ledger = Ledger(Report())
    status = read_back(next(d for k, d in answer(an_interchange()).documents if k is HN))
    (claim,) = next(iter(status.batches[0].providers)).claims
    ledger.add_claims(write_claim(claim), Identity(entity="85"), 1)
    assert list(ledger.take()) == []


TRIGGER = Context(
    names=(ContextName(name="SITUATIONAL TRIGGER"),),
    segment_id="CLM",
    position=43,
    place=Place(element=5, component=3),
)


@pytest.mark.parametrize(("kind", "element"), [(SEGMENT, 0), (ELEMENT, 2)])
def test_what_brought_a_requirement_about_is_told_where_the_fault_is(
    kind: object, element: int
) -> None:
    assert isinstance(kind, type(SEGMENT))
    header = SetHeader(set_id="837", control_number="1", guide="", segment=3)
    ledger = SetLedger(header, Rules(), Room(100))
    position = Position(segment=9, segment_id="REF", element=element)
    ledger.note(kind.found(position, "bad"), "A1", TRIGGER)
    ledger.note(a_kind("TA105*001").found(position, "of an interchange"))
    (fault,) = ledger.acknowledgment().faults
    assert (TRIGGER in fault.contexts) is (element == 0)
    assert [one.contexts for one in fault.elements] == ([(TRIGGER,)] if element else [])
    assert ledger.acknowledgment().verdict is Verdict.WITH_ERRORS
