"""The dental claim, 005010X224A2: what its map says, and what pyx12 makes of claims by it."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import pytest
from lxml import etree

from edi_service.edge import resources
from edi_service.edge.reference import Verdict, assemble_for_claims, validate

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "fixtures" / "guides" / "837-x224"
CLAIM = (GUIDE / "pass" / "subscriber-with-a-filling-and-a-crown.edi").read_bytes()
OTHER_CLAIMS = ROOT / "tests" / "edge" / "reference"

CORPUS = ROOT.parent / "shared" / "corpus"
MANIFEST = CORPUS / "MANIFEST.tsv"

MAP = etree.parse(resources.schemas() / "x12" / "837d.5010.X224A2.xml")

Said = tuple[str, str, str, int, int, int, str, str]


def reported(verdict: Verdict) -> set[Said]:
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
        if fault.kind != "IK5"
    }


@pytest.mark.parametrize("path", sorted((GUIDE / "pass").iterdir()), ids=lambda path: path.stem)
def test_our_invented_dental_claims_are_accepted(path: Path) -> None:
    assert validate(path.read_bytes()) == Verdict(accepted=True)


def test_the_dental_claim_of_the_scenarios_is_accepted() -> None:
    claim = ROOT / "fixtures" / "scenarios" / "0022-dental-claim" / "claims.837"
    assert validate(claim.read_bytes()) == Verdict(accepted=True)


def segment(segment_id: str, code: str, number: int) -> Said:
    return ("IK3", segment_id, code, number, 0, 0, "", "")


def element(segment_id: str, number: int, place: tuple[int, int], *said: str) -> set[Said]:
    """A faulty element, and the segment that is said to have one; *said* is IK402 to IK404."""
    data_element, code, value = said
    return {
        segment(segment_id, "8", number),
        ("IK4", segment_id, code, number, *place, data_element, value),
    }


REFUSED = {
    "billing-provider-without-a-tax-identifier": {segment("REF", "3", 11)},
    "subscriber-in-an-unknown-state": element("N4", 16, (2, 0), "156", "7", "XX"),
    "dependent-without-an-address": {segment("N3", "3", 19)},
    "claim-at-an-unknown-place": element("CLM", 19, (5, 1), "1331", "7", "98"),
    "claim-with-an-assignment-of-laboratories-only": element("CLM", 19, (7, 0), "1359", "7", "B"),
    "claim-with-the-signature-source-of-a-physician": element("CLM", 19, (10, 0), "1351", "10", ""),
    "predetermination-by-an-unknown-code": element("CLM", 19, (19, 0), "1383", "7", "PX"),
    "orthodontic-answer-of-an-older-guide": element("DN1", 25, (3, 0), "1073", "10", ""),
    "tooth-impacted-as-an-older-guide-says": element("DN2", 23, (2, 0), "1368", "7", "I"),
    "tooth-status-without-its-list": element("DN2", 23, (6, 0), "1270", "1", ""),
    # A broken syntax note and a composite that is not used are said of the segment as a whole.
    "attachment-without-its-number": {segment("PWK", "8", 25)},
    "fifth-diagnosis": {segment("HI", "8", 21)},
    "rendering-provider-without-a-specialty": {segment("PRV", "3", 23)},
    "assistant-surgeon-with-the-specialty-of-another": {
        segment("PRV", "1", 30),
        segment("PRV", "3", 31),
    },
    "contact-at-the-service-facility": {segment("PER", "1", 30)},
    "claim-paid-by-another-without-insurance-information": {segment("OI", "3", 26)},
    # The line that follows is a loop of its own, and pyx12 no longer misses the SV3 of this one.
    "service-of-a-medical-claim": {segment("SV1", "1", 25)},
    "procedure-of-a-medical-list": element("SV3", 28, (1, 1), "235", "7", "HC"),
    "service-without-a-charge": element("SV3", 25, (2, 0), "782", "1", ""),
    "count-in-the-place-of-the-prosthesis-code": element("SV3", 25, (5, 0), "1358", "7", "1"),
    "pointer-to-a-diagnosis-past-the-fourth": element("SV3", 28, (11, 2), "1328", "7", "5"),
    "tooth-of-an-unknown-list": {segment("TOO", "1", 26)},
    "tooth-without-a-number": element("TOO", 29, (2, 0), "1271", "1", ""),
    "surface-that-no-tooth-has": element("TOO", 26, (3, 2), "1369", "7", "P"),
    "line-of-thirty-three-teeth": {segment("TOO", "5", 58)},
    "range-of-days-on-a-line": element("DTP", 33, (2, 0), "1250", "7", "RD8"),
    "day-that-is-none": element("DTP", 30, (3, 0), "1251", "8", "20130631"),
    "note-on-a-line": {segment("NTE", "1", 37)},
    "adjudicated-procedure-of-a-medical-list": element("SVD", 33, (3, 1), "235", "7", "HC"),
    "adjudication-without-its-date": {segment("DTP", "3", 36)},
}


def test_every_spoilt_file_says_what_is_wrong_with_it() -> None:
    assert {path.stem for path in (GUIDE / "fail").iterdir()} == set(REFUSED)


@pytest.mark.parametrize("name", REFUSED)
def test_our_spoilt_dental_claims_are_refused_for_what_is_wrong(name: str) -> None:
    verdict = validate((GUIDE / "fail" / f"{name}.edi").read_bytes())

    assert not verdict.accepted
    assert reported(verdict) == REFUSED[name]
    assert {(fault.kind, fault.code) for fault in verdict.faults} >= {("IK5", "5")}


def test_pyx12_gives_up_on_a_sixth_surface() -> None:
    verdict = validate(CLAIM.replace(b"*M:O~", b"*M:O:D:B:L:I~"))
    assert verdict == Verdict(accepted=False, reason="pyx12 gave up with IndexError")


def test_pyx12_looks_away_from_a_line_that_is_only_a_number_unless_it_is_the_last() -> None:
    service = b"SV3*AD:D2392*240****1*****1~\nTOO*JP*30*M:O~\n"
    unnoticed = CLAIM.replace(service, b"").replace(b"SE*31*", b"SE*29*")
    assert validate(unnoticed) == Verdict(accepted=True)

    first = CLAIM.index(b"LX*2~")
    noticed = CLAIM[:first] + b"LX*2~\nSE*28*0001~\n" + CLAIM[CLAIM.index(b"GE*") :]
    assert segment("SV3", "3", 27) in reported(validate(noticed))


def published() -> list[Path]:
    """The dental claims in the collection that their own source calls valid."""
    if not MANIFEST.is_file():
        return []
    with MANIFEST.open(encoding="utf-8", newline="") as manifest:
        rows = csv.DictReader(manifest, dialect="excel-tab")
        return [
            CORPUS / row["file"]
            for row in rows
            if "005010X224" in row["version(GS08/ST03)"] and row["validity"] == "valid"
        ]


@pytest.mark.skipif(not MANIFEST.is_file(), reason="the collection is not beside this checkout")
def test_the_collection_has_dental_claims() -> None:
    assert len(published()) >= 8


@pytest.mark.parametrize("path", published(), ids=lambda path: path.stem)
def test_published_dental_claims_are_accepted_without_exception(path: Path) -> None:
    assert validate(path.read_bytes()) == Verdict(accepted=True)


@pytest.mark.parametrize(
    "guide", [b"005010X224", b"005010X224A1", b"005010X224A2", b"005010X224A3"]
)
def test_all_errata_are_judged_by_the_same_map(guide: bytes) -> None:
    claim = CLAIM.replace(b"005010X224A2", guide)
    assert validate(claim) == Verdict(accepted=True)

    verdict = validate(claim.replace(b"AD:D2740", b"HC:D2740"))
    assert reported(verdict) == REFUSED["procedure-of-a-medical-list"]


def test_a_transaction_set_of_another_guide_than_its_group_is_refused() -> None:
    verdict = validate(CLAIM.replace(b"ST*837*0001*005010X224A2", b"ST*837*0001*005010X222A1"))
    assert verdict == Verdict(accepted=False, reason="pyx12 refuses it and wrote no 999 to say why")


def mixed(dental: bytes) -> bytes:
    """One interchange with a group of each of the three claims."""
    claims = [
        dental,
        (OTHER_CLAIMS / "professional.edi").read_bytes(),
        (OTHER_CLAIMS / "institutional.edi").read_bytes(),
    ]
    segments = [dental.split(b"~")[0]]
    for number, claim in enumerate(claims, 1):
        _, first, *inner, _, _ = claim.replace(b"\r", b"").replace(b"\n", b"").split(b"~")[:-1]
        header = first.split(b"*")
        header[6] = str(number).encode()
        segments += [b"*".join(header), *inner, b"GE*1*" + header[6]]
    control = segments[0].split(b"*")[13]
    return b"".join(line + b"~\n" for line in [*segments, b"IEA*3*" + control])


def test_an_interchange_may_hold_all_three_claims() -> None:
    assert validate(mixed(CLAIM)) == Verdict(accepted=True)

    verdict = validate(mixed(CLAIM.replace(b"AD:D2740", b"HC:D2740")))
    assert reported(verdict) == REFUSED["procedure-of-a-medical-list"]


def test_the_map_directory_for_claims_is_its_owners_alone_and_lists_what_it_holds(
    tmp_path: Path,
) -> None:
    target = assemble_for_claims(tmp_path / "maps")

    listed = {
        node.get("vriic"): (node.get("fic"), node.text)
        for node in etree.parse(target / "maps.xml").iter("map")
    }
    ours = ("HC", "837d.5010.X224A2.xml")
    assert stat.S_IMODE(target.stat().st_mode) == 0o700
    assert listed == {
        "005010X224": ours,
        "005010X224A1": ours,
        "005010X224A2": ours,
        "005010X224A3": ours,
        "005010X222A1": ("HC", "837.5010.X222.A1.xml"),
        "005010X223A2": ("HC", "837Q3.I.5010.X223.A1.xml"),
    }
    assert {path.name for path in target.iterdir()} == {
        "maps.xml",
        "codes.xml",
        "dataele.xml",
        "x12.control.00501.xml",
        *(name for _, name in listed.values()),
    }


def test_lists_of_others_are_named_for_pyx12_only(tmp_path: Path) -> None:
    given = etree.parse(assemble_for_claims(tmp_path) / "837d.5010.X224A2.xml")

    assert MAP.find(".//valid_codes[@external]") is None
    named = {
        node.get("data_ele", "")
        for node in given.iter("element")
        if node.find("valid_codes[@external]") is not None
    }
    assert named == {"156", "1331"}


@pytest.mark.parametrize("state", [b"NL", b"NU", b"PW", b"QC"])
def test_states_that_pyx12_lacks_are_known(state: bytes) -> None:
    claim = CLAIM.replace(b"*OH*454030002", b"*" + state + b"*454030002")
    assert validate(claim) == Verdict(accepted=True)


def loops(parent: str) -> list[str]:
    node = MAP.find(f".//loop[@xid='{parent}']")
    assert node is not None
    return [child.get("xid", "") for child in node.iterfind("loop")]


def test_the_loops_are_those_of_the_dental_guide() -> None:
    assert loops("HEADER") == ["1000A", "1000B"]
    assert loops("DETAIL") == ["2000A"]
    assert loops("2000A") == ["2010AA", "2010AB", "2010AC", "2000B"]
    assert loops("2000B") == ["2010BA", "2010BB", "2300", "2000C"]
    assert loops("2000C") == ["2010CA", "2300"]
    assert loops("2300") == ["2310A", "2310B", "2310C", "2310D", "2310E", "2320", "2400"]
    assert loops("2320") == [f"2330{letter}" for letter in "ABCDEFGH"]
    assert loops("2400") == ["2420A", "2420B", "2420C", "2420D", "2430"]


def test_the_claim_hangs_under_subscriber_and_dependent_alike() -> None:
    claims = MAP.findall(".//loop[@xid='2300']")
    assert [claim.get("usage") for claim in claims] == ["S", "R"]

    def told(claim: etree._Element) -> bytes:
        text = etree.tostring(claim, method="c14n")
        return b"".join(line.strip() for line in text.splitlines()[1:])

    assert told(claims[0]) == told(claims[1])


CODES = {
    "2300/CLM/CLM07": "A C",
    "2300/CLM/CLM12": "01 02 03 05",
    "2300/CLM/CLM19": "PB",
    "2300/CLM/CLM20": "1 2 3 4 5 6 7 8 9 10 11 15",
    "2300/DN2/DN202": "E M",
    "2300/DN2/DN206": "JP",
    "2300/PWK/PWK01": "B4 DA DG EB OZ P6 RB RR",
    "2300/NTE/NTE01": "ADD",
    "2300/HI/HI01/HI01-01": "ABK BK TQ",
    "2300/HI/HI02/HI02-01": "ABF BF TQ",
    "2300/HI/HI04/HI04-01": "ABF BF TQ",
    "2310D/NM1/NM101": "DD",
    "2310D/PRV/PRV01": "AS",
    "2400/SV3/SV301/SV301-01": "AD",
    "2400/SV3/SV305": "I R",
    "2400/SV3/SV311/SV311-01": "1 2 3 4",
    "2400/TOO/TOO01": "JP",
    "2400/TOO/TOO03/TOO03-01": "B D F I L M O",
    "2400/TOO/TOO03/TOO03-05": "B D F I L M O",
    "2430/SVD/SVD03/SVD03-01": "AD ER",
}


@pytest.mark.parametrize("where", CODES)
def test_the_lists_that_only_dentists_know(where: str) -> None:
    path = "/".join(f"*[@xid='{step}']" for step in where.split("/"))
    found = MAP.find(f".//{path}/valid_codes")
    assert found is not None
    assert [code.text for code in found] == CODES[where].split()
