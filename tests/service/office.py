"""
An office with a store: it opens cases, sends requests, and hears what comes back.

Requests are written as the product writes them; what comes back is written here, as a payer would.
"""

from __future__ import annotations

import hashlib
import io
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from edi_service.cases.progress import Cause, Happening, State
from edi_service.edge.guides import find_guide
from edi_service.edge.store.keys import make_ring
from edi_service.edge.store.store import open_store
from edi_service.review.profile import Partner
from edi_service.review.request import write_request
from edi_service.service.casework.progressing import write_down
from edi_service.service.casework.responding import Responder
from edi_service.service.ports import Arrival
from edi_service.service.records import (
    ArrivalKind,
    ArrivalRecord,
    AttemptRecord,
    CaseRecord,
    ClaimRecord,
    Lane,
    Search,
)
from tests.review.answer.making import MEMBER, REASONS, REQUESTER, REVIEWER
from tests.review.making import AS_OF, a_case, a_line, a_professional
from tests.x12.reading import isa

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.edge.store.store import SqlStore
    from edi_service.service.casework.responding import Responses
    from edi_service.service.records import (
        EventRecord,
    )
    from edi_service.service.store import Books

US, THEM = "CLINIC", "PLAN"
LANE = Lane(US, THEM, "T")
PARTNER = Partner(sender_id=US, receiver_id=THEM, trace_assigner="9990000002", usage="T")
CLAIM = a_professional(
    lines=(a_line(), a_line(number="2", procedure="97110"), a_line(number="3", procedure="97140"))
)
START = AS_OF.astimezone(UTC)


class Sent(NamedTuple):
    """A request that was sent."""

    case_id: str
    attempt: int

    @property
    def reference(self) -> str:
        """BHT03, and TRN02 of the event."""
        return f"{self.case_id}-{self.attempt}"


class Office:
    """See the module."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.now = START
        self._numbers = 0

    @contextmanager
    def books(self) -> Iterator[Books]:
        with self.store.begin(actor="a test", at=self.now) as books:
            yield books

    def open(self, number: int, state: State = State.READY, account: str = "") -> str:
        """A new case; its claim has three lines, and an account number of its own unless given."""
        case_id, claim_id = f"{number:016x}", f"{number:015x}c"
        case = a_case(case_id=case_id, claim_id=claim_id, lines=("1", "2", "3"))
        claim = ClaimRecord(
            claim_id=claim_id, sha256="0" * 64, kind="P", account=account or f"ACCOUNT{number}"
        )
        arrival = ArrivalRecord(
            sha256=claim.sha256, kind=ArrivalKind.CLAIMS, size=0, received_at=self.now
        )
        with self.books() as books:
            books.add_arrival(arrival)
            books.add_claims([(claim, b"")])
            books.note(Search.ACCOUNT, claim.account, claim_id)
            books.open_case(
                CaseRecord(
                    case=case,
                    state=state.value,
                    claim_id=claim_id,
                    opened_at=self.now,
                    changed_at=self.now,
                )
            )
        return case_id

    def send(self, case_id: str, kind: str = "initial", *, group: int = 0) -> Sent:
        """Send the next request of a case; *group* numbers the interchange when given."""
        self._numbers += 1
        number = group or self._numbers + 1000
        with self.books() as books:
            case = books.case(case_id)
            assert case is not None
            attempt = len(books.attempts(case_id)) + 1
            request = write_request(case.case, CLAIM, PARTNER, number, self.now, attempt=attempt)
            assert request.data is not None, request.findings
            data = _numbered(request.data, number)
            sent = Sent(case_id, attempt)
            books.add_attempt(
                AttemptRecord(
                    case_id=case_id,
                    number=attempt,
                    kind=kind,
                    channel="x217",
                    reference=sent.reference,
                    trace=sent.reference,
                    lane=LANE,
                    interchange=number,
                    group=number,
                    set=number,
                    made_at=self.now,
                    sent_at=self.now,
                ),
                data,
            )
            cause = Cause.APPEAL_SENT if kind == "appeal" else Cause.REQUEST_SENT
            self._write(books, case, cause, attempt)
        return sent

    def do(self, case_id: str, cause: Cause, *, to: State | None = None) -> None:
        """Let something of ours happen to a case."""
        with self.books() as books:
            case = books.case(case_id)
            assert case is not None
            self._write(books, case, cause, 0, to)

    def hear(self, data: bytes, name: str = "answers.edi") -> Responses:
        """Take a file of answers in."""
        self.now += timedelta(minutes=1)
        arrival = Arrival(
            name, hashlib.sha256(data).hexdigest(), len(data), lambda: io.BytesIO(data)
        )
        return Responder(self.store, find_guide, REASONS, self.now).take(arrival)

    def state(self, case_id: str) -> State:
        with self.store.read() as shelf:
            case = shelf.case(case_id)
        assert case is not None
        return State(case.state)

    def events(self, case_id: str) -> list[EventRecord]:
        with self.store.read() as shelf:
            return shelf.events(case_id)

    def number_of(self, sent: Sent) -> int:
        """ISA13 and GS06 of a request."""
        with self.store.read() as shelf:
            record = shelf.attempt_by_reference(sent.reference)
        assert record is not None
        return record.group

    def _write(
        self, books: Books, case: CaseRecord, cause: Cause, attempt: int, to: State | None = None
    ) -> None:
        what = Happening(cause=cause, at=self.now, actor="a test", attempt=attempt, to=to)
        write_down(books, case, what)


def an_office(folder: Path, url: str = "") -> Office:
    """An office with an empty store in *folder*, or at *url*."""
    ring = folder / "ring.json"
    make_ring(ring, datetime(2026, 3, 1, tzinfo=UTC))
    return Office(open_store(url or f"sqlite:///{folder / 'store.sqlite'}", ring).store)


def answered(sent: Sent, *said: str, lines: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """A 278 response; *said* stands behind the UM of the event."""
    event = (
        f"HL*4*3*EV*{int(bool(lines))}",
        f"TRN*2*{sent.reference}*9990000002",
        "UM*HS*I*2*22:B",
        *said,
    )
    services = [
        text
        for at, line in enumerate(lines, start=5)
        for text in (f"HL*{at}*4*SS*0", f"TRN*2*{sent.reference}-{at - 4}*9990000002", *line)
    ]
    return a_response(sent.reference, *REVIEWER, *REQUESTER, *MEMBER, *event, *services)


def a_response(reference: str, *body: str) -> bytes:
    """A 278 response whose segments behind BHT are *body*."""
    inside = (f"BHT*0007*11*{reference}*20261105*1011*18", *body)
    return _interchange(
        "GS*HI*PLAN*CLINIC*20261105*1011*1*X*005010X217", "278", "005010X217", inside
    )


def acknowledged(number: int, verdict: str = "A", *, group: str = "", sets: bool = True) -> bytes:
    """A 999 about the group with this number, which holds one set."""
    of_group = group or verdict
    of_set = (f"AK2*278*{number:04}*005010X217", f"IK5*{verdict}") if sets else ()
    accepted = int(of_group in "AE")
    inside = (f"AK1*HI*{number}*005010X217", *of_set, f"AK9*{of_group}*1*1*{accepted}")
    return _interchange(
        "GS*FA*PLAN*CLINIC*20261105*1011*1*X*005010X231A1", "999", "005010X231A1", inside
    )


def interchange_acknowledged(number: int, verdict: str = "A", code: str = "000") -> bytes:
    """A TA1 about the interchange with this number."""
    texts = (_isa(), f"TA1*{number:09d}*261105*1011*{verdict}*{code}", "IEA*0*000000001")
    return "".join(f"{text}~" for text in texts).encode()


def claims_acknowledged(*claims: tuple[str, str]) -> bytes:
    """A 277CA: account numbers, each with STC01 such as ``A2:20``."""
    inside = [
        "BHT*0085*08*X1*20261105*1011*TH",
        "HL*1**20*1",
        "NM1*PR*2*EXAMPLE HEALTH*****PI*EXHLTH",
        "TRN*1*7",
        "HL*2*1*21*1",
        "NM1*41*2*CLINIC*****46*CL1",
        "TRN*2*8",
        "STC*A1:20*20261105*WQ*5",
        "HL*3*2*19*1",
        "NM1*85*2*CLINIC*****XX*1467893214",
        "TRN*1*0",
        "STC*A1:19:PR**WQ*5",
    ]
    for at, (account, status) in enumerate(claims, start=4):
        action = "WQ" if status.startswith(("A1", "A2")) else "U"
        inside += [
            f"HL*{at}*3*PT",
            "NM1*QC*1*OAKENSHAW*BRAM****MI*M1",
            f"TRN*2*{account}",
            f"STC*{status}*20261105*{action}*5",
        ]
    header = "GS*HN*PLAN*CLINIC*20261105*1011*1*X*005010X214"
    return _interchange(header, "277", "005010X214", tuple(inside))


def together(*files: bytes) -> bytes:
    """Several interchanges in one file."""
    return b"".join(files)


def _numbered(data: bytes, number: int) -> bytes:
    """A request whose ST02 is *number*, since no two sets to one receiver share theirs."""
    text = data.decode().replace("ST*278*0001*", f"ST*278*{number:04}*")
    before, _, after = text.rpartition("*0001~GE*")
    return f"{before}*{number:04}~GE*{after}".encode()


def _interchange(header: str, set_id: str, guide: str, inside: tuple[str, ...]) -> bytes:
    texts = (
        _isa(),
        header,
        f"ST*{set_id}*0001*{guide}",
        *inside,
        f"SE*{len(inside) + 2}*0001",
        "GE*1*1",
        "IEA*1*000000001",
    )
    return "".join(f"{text}~" for text in texts).encode()


def _isa() -> str:
    return isa(isa6=THEM, isa8=US)


def decode(reading: bytes) -> dict[str, object]:
    """What was understood of an answer, as it is kept."""
    found: dict[str, object] = msgspec.json.decode(reading)
    return found
