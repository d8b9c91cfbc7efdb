"""
Taking files from where partners leave them: what may be taken, when, and when it may go.

A partner's file is taken when it is whole as far as anyone can tell, and removed only when it is
found unchanged at a later look, after its bytes are in the store.  Whatever happens in between
ends in the file being read again; the store knows its bytes by their hash.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING, BinaryIO, Protocol

from msgspec import Struct

from edi_service.service.store import StoreUnreachable

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

TEMPORARY = (".tmp", ".part", ".partial", ".filepart", ".crdownload")
DONE = ".done"
HEAD = 106  # bytes: the segment ISA, whose length is fixed
TAIL = 512  # bytes at the end of a file that hold the segment IEA if it is whole


class Entry(Struct, frozen=True):
    """
    A file as a source lists it.

    Attributes:
        name: as the partner gave it; it is data, never a path of ours.
        size: in bytes.
        modified: when it was last written, in nanoseconds since 1970; only compared.
        identity: what tells it from another file of the same name, size and time (an inode);
            0 where the source cannot tell.
    """

    name: str
    size: int
    modified: int
    identity: int = 0


class Removal(StrEnum):
    """What became of a file that was to be removed."""

    REMOVED = "removed"
    CHANGED = "changed"  # it is another file by now; it stays and is taken as such
    REFUSED = "refused"  # the source does not let us


class SourceLost(Exception):  # noqa: N818 -- a sentence for its reader
    """A source cannot be reached, or stopped answering; the message says which and why."""


class SourceDistrusted(Exception):  # noqa: N818 -- a sentence for its reader
    """A source is not who it was (its host key changed); nothing is taken until a person looks."""


class Source(Protocol):
    """A place where one partner leaves files."""

    def entries(self) -> list[Entry]:
        """Every regular file there is, in the order of names."""

    def open(self, entry: Entry, offset: int) -> AbstractContextManager[BinaryIO]:
        """The bytes of *entry* from *offset* on."""

    def is_unchanged(self, entry: Entry) -> bool:
        """Whether there still is a file that is *entry* in all."""

    def remove(self, entry: Entry) -> Removal:
        """Remove *entry* unless it has changed."""

    def remove_marker(self, name: str) -> None:
        """Remove the marker *name*; one that is gone already is no matter."""


class Aside(Protocol):
    """Bytes set aside while they come in."""

    @property
    def size(self) -> int:
        """How many have come in."""

    @property
    def sha256(self) -> str:
        """Of those, in hexadecimal."""

    def write(self, data: bytes, /) -> None:
        """Add bytes at the end."""

    def open(self) -> AbstractContextManager[BinaryIO]:
        """All of them, from the start."""

    def close(self) -> None:
        """Forget them."""


class Patience(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    When a file counts as whole, in seconds.

    Attributes:
        settled_seconds: its size and time have not changed for so long.
        incomplete_seconds: the same for a file that does not end as an interchange does (IEA).
        needs_marker: the partner leaves ``NAME.done`` when ``NAME`` is whole; nothing is taken
            before.
    """

    settled_seconds: float = 4.0
    incomplete_seconds: float = 900.0
    needs_marker: bool = False


class Step(StrEnum):
    """What a look did with one file."""

    TAKEN = "taken"
    REMOVED = "removed"
    REFUSED = "refused"  # it is in the store, and cannot be removed where it was
    CHANGED = "changed"  # it changed while it was read; it will be read again
    CUT_OFF = "cut off"  # reading stopped; it goes on from there at the next look
    FAILED = "failed"  # it could not be kept, by no fault of disk or database; it stays
    NAMELESS = "nameless"  # its name cannot be that of a file; it is left where it is


class Pickup:
    """
    Looks at one source again and again.

    Args:
        source: where the partner leaves files.
        patience: when a file counts as whole.
        aside: makes a place for bytes on their way in.
        receive: takes a file's bytes into the store; returns when they are safe there.

    Attributes:
        faults: why files could not be kept at the last look, each by itself.
    """

    def __init__(
        self,
        source: Source,
        patience: Patience,
        aside: Callable[[], Aside],
        receive: Callable[[Entry, Aside], object],
    ) -> None:
        self._source = source
        self._patience = patience
        self._aside = aside
        self._receive = receive
        self._since: dict[Entry, float] = {}  # when each was first seen as it is
        self._received: set[Entry] = set()
        self._refused: set[Entry] = set()
        self._begun: dict[Entry, Aside] = {}
        self.faults: list[Exception] = []

    def look(self, now: float) -> list[tuple[str, Step]]:
        """
        Take what is ready and remove what is safe.

        Args:
            now: seconds on a clock that never goes back.

        Raises:
            SourceLost: the source cannot be listed; nothing has changed.
            SourceDistrusted: it is not who it was.
            StoreUnreachable: the store does not answer; what has not been taken stays.
            OSError: bytes cannot be set aside; likewise.
        """
        listed = self._source.entries()
        names = {entry.name for entry in listed}
        self._remember(listed, now)
        self.faults.clear()
        steps = []
        for entry in listed:
            step = self._see_to(entry, names, now)
            if step is not None:
                steps.append((entry.name, step))
        return steps

    def close(self) -> None:
        """Forget what has been read of files that were not taken; it is read again another time."""
        while self._begun:
            self._begun.popitem()[1].close()

    def due(self, now: float) -> float:
        """
        In how many seconds a look has something to do, as far as is known; infinite: with nothing.

        Args:
            now: as at the look before.
        """
        waits = (
            _REMOVED_AFTER if entry in self._received else self._until_settled(entry, now)
            for entry in self._since.keys() - self._refused
        )
        return min((wait for wait in waits if wait > 0), default=math.inf)

    def _until_settled(self, entry: Entry, now: float) -> float:
        if self._patience.needs_marker or not may_be_taken(entry.name):
            return math.inf
        return self._patience.settled_seconds - (now - self._since[entry])

    def _remember(self, listed: list[Entry], now: float) -> None:
        """Begin to count for what is new, forget what is gone."""
        self._since = {entry: self._since.get(entry, now) for entry in listed}
        self._received &= self._since.keys()
        self._refused &= self._since.keys()
        for entry in self._begun.keys() - self._since.keys():
            self._begun.pop(entry).close()

    def _see_to(self, entry: Entry, names: set[str], now: float) -> Step | None:
        """Take or remove one file; what is wrong with it alone keeps no other waiting."""
        if entry in self._received:
            return self._settle(entry)
        try:
            return self._try(entry, names, now)
        except (OSError, StoreUnreachable, SourceLost, SourceDistrusted):
            raise  # the next file would meet the same
        except Exception as fault:  # noqa: BLE001 -- it is told, and met again at each look
            self.faults.append(fault)
            return Step.FAILED

    def _settle(self, entry: Entry) -> Step | None:
        if entry in self._refused:
            return None
        removal = self._source.remove(entry)
        if removal is Removal.REFUSED:
            self._refused.add(entry)
            return Step.REFUSED
        self._received.discard(entry)
        if removal is Removal.CHANGED:
            return Step.CHANGED
        if self._patience.needs_marker:
            self._source.remove_marker(entry.name + DONE)
        return Step.REMOVED

    def _try(self, entry: Entry, names: set[str], now: float) -> Step | None:
        waited = now - self._since[entry]
        if not can_be_opened(entry.name):
            return Step.NAMELESS if waited == 0 else None
        if not may_be_taken(entry.name):
            return None
        if self._patience.needs_marker:
            is_ready = entry.name + DONE in names
        else:
            is_ready = waited >= self._patience.settled_seconds
        return self._take(entry, waited) if is_ready else None

    def _take(self, entry: Entry, waited: float) -> Step | None:
        aside = self._begun.get(entry)
        if aside is None:
            aside = self._begun[entry] = self._aside()
        if not self._fetch(entry, aside):
            return Step.CUT_OFF
        if not self._source.is_unchanged(entry):
            self._begun.pop(entry).close()
            return Step.CHANGED
        if not self._may_be_whole(aside, waited):
            return None  # it has been read, and waits
        self._receive(entry, aside)
        self._received.add(entry)
        self._begun.pop(entry).close()
        return Step.TAKEN

    def _may_be_whole(self, aside: Aside, waited: float) -> bool:
        if self._patience.needs_marker or waited >= self._patience.incomplete_seconds:
            return True
        with aside.open() as stream:
            head = stream.read(HEAD)
            stream.seek(max(0, aside.size - TAIL))
            return looks_whole(head, stream.read(TAIL))

    def _fetch(self, entry: Entry, aside: Aside) -> bool:
        """Read what has not been read yet; False where reading stopped before the end."""
        if aside.size == entry.size:
            return True
        try:
            with self._source.open(entry, aside.size) as stream:
                while missing := entry.size - aside.size:
                    data = stream.read(min(_STRIDE, missing))
                    if not data:
                        return False
                    aside.write(data)
        except SourceLost:
            return False
        return True


_STRIDE = 256 * 1024  # bytes
_REMOVED_AFTER = 1.0  # seconds from a file taken to the look that removes it


def may_be_taken(name: str) -> bool:
    """Whether a file of this name is more than a marker or the first half of an upload."""
    return not name.startswith(".") and not name.lower().endswith((*TEMPORARY, DONE))


def can_be_opened(name: str) -> bool:
    """Whether *name* is that of a file of the folder itself, whatever a server says it is."""
    return "/" not in name and "\x00" not in name


def looks_whole(head: bytes, tail: bytes) -> bool:
    """
    Whether a file that begins with *head* and ends with *tail* is whole, as far as these tell.

    An interchange is, when its last segment is IEA; what does not begin as one cannot be judged
    so, and is not made to wait.
    """
    if len(head) < HEAD or not head.startswith(b"ISA"):
        return not head.startswith(b"ISA")
    separator, terminator = head[3:4], head[105:106]
    segments = tail.rstrip(_PADDING).removesuffix(terminator).rstrip(_PADDING).split(terminator)
    elements = segments[-1].lstrip(_PADDING).split(separator)
    return elements[0] == b"IEA" and len(elements) == 3 and len(elements[2]) == _CONTROL_NUMBER


_PADDING = b"\r\n\x00\x1a "
_CONTROL_NUMBER = 9  # digits of IEA02
