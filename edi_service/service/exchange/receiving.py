"""
Taking a partner's file into the store: its bytes, and what tells it from others.

Nothing is judged here but whether it is an archive; once a file is kept, the partner's copy may
go.  The work is handed in afterwards, by an id that makes twice once.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from edi_service.facts.sort import ENOUGH, sort_of
from edi_service.service.exchange.contents import first_set
from edi_service.service.exchange.drops import DropBooks, DropRecord, DropState
from edi_service.service.exchange.pickup import HEAD
from edi_service.service.records import ArrivalKind, ArrivalRecord
from edi_service.service.store import ArrivalBooks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime
    from typing import BinaryIO

    from edi_service.service.exchange.pickup import Aside, Entry
    from edi_service.service.ports import Arrival

_ID_LENGTH = 32  # hexadecimal digits
_PIECE = 1024 * 1024  # bytes


class UnpackRefused(Exception):  # noqa: N818 -- a sentence for its reader
    """An archive is not unpacked; the message says why, and holds no name from it."""


class Unpacker(Protocol):
    """Knows archives, among them encrypted messages."""

    @property
    def refuses_plain(self) -> str:
        """Why a file that is no archive is not taken; empty when it is."""

    def is_archive(self, head: bytes, /) -> bool:
        """Whether a file that begins with *head* is one."""

    def unpack(self, source: BinaryIO, /) -> Iterator[tuple[str, Iterator[bytes]]]:
        """
        The name and the bytes of each member.

        Raises:
            UnpackRefused: it cannot be unpacked, or it must not be.
        """


class ReceivingBooks(DropBooks, ArrivalBooks, Protocol):
    """What is written here."""


class Receiver:
    """
    Takes files in.

    Args:
        write: opens the store for writing at a moment.
        aside: makes a place for what is unpacked.
        unpacker: knows archives.
    """

    def __init__(
        self,
        write: Callable[[datetime], AbstractContextManager[ReceivingBooks]],
        aside: Callable[[], Aside],
        unpacker: Unpacker,
    ) -> None:
        self._write = write
        self._aside = aside
        self._unpacker = unpacker

    def receive(self, partner: str, entry: Entry, aside: Aside, at: datetime) -> list[DropRecord]:
        """
        Keep what a partner left, and the members of an archive instead of it.

        Returns:
            The drops there is work to do for; none when it is a duplicate.

        Raises:
            OSError: what is unpacked cannot be set aside.
        """
        told = (partner, aside.sha256, entry.name, str(entry.modified), str(entry.identity))
        record = DropRecord(
            drop_id=_digest(*told),
            partner=partner,
            sha256=aside.sha256,
            size=aside.size,
            taken_at=at,
            name=_readable(entry.name),
        )
        with aside.open() as stream:
            is_archive = self._unpacker.is_archive(stream.read(HEAD))
        if is_archive:
            return self._keep_archive(record, aside, at)
        if reason := self._unpacker.refuses_plain:
            record = replace(record, state=DropState.QUARANTINED, reason=reason, finished_at=at)
        with self._write(at) as books:
            return _to_do([self._keep(books, record, aside)])

    def unpack_again(self, archive: DropRecord, arrival: Arrival, at: datetime) -> bool:
        """
        Unpack an archive that was refused before and is released; its members are to be worked.

        Returns:
            Whether it is an archive.

        Raises:
            OSError: what is unpacked cannot be set aside.
        """
        with arrival.open() as stream:
            head = stream.read(HEAD)
            if not self._unpacker.is_archive(head):
                return False
            aside = self._aside()
            try:
                aside.write(head)
                while piece := stream.read(_PIECE):
                    aside.write(piece)
                self._keep_archive(archive, aside, at, is_known=True)
            finally:
                aside.close()
        return True

    def _keep_archive(
        self, archive: DropRecord, aside: Aside, at: datetime, *, is_known: bool = False
    ) -> list[DropRecord]:
        """Keep an archive, or settle it where it *is_known*, and its members."""
        members: list[tuple[str, Aside]] = []
        try:
            reason = self._unpack(aside, members)
            state = DropState.QUARANTINED if reason else DropState.UNPACKED
            settled = replace(archive, state=state, reason=reason, finished_at=at)
            with self._write(at) as books:
                if is_known:
                    books.settle_drop(settled)
                else:
                    settled = self._keep(books, settled, aside)
                if settled.state is not DropState.UNPACKED:
                    return []
                return _to_do(
                    [
                        self._keep(books, _member(archive, number, name, inner), inner)
                        for number, (name, inner) in enumerate(members)
                    ]
                )
        finally:
            for _, inner in members:
                inner.close()

    def _unpack(self, aside: Aside, members: list[tuple[str, Aside]]) -> str:
        """Set every member aside; why not, if the archive is refused."""
        try:
            with aside.open() as stream:
                for name, pieces in self._unpacker.unpack(stream):
                    inner = self._aside()
                    members.append((name, inner))
                    for piece in pieces:
                        inner.write(piece)
        except UnpackRefused as fault:
            return str(fault)
        return ""

    def _keep(self, books: ReceivingBooks, record: DropRecord, aside: Aside) -> DropRecord:
        arrival = ArrivalRecord(
            sha256=record.sha256,
            kind=_kind(aside),
            size=record.size,
            received_at=record.taken_at,
            name=record.name,
        )
        if books.add_arrival(arrival) or not books.has_original(record.sha256):
            with aside.open() as stream:
                number = 0
                while piece := stream.read(_PIECE):
                    books.add_original(record.sha256, number, piece)
                    number += 1
        return books.add_drop(record)


def _member(archive: DropRecord, number: int, name: str, inner: Aside) -> DropRecord:
    """The drop that a member of an *archive* is."""
    return DropRecord(
        drop_id=_digest(archive.drop_id, str(number)),
        partner=archive.partner,
        sha256=inner.sha256,
        size=inner.size,
        taken_at=archive.taken_at,
        name=name or archive.name,
        archive=archive.drop_id,
    )


def _to_do(records: list[DropRecord]) -> list[DropRecord]:
    return [record for record in records if record.state is DropState.TAKEN]


def _readable(name: str) -> str:
    """A name as text that can be kept and shown, also where its bytes are none in UTF-8."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _digest(*parts: str) -> str:
    told = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(told).hexdigest()[:_ID_LENGTH]


def _kind(aside: Aside) -> ArrivalKind:
    """What the first transaction set of a file is."""
    with aside.open() as stream:
        head = stream.read(ENOUGH)
    sort = sort_of(head)
    return _KINDS.get(first_set(head), ArrivalKind(sort) if sort else ArrivalKind.OTHER)


_KINDS = {
    "837": ArrivalKind.CLAIMS,
    "278": ArrivalKind.ANSWERS,
    "835": ArrivalKind.REMITTANCE,
    "271": ArrivalKind.ELIGIBILITY,
    "999": ArrivalKind.ACKNOWLEDGMENTS,
    "277": ArrivalKind.ACKNOWLEDGMENTS,
    "TA1": ArrivalKind.ACKNOWLEDGMENTS,
}
