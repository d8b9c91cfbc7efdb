"""
What is known of a partner's claims from outside them: files that are named, and files it dropped.

Everything is read once, and again when it has changed.  A named file that cannot be read when it
has changed counts as it was, and whoever watches the service is told.
"""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache, partial
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from edi_service.edge.knowledge import KnowledgeRefused, read_tables
from edi_service.facts.rows import FactsRefused
from edi_service.facts.sort import Sort
from edi_service.facts.tables import Tables, parse_tables
from edi_service.service.exchange.filework import Telling
from edi_service.service.exchange.originals import stored_arrival
from edi_service.service.records import ArrivalKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import tzinfo
    from pathlib import Path

    from edi_service.edge.store.store import SqlStore
    from edi_service.service.config import Config
    from edi_service.service.exchange.drops import DropRecord
    from edi_service.service.exchange.partners import Service, TradingPartner

_LARGEST = 64 * 1024 * 1024  # bytes of a dropped table, which is read into memory
_PARSED = 64  # dropped files whose tables are remembered
_REFUSED = "it looks like {}, and cannot be used: its form or one of its columns is not known"
_NOT_AT_ITS_START = "it holds {}, which is not told by how it begins"
_TOO_LARGE = f"it is a table of more than {_LARGEST // 1024**2} MiB"


class Stamp(NamedTuple):
    """What tells that a file has changed."""

    modified: int
    size: int
    identity: int


class NamedFile:
    """
    The table of a file that is named in the configuration.

    Args:
        path: where it is.
        sort: what it tells.
        zone: of times without an offset.
        told: told why it cannot be read; empty when it can.
    """

    def __init__(self, path: Path, sort: Sort, zone: tzinfo, told: Callable[[str], None]) -> None:
        self._path = path
        self._sort = sort
        self._zone = zone
        self._told = told
        self._stamp: Stamp | None = None
        self._tables: Tables | None = None

    def tables(self) -> Tables:
        """
        Its table, among empty ones; the same object until the file changes.

        Raises:
            KnowledgeRefused: it cannot be read, and never could.
        """
        try:
            stamp = self._look()
            if self._tables is None or stamp != self._stamp:
                self._tables = read_tables(self._sort, self._path, self._zone)
                self._stamp = stamp
        except KnowledgeRefused:
            if self._tables is None:
                raise
            self._told("it has changed and cannot be read; it counts as it was")
        else:
            self._told("")
        return self._tables

    def _look(self) -> Stamp:
        try:
            found = self._path.stat()
        except OSError as fault:
            message = f"{self._path} cannot be read: {fault.strerror}"
            raise KnowledgeRefused(message) from None
        return Stamp(found.st_mtime_ns, found.st_size, found.st_ino)


class Known:
    """
    Everything that is known of claims, for one file of claims after another.

    Args:
        config: which files are named.
        base: the folder that relative names start from.
        store: where dropped files are.
        trouble: told what cannot be read, and why; empty when it can be again.
    """

    def __init__(
        self,
        config: Config,
        base: Path,
        store: SqlStore,
        trouble: Callable[[str, str], None],
    ) -> None:
        self._zone = zone = ZoneInfo(config.zone)
        self._store = store
        self._told_for = timedelta(days=config.service.told_days)
        self._lock = Lock()
        self._parsed = lru_cache(_PARSED)(self._parse)
        self._united = lru_cache(max(1, len(config.trading_partners)))(_unite)

        def named(owner: TradingPartner | Service, whose: str) -> Iterator[NamedFile]:
            for sort, path in named_files(owner, base):
                yield NamedFile(path, sort, zone, partial(trouble, f"{sort}{whose}"))

        of_all = tuple(named(config.service, ""))
        self._named = {
            key: (*named(partner, f" of {key}"), *of_all)
            for key, partner in config.trading_partners.items()
        }

    def read(self) -> None:
        """
        Read every file that is named.

        Raises:
            KnowledgeRefused: one of them cannot be read.
        """
        with self._lock:
            for files in self._named.values():
                for each in files:
                    each.tables()

    def tables(self, drop: DropRecord) -> Tables:
        """
        What is known of the claims of *drop*, as no claim has asked it yet.

        A later file goes before an earlier one, whatever is dropped before what is named, and the
        partner's own before the service's.  What was dropped after *drop* does not count, so that
        work on it comes out the same however often it is begun.

        Raises:
            KnowledgeRefused: a file that is named has gone, and was never read.
        """
        since = drop.taken_at - self._told_for
        with self._lock:
            with self._store.read() as shelf:
                dropped = shelf.told_by(drop.partner, since, drop.taken_at)
            found = [self._parsed(each.sha256, each.size) for each in dropped]
            named = [each.tables() for each in self._named.get(drop.partner, ())]
            layers = (*(each for each in found if isinstance(each, Tables)), *named)
            return self._united(layers).afresh()

    def look_at(self, drop: DropRecord, sort: Sort) -> Telling:
        """Whether a dropped file that looks like one of a *sort* can be used."""
        with self._store.read() as shelf:
            arrival = shelf.arrival(drop.sha256)
        if arrival is None or arrival.kind != ArrivalKind(sort):
            return Telling(refused=_NOT_AT_ITS_START.format(sort))
        with self._lock:
            found = self._parsed(drop.sha256, drop.size)
        if isinstance(found, str):
            return Telling(refused=found)
        faults = found.faults
        return Telling(note=f"{faults:,} values or rows cannot be read" if faults else "")

    def _parse(self, sha256: str, size: int) -> Tables | str:
        """The tables of a dropped file, or why there are none."""
        with self._store.read() as shelf:
            arrival = shelf.arrival(sha256)
        assert arrival is not None  # noqa: S101 -- every drop has its bytes
        sort = Sort(arrival.kind.value)
        if size > _LARGEST:
            return _TOO_LARGE
        with stored_arrival(self._store.read, sha256, "", size).open() as stream:
            data = stream.read()
        try:
            return parse_tables(sort, data, name="", zone=self._zone)
        except FactsRefused:
            return _REFUSED.format(sort)


def named_files(owner: TradingPartner | Service, base: Path) -> Iterator[tuple[Sort, Path]]:
    """The files that a table of the configuration names, and what each tells."""
    for sort, name in (
        (Sort.FACTS, owner.facts),
        (Sort.ENCOUNTERS, owner.encounters),
        (Sort.ELIGIBILITY, owner.eligibility),
        (Sort.AUTHORIZATIONS, owner.authorizations),
    ):
        if name:
            yield sort, base / name


def _unite(layers: tuple[Tables, ...]) -> Tables:
    """One over another, the first on top."""
    united = Tables.empty()
    for each in reversed(layers):
        united = each.over(united)
    return united
