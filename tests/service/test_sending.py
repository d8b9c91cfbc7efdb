"""Cases sent from a store: what leaves, what is kept of it, and where the case stands then."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from edi_service.cases.progress import State
from edi_service.cases.statement import OtherReviewer, Statement
from edi_service.edge import knowledge
from edi_service.edge.mailbox import MailboxFolder
from edi_service.edge.reference import validate
from edi_service.facts.outside import Outside
from edi_service.policy.model import Channel
from edi_service.review.approach import Purpose
from edi_service.review.profile import Partner
from edi_service.service.casework.by_hand import Talk, record_answer
from edi_service.service.casework.sendable import Wish, due_now
from edi_service.service.casework.sending import Outcome, Sending
from edi_service.service.casework.stating import said_in, statement_of
from edi_service.service.config import Config
from edi_service.service.records import DocumentRecord, Lane, StatementRecord
from edi_service.service.store import StoreRefused
from tests.service.memory import a_desk
from tests.service.storing import a_store, keep_claims, move

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from edi_service.edge.store.store import SqlStore
    from edi_service.service.desk import Desk
    from edi_service.service.records import AttemptRecord
    from edi_service.service.store import Books, Shelf

SCENARIOS = Path(__file__).parents[2] / "fixtures" / "scenarios"
AS_OF = a_desk().as_of.replace(month=6, day=5, hour=9, minute=0)
PAYER = "example-health"
LANE = Lane("1987654328", "EXHLTH01", "T")
DEPENDENT, CLINIC, PORTAL = "0010", "0023", "0013"


def claims_of(name: str) -> bytes:
    (folder,) = SCENARIOS.glob(f"{name}-*")
    return (folder / "claims.837").read_bytes().replace(b"\n", b"")


def a_sending_desk(at: datetime = AS_OF, **partner: Any) -> Desk:
    config = Config(partners={PAYER: Partner(**partner)})
    return replace(a_desk(), as_of=at, config=config)


class Office:
    """A store with cases, and a mailbox."""

    def __init__(self, store: SqlStore, folder: Path) -> None:
        self.store = store
        self.folder = folder

    def open(self, *names: str) -> list[str]:
        """The cases of these scenarios, in the order of the store."""
        for name in names:
            keep_claims(self.store, claims_of(name), a_sending_desk(), Outside.empty())
        with self.store.read() as shelf:
            return [record.case_id for record in shelf.cases()]

    def send(
        self,
        *case_ids: str,
        at: datetime = AS_OF,
        batch: bool = False,
        wish: Wish | None = None,
        **partner: Any,
    ) -> list[Outcome]:
        desk, mailbox = a_sending_desk(at, **partner), MailboxFolder(self.folder)
        sending = Sending(self.store, desk, mailbox, types=knowledge.read_report_types())
        return sending.send(case_ids, wish or Wish(batch=batch))

    def segments(self, outcome: Outcome) -> list[str]:
        text = (self.folder / outcome.file).read_text("ascii")
        assert validate(text.encode("ascii")).accepted
        return text.split("~")[:-1]

    def state(self, case_id: str) -> State:
        with self.store.read() as shelf:
            record = shelf.case(case_id)
        assert record is not None
        return State(record.state)

    def attempts(self, case_id: str) -> list[AttemptRecord]:
        with self.store.read() as shelf:
            return shelf.attempts(case_id)

    def hear(self, case_id: str, says: str, **said: Any) -> None:
        talk = Talk(says=says, channel="phone", actor="ANN", heard_at=AS_OF, **said)
        record_answer(self.store, case_id, talk, AS_OF)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    store = a_store(tmp_path)
    yield Office(store, tmp_path / "out")
    store.close()


def review(segments: list[str]) -> list[str]:
    elements = next(text for text in segments if text.startswith("UM*")).split("*")[1:]
    return elements + [""] * (10 - len(elements))


def references(segments: list[str]) -> list[str]:
    return [text for text in segments if text.startswith(("REF*BB", "REF*NT"))]


def test_a_ready_case_is_sent_and_everything_about_it_kept(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    (outcome,) = office.send(case_id)
    assert outcome == Outcome(case_id=case_id, attempt=1, kind="initial", file=f"{case_id}-1.278")
    assert outcome.is_sent
    segments = office.segments(outcome)
    assert f"BHT*0007*13*{case_id}-1*20260605*0900" in segments
    assert office.state(case_id) is State.SENT
    (attempt,) = office.attempts(case_id)
    assert (attempt.number, attempt.kind, attempt.channel) == (1, "initial", "x217")
    assert attempt.reference == attempt.trace == f"{case_id}-1"
    assert (attempt.lane, attempt.sent_at) == (LANE, AS_OF)
    with office.store.read() as shelf:
        assert shelf.attempt_data(case_id, 1) == (office.folder / outcome.file).read_bytes()
        assert shelf.attempt_by_reference(f"{case_id}-1") == attempt
        *_, event = shelf.events(case_id)
    assert (event.cause, event.after, event.attempt) == ("a request was sent", "sent", 1)


def test_what_was_sent_is_private(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    (outcome,) = office.send(case_id)
    assert (office.folder / outcome.file).stat().st_mode & 0o777 == 0o600
    assert office.folder.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in office.folder.iterdir()] == [outcome.file]


def test_a_case_that_was_sent_is_not_sent_again_unasked(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    office.send(case_id)
    (outcome,) = office.send(case_id)
    assert not outcome.is_sent
    assert outcome.why == "the case is sent; say what the request is for"
    assert len(office.attempts(case_id)) == 1


def test_the_payer_may_want_the_same_again(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    office.send(case_id)
    move(office.store, case_id, State.READY)
    (outcome,) = office.send(case_id)
    assert (outcome.attempt, outcome.kind) == (2, "initial")
    assert references(office.segments(outcome)) == []


@pytest.mark.parametrize(
    ("purpose", "code"),
    [(Purpose.APPEAL, "2"), (Purpose.RECONSIDERATION, "N")],
)
def test_a_refusal_is_appealed_under_the_payers_number(
    office: Office, purpose: Purpose, code: str
) -> None:
    (case_id,) = office.open(CLINIC)
    office.send(case_id)
    office.hear(case_id, "refused", case_number="CASE0007")
    (outcome,) = office.send(case_id, wish=Wish(purpose=purpose))
    segments = office.segments(outcome)
    assert review(segments)[1] == code
    assert references(segments) == ["REF*NT*CASE0007"]
    assert office.state(case_id) is State.APPEALED
    assert [attempt.kind for attempt in office.attempts(case_id)] == ["initial", purpose.value]


def test_an_immediate_appeal_needs_the_urgency_somebody_states(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    office.send(case_id)
    office.hear(case_id, "refused", case_number="CASE0007")
    wish = Wish(purpose=Purpose.IMMEDIATE_APPEAL)
    (outcome,) = office.send(case_id, wish=wish)
    assert not outcome.is_sent
    assert outcome.why == "held by RQ20"
    assert outcome.file == f"{case_id}.txt"
    assert office.state(case_id) is State.REFUSED
    state(office, case_id, Statement(urgency="urgent"))
    (outcome,) = office.send(case_id, wish=wish)
    assert review(office.segments(outcome))[1:6:4] == ["1", "U"]


def test_an_approved_case_is_revised_under_its_authorization(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    office.send(case_id)
    office.hear(case_id, "approved", number="AUTH0009")
    (outcome,) = office.send(case_id, wish=Wish(purpose=Purpose.REVISED))
    segments = office.segments(outcome)
    assert review(segments)[1] == "S"
    assert references(segments) == ["REF*BB*AUTH0009"]
    assert office.state(case_id) is State.SENT


def test_a_number_somebody_gives_counts_before_what_was_heard(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    office.send(case_id)
    office.hear(case_id, "approved", number="AUTH0009")
    wish = Wish(purpose=Purpose.EXTENSION, authorization="AUTH0010", reference="REF1")
    (outcome,) = office.send(case_id, wish=wish)
    assert references(office.segments(outcome)) == ["REF*BB*AUTH0010", "REF*NT*REF1"]


def test_a_first_request_with_an_authorization_revises_it(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    (outcome,) = office.send(case_id, wish=Wish(authorization="AUTH0010"))
    assert outcome.kind == "revised"
    assert references(office.segments(outcome)) == ["REF*BB*AUTH0010"]


def test_a_request_is_cancelled_under_the_number_it_was_given(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    office.send(case_id)
    (outcome,) = office.send(case_id, wish=Wish(purpose=Purpose.CANCEL))
    assert outcome.why == "held by RQ19"
    assert office.state(case_id) is State.SENT
    wish = Wish(purpose=Purpose.CANCEL, reference="CASE0007")
    (outcome,) = office.send(case_id, wish=wish)
    assert review(office.segments(outcome))[1] == "3"
    assert outcome.attempt == 2


def test_asking_anew_names_the_pended_request_and_no_authorization(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    office.send(case_id)
    office.hear(case_id, "pended", case_number="CASE0007", number="AUTH0009")
    (outcome,) = office.send(case_id, wish=Wish(purpose=Purpose.INITIAL))
    assert references(office.segments(outcome)) == ["REF*NT*CASE0007"]


def test_a_purpose_that_does_not_go_with_the_state_is_refused(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    move(office.store, case_id, State.CLOSED)
    (outcome,) = office.send(case_id, wish=Wish(purpose=Purpose.APPEAL))
    assert outcome.why == "the case is closed, from which no appeal request is sent"
    assert office.attempts(case_id) == []


def test_what_holds_a_request_holds_the_case_and_is_on_the_worksheet(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    (outcome,) = office.send(case_id, contact_name="C" * 61)
    assert (outcome.why, outcome.file) == ("held by RQ13", f"{case_id}.txt")
    assert [found.kind.code for found in outcome.findings] == ["RQ13"]
    assert "RQ13" in (office.folder / outcome.file).read_text("ascii")
    assert office.state(case_id) is State.HELD
    assert office.attempts(case_id) == []


def test_a_case_that_comes_too_late_expires(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    (outcome,) = office.send(case_id, at=AS_OF.replace(year=2027))
    assert outcome.why.startswith("the last moment to ask was 2026-")
    assert office.state(case_id) is State.EXPIRED
    assert not list(office.folder.iterdir())


@pytest.mark.parametrize("channel", [Channel.PORTAL, Channel.PHONE, Channel.FAX])
def test_where_no_278_is_taken_a_worksheet_is_written_and_nothing_is_sent(
    office: Office, channel: Channel
) -> None:
    (case_id,) = office.open(CLINIC)
    (outcome,) = office.send(case_id, channel=channel)
    assert outcome.why == f"the payer is asked by {channel.value}: use the worksheet"
    assert "RETROSPECTIVE REVIEW WORKSHEET" in (office.folder / outcome.file).read_text("ascii")
    assert office.state(case_id) is State.READY
    office.send(case_id, channel=channel)  # a worksheet may be written again


def test_a_notification_holds_what_is_no_admission(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    (outcome,) = office.send(case_id, channel=Channel.X216)
    assert outcome.why == "held by RQ30"


def test_what_is_not_in_the_store_is_named(office: Office) -> None:
    (outcome,) = office.send("0123456789abcdef")
    assert outcome == Outcome(case_id="0123456789abcdef", why="there is no such case in the store")


def test_cases_with_one_address_leave_together(office: Office) -> None:
    case_ids = office.open(DEPENDENT, CLINIC)
    outcomes = office.send(*case_ids, batch=True)
    (name,) = {outcome.file for outcome in outcomes}
    segments = office.segments(outcomes[0])
    assert [text for text in segments if text.startswith(("ST", "GE", "IEA"))] == [
        "ST*278*0001*005010X217",
        "ST*278*0002*005010X217",
        "GE*2*1",
        "IEA*1*000000001",
    ]
    assert name == f"{case_ids[0]}-1.278"
    for place, case_id in enumerate(case_ids, start=1):
        (attempt,) = office.attempts(case_id)
        assert (attempt.interchange, attempt.group, attempt.set) == (1, 1, place)
        with office.store.read() as shelf:
            alone = shelf.attempt_data(case_id, 1)
        assert validate(alone).accepted
        assert f"-1*{place:04d}" not in alone.decode()
        assert alone.count(b"~ST*278*") == 1
        assert f"~ST*278*{place:04d}*".encode() in alone
        assert case_id.encode() in alone


def test_cases_leave_apart_unless_asked_otherwise(office: Office) -> None:
    case_ids = office.open(DEPENDENT, CLINIC)
    outcomes = office.send(*case_ids)
    assert len({outcome.file for outcome in outcomes}) == 2
    numbers = [office.attempts(case_id)[0] for case_id in case_ids]
    assert [(one.interchange, one.group, one.set) for one in numbers] == [(1, 1, 1), (2, 2, 2)]


def test_what_cannot_leave_does_not_keep_the_rest_of_a_batch(office: Office) -> None:
    case_ids = office.open(DEPENDENT, CLINIC)
    office.send(case_ids[0])
    outcomes = office.send(*case_ids, "unknown", batch=True)
    assert [outcome.is_sent for outcome in outcomes] == [False, True, False]


def test_the_same_case_twice_is_sent_once(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    assert len(office.send(case_id, case_id)) == 1


def test_tests_and_production_count_apart(office: Office) -> None:
    case_ids = office.open(DEPENDENT, CLINIC)
    office.send(case_ids[0])
    office.send(case_ids[1], usage="P")
    (attempt,) = office.attempts(case_ids[1])
    assert (attempt.lane.usage, attempt.interchange) == ("P", 1)


def test_no_number_is_given_twice(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    office.send(case_id)
    for _ in range(8):
        move(office.store, case_id, State.READY)
        (outcome,) = office.send(case_id)
        assert outcome.is_sent
    attempts = office.attempts(case_id)
    assert [one.number for one in attempts] == list(range(1, 10))
    for numbers in ("interchange", "group", "set", "reference", "trace"):
        assert len({getattr(one, numbers) for one in attempts}) == 9


def test_a_file_that_is_there_is_not_written_over_and_nothing_is_kept(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    office.folder.mkdir()
    (office.folder / f"{case_id}-1.278").write_bytes(b"SENT BEFORE")
    with pytest.raises(FileExistsError):
        office.send(case_id)
    assert (office.folder / f"{case_id}-1.278").read_bytes() == b"SENT BEFORE"
    assert office.attempts(case_id) == []
    assert office.state(case_id) is State.READY
    (office.folder / f"{case_id}-1.278").unlink()
    office.send(case_id)
    assert office.attempts(case_id)[0].interchange == 1  # what was undone took no number


class Busy:
    """A store in which somebody else closes the case between looking and sending."""

    def __init__(self, store: SqlStore, case_id: str) -> None:
        self._store, self._case_id = store, case_id

    @contextmanager
    def begin(self, *, actor: str, at: datetime) -> Iterator[Books]:
        move(self._store, self._case_id, State.CLOSED)
        with self._store.begin(actor=actor, at=at) as books:
            yield books

    @contextmanager
    def read(self) -> Iterator[Shelf]:
        with self._store.read() as shelf:
            yield shelf

    def close(self) -> None:
        self._store.close()


def test_a_case_that_somebody_else_moved_is_not_sent(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    busy = Busy(office.store, case_id)
    sending = Sending(busy, a_sending_desk(), MailboxFolder(office.folder))
    (outcome,) = sending.send([case_id], Wish())
    assert not outcome.is_sent
    assert outcome.why
    assert office.attempts(case_id) == []
    assert list(office.folder.iterdir()) == []


def state(office: Office, case_id: str, statement: Statement) -> None:
    with office.store.begin(actor="ANN", at=AS_OF) as books:
        for record in said_in(statement, case_id, actor="ANN", at=AS_OF):
            books.add_statement(record)


def test_what_was_stated_goes_along_and_the_last_word_counts(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    state(office, case_id, Statement(necessity="FIRST THOUGHT", urgency="elective"))
    state(office, case_id, Statement(necessity="NO FEELING BELOW THE KNEE"))
    (outcome,) = office.send(case_id)
    segments = office.segments(outcome)
    assert review(segments)[5] == "E"
    (message,) = [text for text in segments if text.startswith("MSG")]
    assert message.endswith("NO FEELING BELOW THE KNEE")


def test_papers_kept_with_the_case_are_announced(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    document = DocumentRecord(
        case_id=case_id, sha256="0" * 64, code="OB", control_number="D0001", added_at=AS_OF,
        actor="ANN",
    )  # fmt: skip
    with office.store.begin(actor="ANN", at=AS_OF) as books:
        books.add_document(document)
        proof = replace_document(document, code="proof-of-contact", control_number="")
        books.add_document(proof)
        order = replace_document(document, code="clinical-notes", control_number="D0002")
        books.add_document(order)
    (outcome,) = office.send(case_id, papers_by="FX")
    papers = [text for text in office.segments(outcome) if text.startswith("PWK")]
    assert papers[0] == "PWK*OB*FX***AC*D0001"
    assert (
        papers[1] == f"PWK*{knowledge.read_report_types().code_of('clinical-notes')}*FX***AC*D0002"
    )
    assert len(papers) == 2


def replace_document(document: DocumentRecord, **changes: Any) -> DocumentRecord:
    fields = {name: getattr(document, name) for name in document.__struct_fields__}
    sha256 = {"sha256": f"{changes['code']:0>64}"[-64:]}
    return DocumentRecord(**(fields | changes | sha256))


WHOLE = Statement(
    necessity="PAIN",
    urgency="urgent",
    condition="8",
    prognosis="2",
    delay_reason="11",
    release_restricted=True,
    trip="X",
    complication=False,
    birth_expected=date(2026, 12, 1),
    other_reviewers=(OtherReviewer(name="A", reasons=("0N",), denied=date(2026, 6, 1)),),
)


@pytest.mark.parametrize("statement", [WHOLE, Statement(), Statement(complication=True)])
def test_a_statement_is_read_back_as_it_was_kept(statement: Statement) -> None:
    records = list(said_in(statement, "c", actor="ANN", at=AS_OF))
    other = StatementRecord(case_id="c", at=AS_OF, actor="ANN", kind="memo", text="ANYTHING")
    assert statement_of([*records, other]) == statement


@pytest.mark.parametrize("text", ['"very"', "7", "urgent"])
def test_a_statement_that_cannot_be_read_is_refused(text: str) -> None:
    record = StatementRecord(case_id="c", at=AS_OF, actor="ANN", kind="urgency", text=text)
    with pytest.raises(StoreRefused, match="cannot be read"):
        statement_of([record])


def test_what_is_due_comes_in_the_order_of_last_days(office: Office) -> None:
    case_ids = office.open(DEPENDENT, CLINIC, PORTAL)
    with office.store.read() as shelf:
        due = due_now(shelf)
        records = [shelf.case(case_id) for case_id in due]
    assert due
    assert set(due) <= set(case_ids)
    last_days = [
        record.case.deadline.isoformat()[:10]
        for record in records
        if record and record.case.deadline
    ]
    assert last_days == sorted(last_days)
    office.send(due[0])
    with office.store.read() as shelf:
        assert due[0] not in due_now(shelf)
