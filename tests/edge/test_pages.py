"""Pages are filled in with text."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import jinja2
import pytest

from edi_service.edge import pages
from edi_service.edge.pages import page
from edi_service.report.audit.page import Section
from edi_service.report.audit.tables import Table
from edi_service.report.summary import Totals
from edi_service.x12.tally import Tally


def an_audit_page(cell: str) -> str:
    summary = Totals().summary(version="1", as_of=datetime(2026, 6, 12, tzinfo=UTC), read=Tally())
    table = Table(name="by-payer", heads=("Payer", "Claims"), rows=((cell, 1),))
    section = Section(key="by-payer", title="Payers", lead="All.", charts=(), table=table)
    return "".join(page("audit.html", summary=summary, sections=[section], shown=str, dollars=str))


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("<script>alert(1)</script>", "<td>&lt;script&gt;alert(1)&lt;/script&gt;</td>"),
        ("A & B", "<td>A &amp; B</td>"),
        ('" onload="x', "<td>&#34; onload=&#34;x</td>"),
    ],
)
def test_what_a_claim_says_is_text_on_the_page(cell: str, shown: str) -> None:
    text = an_audit_page(cell)
    assert shown in text
    assert "<script" not in text


def test_a_part_that_is_not_given_is_no_blank() -> None:
    with pytest.raises(jinja2.UndefinedError):
        "".join(page("audit.html", sections=[], shown=str, dollars=str))


def test_every_page_has_the_same_style_inside_it() -> None:
    folder = Path(pages.__file__).parent / "templates"
    found = sorted(folder.glob("*.html"))
    assert found
    for path in found:
        assert '{% include "page.css" %}' in path.read_text(encoding="utf-8"), path.name
