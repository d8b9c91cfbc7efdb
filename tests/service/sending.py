"""A store with cases, and a mailbox that takes what is sent for them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edi_service.cases.progress import State
from edi_service.edge import knowledge
from edi_service.edge.mailbox import MailboxFolder
from edi_service.edge.reference import validate
from edi_service.facts.outside import Outside
from edi_service.review.profile import Partner
from edi_service.service.casework.by_hand import Talk, record_answer
from edi_service.service.casework.sendable import Wish
from edi_service.service.casework.sending import Sending
from edi_service.service.casework.stating import said_in
from edi_service.service.config import Config
from edi_service.service.records import Lane
from tests.service.memory import a_desk
from tests.service.storing import keep_claims

if TYPE_CHECKING:
    from datetime import datetime

    from edi_service.cases.statement import Statement
    from edi_service.edge.store.store import SqlStore
    from edi_service.service.casework.sending import Outcome
    from edi_service.service.desk import Desk
    from edi_service.service.records import AttemptRecord


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


def review(segments: list[str]) -> list[str]:
    elements = next(text for text in segments if text.startswith("UM*")).split("*")[1:]
    return elements + [""] * (10 - len(elements))


def references(segments: list[str]) -> list[str]:
    return [text for text in segments if text.startswith(("REF*BB", "REF*NT"))]


def keep_statement(office: Office, case_id: str, statement: Statement) -> None:
    with office.store.begin(actor="ANN", at=AS_OF) as books:
        for record in said_in(statement, case_id, actor="ANN", at=AS_OF):
            books.add_statement(record)
