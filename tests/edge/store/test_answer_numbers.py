"""Numbers of answers to a file that is worked more than once: one for each, and all explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from edi_service.service.exchange.drops import DropRecord, DropState, ProductRecord
from edi_service.service.exchange.numbering import (
    GIVEN_UP,
    INTERCHANGE,
    MADE_BEFORE,
    settle,
    settle_once,
    take_answer_number,
    void_answer_number,
)
from tests.edge.store.keeping import AT, LANE, SHA256

if TYPE_CHECKING:
    from edi_service.edge.store.store import SqlStore
    from edi_service.service.records import Lane

UNWANTED = "the partner wants no TA1"
ANSWER, OTHER = "d1-1", "d1-2"


def take(store: SqlStore, product_id: str = ANSWER, lane: Lane = LANE) -> int:
    with store.begin(actor="serve", at=AT) as books:
        return take_answer_number(books, lane, product_id)


def make(store: SqlStore, product_id: str = ANSWER) -> bool:
    record = ProductRecord(
        product_id=product_id,
        partner="maple",
        kind="999",
        name=f"{product_id}.999",
        made_at=AT,
        drop_id="d1",
    )
    with store.begin(actor="serve", at=AT) as books:
        return books.add_product(record, b"ISA*")


def leave_out(store: SqlStore, number: int) -> None:
    with store.begin(actor="serve", at=AT) as books:
        void_answer_number(books, LANE, ANSWER, number, UNWANTED)


def unexplained(store: SqlStore) -> int:
    """How many numbers ``books`` would call given out and nowhere."""
    with store.read() as shelf:
        counts = shelf.drop_counts()
    return counts.numbers_given - counts.numbers_used - counts.numbers_void


def void_reasons(store: SqlStore) -> dict[str, int]:
    with store.read() as shelf:
        return shelf.void_reasons()


def test_an_answer_has_the_same_number_in_each_try(store: SqlStore) -> None:
    assert [take(store) for _ in range(4)] == [1] * 4
    assert take(store, OTHER) == 2
    assert take(store) == 1

    assert make(store)
    assert make(store, OTHER)
    assert unexplained(store) == 0
    assert void_reasons(store) == {}


def test_a_try_that_was_cut_off_between_two_answers_goes_on_with_their_numbers(
    store: SqlStore,
) -> None:
    assert take(store) == 1
    assert make(store)
    assert take(store, OTHER) == 2  # and then the commit of its answer is refused

    assert take(store) == 1
    assert not make(store), "it was made by the first try"
    assert take(store, OTHER) == 2
    assert make(store, OTHER)

    assert unexplained(store) == 0
    assert void_reasons(store) == {}


def test_a_commit_that_was_refused_takes_no_number_and_is_no_gap(store: SqlStore) -> None:
    def refused() -> None:
        with store.begin(actor="serve", at=AT) as books:
            assert take_answer_number(books, LANE, ANSWER) == 1
            raise TimeoutError

    with pytest.raises(TimeoutError):
        refused()

    assert take(store, OTHER) == 1
    assert take(store) == 2


def test_an_answer_that_nobody_wants_is_explained_in_each_try(store: SqlStore) -> None:
    for _ in range(2):
        leave_out(store, take(store))

    assert unexplained(store) == 0
    assert void_reasons(store) == {UNWANTED: 2}


def test_a_void_number_is_not_given_to_an_answer_that_is_wanted_by_now(store: SqlStore) -> None:
    leave_out(store, take(store))

    assert take(store) == 2
    assert make(store)
    assert unexplained(store) == 0


def test_an_answer_that_was_made_stays_explained_when_nobody_wants_it_any_more(
    store: SqlStore,
) -> None:
    take(store)
    make(store)

    leave_out(store, take(store))

    assert void_reasons(store) == {}, "the number is in the answer that was made"
    assert unexplained(store) == 0


def test_a_number_of_another_lane_for_what_was_made_is_void(store: SqlStore) -> None:
    other = msgspec.structs.replace(LANE, receiver="9")
    take(store)
    make(store)

    take(store, lane=other)

    assert not make(store)
    assert void_reasons(store) == {MADE_BEFORE: 1}
    assert unexplained(store) == 0


def test_the_number_of_a_subject_is_the_newest_that_is_not_void(store: SqlStore) -> None:
    with store.begin(actor="serve", at=AT) as books:
        assert books.number_of(LANE, INTERCHANGE, ANSWER) is None
        for subject in (ANSWER, ANSWER, OTHER):
            books.take_number(LANE, INTERCHANGE, subject)
        books.take_number(LANE, "GS06", "d1-3")
        assert books.number_of(LANE, INTERCHANGE, ANSWER) == 2
        books.void_number(LANE, INTERCHANGE, 2, UNWANTED)
        assert books.number_of(LANE, INTERCHANGE, ANSWER) == 1
        assert books.number_of(LANE, INTERCHANGE, "d1-3") is None
        assert books.number_of(LANE, "GS06", "d1-3") == 1


def test_a_product_is_there_from_when_it_was_made(store: SqlStore) -> None:
    with store.read() as shelf:
        assert not shelf.has_product(ANSWER)
    make(store)
    with store.read() as shelf:
        assert shelf.has_product(ANSWER)
        assert not shelf.has_product(OTHER)


DROP = DropRecord(drop_id="d1", partner="maple", sha256=SHA256, size=7, taken_at=AT)


def end_work(store: SqlStore, state: DropState = DropState.QUARANTINED) -> None:
    with store.begin(actor="serve", at=AT) as books:
        settle(books, msgspec.structs.replace(DROP, state=state))


@pytest.mark.parametrize("state", [DropState.QUARANTINED, DropState.DONE, DropState.UNPACKED])
def test_a_number_whose_answer_was_not_made_by_the_end_is_void(
    store: SqlStore, state: DropState
) -> None:
    take(store)
    make(store)
    take(store, OTHER)
    assert unexplained(store) == 1

    end_work(store, state)

    assert unexplained(store) == 0
    assert void_reasons(store) == {GIVEN_UP: 1}
    end_work(store, state)
    assert void_reasons(store) == {GIVEN_UP: 1}


def test_a_file_that_is_to_be_worked_again_keeps_its_numbers(store: SqlStore) -> None:
    take(store)

    end_work(store, DropState.TAKEN)

    assert take(store) == 1
    assert void_reasons(store) == {}


def test_a_released_file_gets_other_numbers_and_no_number_means_two_things(
    store: SqlStore,
) -> None:
    """Once, and once more: what failed fails again before it is mended."""
    take(store)
    make(store)
    for number in (2, 3):
        assert take(store) == 1
        assert take(store, OTHER) == number
        end_work(store)
        assert unexplained(store) == 0

    assert take(store) == 1
    assert not make(store), "it was made by the first try"
    assert take(store, OTHER) == 4
    assert make(store, OTHER)
    end_work(store, DropState.DONE)

    assert unexplained(store) == 0
    with store.read() as shelf:
        uses = [(use.first, use.subject, use.void_because) for use in shelf.number_uses()]
    assert uses == [
        (1, ANSWER, ""),
        (2, OTHER, GIVEN_UP),
        (3, OTHER, GIVEN_UP),
        (4, OTHER, ""),
    ]


def test_numbers_of_other_files_and_of_what_else_is_made_stay(store: SqlStore) -> None:
    """Also of one whose id begins as this one does, and of what is refused with the file."""
    for subject in ("d10-1", "d1", "d2-1", "d1z-1", "d-1", "ca5e-1"):
        with store.begin(actor="serve", at=AT) as books:
            books.take_number(LANE, INTERCHANGE, subject)
    take(store, "d1-received-12")

    end_work(store)

    with store.read() as shelf:
        voided = [use.subject for use in shelf.number_uses() if use.void_because]
    assert voided == ["d1-received-12"]


def test_numbers_of_each_lane_are_found(store: SqlStore) -> None:
    other = msgspec.structs.replace(LANE, receiver="9", usage="P")
    take(store)
    take(store, OTHER, lane=other)

    end_work(store)

    assert void_reasons(store) == {GIVEN_UP: 2}
    assert unexplained(store) == 0


def test_what_another_machine_has_settled_since_stays(store: SqlStore) -> None:
    """Two see at once that work has failed; a person releases it before the second says so."""
    failed = msgspec.structs.replace(DROP, state=DropState.QUARANTINED, reason="it failed")
    released = msgspec.structs.replace(DROP, tries=1)
    with store.begin(actor="serve", at=AT) as books:
        seen = books.add_drop(DROP)
        assert settle_once(books, seen, failed)
        assert books.drop("d1") == failed
        books.settle_drop(released)
    take(store)

    with store.begin(actor="serve", at=AT) as books:
        assert not settle_once(books, seen, failed)

    with store.read() as shelf:
        assert shelf.drop("d1") == released
    assert void_reasons(store) == {}
