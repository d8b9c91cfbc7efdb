"""
What the running service keeps of files that come and go, and of the machines that work.

A drop is a file that a partner left once.  A product is what goes out: an acknowledgment, a
request.  Nothing here says who a person is but the sealed names of files and the bytes.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from edi_service.claims.model import Quiet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class DropState(StrEnum):
    """What became of a drop."""

    TAKEN = "taken"  # its bytes are kept; the work is to be done
    DONE = "done"
    QUARANTINED = "quarantined"  # it cannot be worked as it is; a person decides
    DUPLICATE = "duplicate"  # the partner had left the same bytes before
    UNPACKED = "unpacked"  # an archive; each of its members is a drop of its own


class ProductState(StrEnum):
    """How far a product has come."""

    MADE = "made"
    PLACED = "placed"  # it lies whole under a hidden name where it goes to
    DELIVERED = "delivered"


class DropRecord(Quiet, frozen=True, kw_only=True):
    """
    A file that a partner left.

    Attributes:
        drop_id: a hash of the partner, the bytes, and what told this file from others there.
        partner: its key in the configuration.
        sha256: of its bytes.
        size: in bytes.
        taken_at: when its bytes were kept.
        state: what became of it.
        name: as the partner called it.
        reason: why it is quarantined, or what of it could not be used; a sentence without anything
            about people.
        finished_at: when the work was done.
        claims: how many it holds.
        accepted: of those, how many the acknowledgments accept.
        rejected: and how many not.
        archive: the drop that it was unpacked from; empty: none.
        tries: how often its work was begun anew.
    """

    drop_id: str
    partner: str
    sha256: str
    size: int
    taken_at: datetime
    state: DropState = DropState.TAKEN
    name: str = ""
    reason: str = ""
    finished_at: datetime | None = None
    claims: int = 0
    accepted: int = 0
    rejected: int = 0
    archive: str = ""
    tries: int = 0


class ProductRecord(Quiet, frozen=True, kw_only=True):
    """
    Something that goes to a partner; its bytes are kept beside it, those of a long one in parts.

    Attributes:
        product_id: made of what it is for, so that it is made once.
        partner: who gets it.
        kind: TA1, 999, 277CA, 278, or held claims and the like.
        name: of the file it becomes; it says nothing of people.
        made_at: when.
        drop_id: of the drop it answers; empty: none.
        case_id: of the case it asks for; empty: none.
        state: how far it has come.
        delivered_at: when it lay where it goes to.
        placed_as: what tells the placing that counts from others.
        lot: under which name its bytes go on after the first of them; empty: those are all.
    """

    product_id: str
    partner: str
    kind: str
    name: str
    made_at: datetime
    drop_id: str = ""
    case_id: str = ""
    state: ProductState = ProductState.MADE
    delivered_at: datetime | None = None
    placed_as: str = ""
    lot: str = ""


class EnvelopeRecord(Quiet, frozen=True, kw_only=True):
    """
    The number of an interchange, group or set that a partner has used.

    *kind* is ISA13, GS06 or ST02; *digest* a hash of the number and of what it is unique within.
    """

    partner: str
    usage: str
    kind: str
    digest: str
    drop_id: str
    seen_at: datetime


class MachineRecord(Quiet, frozen=True):
    """A machine of the service, and when it was last heard of."""

    name: str
    seen_at: datetime


class DropCounts(Quiet, frozen=True, kw_only=True):
    """The books: files and claims that came in, and what became of them."""

    files: int
    taken: int
    done: int
    quarantined: int
    duplicate: int
    claims: int
    accepted: int
    rejected: int
    claims_kept: int
    claims_missing: int  # files done whose claims are not all kept, or kept twice
    cases: int
    requests: int
    products: int
    undelivered: int
    numbers_given: int
    numbers_used: int
    numbers_void: int
    numbers_missing: int  # of all kinds, counted and in no run


class DropShelf(Protocol):
    """Looks up drops, products and machines."""

    def drop(self, drop_id: str) -> DropRecord | None:
        """The drop with this id."""

    def drops(self, state: DropState | None = None) -> Iterator[DropRecord]:
        """All drops, or those of a state, in the order they were taken."""

    def told_by(self, partner: str, since: datetime, until: datetime) -> list[DropRecord]:
        """
        What a partner left between two moments that tells of claims, newest first.

        Among it may be what is not worked yet, and will be refused.
        """

    def products(self, *, drop_id: str = "", undelivered: bool = False) -> list[ProductRecord]:
        """All products, or those of a drop, or those that have not arrived yet."""

    def have_arrived(self, partner: str, names: Iterable[str]) -> set[str]:
        """Those of *names* by which something has arrived at a partner."""

    def has_product(self, product_id: str) -> bool:
        """Whether a product was made."""

    def product_data(self, product_id: str) -> bytes:
        """
        The bytes of a product, the first of them where it has a lot.

        Raises:
            StoreRefused: there is none.
        """

    def product_part(self, lot: str, number: int) -> bytes:
        """More of the bytes of a product, numbered from 1; empty after the last."""

    def machines(self) -> list[MachineRecord]:
        """Every machine that ever was."""

    def drop_counts(self) -> DropCounts:
        """The books."""


class DropBooks(DropShelf, Protocol):
    """Keeps drops, products and machines."""

    def add_drop(self, record: DropRecord) -> DropRecord:
        """
        Keep a drop, as a duplicate where its partner has left the same bytes before.

        A drop that is kept already stays as it is.
        """

    def settle_drop(self, record: DropRecord) -> None:
        """Say what became of a drop."""

    def add_product(self, record: ProductRecord, data: bytes) -> bool:
        """
        Keep a product; False when it had been made, then a lot that is not its own is forgotten.

        Whatever is in its lot has been kept before, so that who finds a product finds all of it.
        """

    def add_product_part(self, lot: str, number: int, data: bytes) -> None:
        """Keep more of the bytes of a product that is being made; a part that is there stays."""

    def move_product(
        self, product_id: str, before: ProductState, after: ProductState, placed_as: str
    ) -> bool:
        """Say how far a product has come; False when it is no longer where it was *before*."""

    def note_envelopes(
        self, records: Sequence[EnvelopeRecord], since: datetime
    ) -> list[EnvelopeRecord]:
        """
        Keep the numbers of a drop; those come back that another drop has used since a moment.

        Where any comes back, none is kept.
        """

    def beat(self, machine: str) -> None:
        """Say that a machine is alive."""

    def forget_machine(self, name: str, seen_at: datetime) -> bool:
        """Take the work of a machine that was last heard of then; False when it was heard since."""
