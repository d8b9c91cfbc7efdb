"""The cover sheet as a page."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from edi_service.edge.cover_page import cover_page
from edi_service.report.cover import Cover, Paper, Party

if TYPE_CHECKING:
    from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def a_cover(**changes: Any) -> Cover:
    cover = Cover(
        made=date(2026, 11, 20),
        channel="By fax",
        payer=Party(
            name="EXAMPLE HEALTH PLAN",
            identifier="00001",
            department="NURSE LINE",
            fax="5555550112",
        ),
        provider=Party(
            name="INVENTED ORTHOPEDIC GROUP",
            identifier="1234567893",
            department="AUTHORIZATION DESK",
            phone="5555550100",
            fax="5555550101",
        ),
        patient="DOE, JANE",
        member_id="MEM0001",
        birth_date=date(1980, 1, 1),
        account="PCN12345",
        first_day=date(2026, 10, 2),
        last_day=date(2026, 10, 6),
        references=(("Payer's reference", "P0216001"), ("Our request", "0123456789abcdef-1")),
        due="To be with the payer by 12/01/2026",
        papers=(
            Paper(title="Operative note", code="OB", control_number="0123456789ABCDEFD01"),
            Paper(title="The ordering provider's order", code="B3", is_enclosed=False),
        ),
        case_id="0123456789abcdef",
    )
    return msgspec.structs.replace(cover, **changes)


@dataclass
class Text(HTMLParser):
    """The words of a page, and its elements as they open and close."""

    page: str
    words: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not {"src", "href", "onload"} & {name for name, _ in attrs}
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.words += data.split()

    def __str__(self) -> str:
        return " ".join(self.words)


def text_of(**changes: Any) -> str:
    return str(Text(cover_page(a_cover(**changes))))


def test_the_page_is_whole_and_reaches_for_nothing() -> None:
    page = cover_page(a_cover())
    assert Text(page).open == []
    assert not re.search(r"<(?:script|link|img|iframe)|https?://|@import|url\(", page)


@pytest.mark.parametrize(
    "words",
    [
        "To Payer EXAMPLE HEALTH PLAN",
        "Attention NURSE LINE Fax 5555550112",
        "Provider INVENTED ORTHOPEDIC GROUP NPI 1234567893",
        "Patient DOE, JANE Member id MEM0001",
        "Born 01/01/1980 Services 10/02/2026 to 10/06/2026",
        "Account PCN12345 Payer's reference P0216001 Our request 0123456789abcdef-1",
        "Operative note OB 0123456789ABCDEFD01",
        "1 enclosed",
        "Wanted and not enclosed: The ordering provider's order (B3)",
        "To be with the payer by 12/01/2026",
        "Confidential: health information.",
    ],
)
def test_whoever_opens_the_envelope_finds_it_all(words: str) -> None:
    assert words in text_of()


def test_what_is_not_known_is_left_to_be_filled_in_by_hand() -> None:
    page = cover_page(a_cover(payer=Party(), birth_date=None, first_day=None, due=""))
    assert page.count('class="blank"') == 5 + 2
    assert "None" not in str(Text(page))
    assert "To be with" not in str(Text(page))


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2026, 10, 2), date(2026, 10, 2), "10/02/2026"),
        (date(2026, 10, 2), None, "10/02/2026"),
        (date(2026, 10, 2), date(2026, 10, 3), "10/02/2026 to 10/03/2026"),
        (None, None, ""),
    ],
)
def test_days_are_shown_as_one_reads_them(
    first: date | None, last: date | None, shown: str
) -> None:
    assert a_cover(first_day=first, last_day=last).days == shown


def test_nothing_enclosed_is_said() -> None:
    assert "Nothing is enclosed." in text_of(papers=())


def test_what_a_claim_says_is_text_on_the_page() -> None:
    page = cover_page(a_cover(patient='<script>alert(1)</script>, "A & B"'))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_title_of_the_page_names_nobody() -> None:
    [title] = re.findall(r"<title>(.*?)</title>", cover_page(a_cover()))
    assert title == "Cover sheet"


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("count", [1, 12])
def test_it_prints_on_one_sheet(tmp_path: Path, count: int) -> None:
    papers = tuple(
        Paper(title=f"Document {at}", code="M1", control_number=f"{at:019d}") for at in range(count)
    )
    sheet = tmp_path / "cover.html"
    sheet.write_text(cover_page(a_cover(papers=papers)), encoding="utf-8")
    printed = tmp_path / "cover.pdf"
    done = subprocess.run(
        [
            str(CHROMIUM),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--no-pdf-header-footer",
            f"--print-to-pdf={printed}",
            sheet.as_uri(),
        ],
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-500:]
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed.read_bytes())) == 1
