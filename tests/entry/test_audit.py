"""The audit as a user meets it, and its page as a browser shows it."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.entry.test_cli import edi_service
from tests.service.test_scenarios import contents

SCENARIOS = Path(__file__).parents[2] / "fixtures" / "scenarios"
EXAMPLES = SCENARIOS.parent / "policies" / "examples"
QUIET = SCENARIOS / "0011-authorization-on-the-claim" / "claims.837"
OPTIONS = ("--as-of", "2026-06-12", "--policies", EXAMPLES)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The audit of all scenarios."""
    out = tmp_path_factory.mktemp("audit") / "out"
    done = edi_service("audit", SCENARIOS, "--out", out, *OPTIONS)
    assert done.returncode == 1, done.stderr
    assert str(out / "audit.html") in done.stdout.decode()
    return out


class Page(HTMLParser):
    """Notes the tags of a page, and fails on one that is closed out of turn."""

    OPTIONAL = frozenset({"html"})
    VOID = frozenset({"meta"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.met: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.met.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.opened.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.met.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag


def test_a_clean_claim_is_exit_code_0(tmp_path: Path) -> None:
    done = edi_service("audit", QUIET, "--out", tmp_path / "out", *OPTIONS)
    assert done.returncode == 0, done.stderr
    assert b"1 claims audited" in done.stdout


def test_what_cannot_be_read_is_exit_code_2_and_leaves_nothing(tmp_path: Path) -> None:
    done = edi_service("audit", tmp_path / "absent", "--out", tmp_path / "out", *OPTIONS)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_output_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way")
    done = edi_service("audit", QUIET, "--out", tmp_path / "out", *OPTIONS)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_an_audit_replaces_the_one_before_it(tmp_path: Path, folder: Path) -> None:
    out = tmp_path / "out"
    edi_service("audit", QUIET, "--out", out, *OPTIONS)
    edi_service("audit", SCENARIOS, "--out", out, *OPTIONS)
    assert contents(out) == contents(folder)


def test_the_page_is_well_formed_and_reaches_for_nothing(folder: Path) -> None:
    text = (folder / "audit.html").read_text(encoding="utf-8")
    page = Page(text)
    assert set(page.opened) <= page.OPTIONAL
    assert {"script", "link", "img", "iframe"}.isdisjoint(tag for tag, _ in page.met)
    assert not re.search(r"https?://|url\(|@import", text)
    assert not any({"href", "src", "style"} & set(attributes) for _, attributes in page.met)


def test_every_chart_points_at_a_title_and_a_description_that_are_there(folder: Path) -> None:
    page = Page((folder / "audit.html").read_text(encoding="utf-8"))
    ids = [attributes["id"] for _, attributes in page.met if "id" in attributes]
    assert len(ids) == len(set(ids))
    charts = [attributes for tag, attributes in page.met if tag == "svg"]
    assert len(charts) == 8
    for chart in charts:
        assert chart["role"] == "img"
        assert set((chart["aria-labelledby"] or "").split()) <= set(ids)


def test_every_file_that_the_page_names_is_beside_it(folder: Path) -> None:
    named = set(re.findall(r"[a-z-]+\.csv", (folder / "audit.html").read_text(encoding="utf-8")))
    there = {path.name for path in folder.glob("*.csv")}
    assert named == there


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_a_browser_shows_the_whole_page(folder: Path, tmp_path: Path) -> None:
    picture = tmp_path / "audit.png"
    done = subprocess.run(
        [
            str(CHROMIUM),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--window-size=1100,1600",
            f"--screenshot={picture}",
            "--dump-dom",
            (folder / "audit.html").as_uri(),
        ],
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-500:]
    assert done.stdout.count(b"<svg") == 8
    assert b"Avoidable and unavoidable requests" in done.stdout
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size > 20_000  # a blank page is a few thousand bytes
