"""
The folder of an audit: one page, and a CSV file a table.

Everything is written beside its final place and moved there when all is whole.  Nobody is named in
it, but what an office does is its own affair: mode 0700, files 0600.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from edi_service.edge.folder import PRIVATE_FILE, PRIVATE_FOLDER
from edi_service.edge.pages import page
from edi_service.report.audit.page import sections
from edi_service.report.audit.tables import every_table
from edi_service.report.encoding import encode_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from edi_service.report.audit.count import Audit
    from edi_service.report.summary import Summary

PAGE = "audit.html"


class AuditFolder:
    """
    Writes an audit into *folder*, made where there is none.

    *titles* says what a finding's code means.
    """

    def __init__(self, folder: Path, titles: Mapping[str, str]) -> None:
        self._folder = folder
        self._titles = titles

    def show(self, audit: Audit, summary: Summary) -> None:
        """Write the page and the tables; what an earlier audit left under these names goes."""
        self._folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=self._folder))
        try:
            _write(partial / PAGE, _page(audit, summary, self._titles))
            for table in every_table(audit, self._titles):
                _write(partial / f"{table.name}.csv", table.csv())
            self._folder.chmod(PRIVATE_FOLDER)
            for path in sorted(partial.iterdir()):
                path.replace(self._folder / path.name)
        finally:
            shutil.rmtree(partial)


def _page(audit: Audit, summary: Summary, titles: Mapping[str, str]) -> Iterator[str]:
    return page(
        PAGE,
        summary=summary,
        sections=sections(audit, titles),
        shown=_shown,
        dollars=_dollars,
    )


def _shown(cell: int | Decimal) -> str:
    return _dollars(cell) if isinstance(cell, Decimal) else f"{cell:,}"


def _dollars(amount: Decimal) -> str:
    return f"{'-' if amount < 0 else ''}${abs(amount):,.2f}"


def _write(path: Path, pieces: Iterable[str]) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=PRIVATE_FILE)
    with os.fdopen(handle, "wb") as target:
        for piece in pieces:
            target.write(encode_text(piece))
