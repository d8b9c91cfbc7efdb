"""``edi-service cases send`` as a user meets it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import msgspec
import pytest

from edi_service.cases.progress import State
from edi_service.cases.statement import Statement
from edi_service.edge.reference import validate
from edi_service.edge.store.store import open_store
from edi_service.entry.cli.cases.send import For
from edi_service.review.approach import Purpose
from edi_service.service.casework.by_hand import Talk, record_answer
from tests.command import in_folder
from tests.entry.running import ROOT
from tests.service.sending import AS_OF, CLINIC, DEPENDENT, a_sending_desk, claims_of
from tests.service.storing import keep_claims

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from edi_service.edge.store.store import SqlStore

PEOPLE = ("QUILL", "AVERY", "RIVER", "M10000001")
PAGE = (ROOT / "docs" / "sending.md").read_text(encoding="utf-8")


class Folder:
    """A folder with a store of two cases, and the command in it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.store.close()
        with self.opened() as store:
            for name in (DEPENDENT, CLINIC):
                keep_claims(store, claims_of(name), a_sending_desk())
            with store.read() as shelf:
                self.case_ids = [record.case_id for record in shelf.cases()]

    @property
    def store(self) -> SqlStore:
        return open_store(
            str(self.place / "cases.sqlite"), self.place / "ring.json", make=True
        ).store

    def opened(self) -> _Closing:
        return _Closing(self.store)

    def send(
        self, *arguments: str | Path, as_of: str = AS_OF.isoformat()
    ) -> subprocess.CompletedProcess[str]:
        words = ("cases", "send", *arguments, "--out", "outbox", "--as-of", as_of)
        return in_folder(self.place, *words, LOGNAME="a-biller")

    def state(self, case_id: str) -> State:
        with self.opened() as store, store.read() as shelf:
            record = shelf.case(case_id)
        assert record is not None
        return State(record.state)

    @property
    def left(self) -> list[Path]:
        return sorted((self.place / "outbox").iterdir())


class _Closing:
    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def __enter__(self) -> SqlStore:
        return self._store

    def __exit__(self, *_: object) -> None:
        self._store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_cases_are_sent_and_what_became_of_each_is_told(folder: Folder) -> None:
    first, second = folder.case_ids
    done = folder.send(first, second)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"{first}  initial, attempt 1: {first}-1.278",
        f"{second}  initial, attempt 1: {second}-1.278",
    ]
    assert {folder.state(case_id) for case_id in folder.case_ids} == {State.SENT}
    for path in folder.left:
        assert validate(path.read_bytes()).accepted
        assert path.stat().st_mode & 0o777 == 0o600
    with folder.opened() as store, store.read() as shelf:
        (*_, event) = shelf.events(first)
    assert event.actor == "a-biller"


def test_nobody_is_named_in_what_is_told_or_in_the_names_of_files(folder: Folder) -> None:
    done = folder.send(*folder.case_ids, "--format", "json")
    told = done.stdout + done.stderr + " ".join(path.name for path in folder.left)
    assert not [name for name in PEOPLE if name in told]


def test_everything_that_is_due_leaves_in_one_interchange(folder: Folder) -> None:
    done = folder.send("--due", "--batch")
    assert done.returncode == 0
    (batch,) = folder.left
    assert validate(batch.read_bytes()).accepted
    assert b"~GE*2*1~" in batch.read_bytes()
    assert folder.send("--due").stdout == ""


def test_what_is_not_sent_says_why(folder: Folder) -> None:
    first, second = folder.case_ids
    folder.send(first)
    (folder.place / "config.toml").write_text('[partners.example-health]\nchannel = "fax"\n')
    done = folder.send(first, second, "--config", "config.toml", "--format", "json")
    assert done.returncode == 1
    again, by_fax = json.loads(done.stdout)
    assert again == {
        "case_id": first,
        "attempt": None,
        "kind": None,
        "file": None,
        "why": "the case is sent; say what the request is for",
        "findings": [],
    }
    assert (by_fax["file"], by_fax["attempt"]) == (f"{second}.txt", None)


def test_a_refusal_is_appealed_with_what_somebody_states(folder: Folder) -> None:
    case_id = folder.case_ids[0]
    folder.send(case_id)
    talk = Talk(
        says="refused", channel="phone", actor="ANN", heard_at=AS_OF, case_number="CASE0007"
    )
    with folder.opened() as store:
        record_answer(store, case_id, talk, AS_OF)
    statement = folder.place / "statement.toml"
    statement.write_text('necessity = "NO PULSE"\nurgency = "urgent"\n')
    done = folder.send(case_id, "--for", "immediate-appeal", "--statement", "statement.toml")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{case_id}  immediate-appeal, attempt 2: {case_id}-2.278\n"
    text = (folder.place / "outbox" / f"{case_id}-2.278").read_text("ascii")
    assert "~UM*HS*1*62*11:B**U***Y~REF*NT*CASE0007~" in text
    assert "NO PULSE~" in text
    assert folder.state(case_id) is State.APPEALED


def test_a_pended_request_is_asked_about(folder: Folder) -> None:
    case_id = folder.case_ids[0]
    folder.send(case_id)
    done = folder.send(case_id, "--ask-status")
    assert done.returncode == 1
    assert "takes_inquiries" in done.stdout
    (folder.place / "config.toml").write_text("[partners.example-health]\ntakes_inquiries = true\n")
    done = folder.send(case_id, "--ask-status", "--config", "config.toml")
    assert done.stdout == f"{case_id}  inquiry, attempt 1: {case_id}-1-Q1.278\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name the cases to send, or say --due"),
        (("a", "b", "--reference", "R1"), "are for one case that is named"),
        (("--due", "--statement", "statement.toml"), "are for one case that is named"),
        (("--due", "--for", "appeal"), "for cases that are named"),
        (("a", "--statement", "statement.toml"), "statement.toml: No such file or directory"),
    ],
)
def test_what_does_not_go_together_is_refused(
    folder: Folder, arguments: tuple[str, ...], said: str
) -> None:
    done = folder.send(*arguments)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize("text", ['urgency = "very"', "necesity = 1", "= ="])
def test_a_statement_that_says_nothing_known_is_refused_and_not_kept(
    folder: Folder, text: str
) -> None:
    (folder.place / "statement.toml").write_text(text)
    done = folder.send(folder.case_ids[0], "--statement", "statement.toml")
    assert done.returncode == 2
    assert "statement.toml: " in done.stderr
    assert folder.state(folder.case_ids[0]) is State.READY


def test_the_words_for_purposes_are_those_of_the_review() -> None:
    assert [each.value for each in For] == [each.value for each in Purpose]
    assert [word for word in Purpose if f"| `{word.value}` |" not in PAGE] == []


def test_the_statement_in_the_page_is_one() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    statement = msgspec.toml.decode(example, type=Statement)
    said = [name for name in Statement.__struct_fields__ if f"{name} =" in example]
    assert [*said, "other_reviewers"] == list(Statement.__struct_fields__)
    assert statement.other_reviewers[0].name == "FIRST PLAN"
