"""
Lists of codes that a user imported, and the folder they are kept in.

One file is one list: ``<set>/<first day>.txt``, in the shape that the service writes for itself, so
that it can be read by eye and carried to another machine.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from edi_service.codes.icd10 import import_release, read_release, write_release
from edi_service.codes.listing import CodesRefused
from edi_service.codes.lists import ProcedureSet, import_list, write_list
from edi_service.edge import resources
from edi_service.service.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from edi_service.codes.icd10 import Release
    from edi_service.codes.listing import Listing, Said
    from edi_service.codes.lists import ProcedureList

Made = TypeVar("Made")


class CodeSetName(StrEnum):
    """The sets of which lists are kept; each is also the name of a folder."""

    ICD10CM = "icd10cm"
    HCPCS = "hcpcs"
    CPT = "cpt"
    CDT = "cdt"


class CodeFileRefused(Refused):
    """A file of codes cannot be used; the message names it in one sentence."""


def user_folder() -> Path:
    """Where imported lists are kept when nobody says otherwise."""
    return resources.user_folder() / "codes"


def shipped_releases() -> list[Release]:
    """The releases of ICD-10-CM that come with the service."""
    folder = resources.schemas() / "codes" / CodeSetName.ICD10CM
    return [_read(path, read_release) for path in sorted(folder.glob("*.txt"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """
    One list that is held, for display.

    *starts* and *ends* are ISO 8601, empty where each row of a table has days of its own;
    *certainty* then names every certainty that a row has, and is empty where rows state none.
    """

    set: str
    release: str
    starts: str
    ends: str
    source: str
    certainty: str
    codes: int


def shipped_tables() -> list[Holding]:
    """The tables that come with the service, whose rows have days and sources of their own."""
    return [_table(name) for name in ("place-of-service", "states")]


class CodeFolder:
    """The lists kept in one folder; without a folder only those that are shipped."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def releases(self) -> list[Release]:
        """Every release of ICD-10-CM; an imported one stands for a shipped one of its days."""
        imported = [_read(path, read_release) for path in self._files(CodeSetName.ICD10CM)]
        days = {release.days for release in imported}
        shipped = [each for each in shipped_releases() if each.days not in days]
        return sorted([*shipped, *imported], key=lambda release: release.starts)

    def procedures(self) -> list[ProcedureList]:
        """Every list of procedure codes."""
        return [
            _read(path, partial(import_list, code_set=code_set))
            for code_set in ProcedureSet
            for path in self._files(CodeSetName(code_set.value))
        ]

    def held(self, name: CodeSetName) -> list[Listing]:
        """Every list of one set, the earliest first."""
        if name is CodeSetName.ICD10CM:
            return [*self.releases()]
        return [each for each in self.procedures() if each.set.value == name.value]

    def holdings(self) -> list[Holding]:
        """Every list of every set, and the shipped tables."""
        lists: list[tuple[CodeSetName, Release | ProcedureList]] = [
            *((CodeSetName.ICD10CM, release) for release in self.releases()),
            *((CodeSetName(each.set.value), each) for each in self.procedures()),
        ]
        return [*(_holding(name, each) for name, each in lists), *shipped_tables()]

    def take(self, name: CodeSetName, file: Path, said: Said) -> Listing:
        """
        Import the list in *file* and keep it; one of the same days is replaced.

        Raises:
            CodeFileRefused: it is no list of that set, or a held list has some of its days.
            OSError: the folder cannot be written.
        """
        listing, text = _read(file, lambda text: _imported(name, text, said))
        for other in self.held(name):
            is_apart = listing.ends < other.starts or other.ends < listing.starts
            if not is_apart and listing.days != other.days:
                message = (
                    f"{file} is refused: its days, {listing.days}, overlap with those of "
                    f"{other.name}, {other.days}, which is held"
                )
                raise CodeFileRefused(message)
        self._keep(name, listing, text)
        return listing

    def _keep(self, name: CodeSetName, listing: Listing, text: str) -> None:
        if self._folder is None:
            message = "without a folder there is nowhere to keep a list"
            raise ValueError(message)
        target = self._folder / name / f"{listing.starts}.txt"
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_suffix(".new")
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(target)

    def _files(self, name: CodeSetName) -> Iterator[Path]:
        return iter(sorted((self._folder / name).glob("*.txt")) if self._folder else ())


def _holding(name: CodeSetName, held: Release | ProcedureList) -> Holding:
    return Holding(
        set=name.value,
        release=held.name,
        starts=str(held.starts),
        ends=str(held.ends),
        source=held.source,
        certainty=held.certainty,
        codes=len(held.codes),
    )


def _table(name: str) -> Holding:
    file = f"{name}.csv"
    with (resources.schemas() / "codes" / file).open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    return Holding(
        set=name,
        release="",
        starts="",
        ends="",
        source=f"{file}, where each row names its own",
        certainty="/".join(sorted({row.get("certainty", "") for row in rows})),
        codes=len({row["code"] for row in rows}),
    )


def _imported(name: CodeSetName, text: str, said: Said) -> tuple[Listing, str]:
    """The list that *text* holds, and what is kept of it."""
    if name is CodeSetName.ICD10CM:
        release = import_release(text, said)
        return release, write_release(release)
    held = import_list(text, ProcedureSet(name.value), said)
    return held, write_list(held)


def _read(path: Path, read: Callable[[str], Made]) -> Made:
    """
    What *read* makes of the text of *path*.

    Publishers' descriptions are not always in UTF-8; codes are the same in any encoding.
    """
    try:
        data = path.read_bytes()
    except OSError as fault:
        message = f"{path} cannot be read: {fault.strerror}"
        raise CodeFileRefused(message) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    try:
        return read(text)
    except CodesRefused as fault:
        message = f"{path} is refused: {fault}"
        raise CodeFileRefused(message) from None
