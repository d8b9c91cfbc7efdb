"""The cover sheet of a case's documents as one HTML page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service import __version__
from edi_service.edge.pages import page

if TYPE_CHECKING:
    from edi_service.report.cover import Cover


def cover_page(cover: Cover) -> str:
    """*cover* as a page that needs nothing besides itself, and prints on one sheet."""
    return "".join(page("cover.html", cover=cover, version=__version__))
