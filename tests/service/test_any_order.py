"""
Sending, acknowledgments and answers in any order: what the books say afterwards.

What a case should be is worked out here by a few lines of its own, written from the tables of
``docs/answers.md``, and held against the database after every step.  The gate runs some orders;
``make orders`` runs a thousand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import TYPE_CHECKING, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from edi_service.cases.progress import Cause, State
from tests.service.office import (
    Sent,
    a_response,
    acknowledged,
    an_office,
    answered,
    interchange_acknowledged,
    together,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.service.records import EventRecord
    from tests.service.office import (
        Office,
    )

STEPS = 25
MOST_CASES = 2
ASKED = {"sent", "acknowledged", "pended"}
DECISIONS = {
    "HCR*A1*CERT1": "approved",
    "HCR*A1*CERT2": "approved",
    "HCR*A3**0F": "refused",
    "HCR*A6*CERT1": "modified",
    "HCR*A2*CERT1": "approved in part",
    "HCR*NA": "closed",
    "HCR*C": "cancelled",
}
PENDS = ("HCR*A4**0U", "HCR*CT")
AGAINST_ITSELF = "HCR*A1*CERT3"  # written with a service that is refused
UNCLEAR = ("HCR*A9*CERT1", "HCR*A1*CERT1~AAA*N**15*C", "MSG*NOTHING IS DECIDED", AGAINST_ITSELF)
REJECTIONS = {"C": "held", "R": "held", "N": "refused", "P": "ready", "Y": "acknowledged"}
SAID = (*DECISIONS, *DECISIONS, *PENDS, *UNCLEAR, *(f"AAA*N**42*{each}" for each in REJECTIONS))
ACKNOWLEDGED = {"999 A": "acknowledged", "999 E": "acknowledged", "999 R": "held", "TA1 R": "held"}
ACKNOWLEDGMENTS = (*ACKNOWLEDGED, "TA1 A")
SENDABLE = {"ready", "sent", "acknowledged", "pended", "refused", "approved", "modified"}
FAR = {"sent": 0, "acknowledged": 1, "pended": 2}  # all else is further

numbers = count(1)
moments = count(1)


@dataclass(slots=True)
class Expected:
    """What a case should be, and how many answers should be kept with it."""

    state: str = "ready"
    attempt: int = 0
    answers: int = 0
    sent: list[Sent] = field(default_factory=list)


def state_after(state: str, said: str) -> str:
    """Where an answer leads from a *state* in which it is awaited."""
    if said in DECISIONS:
        return DECISIONS[said]
    if said in PENDS:
        return "pended"
    if said in UNCLEAR:
        return state
    follow_up = said[-1]
    return state if state == "pended" and follow_up in "PY" else REJECTIONS[follow_up]


def dated(data: bytes) -> bytes:
    """The same answer, written at another second, so that no two files are the same."""
    second = next(moments)
    at = f"{second // 3600 % 24:02}{second // 60 % 60:02}{second % 60:02}"
    return data.replace(b"*20261105*1011*18", f"*20261105*{at}*18".encode())


class Orders(RuleBasedStateMachine):
    """One office, some cases, and a payer that answers as it likes."""

    office: ClassVar[Office]
    sent = Bundle("sent")
    files = Bundle("files")

    def __init__(self) -> None:
        super().__init__()
        self.cases: dict[str, Expected] = {}
        self.unknown = 0

    def hear(self, data: bytes, about: Sent | None) -> bytes:
        """Take *data* in, which is about one request, or about none."""
        responses = self.office.hear(data)
        assert len(responses.results) == 1
        (result,) = responses.results
        assert result.case_id == (about.case_id if about else "")
        if about is None:
            self.unknown += 1
        else:
            self.cases[about.case_id].answers += 1
        return data

    def is_awaited(self, about: Sent) -> bool:
        """Whether this request is the last one sent, and not decided yet."""
        case = self.cases[about.case_id]
        return about.attempt == case.attempt and case.state in ASKED

    @precondition(lambda self: len(self.cases) < MOST_CASES)
    @rule(target=sent)
    def open_and_send(self) -> Sent:
        case_id = self.office.open(next(numbers))
        self.cases[case_id] = Expected()
        return self.send(case_id)

    @rule(target=sent, earlier=sent, is_impatient=st.sampled_from([False, False, False, True]))
    def send_again(self, earlier: Sent, is_impatient: bool) -> Sent:  # noqa: FBT001 - drawn
        case = self.cases[earlier.case_id]
        if case.state in ASKED and not is_impatient:
            return earlier
        if case.state == "held":
            self.office.do(earlier.case_id, Cause.NOTHING_MISSING)
            case.state = "ready"
        if case.state not in SENDABLE:
            return earlier
        return self.send(earlier.case_id)

    def send(self, case_id: str) -> Sent:
        sent = self.office.send(case_id)
        case = self.cases[case_id]
        case.state, case.attempt = "sent", sent.attempt
        case.sent.append(sent)
        return sent

    @rule(target=files, about=sent, said=st.sampled_from(SAID))
    def answer(self, about: Sent, said: str) -> tuple[bytes, Sent]:
        case, is_awaited = self.cases[about.case_id], self.is_awaited(about)
        data = self.hear(dated(self.written(about, said)), about)
        if is_awaited:
            case.state = state_after(case.state, said)
        return data, about

    @rule(target=files, about=sent, said=st.sampled_from((*DECISIONS, *PENDS)))
    def answer_the_newest(self, about: Sent, said: str) -> tuple[bytes, Sent]:
        """Something that should count, about the request that stands."""
        newest = self.cases[about.case_id].sent[-1]
        is_awaited = self.is_awaited(newest)
        data = self.hear(dated(self.written(newest, said)), newest)
        if is_awaited:
            self.cases[newest.case_id].state = state_after("", said)
        return data, newest

    def written(self, about: Sent, said: str) -> bytes:
        """The answer *said* as a payer would write it."""
        if said.startswith("AAA"):
            above = ("HL*1**20*0", said, "NM1*PR*2*INVENTED PLAN*****PI*99001")
            return a_response(about.reference, *above)
        lines = (("HCR*A1*CERT1",), ("HCR*A3**0F",)) if said == AGAINST_ITSELF else ()
        return answered(about, *said.split("~"), lines=lines)

    @rule(about=sent, said=st.sampled_from(ACKNOWLEDGMENTS))
    def acknowledge(self, about: Sent, said: str) -> None:
        case, is_awaited = self.cases[about.case_id], self.is_awaited(about)
        kind, verdict = said.split()
        write = acknowledged if kind == "999" else interchange_acknowledged
        data = write(self.office.number_of(about), verdict)
        moment = f"*260301*{next(moments) % 10_000:04}*".encode()
        self.hear(data.replace(b"*260301*0830*", moment), about)
        if is_awaited and case.state == "sent":
            case.state = ACKNOWLEDGED.get(said, "sent")

    @precondition(lambda self: self.cases)
    @rule(file=files)
    def say_it_twice(self, file: tuple[bytes, Sent]) -> None:
        """The very same file once more: nothing is kept, nothing happens."""
        data, about = file
        events = self.office.events(about.case_id)
        (result,) = self.office.hear(data).results
        assert result.effect == "repeated"
        assert self.office.events(about.case_id) == events

    @rule(file=files)
    def say_it_again_later(self, file: tuple[bytes, Sent]) -> None:
        """The same answer beside a new one that answers nothing: each is taken for itself."""
        data, about = file
        stranger = Sent(f"{next(numbers):016x}", 7)
        both = together(data, dated(answered(stranger, "HCR*A1*CERT9")))
        events = len(self.office.events(about.case_id))
        first, second = self.office.hear(both).results
        self.unknown += 1
        self.cases[about.case_id].answers += 1
        assert (first.case_id, second.case_id) == (about.case_id, "")
        assert len(self.office.events(about.case_id)) == events + 1

    @precondition(lambda self: self.unknown < 1)
    @rule()
    def answer_a_stranger(self) -> None:
        stranger = Sent(f"{next(numbers):016x}", 1)
        self.hear(dated(answered(stranger, "HCR*A1*CERT1")), None)

    @rule(about=sent)
    def mend_the_claim(self, about: Sent) -> None:
        case = self.cases[about.case_id]
        if case.state in {"approved", "approved in part", "modified"}:
            self.office.do(about.case_id, Cause.CLAIM_MENDED)
            case.state = "claim mended"

    @invariant()
    def every_case_is_what_it_should_be(self) -> None:
        for case_id, expected in self.cases.items():
            assert self.office.state(case_id) == expected.state

    def teardown(self) -> None:
        """The books, from the database, when all is over."""
        for case_id, expected in self.cases.items():
            events = self.office.events(case_id)
            assert_books_agree(events, expected.state)
            assert_nothing_goes_back(events)
            with self.office.store.read() as shelf:
                assert len(shelf.answers(case_id)) == expected.answers
                assert len(shelf.attempts(case_id)) == expected.attempt


def assert_books_agree(events: list[EventRecord], state: str) -> None:
    """Each event begins where the one before it ended, and the last ends where the case is."""
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    assert all(earlier.after == later.before for earlier, later in pairwise(events))
    assert events[-1].after == state
    assert all((event.effect == "moved") == (event.before != event.after) for event in events)


def assert_nothing_goes_back(events: list[EventRecord]) -> None:
    """Between one request and the next, what is heard leads further and never back."""
    seen: set[str] = set()
    for event in events:
        if not event.answer_id:
            seen = {event.after}
        elif event.effect == "moved":
            assert event.after not in seen, [each.after for each in events]
            assert FAR.get(event.after, 9) > FAR.get(event.before, 9)
            seen.add(event.after)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    found = an_office(tmp_path_factory.mktemp("office"))
    yield found
    found.store.close()


@pytest.mark.slow
def test_no_order_of_answers_leads_a_case_back(
    office: Office, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Orders, "office", office, raising=False)
    orders = request.config.getoption("--orders")
    run_state_machine_as_test(
        Orders,
        settings=settings(
            max_examples=orders,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    with office.store.read() as shelf:
        cases = list(shelf.cases())
        assert cases
        assert {State(case.state) for case in cases} >= {State.SENT}
        assert shelf.verify(None) is None
