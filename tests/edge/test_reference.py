from __future__ import annotations

import logging
import stat
from pathlib import Path

import pytest
from lxml import etree

from edi_service.edge.reference import Direction, Fault, Verdict, assemble, validate

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "fixtures" / "guides" / "278-x217"
REQUEST = (GUIDE / "pass" / "request-of-a-subscriber-for-an-admission.edi").read_bytes()
RESPONSE = (GUIDE / "pass" / "response-pended-for-a-subscriber.edi").read_bytes()

PUBLISHED = ROOT.parent / "shared" / "domain" / "278-examples"
needs_published = pytest.mark.skipif(
    not PUBLISHED.is_dir(), reason="the published examples are not beside this checkout"
)
MISCOUNTED = {"admission-request-for-review.edi", "request-for-home-health-care.edi"}

CLAIMS = Path(__file__).parent / "reference"


def reported(verdict: Verdict) -> set[tuple[str, str, str, int, int, int, str, str]]:
    return {
        (
            fault.kind,
            fault.segment_id,
            fault.code,
            fault.segment,
            fault.element,
            fault.component,
            fault.data_element,
            fault.value,
        )
        for fault in verdict.faults
    }


@pytest.mark.parametrize("path", sorted((GUIDE / "pass").iterdir()), ids=lambda path: path.stem)
def test_our_invented_services_reviews_are_accepted(path: Path) -> None:
    assert validate(path.read_bytes()) == Verdict(accepted=True)


REFUSED = {
    "request-with-unknown-codes": {
        ("IK3", "UM", "8", 14, 0, 0, "", ""),
        ("IK4", "UM", "7", 14, 2, 0, "1322", "X"),
        ("IK4", "UM", "7", 14, 10, 0, "1514", "9"),
    },
    "request-without-its-review-information": {("IK3", "UM", "3", 14, 0, 0, "", "")},
    "request-with-an-impossible-day": {
        ("IK3", "DTP", "8", 25, 0, 0, "", ""),
        ("IK4", "DTP", "8", 25, 3, 0, "1251", "20261399"),
    },
    "request-to-an-unknown-entity": {
        ("IK3", "NM1", "1", 4, 0, 0, "", ""),
        ("IK3", "NM1", "3", 5, 0, 0, "", ""),
    },
    # NM108 without NM109: pyx12 reports a broken syntax note on the segment as a whole.
    "request-with-an-unpaired-identifier": {("IK3", "NM1", "8", 22, 0, 0, "", "")},
    "request-with-an-unknown-product-qualifier": {
        ("IK3", "SV2", "8", 26, 0, 0, "", ""),
        ("IK4", "SV2", "7", 26, 2, 1, "235", "CJ"),
    },
    "response-with-an-unknown-decision": {("IK3", "HCR", "1", 12, 0, 0, "", "")},
    "response-that-asks-for-a-delay-reason": {
        ("IK3", "UM", "8", 11, 0, 0, "", ""),
        ("IK4", "UM", "10", 11, 10, 0, "1514", ""),
    },
}


def test_every_spoilt_file_says_what_is_wrong_with_it() -> None:
    assert {path.stem for path in (GUIDE / "fail").iterdir()} == set(REFUSED)


@pytest.mark.parametrize("name", REFUSED)
def test_our_spoilt_services_reviews_are_refused_for_what_is_wrong(name: str) -> None:
    verdict = validate((GUIDE / "fail" / f"{name}.edi").read_bytes())

    assert not verdict.accepted
    assert reported(verdict) == REFUSED[name] | {("IK5", "", "5", 0, 0, 0, "", "")}
    assert {fault.set_control for fault in verdict.faults} == {"0001"}


@needs_published
@pytest.mark.parametrize(
    "path",
    sorted(path for path in PUBLISHED.glob("*.edi") if not path.name.startswith("neg")),
    ids=lambda path: path.stem,
)
def test_published_examples_are_accepted_but_for_two_that_miscount(path: Path) -> None:
    verdict = validate(path.read_bytes())

    if path.name in MISCOUNTED:
        assert verdict == Verdict(
            accepted=False, faults=(Fault(kind="IK5", code="4", set_control="0001"),)
        )
    else:
        assert verdict == Verdict(accepted=True)


NEGATIVE = {
    "neg1": {
        ("IK3", "UM", "8", 21, 0, 0, "", ""),
        ("IK4", "UM", "7", 21, 2, 0, "1322", "X"),
        ("IK4", "UM", "7", 21, 10, 0, "1514", "9"),
    },
    "neg2": {("IK3", "UM", "3", 21, 0, 0, "", "")},
    "neg3": {
        ("IK3", "DTP", "8", 35, 0, 0, "", ""),
        ("IK4", "DTP", "8", 35, 3, 0, "1251", "20261399"),
        ("IK3", "SV1", "8", 36, 0, 0, "", ""),
        ("IK4", "SV1", "7", 36, 1, 1, "235", "CJ"),
    },
    "neg4": {
        ("IK3", "NM1", "1", 4, 0, 0, "", ""),
        ("IK3", "NM1", "3", 5, 0, 0, "", ""),
    },
}


@needs_published
@pytest.mark.parametrize("name", NEGATIVE)
def test_spoilt_examples_are_refused_for_what_is_wrong(name: str) -> None:
    verdict = validate((PUBLISHED / f"{name}.edi").read_bytes())

    assert not verdict.accepted
    assert reported(verdict) == NEGATIVE[name] | {("IK5", "", "5", 0, 0, 0, "", "")}


@pytest.mark.parametrize("name", ["professional.edi", "institutional.edi"])
def test_a_claim_is_judged_by_the_maps_that_pyx12_ships(name: str) -> None:
    claim = (CLAIMS / name).read_bytes()
    assert validate(claim) == Verdict(accepted=True)

    spoilt = validate(claim.replace(b"NM1*40*2*", b"NM1*40*9*"))
    assert not spoilt.accepted
    assert ("IK4", "NM1", "7", 5, 2, 0, "1065", "9") in reported(spoilt)


def test_each_direction_is_judged_by_its_own_map() -> None:
    as_response = validate(REQUEST.replace(b"*0007*13*", b"*0007*11*"))
    as_request = validate(RESPONSE.replace(b"*0007*11*", b"*0007*13*"))

    assert ("IK4", "BHT", "1", 2, 6, 0, "640", "") in reported(as_response)
    assert ("IK3", "HCR", "1", 12, 0, 0, "", "") in reported(as_request)


def test_a_purpose_nobody_knows_is_a_faulty_request() -> None:
    verdict = validate(REQUEST.replace(b"*0007*13*", b"*0007*99*"))
    assert ("IK4", "BHT", "7", 2, 2, 0, "353", "99") in reported(verdict)


def test_faults_of_several_transaction_sets_are_told_apart() -> None:
    segments = REQUEST.split(b"~\n")
    envelope, inner, end = segments[:2], segments[2:-3], segments[-3:]
    second = [
        segment.replace(b"*0001", b"*0002").replace(b"*AR*I*", b"*AR*Q*") for segment in inner
    ]
    end[0] = end[0].replace(b"GE*1*", b"GE*2*")

    verdict = validate(b"~\n".join(envelope + inner + second + end))

    assert [(fault.set_control, fault.kind, fault.code) for fault in verdict.faults] == [
        ("0002", "IK3", "8"),
        ("0002", "IK4", "7"),
        ("0002", "IK5", "5"),
    ]


def test_a_wrong_count_of_the_group_is_a_fault_of_the_group() -> None:
    verdict = validate(REQUEST.replace(b"GE*1*", b"GE*3*"))

    assert not verdict.accepted
    assert [(fault.kind, fault.code) for fault in verdict.faults] == [("AK9", "5")]


def test_a_wrong_interchange_is_a_fault_where_an_acknowledgment_was_asked_for() -> None:
    asked = REQUEST.replace(b"*0*T*:", b"*1*T*:")
    assert validate(asked) == Verdict(accepted=True)

    verdict = validate(asked.replace(b"IEA*1*000000002", b"IEA*1*000000003"))
    assert not verdict.accepted
    assert [(fault.kind, fault.code) for fault in verdict.faults] == [("TA1", "001")]


def test_a_wrong_interchange_is_refused_even_if_no_acknowledgment_says_so() -> None:
    verdict = validate(REQUEST.replace(b"IEA*1*000000002", b"IEA*1*000000003"))
    assert verdict == Verdict(accepted=False, reason="pyx12 refuses it and wrote no 999 to say why")


def test_other_delimiters_are_read_and_do_not_upset_the_answer() -> None:
    other = REQUEST.replace(b"*", b"|").replace(b"~\n", b"\n")
    assert validate(other) == Verdict(accepted=True)

    verdict = validate(other.replace(b"|AR|I|", b"|AR|~IK4*x*y|"))
    assert not verdict.accepted


NO_INTERCHANGE = {
    "nothing": b"",
    "a word": b"hello",
    "the beginning of a header": REQUEST[:60],
    "bytes that are no text": bytes(range(256)),
    "a header of another kind": b"UNA" + REQUEST[3:],
    "a header of another release": REQUEST.replace(b"*00501*", b"*00301*"),
    "a header with an element too many": REQUEST.replace(b"*ZZ*INV", b"***INV", 1),
    "an unterminated tail": REQUEST + b"GS*HI",
    "an empty segment": REQUEST.replace(b"~\nHL*2", b"~~\nHL*2"),
    "a guide that has no map": REQUEST.replace(b"005010X217", b"005010X999"),
    "a group without elements": REQUEST.replace(
        b"GS*HI*INVENTEDCLINIC*INVENTEDPLAN*20260304*0915*2*X*005010X217", b"GS"
    ),
    "a range of three days": REQUEST.replace(b"20260210-20260214", b"2026-02-10"),
    "a composite with components to spare": REQUEST.replace(b"*11:A*", b"*11:A:1:2:3:4:5:6*"),
}


@pytest.mark.parametrize("data", NO_INTERCHANGE.values(), ids=NO_INTERCHANGE.keys())
def test_what_cannot_be_judged_is_refused_with_a_reason(data: bytes) -> None:
    verdict = validate(data)

    assert not verdict.accepted
    assert verdict.reason
    assert verdict.faults == ()


@pytest.mark.parametrize("length", range(0, len(REQUEST) - 1, 97))
def test_a_file_cut_short_is_refused(length: int) -> None:
    assert not validate(REQUEST[:length]).accepted


def test_nothing_is_logged_of_what_was_read(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        validate(REQUEST.replace(b"*MI*MEMBER00018", b"*M*MEMBER00018"))

    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


def test_a_fault_does_not_print_the_value_it_is_about() -> None:
    assert "SECRET" not in repr(Fault(kind="IK4", code="7", value="SECRET"))


@pytest.mark.parametrize("direction", Direction)
def test_a_map_directory_is_its_owners_alone_and_lists_one_guide(
    tmp_path: Path, direction: Direction
) -> None:
    target = assemble(tmp_path / "maps" / direction, direction)

    guide = f"278.{direction}.5010.X217.xml"
    assert stat.S_IMODE(target.stat().st_mode) == 0o700
    assert {path.name for path in target.iterdir()} == {
        "maps.xml",
        "codes.xml",
        "dataele.xml",
        "x12.control.00501.xml",
        guide,
    }
    assert [node.text for node in etree.parse(target / "maps.xml").iter("map")] == [guide]
