"""The sheet of a payer as one HTML page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service import __version__
from edi_service.edge.pages import page

if TYPE_CHECKING:
    from edi_service.report.sheet import Sheet


def sheet_page(sheet: Sheet) -> str:
    """*sheet* as a page that needs nothing besides itself and can be printed."""
    return "".join(page("sheet.html", sheet=sheet, version=__version__))
