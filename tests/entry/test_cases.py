"""``edi-service respond`` and ``edi-service cases``, as a user meets them."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from edi_service.cases.progress import State
from edi_service.entry.cli.cases.answer import Decided
from edi_service.service.casework.by_hand import DECISIONS
from tests.command import say_command
from tests.service.office import acknowledged, an_office, answered

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.service.office import Office

    Run = Callable[..., subprocess.CompletedProcess[str]]

AS_OF = "2026-11-20T12:00:00+00:00"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found = an_office(tmp_path)
    yield found
    found.store.close()


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The command on the office's store; its options stand before those given."""

    def start(*arguments: str | Path, as_of: str = AS_OF) -> subprocess.CompletedProcess[str]:
        moment = [] if "unmatched" in arguments else ["--as-of", as_of]
        return say_command(
            *arguments,
            *moment,
            folder=tmp_path,
            environment={
                "PATH": os.defpath,
                "EDI_SERVICE_STORE": str(tmp_path / "store.sqlite"),
                "EDI_SERVICE_KEYS_FILE": str(tmp_path / "ring.json"),
                "LOGNAME": "R. Biller",
            },
        )

    return start


def test_answers_are_taken_in_and_each_says_what_it_did(
    office: Office, run: Run, tmp_path: Path
) -> None:
    sent = office.send(office.open(1))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "1.edi").write_bytes(acknowledged(office.number_of(sent)))
    (tmp_path / "in" / "2.edi").write_bytes(answered(sent, "HCR*A1*CERT1"))
    done = run("respond", "in")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "in/1.edi",
        (
            "  999   case 0000000000000001 attempt 1: the request was acknowledged (moved); "
            "now acknowledged"
        ),
        "in/2.edi",
        "  278   case 0000000000000001 attempt 1: the payer approved (moved); now approved",
    ]
    assert office.state(sent.case_id) is State.APPROVED


def test_what_answers_nothing_is_an_error_with_its_remedy(
    office: Office, run: Run, tmp_path: Path
) -> None:
    sent = office.send(office.open(1))
    stranger = sent._replace(case_id="f" * 16)
    (tmp_path / "1.edi").write_bytes(answered(stranger, "HCR*A1*CERT1"))
    done = run("respond", "1.edi")
    assert done.returncode == 1
    assert "ERROR AN21 segment 3:" in done.stdout
    assert "record the answer by hand" in done.stdout


def test_as_json_the_answers_findings_and_counts_are_one_object(
    office: Office, run: Run, tmp_path: Path
) -> None:
    sent = office.send(office.open(1))
    late = office.open(2)
    (tmp_path / "1.edi").write_bytes(answered(sent, "HCR*A1"))
    done = run("respond", "1.edi", "--format", "json", as_of="2026-12-24")
    found = json.loads(done.stdout)
    (answer,) = found["answers"]
    assert (answer["case_id"], answer["effect"], answer["state"]) == (
        sent.case_id,
        "moved",
        "approved",
    )
    assert [each["code"] for each in found["findings"]] == ["AN06"]
    assert (found["left_alone"], found["expired"]) == (0, [late])
    assert office.state(late) is State.EXPIRED


@pytest.mark.parametrize("arguments", [("respond", "nowhere.edi"), ("cases", "show", "nowhere")])
def test_what_cannot_be_done_is_said_in_one_sentence(
    office: Office, run: Run, arguments: tuple[str, ...]
) -> None:
    office.open(1)
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("edi-service: ")
    assert len(done.stderr.splitlines()) == 1


def test_cases_are_listed_with_what_is_due(office: Office, run: Run) -> None:
    office.open(1)
    office.send(office.open(2))
    done = run("cases", "list")
    assert done.returncode == 0, done.stderr
    header, ready, sent = done.stdout.splitlines()
    assert header.split()[:2] == ["Case", "State"]
    assert ready.startswith("0000000000000001 ready ")
    assert ready.endswith("1,500.00  example-health         2026-12-01        send the request")
    assert "hear from the payer" in sent
    rows = run("cases", "list", "--state", "sent", "--format", "json").stdout.splitlines()
    assert [json.loads(row)["state"] for row in rows] == ["sent"]
    rows = run("cases", "list", "--due", "--format", "json").stdout.splitlines()
    assert [json.loads(row)["state"] for row in rows] == ["ready"]
    for days, expected in (("10", []), ("11", ["ready"])):
        told = run("cases", "list", "--within", days, "--format", "json")
        assert [json.loads(row)["state"] for row in told.stdout.splitlines()] == expected


def test_a_case_is_shown_whole_with_nobody_named_and_the_look_is_in_the_log(
    office: Office, run: Run
) -> None:
    sent = office.send(office.open(1))
    office.hear(answered(sent, "HCR*A1*CERT1"))
    done = run("cases", "show", sent.case_id)
    assert done.returncode == 0, done.stderr
    assert "state: approved" in done.stdout
    assert "CERT1" not in done.stdout
    assert "number: xxxxx" in done.stdout
    assert "due:\n  - what: mend the claim with the number\n" in done.stdout
    assert "lines: 1, 2, 3\n" in done.stdout
    assert "held by" not in done.stdout  # which is empty
    assert "{" not in done.stdout
    plain = run("cases", "show", sent.case_id, "--show-phi", "--format", "json")
    (answer,) = json.loads(plain.stdout)["answers"]
    assert answer["decision"]["number"] == "CERT1"
    with office.store.read() as shelf:
        looks = [each for each in shelf.entries() if each.action == "case shown"]
    assert [(each.actor, each.subject) for each in looks] == [("R. Biller", sent.case_id)] * 2


def test_a_decision_heard_by_phone_is_recorded(office: Office, run: Run, tmp_path: Path) -> None:
    sent = office.send(office.open(1))
    (tmp_path / "fax.pdf").write_bytes(b"a page")
    done = run(
        *("cases", "answer", sent.case_id, "approved-in-part", "--channel", "fax"),
        *("--number", "CERT5", "--line", "1=approved", "--line", "2=refused"),
        *("--line", "3=modified:CERT6", "--from", "2026-10-01", "--to", "2026-10-31"),
        *("--spoke-with", "Agent Quill", "--reference", "CALL-9", "--proof", "fax.pdf"),
        *("--said", "Two of three.", "--reason", "0F", "--heard-at", "2026-11-19T10:00"),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"case {sent.case_id} was sent and is approved in part\n"
    with office.store.read() as shelf:
        (contact,) = shelf.contacts(sent.case_id)
        (document,) = shelf.documents(sent.case_id)
    assert (contact.actor, contact.reference) == ("R. Biller", "CALL-9")
    assert contact.proof == document.sha256
    again = run("cases", "answer", sent.case_id, "refused")
    assert "stays approved in part: the payer refused, contradicts" in again.stdout


@pytest.mark.parametrize(
    ("option", "text"),
    [("--line", "1"), ("--line", "1=maybe"), ("--from", "yesterday"), ("--heard-at", "noon")],
)
def test_what_was_mistyped_is_refused_and_nothing_is_recorded(
    office: Office, run: Run, option: str, text: str
) -> None:
    sent = office.send(office.open(1))
    done = run("cases", "answer", sent.case_id, "approved", option, text)
    assert done.returncode == 2
    assert text in done.stderr
    assert office.state(sent.case_id) is State.SENT


def test_a_case_is_overridden_and_closed_with_a_reason(office: Office, run: Run) -> None:
    case_id = office.open(1, State.EXPIRED)
    done = run("cases", "override", case_id, "ready", "--reason", "the payer agreed to look")
    assert done.stdout == f"case {case_id} was expired and is ready\n"
    done = run("cases", "close", case_id, "--reason", "paid after all")
    assert done.stdout == f"case {case_id} was ready and is closed\n"
    assert [(each.actor, each.note) for each in office.events(case_id)] == [
        ("R. Biller", "the payer agreed to look"),
        ("R. Biller", "paid after all"),
    ]
    assert run("cases", "close", case_id, "--reason", "again").returncode == 2
    assert run("cases", "override", case_id, "nowhere", "--reason", "x").returncode == 2
    assert run("cases", "close", case_id).returncode == 2


def test_the_words_of_the_command_are_those_of_the_service() -> None:
    assert [*Decided] == [*DECISIONS]


def test_answers_about_nothing_are_listed_until_somebody_looks(office: Office, run: Run) -> None:
    sent = office.send(office.open(1))
    office.hear(answered(sent._replace(case_id="f" * 16), "HCR*A1*CERT9"))
    header, row = run("cases", "unmatched").stdout.splitlines()
    assert header.startswith("Answer ")
    assert row.split()[2:5] == ["278", "A1", "xxxxx"]
    plain = run("cases", "unmatched", "--show-phi", "--format", "json").stdout
    assert json.loads(plain)["number"] == "CERT9"
