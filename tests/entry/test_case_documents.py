"""``edi-service cases attach``, ``documents`` and ``cover`` as a user meets them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from edi_service.edge.store.store import open_store
from edi_service.service.records import ArrivalKind, ArrivalRecord, CaseRecord, ClaimRecord
from tests.builders import a_claim, an_interchange
from tests.command import in_folder
from tests.patient_information.making import Read
from tests.review.making import a_case

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

CASE = "0123456789abcdef"
AT = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)
PEOPLE = ("HOLLIS", "CLARA", "M00012345")


def cases(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return in_folder(folder, "cases", *arguments, LOGNAME="a-biller")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a store of one case, a note, and a configuration."""
    claim = ClaimRecord(
        claim_id="c1a1",
        sha256="0" * 64,
        kind="P",
        account="A1",
        member_id="M00012345",
        last_name="HOLLIS",
        first_name="CLARA",
        payer_name="EXAMPLE HEALTH",
        payer_id="EXHLTH",
    )
    arrival = ArrivalRecord(sha256=claim.sha256, kind=ArrivalKind.CLAIMS, size=0, received_at=AT)
    case = a_case(case_id=CASE, claim_id="c1a1", documents=("operative-note", "order"))
    record = CaseRecord(case=case, state="ready", claim_id="c1a1", opened_at=AT, changed_at=AT)
    opened = open_store(str(tmp_path / "cases.sqlite"), tmp_path / "ring.json", make=True)
    with opened.store.begin(actor="a test", at=AT) as books:
        books.add_arrival(arrival)
        books.add_claims([(claim, an_interchange(a_claim()))])
        books.open_case(record)
    opened.store.close()
    (tmp_path / "note.pdf").write_bytes(b"%PDF an operative note")
    (tmp_path / "config.toml").write_text(
        '[partners.example-health]\ncontact_name = "AUTH DESK"\ncontact_fax = "5555550101"\n'
    )
    return tmp_path


def test_a_document_is_attached_listed_and_put_under_a_cover(folder: Path) -> None:
    done = cases(folder, "attach", CASE, "note.pdf", "--as", "operative-note")
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        "Operative note: attached as 0123456789ABCDEFD01.\nDocuments held: 1 of 2.\n"
    )
    listed = cases(folder, "documents", CASE)
    assert listed.stdout.splitlines() == [
        "[x] Operative note (policy): 0123456789ABCDEFD01",
        "[ ] The ordering provider's order (policy)",
        "Documents held: 1 of 2.",
    ]
    done = cases(folder, "cover", CASE, "--out", "cover.html", "--config", "config.toml")
    assert done.returncode == 0, done.stderr
    page = (folder / "cover.html").read_text(encoding="utf-8")
    for words in ("HOLLIS, CLARA", "EXAMPLE HEALTH", "AUTH DESK", "0123456789ABCDEFD01"):
        assert words in page
    assert "1 enclosed" in page
    assert (folder / "cover.html").stat().st_mode & 0o777 == 0o600


def test_what_the_facts_say_is_at_hand_need_not_be_got(folder: Path) -> None:
    (folder / "facts.csv").write_text("claim_number,billing_npi,documents\nA1,,order\n")
    listed = cases(folder, "documents", CASE, "--facts", "facts.csv")
    assert listed.stdout.splitlines() == [
        "[ ] Operative note (policy)",
        "[o] The ordering provider's order (policy)",
        "Documents held: 1 of 2.",
    ], listed.stderr
    cases(folder, "attach", CASE, "note.pdf", "--as", "order")
    assert "[x] The ordering" in cases(folder, "documents", CASE).stdout


def test_who_attached_a_document_and_where_it_lies_is_kept(folder: Path) -> None:
    cases(folder, "attach", CASE, "note.pdf", "--as", "order", "--as-of", "2026-11-21T09:00+00:00")
    cases(folder, "attach", CASE, "note.pdf", "--as", "OB", "--by", "the desk", "--title", "Note")
    opened = open_store(str(folder / "cases.sqlite"), folder / "ring.json")
    with opened.store.read() as shelf:
        first, second = shelf.documents(CASE)
    opened.store.close()
    assert (first.actor, second.actor) == ("a-biller", "the desk")
    assert first.place == second.place == str(folder / "note.pdf")
    assert first.added_at == datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert (first.media_type, first.size) == ("application/pdf", 22)
    assert second.title == "Note"


def test_a_file_that_was_changed_since_is_not_said_to_be_enclosed(folder: Path) -> None:
    cases(folder, "attach", CASE, "note.pdf", "--as", "operative-note")
    (folder / "note.pdf").write_bytes(b"%PDF another note")
    cases(folder, "cover", CASE, "--out", "changed.html")
    assert "0 enclosed" in (folder / "changed.html").read_text(encoding="utf-8")
    (folder / "note.pdf").unlink()
    cases(folder, "cover", CASE, "--out", "gone.html")
    assert "0 enclosed" in (folder / "gone.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("attach", CASE, "absent.pdf", "--as", "order"), "absent.pdf is no file"),
        (("attach", CASE, ".", "--as", "order"), "is no file"),
        (("attach", CASE, "note.pdf", "--as", "gossip"), "'gossip' is no word for a document"),
        (("attach", "f" * 16, "note.pdf", "--as", "order"), "there is no case"),
        (("documents", "f" * 16), "there is no case"),
        (("cover", "f" * 16, "--out", "cover.html"), "there is no case"),
        (("cover", CASE, "--out", "absent/cover.html"), "No such file"),
        (("cover", CASE, "--out", "cover.html", "--as-of", "soon"), "no date or time"),
        (("documents", CASE, "--store", "other.sqlite"), "there is no store yet"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    folder: Path, arguments: tuple[str, ...], says: str
) -> None:
    done = cases(folder, *arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_path_that_names_the_patient_is_refused_and_not_repeated(folder: Path) -> None:
    (folder / "hollis clara.pdf").write_bytes(b"%PDF")
    done = cases(folder, "attach", CASE, "hollis clara.pdf", "--as", "order")
    assert done.returncode == 2
    assert "names the patient" in done.stderr
    assert not any(name.lower() in done.stderr.lower() for name in PEOPLE)


def test_the_list_names_nobody(folder: Path) -> None:
    cases(folder, "attach", CASE, "note.pdf", "--as", "operative-note")
    listed = cases(folder, "documents", CASE).stdout
    assert not any(name in listed for name in PEOPLE)


# As a 275


@pytest.mark.parametrize("guide", ["005010X211", "006020X316"])
def test_the_documents_of_a_case_leave_as_a_275(folder: Path, guide: str) -> None:
    (folder / "order.txt").write_bytes(b"an order~with*delimiters")
    cases(folder, "attach", CASE, "note.pdf", "--as", "operative-note")
    cases(folder, "attach", CASE, "order.txt", "--as", "order")
    done = cases(folder, "enclose", CASE, "--out", "case.275", "--guide", guide)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"2 documents by {guide}: case.275\n"
    read = Read((folder / "case.275").read_bytes())
    assert read.codes == []
    assert read.whole == [b"%PDF an operative note", b"an order~with*delimiters"]
    assert [one.control_number[-3:] for one in read.documents] == ["D01", "D02"]
    assert [one.content.value for one in read.documents] == ["IA", "TX"]
    [received] = read.sets
    assert received.heading is not None
    assert received.heading.patient.identifier == "M00012345"
    assert received.heading.receiver.identifier == "EXHLTH"
    assert (folder / "case.275").stat().st_mode & 0o777 == 0o600


def test_every_275_has_control_numbers_of_its_own(folder: Path) -> None:
    cases(folder, "attach", CASE, "note.pdf", "--as", "operative-note")
    heads = []
    for name in ("one.275", "two.275"):
        cases(folder, "enclose", CASE, "--out", name)
        heads.append((folder / name).read_bytes()[:106])
    assert heads[0] != heads[1]


def test_nothing_to_send_is_one_sentence_and_leaves_no_file(folder: Path) -> None:
    done = cases(folder, "enclose", CASE, "--out", "case.275")
    assert done.returncode == 2
    assert "there is nothing to send" in done.stderr
    cases(folder, "attach", CASE, "note.pdf", "--as", "operative-note")
    (folder / "note.pdf").write_bytes(b"%PDF another")
    assert "nothing to send" in cases(folder, "enclose", CASE, "--out", "case.275").stderr
    assert not list(folder.glob("*275*"))
