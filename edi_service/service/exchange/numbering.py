"""
The control numbers of answers to a file: one for each answer, however often the file is worked.

A number is taken in one transaction and stands in what is kept by a later one.  Where the later one
is refused, or the engine cannot write down that the first was kept, the work goes through it again:
the number that was taken must neither be lost nor be explained by what it is not in.  What holds at
any time: a number that is taken for a product, and is not void, is the one in that product, or the
one that will be in it.  Where work on the file ends and the product was not made, the number is
void; should the file be worked once more, its answer gets another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.service.exchange.drops import DropState

if TYPE_CHECKING:
    from edi_service.service.exchange.drops import DropRecord
    from edi_service.service.records import Lane
    from edi_service.service.store import Books

INTERCHANGE = "ISA13"
MADE_BEFORE = "it had been made before"
GIVEN_UP = "work on its file ended before it was made"


def take_answer_number(books: Books, lane: Lane, product_id: str) -> int:
    """
    The interchange number of an answer, the same whenever work on its file comes to it again.

    Args:
        books: the transaction under way.
        lane: from us to the partner.
        product_id: of the answer; it is what the number is taken for.

    Raises:
        StoreRefused: all nine digits are used up.
    """
    earlier = books.number_of(lane, INTERCHANGE, product_id)
    if earlier is not None:
        return earlier
    number = books.take_number(lane, INTERCHANGE, product_id)
    if books.has_product(product_id):  # under a number of another lane
        books.void_number(lane, INTERCHANGE, number, MADE_BEFORE)
    return number


def void_answer_number(books: Books, lane: Lane, product_id: str, number: int, reason: str) -> None:
    """Say why an answer does not leave, unless an earlier try has made it, and it does."""
    if not books.has_product(product_id):
        books.void_number(lane, INTERCHANGE, number, reason)


def settle(books: Books, record: DropRecord) -> None:
    """
    Say what became of a drop, and which numbers for answers to it will never be seen.

    A drop that is to be worked keeps the numbers that were taken for it.
    """
    books.settle_drop(record)
    if record.state is DropState.TAKEN:
        return
    for use in books.numbers_unmade(record.drop_id):
        books.void_number(use.lane, use.kind, use.first, GIVEN_UP)


def settle_once(books: Books, before: DropRecord, after: DropRecord) -> bool:
    """As :func:`settle`; False, and nothing, where the drop is no longer as it was *before*."""
    if books.drop(before.drop_id) != before:
        return False
    settle(books, after)
    return True
