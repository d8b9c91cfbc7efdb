"""What the service knows is read whole, or refused in one sentence that names the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from edi_service.edge import knowledge
from edi_service.edge.knowledge import KnowledgeRefused
from edi_service.service.config import parse_config

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "fixtures" / "policies" / "examples"


def test_nothing_given_is_nothing_known() -> None:
    assert knowledge.read_facts(None).findings == ()
    assert knowledge.read_authorizations(None).findings == ()
    assert knowledge.read_config(None).payers == {}


def test_the_library_is_there_and_examples_only_when_asked_for() -> None:
    shipped = knowledge.read_library((), ())
    more = knowledge.read_library((EXAMPLES,), ())
    assert {policy.payer for policy in shipped.policies} >= {"*", "medicare-ffs", "va"}
    assert not any(policy.payer == "example-health" for policy in shipped.policies)
    assert any(policy.payer == "example-health" for policy in more.policies)
    assert more.payers.find("EXHLTH01", "CI") is not None


def test_the_config_goes_before_the_tables() -> None:
    config = parse_config('[payers.EXHLTH01]\npayer = "other"\nline_of_business = "commercial"\n')
    library = knowledge.read_library((EXAMPLES,), config.aliases())
    alias = library.payers.find("EXHLTH01", "")
    assert alias is not None
    assert alias.payer == "other"


def test_documents_have_titles() -> None:
    titles = knowledge.read_document_titles(())
    assert all(titles.values())
    assert "clinical-notes" in titles


def a_policy_folder(tmp_path: Path, name: str, content: bytes) -> Path:
    folder = tmp_path / "policies"
    (folder / "payer").mkdir(parents=True)
    (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("payer/a.xml", b"<policy", "the policy .*a.xml is refused: "),
        ("payer/a.xml", b"<!DOCTYPE x><x/>", "DOCTYPE"),
        ("payer/a.xml", b"\xff\xfe", "the policy .*a.xml is refused: "),
        ("payers.csv", b"payer\nx\n", "the payer table .*payers.csv is refused: "),
        ("payers.csv", b"\xff\xff", "payers.csv is not text in UTF-8"),
    ],
)
def test_what_cannot_be_used_is_named(name: str, content: bytes, says: str, tmp_path: Path) -> None:
    folder = a_policy_folder(tmp_path, name, content)
    with pytest.raises(KnowledgeRefused, match=says):
        knowledge.read_library((folder,), ())


def test_a_policy_that_is_there_twice_is_refused() -> None:
    with pytest.raises(KnowledgeRefused, match="is there twice"):
        knowledge.read_library((EXAMPLES, EXAMPLES), ())


@pytest.mark.parametrize(
    ("read", "says"),
    [
        (knowledge.read_facts, "the facts .* are refused: "),
        (knowledge.read_authorizations, "the authorizations .* are refused: "),
        (knowledge.read_config, "the configuration .* is refused: "),
    ],
)
def test_a_table_that_cannot_be_used_is_named(read: object, says: str, tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_text("nothing = of the = sort\n")
    assert callable(read)
    with pytest.raises(KnowledgeRefused, match=says):
        read(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeRefused, match=r"facts\.csv cannot be read: No such file"):
        knowledge.read_facts(tmp_path / "facts.csv")
