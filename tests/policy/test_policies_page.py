from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from edi_service.policy.language.lists import parse_list
from edi_service.policy.language.load import load_policy

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "policies.md"
EXAMPLES = ROOT / "fixtures" / "policies" / "examples"
SCHEMA = etree.XMLSchema(etree.parse(str(ROOT / "schemas" / "policy" / "policy.xsd")))
NAMESPACE = "urn:edi-service:policy:1"

BLOCKS = re.findall(r"```(xml|csv)\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
AUTHORIZED = '<authorization required="yes"/>'
SOURCE = (
    '<source title="t" href="https://payer.example/" locator="l" '
    'retrieved="2026-11-22" certainty="A"/>'
)
FRAMES = {
    "source": "{0}" + AUTHORIZED,
    "circumstance": SOURCE + '<retrospective allowed="yes">{0}</retrospective>',
    "revision": "",
}


def framed(block: str) -> str:
    """A fragment of a policy as a whole one."""
    name = re.match(r"<([a-z]+)", block)
    assert name is not None
    if name[1] == "policy":
        return block
    inside = FRAMES.get(name[1], SOURCE + "{0}").format(block)
    return (
        f'<policy xmlns="{NAMESPACE}" id="payer/subject" payer="payer"><title>t</title>'
        f'<revision from="2026-01-01">{inside}</revision></policy>'
    )


@pytest.mark.parametrize("block", [text for kind, text in BLOCKS if kind == "xml"])
def test_every_policy_shown_in_the_page_is_one(block: str) -> None:
    whole = framed(block)
    found = re.search(r'id="([^"]+)"', whole)
    assert found is not None
    expected_id = found[1]
    lists = {path.name: path.read_bytes() for path in sorted(EXAMPLES.rglob("*.csv"))}
    assert load_policy(whole.encode(), SCHEMA, lists, expected_id=expected_id)


@pytest.mark.parametrize("block", [text for kind, text in BLOCKS if kind == "csv"])
def test_every_list_shown_in_the_page_is_one(block: str) -> None:
    assert parse_list("shown.csv", block.encode()).rows
