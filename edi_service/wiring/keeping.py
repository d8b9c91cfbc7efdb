"""The store as commands meet it: opened, its keys, its audit log."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from edi_service.wiring.asked import in_one_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edi_service.edge.store.store import SqlStore
    from edi_service.wiring.asked import StoreOptions

    Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogVerdict:
    """What an audit log turned out to be; *fault* is empty when it is whole."""

    head: str
    entries: int
    fault: str = ""


@contextmanager
def opened(options: StoreOptions, say: Say, *, make: bool = False) -> Iterator[SqlStore]:
    """
    The store of *options*, closed when the block ends; *say* is told where a key ring was made.

    Args:
        options: which store.
        say: takes a sentence for whoever asked.
        make: whether one is made where there is none.

    Raises:
        StoreRefused: it cannot be opened.
    """
    from edi_service.edge.store.store import open_store  # noqa: PLC0415 -- slow to import

    store, made_ring = open_store(options.url, options.keys, make=make)
    if made_ring is not None:
        say(
            f"made the key ring {made_ring}; without it nothing in the store can be read, so keep "
            "a copy of it, and not beside the store's"
        )
    try:
        yield store
    finally:
        store.close()


def verify_audit_log(options: StoreOptions, noted: str, say: Say) -> LogVerdict:
    """
    Hold the audit log against itself, and against a head *noted* before unless that is empty.

    Raises:
        CannotDoIt: the store cannot be opened, or *noted* is no head.
    """
    with in_one_sentence(), opened(options, say) as store, store.read() as shelf:
        from edi_service.edge.store.audit import Head  # noqa: PLC0415 -- likewise

        fault = shelf.verify(Head.parse(noted) if noted else None)
        head = shelf.head()
        return LogVerdict(
            head=str(head),
            entries=head.number,
            fault=f"at entry {fault.number}: {fault.says}" if fault else "",
        )


def list_keys(options: StoreOptions, say: Say) -> list[dict[str, str | int]]:
    """
    The keys of the ring, a row a key: key, made, current (yes or no), fields sealed with it.

    Raises:
        CannotDoIt: the store cannot be opened.
    """
    with in_one_sentence(), opened(options, say) as store:
        from edi_service.edge.store.rotation import key_uses  # noqa: PLC0415 -- likewise

        return [
            {
                "key": use.key.key_id,
                "made": use.key.made,
                "current": "yes" if use.is_current else "no",
                "fields": use.fields,
            }
            for use in key_uses(store)
        ]


def rotate_keys(options: StoreOptions) -> str:
    """
    Seal the store with a new key, or finish doing so; what was done, in words.

    Raises:
        CannotDoIt: the store cannot be opened, or its key ring not be written.
    """
    with in_one_sentence():
        from edi_service.edge.store.rotation import rotate  # noqa: PLC0415 -- likewise

        done = rotate(options.url, options.keys)
        return f"rows sealed anew: {done.rows:,}; key {done.key.key_id} is current"
