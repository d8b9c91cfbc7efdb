"""
Answers that others wrote, and ours of the same forms, each read to the right decision.

The tables were filled in by reading the files, segment by segment, and not by what is read here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest

from edi_service.cases.progress import Cause
from tests.review.answer.making import ROOT, SHARED, read

if TYPE_CHECKING:
    from tests.review.answer.making import Read

CORPUS = SHARED / "corpus"
EXAMPLES = SHARED / "domain" / "278-examples"
QUOTED = SHARED / "domain" / "278-examples.md"
OURS = ROOT / "fixtures" / "answers"
SILENT = ("", "")


class Expected(NamedTuple):
    """
    What a file says.

    *lines* holds HCR01 and HCR02 of each service as they stand there; ``("", "")`` where the
    service has no decision of its own.  *trace* is the number of ours that is repeated.
    """

    cause: Cause
    action: str
    number: str
    trace: str
    lines: tuple[tuple[str, str], ...] = ()
    reasons: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    case_number: str = ""


REFERRAL = Expected(Cause.APPROVED, "A1", "AUTH0001", "111099")
ADMISSION = Expected(Cause.MODIFIED, "A6", "AUTH0002", "97021001", (("A1", "AUTH0002"),))
EMERGENCY = Expected(
    Cause.PENDED, "A4", "", "YZZ099", (), ("0U",), ("AS",), case_number="P20030216001"
)
TRANSPORT = Expected(Cause.APPROVED, "A1", "2005010796321", "", (SILENT, SILENT, SILENT))
RESERVATION = Expected(Cause.APPROVED, "A1", "6735172961", "", (SILENT,))
MEDICAID = Expected(Cause.APPROVED, "A1", "99999999999", "012090880001ERM203232010", (("A1", "1"),))
FILES = {
    "referral-response-to-request-for-review": REFERRAL,
    "admission-response-to-request-for-review": ADMISSION,
    "emergency-admission-response-to-request-for-review": EMERGENCY,
    "response-to-non-emergency-transportation": TRANSPORT,
    "response-to-medical-services-reservation": RESERVATION,
}
STUPIDEDI = "kputnam+stupidedi/005010__X217__HI278__pass__"
HEROPHILUS = "Project-Herophilus+Project-Herophilus-Assets/"
PUBLISHED = {
    **{str(EXAMPLES / f"{name}.edi"): expected for name, expected in FILES.items()},
    **{str(CORPUS / f"{STUPIDEDI}{name}.edi"): expected for name, expected in FILES.items()},
    str(CORPUS / f"{HEROPHILUS}278DVSResponseSample.txt"): MEDICAID,
    str(CORPUS / f"{HEROPHILUS}278PAResponseSample.txt"): MEDICAID,
}
QUOTATIONS = {
    "B 6 TMHP": Expected(
        Cause.PENDED,
        "A4",
        "",
        "112233445X",
        (SILENT, SILENT),
        ("0B",),
        ("M1", "M1"),
        case_number="170905306915",
    ),
    "B 7 TMHP": Expected(Cause.RETURNED, "", "", "XP7890"),
    "D request and response": Expected(
        Cause.CONTACT, "CT", "", "BX828709082622072928400", (SILENT,)
    ),
}


def _trace(number: int) -> str:
    return f"{number:016x}-1"


MADE = {
    "certified-referral": Expected(Cause.APPROVED, "A1", "CERT000101", _trace(1)),
    "modified-stay": Expected(
        Cause.MODIFIED, "A6", "CERT000102", _trace(2), (("A1", "CERT000102"),)
    ),
    "pended-for-documents": Expected(
        Cause.PENDED, "A4", "", _trace(3), (), ("0U",), ("AS", "18842-5"), "CASE000103"
    ),
    "certified-transport": Expected(
        Cause.APPROVED, "A1", "CERT000104", _trace(4), (SILENT, SILENT, SILENT)
    ),
    "certified-with-lines-counted": Expected(
        Cause.APPROVED, "A1", "99000000105", _trace(5), (("A1", "1"),)
    ),
    "pended-at-another-reviewer": Expected(
        Cause.PENDED, "A4", "", _trace(6), (SILENT,), ("0B",), ("M1",), "CASE000106"
    ),
    "returned-with-a-message": Expected(Cause.RETURNED, "", "", _trace(7)),
    "contact-the-payer": Expected(Cause.CONTACT, "CT", "", _trace(8), (SILENT,)),
    "refused-for-five-reasons": Expected(
        Cause.REFUSED,
        "A3",
        "",
        _trace(9),
        (("A3", ""),),
        ("0F", "0G", "0P", "0R", "17"),
        case_number="CASE000109",
    ),
    "certified-in-part": Expected(
        Cause.PARTLY_APPROVED,
        "A2",
        "CERT000110",
        _trace(10),
        (("A1", "CERT000110"), ("A6", "CERT000111"), ("A3", "")),
    ),
    "cancelled-as-asked": Expected(Cause.CANCELLED, "C", "", _trace(11)),
    "no-review-needed": Expected(Cause.NOT_NEEDED, "NA", "", _trace(12), reasons=("0H",)),
    "member-not-found": Expected(Cause.RETURNED, "", "", ""),
    "held-by-the-payer": Expected(Cause.IN_WORK, "", "", ""),
    "certified-against-itself": Expected(
        Cause.UNCLEAR, "A1", "CERT000115", _trace(15), (("A3", ""),)
    ),
    "decided-by-an-unknown-code": Expected(Cause.UNCLEAR, "A9", "CERT000116", _trace(16)),
}
DOUBTED = {"certified-against-itself": "AN04", "decided-by-an-unknown-code": "AN02"}


def said(got: Read) -> Expected:
    """What was read of a file with one event, in the terms of the table."""
    heard, (answer,) = got.one, got.answers
    events = answer.events
    level = events[0].level if events else None
    rulings = [line.ruling for event in events for line in event.lines]
    return Expected(
        heard.cause,
        heard.action,
        heard.number,
        next((each.number for each in level.traces if each.kind == "2"), "") if level else "",
        tuple(SILENT if each is None else (each.action, each.number) for each in rulings),
        heard.reasons,
        tuple(each.code for each in heard.every_wanted),
        heard.case_number,
    )


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.rpartition("/")[2])
def test_a_published_answer_is_read_to_its_decision(path: str) -> None:
    file = ROOT.joinpath(path)
    if not file.is_file():
        pytest.skip("the published answers are not beside this checkout")
    got = read(file.read_bytes())
    assert said(got) == PUBLISHED[path]


@pytest.mark.parametrize("title", QUOTATIONS)
def test_an_answer_quoted_in_a_companion_guide_is_read_to_its_decision(title: str) -> None:
    if not QUOTED.is_file():
        pytest.skip("the published answers are not beside this checkout")
    section = QUOTED.read_text(encoding="utf-8").split(f"\n## {title}", 1)[1].split("\n## ", 1)[0]
    quoted = section.split("```")[1].strip().split("\nISA")[-1]
    assert said(read(_padded(quoted))) == QUOTATIONS[title]


def _padded(quoted: str) -> bytes:
    """The quotation as an interchange again: the blanks of its ISA were lost."""
    text = "".join(quoted.splitlines())
    rest = text[text.index("~") :]
    control = re.findall(r"IEA\*1\*(\d{9})", rest)[-1]
    isa = (
        f"ISA*00*{'':10}*00*{'':10}*ZZ*{'PAYER':15}*ZZ*{'CLINIC':15}"
        f"*170331*1658*|*00501*{control}*0*P*:"
    )
    return (isa + rest).encode()


def test_every_published_answer_is_in_the_table() -> None:
    if not CORPUS.is_dir():
        pytest.skip("the published answers are not beside this checkout")
    found = [
        str(path)
        for folder in (CORPUS, EXAMPLES)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and b"005010X217" in (data := path.read_bytes())
        and re.search(rb"BHT.0007.11", data)
    ]
    assert sorted(found) == sorted(PUBLISHED)


@pytest.mark.parametrize("name", MADE)
def test_an_answer_of_each_form_is_read_to_its_decision(name: str) -> None:
    got = read((OURS / f"{name}.edi").read_bytes())
    assert said(got) == MADE[name]
    errors = [code for code in got.codes if code in {"AN02", "AN03", "AN04", "AN08"}]
    assert errors == [DOUBTED[name]] if name in DOUBTED else errors == []


def test_every_answer_of_ours_is_in_the_table() -> None:
    assert sorted(path.stem for path in OURS.glob("*.edi")) == sorted(MADE)


@pytest.mark.parametrize("name", sorted(set(MADE) - set(DOUBTED)))
def test_an_answer_of_each_form_is_as_its_guide_asks(name: str) -> None:
    got = read((OURS / f"{name}.edi").read_bytes())
    assert {code[:2] for code in got.codes} <= {"AN"}
