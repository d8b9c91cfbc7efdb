"""What a store promises, on either database."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from edi_service.cases.model import Clock
from edi_service.codes.clock import Deadline
from edi_service.policy.model import Event
from edi_service.service.records import ArrivalKind, Search
from edi_service.service.store import CaseMovedOn, StoreRefused
from tests.edge.store.keeping import (
    ACCOUNT,
    AT,
    AUTHORIZATION,
    CLAIM_DATA,
    FIRST_DAY,
    FIRST_NAME,
    LANE,
    LAST_NAME,
    MEMBER_ID,
    SHA256,
    a_case,
    a_claim,
    a_contact,
    a_document,
    a_finding,
    a_mended,
    a_record,
    a_statement,
    an_answer,
    an_arrival,
    an_attempt,
    an_event,
    keep_everything,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from edi_service.edge.store.store import SqlStore
    from edi_service.service.store import Books, Store


@pytest.fixture
def full(store: SqlStore) -> SqlStore:
    """A store with one record of every sort."""
    with store.begin(actor="test", at=AT) as books:
        keep_everything(books)
    return store


def test_every_record_is_read_as_it_was_written(full: Store) -> None:
    with full.read() as shelf:
        assert shelf.arrival(SHA256) == an_arrival()
        assert b"".join(shelf.original(SHA256)) == CLAIM_DATA
        assert shelf.findings("c1a1") == [a_finding()]
        assert shelf.claim("c1a1") == a_claim()
        assert list(shelf.claims_of(SHA256)) == [a_claim()]
        assert shelf.claim_data("c1a1") == CLAIM_DATA
        assert shelf.case("ca5e") == a_record(state="sent")
        assert shelf.events("ca5e") == [an_event(number=1)]
        assert shelf.attempts("ca5e") == [an_attempt()]
        assert shelf.attempt_data("ca5e", 1) == CLAIM_DATA
        assert shelf.answers("ca5e") == [an_answer()]
        assert shelf.answer("a45e") == an_answer()
        assert shelf.answer_data("a45e") == CLAIM_DATA
        assert shelf.contacts("ca5e") == [a_contact(number=1)]
        assert shelf.documents("ca5e") == [a_document(number=1)]
        assert shelf.statements("ca5e") == [a_statement(number=1)]
        assert shelf.mended("ca5e") == [a_mended(number=1)]
        assert shelf.mended_data("ca5e", 1) == CLAIM_DATA


@pytest.mark.parametrize(
    "case",
    [
        a_case(deadline=None, clock=None, circumstance=None),
        a_case(deadline=Deadline(AT, assumed_midnight=True)),
        a_case(clock=Clock(Event.ADMISSION, FIRST_DAY, 1, "business-days")),
        a_case(clock=Clock(Event.ADMISSION, None, 1, "hours")),
    ],
    ids=["nothing", "instant", "day", "no start"],
)
def test_a_case_keeps_whether_it_counts_from_a_day_or_an_instant(
    store: Store, case: object
) -> None:
    assert isinstance(case, type(a_case()))
    with store.begin(actor="test", at=AT) as books:
        books.add_arrival(an_arrival())
        books.add_claims([(a_claim(), CLAIM_DATA)])
        assert books.open_case(a_record(case))
    with store.read() as shelf:
        found = shelf.case("ca5e")
    assert found is not None
    assert found.case == case


def test_what_is_not_there_is_none_or_refused(store: Store) -> None:
    with store.read() as shelf:
        assert shelf.arrival(SHA256) is None
        assert shelf.claim("c1a1") is None
        assert shelf.case("ca5e") is None
        assert shelf.answer("a45e") is None
        assert shelf.attempt_by_reference("ca5e-1") is None
        assert list(shelf.original(SHA256)) == []
        asks: list[Callable[[], bytes]] = [
            lambda: shelf.claim_data("c1a1"),
            lambda: shelf.attempt_data("ca5e", 1),
            lambda: shelf.answer_data("a45e"),
            lambda: shelf.mended_data("ca5e", 1),
        ]
        for ask in asks:
            with pytest.raises(StoreRefused, match="no such"):
                ask()


def test_what_raises_leaves_nothing_behind(store: SqlStore) -> None:
    def half_of_it() -> None:
        with store.begin(actor="test", at=AT) as books:
            keep_everything(books)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half_of_it()
    with store.read() as shelf:
        assert shelf.arrival(SHA256) is None
        assert shelf.find(Search.MEMBER, MEMBER_ID) == []
        assert [entry.action for entry in shelf.entries()] == ["store made"]


def test_a_transaction_may_be_somebody_elses(store: SqlStore) -> None:
    with store.engine.connect() as connection:
        with connection.begin() as outer:
            with store.begin_on(connection, actor="test", at=AT) as books:
                books.add_arrival(an_arrival())
            outer.rollback()
        with connection.begin(), store.begin_on(connection, actor="test", at=AT) as books:
            books.add_arrival(an_arrival(kind=ArrivalKind.OTHER))
    with store.read() as shelf:
        assert shelf.arrival(SHA256) == an_arrival(kind=ArrivalKind.OTHER)


def test_the_same_twice_is_once(full: Store) -> None:
    with full.begin(actor="test", at=AT + timedelta(days=1)) as books:
        assert not books.add_arrival(an_arrival(name="another name"))
        books.add_original(SHA256, 0, b"other bytes")
        assert books.add_claims([(a_claim(account="OTHER"), b"other bytes")]) == 0
        assert not books.open_case(a_record())
        assert not books.open_case(a_record(a_case("ca5e2")))  # same claim, same policy
        assert not books.add_answer(an_answer(), b"other bytes")
        assert not books.join_claim("ca5e", "c1a1")
    with full.read() as shelf:
        assert shelf.arrival(SHA256) == an_arrival()
        assert list(shelf.original(SHA256)) == [CLAIM_DATA]
        assert shelf.claim_data("c1a1") == CLAIM_DATA
        assert shelf.find(Search.ACCOUNT, "OTHER") == []
        assert [record.case_id for record in shelf.cases()] == ["ca5e"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Search.MEMBER, MEMBER_ID),
        (Search.MEMBER, f" {MEMBER_ID.lower()[:6]}-{MEMBER_ID.lower()[6:]}"),
        (Search.NAME, LAST_NAME),
        (Search.NAME, f"{LAST_NAME}, {FIRST_NAME}"),
        (Search.ACCOUNT, ACCOUNT),
        (Search.AUTHORIZATION, AUTHORIZATION),
    ],
)
def test_a_claim_is_found_by_what_people_know_of_it(full: Store, kind: Search, text: str) -> None:
    with full.read() as shelf:
        assert shelf.find(kind, text) == ["c1a1"]


def test_a_word_of_one_sort_is_not_found_as_another(full: Store) -> None:
    with full.read() as shelf:
        assert shelf.find(Search.ACCOUNT, MEMBER_ID) == []
        assert shelf.find(Search.NAME, FIRST_NAME) == []


def test_a_word_can_be_noted_later_and_once(full: SqlStore) -> None:
    with full.begin(actor="test", at=AT) as books:
        books.note(Search.AUTHORIZATION, "A-77", "c1a1")
        books.note(Search.AUTHORIZATION, "a77", "c1a1")
        books.note(Search.AUTHORIZATION, " ", "c1a1")
    with full.read() as shelf:
        assert shelf.find(Search.AUTHORIZATION, "A77") == ["c1a1"]
        assert shelf.find(Search.AUTHORIZATION, "") == []


def test_attempts_are_found_by_every_number_an_answer_may_give(full: Store) -> None:
    with full.begin(actor="test", at=AT) as books:
        books.add_attempt(an_attempt(2, interchange=7, group=8), b"second")
        books.mark_sent("ca5e", 2, AT)
    with full.read() as shelf:
        second = shelf.attempt_by_reference("ca5e-2")
        assert second == an_attempt(2, interchange=7, group=8, sent_at=AT)
        assert shelf.find(Search.TRACE, f"{ACCOUNT}-2") == ["ca5e-2"]
        assert shelf.attempts_in(LANE, interchange=7) == [second]
        assert shelf.attempts_in(LANE, group=8) == [second]
        assert len(shelf.attempts_in(LANE)) == 2
        other = msgspec.structs.replace(LANE, usage="P")
        assert shelf.attempts_in(other, interchange=7) == []


@pytest.mark.parametrize(
    "attempt",
    [an_attempt(1), an_attempt(2, reference="ca5e-1"), an_attempt(2, set=1)],
    ids=["number", "reference", "ST02"],
)
def test_no_two_attempts_share_a_number(full: Store, attempt: object) -> None:
    assert isinstance(attempt, type(an_attempt()))
    with (
        pytest.raises(StoreRefused, match="kept already"),
        full.begin(actor="test", at=AT) as books,
    ):
        books.add_attempt(attempt, b"second")


def test_what_is_about_no_case_is_refused(store: Store) -> None:
    writes: list[Callable[[Books], object]] = [
        lambda books: books.add_attempt(an_attempt(), b""),
        lambda books: books.add_event(an_event()),
        lambda books: books.add_contact(a_contact()),
        lambda books: books.replace_case(a_case()),
        lambda books: books.join_claim("ca5e", "c1a1"),
        lambda books: books.mark_sent("ca5e", 1, AT),
    ]
    for write in writes:
        with (
            pytest.raises(StoreRefused, match=r"no case|no attempt"),
            store.begin(actor="test", at=AT) as books,
        ):
            write(books)


def test_an_event_moves_a_case_only_from_where_it_stands(full: Store) -> None:
    with (
        pytest.raises(CaseMovedOn, match="no longer opened"),
        full.begin(actor="test", at=AT) as books,
    ):
        books.add_event(an_event())
    later = AT + timedelta(days=2)
    with full.begin(actor="test", at=later) as books:
        kept = books.add_event(an_event(at=later, before="sent", after="refused"))
    assert kept.number == 2
    with full.read() as shelf:
        assert [event.number for event in shelf.events("ca5e")] == [1, 2]
        assert shelf.case("ca5e") == a_record(state="refused", changed_at=later)
        assert list(shelf.cases(state="sent")) == []
        assert [each.case_id for each in shelf.cases(state="refused", payer="example-plan")]
        assert list(shelf.cases(payer="another")) == []


def test_a_resubmission_stands_in_the_case_of_the_first(full: Store) -> None:
    later = AT + timedelta(days=2)
    with full.begin(actor="test", at=later) as books:
        books.add_claims([(a_claim("c1a2", frequency="7"), b"second")])
        assert books.join_claim("ca5e", "c1a2")
        assert not books.open_case(a_record(a_case("ca5e2", claim_id="c1a2")))
    with full.read() as shelf:
        assert shelf.claims_of_case("ca5e") == ["c1a1", "c1a2"]
        assert [each.case_id for each in shelf.cases_of_claim("c1a2")] == ["ca5e"]
        assert [each.case_id for each in shelf.cases_of_claim("c1a1")] == ["ca5e"]
        case = shelf.case("ca5e")
    assert case == a_record(state="sent", claim_id="c1a2", changed_at=later)


def test_a_case_is_read_anew(full: Store) -> None:
    with full.begin(actor="test", at=AT) as books:
        books.replace_case(a_case(held_by=("RQ01",)))
    with full.read() as shelf:
        found = shelf.case("ca5e")
    assert found is not None
    assert found.case == a_case(held_by=("RQ01",))
    assert found.state == "sent"


def test_what_answers_nothing_is_kept_apart(full: Store) -> None:
    lost = an_answer("a45f", case_id="", attempt=0)
    with full.begin(actor="test", at=AT) as books:
        assert books.add_answer(lost, b"an answer")
    with full.read() as shelf:
        assert shelf.answers("") == [lost]
        assert shelf.answers("ca5e") == [an_answer()]


def test_the_findings_of_an_arrival_are_replaced_when_it_is_read_again(full: Store) -> None:
    with full.begin(actor="test", at=AT) as books:
        books.clear_findings(SHA256)
        books.add_findings(SHA256, [a_finding(code="CM02")])
        books.add_findings(SHA256, [a_finding(code="CM03")])
    with full.read() as shelf:
        assert [row.code for row in shelf.findings("c1a1")] == ["CM02", "CM03"]


def test_many_claims_are_kept_and_read_in_their_order(store: Store) -> None:
    many = [(a_claim(f"c{number}", segment=2000 - number), b"data") for number in range(1100)]
    with store.begin(actor="test", at=AT) as books:
        books.add_arrival(an_arrival())
        assert books.add_claims(iter(many)) == 1100
    with store.read() as shelf:
        found = [claim.segment for claim in shelf.claims_of(SHA256)]
        assert found == sorted(found)
        assert len(found) == 1100
        assert len(shelf.find(Search.MEMBER, MEMBER_ID)) == 1100


def test_every_claim_has_its_own_bytes_back_whatever_was_kept_with_it(store: Store) -> None:
    data = {f"c{number}": b"abcdefg"[: number % 8] * number for number in range(600)}
    with store.begin(actor="test", at=AT) as books:
        books.add_arrival(an_arrival())
        books.add_claims((a_claim(claim_id), own) for claim_id, own in data.items())
    with store.begin(actor="test", at=AT) as books:  # some are known by now
        books.add_claims((a_claim(claim_id), b"other") for claim_id in ("c1", "d1", "c599", "d2"))
    with store.read() as shelf:
        assert {claim_id: shelf.claim_data(claim_id) for claim_id in data} == data
        assert shelf.claim_data("d1") == shelf.claim_data("d2") == b"other"


def test_a_store_is_opened_again_as_it_was(
    full: SqlStore, url: str, opening: Callable[[str], SqlStore]
) -> None:
    full.close()
    with opening(url).read() as shelf:
        assert shelf.claim("c1a1") == a_claim()
