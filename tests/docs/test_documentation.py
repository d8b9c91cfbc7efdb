"""Every example in the documentation is run."""

from __future__ import annotations

import json
import re
import shlex
from datetime import UTC
from pathlib import Path

import pytest

from edi_service.facts.model import ClaimFacts
from edi_service.facts.parse import (
    AUTHORIZATIONS,
    ENCOUNTERS,
    RATES,
    parse_authorizations,
    parse_encounters,
    parse_facts,
    parse_rates,
)
from edi_service.review.profile import Partner
from edi_service.service.config import parse_config
from edi_service.simulator.script import Does, Level, Rule, Script, parse_script
from tests.command import run_command, say_command

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")


def fences(path: Path, language: str) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return [body for found, body in FENCE.findall(text) if found == language]


def command_lines() -> list[str]:
    """Each line of a shell block of the documents that runs the product."""
    return [
        line[line.index("edi-service ") :]
        for path in DOCUMENTS
        for block in fences(path, "sh")
        for line in block.splitlines()
        if "edi-service " in line
    ]


@pytest.mark.parametrize("line", command_lines())
def test_a_command_in_the_documents_runs(line: str, tmp_path: Path) -> None:
    arguments = shlex.split(line)[1:]
    for folder in ("fixtures", "schemas"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    environment = {"PATH": "", "XDG_DATA_HOME": str(tmp_path)}
    done = run_command(*arguments, folder=tmp_path, environment=environment)
    assert done.returncode in {0, 1}, done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_the_first_screen_of_the_readme_has_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for heading in ("Run it", "Test it"):
        section = text.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
        [block] = [body for language, body in FENCE.findall(section) if language == "sh"]
        assert len(block.strip().splitlines()) == 1
    assert text.index("## Test it") < 2500


def test_the_configuration_shown_is_accepted() -> None:
    blocks = fences(ROOT / "docs" / "configuration.md", "toml")
    assert blocks
    for block in blocks:
        parse_config(block)


def test_the_script_shown_is_accepted_and_every_key_of_it_explained() -> None:
    page = ROOT / "docs" / "simulator.md"
    [block] = fences(page, "toml")
    parse_script(block)
    text = page.read_text(encoding="utf-8")
    names = [*Rule.__struct_fields__, *Script.__struct_fields__, *map(str, [*Does, *Level])]
    assert [name for name in names if not re.search(rf"\b{name}\b", text)] == []


def test_every_key_of_the_configuration_is_documented() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert [name for name in Partner.__struct_fields__ if f"`{name}`" not in text] == []


def test_every_fact_is_documented() -> None:
    text = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
    assert [name for name in ClaimFacts.__struct_fields__ if f"`{name}`" not in text] == []


@pytest.mark.parametrize("columns", [ENCOUNTERS, AUTHORIZATIONS])
def test_every_column_of_a_table_is_documented(columns: dict[str, object]) -> None:
    text = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
    assert [name for name in columns if f"`{name}`" not in text] == []


def test_every_column_of_the_rates_is_documented_and_those_shown_are_accepted() -> None:
    page = ROOT / "docs" / "rates.md"
    text = page.read_text(encoding="utf-8")
    assert [name for name in RATES if f"`{name}`" not in text] == []
    [shown] = fences(page, "csv")
    shipped = (ROOT / "fixtures" / "rates" / "invented.csv").read_text(encoding="utf-8")
    for each in (shown, shipped):
        assert parse_rates(each, name="rates.csv").findings == ()
        assert all("Invented" in row for row in each.splitlines()[1:])


def test_the_facts_shown_are_accepted() -> None:
    [facts, encounters, authorizations] = fences(ROOT / "docs" / "facts.md", "csv")
    [objects] = fences(ROOT / "docs" / "facts.md", "json")
    assert parse_facts(facts, name="facts.csv").findings == ()
    assert parse_facts(json.dumps(json.loads(objects)), name="facts.json").findings == ()
    assert parse_encounters(encounters, name="encounters.csv", zone=UTC).findings == ()
    assert parse_authorizations(authorizations, name="authorizations.csv").findings == ()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize(
    ("command", "name"),
    [
        *((each, "command.md") for each in ("process", "audit", "check", "explain", "synth")),
        *((each, "command.md") for each in ("codes import", "codes list")),
        ("respond", "answers.md"),
        *(
            (f"cases {each}", "answers.md")
            for each in ("list", "show", "unmatched", "answer", "override", "close")
        ),
        ("payer-simulator", "simulator.md"),
        *(
            (f"cases {each}", "documents.md")
            for each in ("attach", "cover", "documents", "enclose")
        ),
        ("remit", "remittance.md"),
        ("cases mend", "mending.md"),
        ("cases send", "sending.md"),
        *((each, "store.md") for each in ("keys list", "keys rotate", "audit-log verify")),
        *(
            (f"policies {each}", "policies-commands.md")
            for each in ("list", "show", "test", "lint")
        ),
    ],
)
def test_every_option_is_in_the_page_of_its_command(command: str, name: str) -> None:
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    done = say_command(*command.split(), "--help")
    assert done.returncode == 0
    options = set(re.findall(r"--[a-z-]+", done.stdout)) - {"--help"}
    assert [option for option in sorted(options) if f"`{option}" not in page] == []
