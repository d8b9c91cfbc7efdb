"""What ``process --store`` leaves in the store."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from edi_service import wiring
from edi_service.edge.guides import find_guide
from edi_service.edge.store.store import open_store
from edi_service.service.casework.stored import read_stored
from edi_service.service.recording import Recorder
from edi_service.service.records import Lane, Search
from tests.service.test_run import EXAMPLES, IMAGING, SCENARIOS, STAY, Results

if TYPE_CHECKING:
    from pathlib import Path

    from edi_service.edge.store.store import SqlStore
    from edi_service.service.records import AttemptRecord, CaseRecord
    from edi_service.service.store import Books

ADMITTED = "2026-06-12T14:30"
SENDER, RECEIVER = "1876543210", "EXHLTH01"


class Office(NamedTuple):
    """A folder with a store in it."""

    folder: Path

    def process(self, *data: bytes, as_of: str = ADMITTED, **options: Any) -> Results:
        """Process files of these bytes into the store."""
        for number, each in enumerate(data, 1):
            (self.folder / f"{number}.837").write_bytes(each)
        inputs = tuple(str(self.folder / f"{number}.837") for number in range(1, len(data) + 1))
        asked = wiring.Options(
            inputs=inputs,
            out=self.folder / "out",
            policies=(EXAMPLES,),
            as_of=as_of,
            store=wiring.StoreOptions(
                url=str(self.folder / "store.sqlite"), keys=self.folder / "ring.json"
            ),
            **options,
        )
        wiring.process(asked, lambda _done, _total: None)
        return Results(self.folder / "out")

    def open(self) -> SqlStore:
        return open_store(str(self.folder / "store.sqlite"), self.folder / "ring.json").store


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def stay() -> bytes:
    """An admission through the emergency room: a case with a request."""
    return STAY.read_bytes()


def cases_of(office: Office) -> list[CaseRecord]:
    store = office.open()
    with store.read() as shelf:
        found = list(shelf.cases())
    store.close()
    return found


def attempts_of(office: Office) -> list[AttemptRecord]:
    store = office.open()
    with store.read() as shelf:
        found = [each for case in shelf.cases() for each in shelf.attempts(case.case_id)]
    store.close()
    return found


def numbers(request: bytes) -> tuple[str, str, str]:
    """ISA13, GS06 and ST02."""
    texts = [text.split("*") for text in request.decode().split("~")]
    return texts[0][13], texts[1][6], texts[2][2]


def resubmitted(data: bytes, number: str = "PAYER77", account: str = "A2001") -> bytes:
    """The stay again, as a replacement of what the payer calls *number*."""
    text = data.decode().replace("*11:A:1*", "*11:A:7*").replace("CLM*A2001*", f"CLM*{account}*")
    text = text.replace("CL1*1*7*01~", f"CL1*1*7*01~REF*F8*{number}~")
    end = "~" + ("\n" if "~\n" in text else "")
    assert end == "~" or "\n" in text
    count = next(part for part in text.split("~") if part.strip().startswith("SE*")).split("*")[1]
    return text.replace(f"SE*{count}*", f"SE*{int(count) + 1}*").encode()


def test_everything_a_run_says_is_in_the_store(office: Office, stay: bytes) -> None:
    results = office.process(stay)
    [row] = results.cases
    sha256 = hashlib.sha256(stay).hexdigest()
    store = office.open()
    with store.read() as shelf:
        arrival = shelf.arrival(sha256)
        assert arrival is not None
        assert arrival.size == len(stay)
        assert arrival.name.endswith("1.837")
        assert b"".join(shelf.original(sha256)) == stay
        [claim] = shelf.claims_of(sha256)
        assert (claim.account, claim.last_name, claim.payer) == ("A2001", "QUILL", "example-health")
        assert shelf.find(Search.MEMBER, "M10000001") == [claim.claim_id]
        assert shelf.find(Search.NAME, "quill avery") == [claim.claim_id]
        case = shelf.case(row["case_id"])
        assert case is not None
        assert (case.state, case.claim_id) == ("ready", claim.claim_id)
        assert case.case.policy == row["policy"]
        [event] = shelf.events(case.case_id)
        assert (event.before, event.after, event.actor) == ("opened", "ready", "process")
        [attempt] = shelf.attempts(case.case_id)
        assert shelf.attempt_data(case.case_id, 1) == results.requests[case.case_id]
        assert attempt.lane == Lane(SENDER, RECEIVER, "T")
        assert attempt.reference == f"{case.case_id}-1"
        assert attempt.sent_at is None
        found = {found.code for found in shelf.findings(claim.claim_id)}
        assert found == {
            row["code"] for row in results.findings if row["severity"] in {"error", "fatal"}
        }
        assert shelf.verify() is None
    store.close()


def test_a_claim_of_the_store_is_the_claim_that_came(office: Office) -> None:
    for path in (STAY, IMAGING, SCENARIOS / "0022-dental-claim" / "claims.837"):
        results = office.process(path.read_bytes())
        store = office.open()
        with store.read() as shelf:
            for row in results.claims:
                stored = read_stored(shelf, row["claim_id"], find_guide=find_guide)
                claim = stored.claim
                assert claim.number == row["claim_number"]
                assert claim.first_day is not None
                assert claim.first_day.isoformat() == row["first_day"]
                assert len(claim.lines) == len(row["lines"])
                assert (claim.parties.dependent is None) == (row["patient"] is None)
        store.close()


def test_without_a_store_nothing_is_kept(tmp_path: Path, stay: bytes) -> None:
    (tmp_path / "1.837").write_bytes(stay)
    out = tmp_path / "out"
    options = wiring.Options(inputs=(str(tmp_path / "1.837"),), out=out, policies=(EXAMPLES,))
    wiring.process(options, lambda _done, _total: None)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.837", "out"]


def test_the_same_file_twice_is_one_arrival_and_the_same_request(
    office: Office, stay: bytes
) -> None:
    first = office.process(stay)
    second = office.process(stay)
    assert second.requests == first.requests
    assert second.cases == first.cases
    assert [code for code in second.codes if code not in first.codes] == ["TX03"]
    assert len(attempts_of(office)) == 1
    [case] = cases_of(office)
    store = office.open()
    with store.read() as shelf:
        assert len(shelf.events(case.case_id)) == 1
        actions = [entry.action for entry in shelf.entries()]
    store.close()
    assert actions.count("arrival kept") == actions.count("attempt") == 1


def test_numbers_are_counted_on_from_run_to_run(office: Office, stay: bytes) -> None:
    first = office.process(stay)
    other = stay.replace(b"A2001", b"A2002")
    second = office.process(other, first_control_number=1)
    assert [numbers(each) for each in first.requests.values()] == [("000000001", "1", "0001")]
    assert [numbers(each) for each in second.requests.values()] == [("000000002", "2", "0002")]


def test_a_run_that_was_cut_short_is_finished_by_the_next(
    office: Office, stay: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    class CutShortError(Exception):
        pass

    def stop(_recorder: Recorder, _case: object) -> None:
        raise CutShortError

    with monkeypatch.context() as patched:
        patched.setattr(Recorder, "settle", stop)
        with pytest.raises(CutShortError):
            office.process(stay)
    assert cases_of(office) == []  # what its claim brought about is one transaction
    results = office.process(stay)
    assert [case.case_id for case in cases_of(office)] == [row["case_id"] for row in results.cases]
    assert [numbers(each) for each in results.requests.values()] == [("000000001", "1", "0001")]


def test_a_held_case_is_asked_for_once_its_facts_are_known(office: Office) -> None:
    folder = SCENARIOS / "0006-retro-eligible-medicaid-without-the-add-date"
    data = (folder / "claims.837").read_bytes()
    known = SCENARIOS / "0005-retro-eligible-medicaid-with-the-add-date"
    as_of = _as_of(folder)
    config = folder / "config.toml"
    first = office.process(data, as_of=as_of, config=config)
    [case] = cases_of(office)
    assert (case.state, first.requests) == ("waiting for facts", {})
    facts = _facts_for(office, known, first.claims[0]["claim_number"])
    second = office.process(data, as_of=as_of, config=config, facts=facts)
    [case] = cases_of(office)
    assert case.case.missing_facts == ()
    assert case.state in {"ready", "held"}
    store = office.open()
    with store.read() as shelf:
        first_event, *later = shelf.events(case.case_id)
        assert first_event.after == "waiting for facts"
        assert [event.after for event in later] == [case.state]
    store.close()
    assert second.cases[0]["case_id"] == case.case_id


def _as_of(folder: Path) -> str:
    text = (folder / "scenario.toml").read_text()
    line = next(line for line in text.splitlines() if line.startswith("as_of"))
    return line.split("=")[1].strip().strip('"')


def _facts_for(office: Office, scenario: Path, number: str) -> Path:
    """The facts of *scenario*, told of the claim with this number."""
    [path] = [path for path in scenario.iterdir() if path.name.startswith("facts")]
    target = office.folder / path.name
    header, row = path.read_text().splitlines()[:2]
    cells = row.split(",")
    cells[header.split(",").index("claim_number")] = number
    target.write_text(f"{header}\n{','.join(cells)}\n")
    return target


def test_a_resubmission_joins_the_case_of_the_claim_it_replaces(
    office: Office, stay: bytes
) -> None:
    first = office.process(stay)
    second = office.process(resubmitted(stay))
    [case] = cases_of(office)
    assert second.cases[0]["case_id"] == first.cases[0]["case_id"] == case.case_id
    assert {"TX04", "TX06"} <= set(second.codes)
    assert second.requests == {}
    assert case.claim_id == second.claims[0]["claim_id"]
    store = office.open()
    with store.read() as shelf:
        ids = [results.claims[0]["claim_id"] for results in (first, second)]
        assert shelf.claims_of_case(case.case_id) == ids
    store.close()
    again = office.process(resubmitted(stay))
    assert again.requests == {}
    assert len(attempts_of(office)) == 1


def test_a_resubmission_is_known_by_the_payers_number_as_well(office: Office, stay: bytes) -> None:
    first = office.process(stay)
    store = office.open()
    with store.begin(actor="remit", at=cases_of(office)[0].opened_at) as books:
        books.note(Search.PAYER_CLAIM, "PAYER77", first.claims[0]["claim_id"])
    store.close()
    second = office.process(resubmitted(stay, account="RENAMED"))
    assert [case.case_id for case in cases_of(office)] == [second.cases[0]["case_id"]]
    assert "TX04" in second.codes


def test_what_replaces_nothing_we_know_has_a_case_of_its_own(office: Office, stay: bytes) -> None:
    office.process(stay)
    second = office.process(resubmitted(stay, account="ANOTHER"))
    assert len(cases_of(office)) == 2
    assert not {"TX04", "TX05", "TX06"} & set(second.codes)


def test_a_first_claim_joins_nothing(office: Office, stay: bytes) -> None:
    office.process(stay)
    office.process(stay.replace(b"*18400*", b"*18401*"))  # the same account, not a replacement
    assert len(cases_of(office)) == 2


def test_a_resubmission_that_may_mean_two_cases_is_not_guessed(office: Office, stay: bytes) -> None:
    office.process(stay)
    office.process(stay.replace(b"*18400*", b"*18401*"))
    results = office.process(resubmitted(stay))
    assert "TX05" in results.codes
    assert len(cases_of(office)) == 3


def test_a_batch_has_the_numbers_of_the_store(office: Office, stay: bytes) -> None:
    first = office.process(stay)
    others = [stay.replace(b"A2001", f"A300{number}".encode()) for number in range(3)]
    second = office.process(*others, batch=True)
    [batch] = second.requests.values()
    assert batch.count(b"ST*278*") == 3
    assert numbers(batch) == ("000000002", "2", "0002")
    kept = [attempt for attempt in attempts_of(office) if attempt.case_id not in first.requests]
    assert {(attempt.interchange, attempt.group) for attempt in kept} == {(2, 2)}
    assert sorted(attempt.set for attempt in kept) == [2, 3, 4]
    assert office.process(*others, batch=True).requests == second.requests


def test_every_number_given_out_is_on_an_attempt(office: Office, stay: bytes) -> None:
    for number in range(3):
        office.process(stay.replace(b"A2001", f"A300{number}".encode()))
    store = office.open()
    with store.begin(actor="test", at=cases_of(office)[0].opened_at) as books:
        uses = _uses(books, "ISA13")
    store.close()
    assert uses == {attempt.interchange: attempt.reference for attempt in attempts_of(office)}


def _uses(books: Books, kind: str) -> dict[int, str]:
    return {use.first: use.subject for use in books.number_uses(_lane(), kind)}


def _lane() -> Lane:
    return Lane(SENDER, RECEIVER, "T")


def test_several_processes_are_one_where_there_is_a_store(office: Office, stay: bytes) -> None:
    results = office.process(stay, jobs=4)
    assert len(attempts_of(office)) == len(results.requests) == 1


def test_what_is_no_claim_is_kept_as_it_came(office: Office) -> None:
    office.process(b"no X12 at all")
    store = office.open()
    with store.read() as shelf:
        found = b"".join(shelf.original(hashlib.sha256(b"no X12 at all").hexdigest()))
    store.close()
    assert found == b"no X12 at all"
