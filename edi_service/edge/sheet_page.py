"""The sheet of a payer as one HTML page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service import __version__

if TYPE_CHECKING:
    from edi_service.report.sheet import Sheet


def sheet_page(sheet: Sheet) -> str:
    """*sheet* as a page that needs nothing besides itself and can be printed."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 -- only here

    loader = PackageLoader("edi_service.edge")
    page = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return page.get_template("sheet.html").render(sheet=sheet, version=__version__)
