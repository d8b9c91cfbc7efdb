"""The repository about itself."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from edi_service.service.catalogue import every_kind

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "edi_service"
LONGEST_FILE = 400
KINDS = list(every_kind().values())


def sources(*folders: str, suffix: str = ".py") -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob(f"*{suffix}"))]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_kind_says_what_it_means_and_what_to_do(kind: object) -> None:
    assert isinstance(kind, type(KINDS[0]))
    assert re.fullmatch(r"[A-Z]{2}\d\d", kind.code)
    assert len(kind.explanation) > 60
    assert kind.remedy.endswith(".")
    assert not kind.title.endswith(".")


def test_no_code_is_used_twice() -> None:
    codes = re.findall(
        r'Kind\(\s*(?:code=)?"([A-Z]{2}\d\d)"',
        "\n".join(path.read_text(encoding="utf-8") for path in sources("edi_service")),
    )
    assert sorted(codes) == sorted(set(codes))
    assert set(codes) == {kind.code for kind in KINDS}


def test_every_kind_is_met_in_a_test_or_a_fixture() -> None:
    names = {
        match.group(2): match.group(1)
        for path in sources("edi_service")
        for match in re.finditer(
            r'^(\w+) = (?:Rule|ReviewRule|Kind)\((?:\s*kind=Kind\()?\s*(?:code=)?"([A-Z]{2}\d\d)"',
            path.read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    }
    here = Path(__file__)
    met = "\n".join(
        path.read_text(encoding="utf-8", errors="replace")
        for path in [*sources("tests"), *sources("fixtures", suffix=".toml"), *_expected()]
        if path != here
    )
    unmet = [
        kind.code
        for kind in KINDS
        if kind.code not in met and not re.search(rf"\b{names.get(kind.code, '-')}\b", met)
    ]
    assert unmet == []


def _expected() -> list[Path]:
    return sorted((ROOT / "fixtures" / "scenarios").glob("*/expected/*.jsonl"))


@pytest.mark.parametrize(
    "path", sources("edi_service", "tests", "benchmarks"), ids=lambda path: path.name
)
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", sources("edi_service"), ids=lambda path: path.name)
def test_a_file_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)) or path.stat().st_size == 0


def test_every_folder_of_the_package_says_what_it_is_for() -> None:
    for folder in {path.parent for path in sources("edi_service")}:
        docstring = ast.get_docstring(ast.parse((folder / "__init__.py").read_text()))
        assert docstring, folder.name


def test_tests_are_longer_than_code() -> None:
    def lines(paths: list[Path]) -> int:
        return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)

    cases = sources("fixtures/policies", suffix=".cases.toml")
    guides = [path for path in (ROOT / "fixtures" / "guides").rglob("*") if path.is_file()]
    claims = sources("fixtures/scenarios", suffix="claims.837")
    as_files = lines(cases) + lines(guides) + lines(claims)
    assert lines(sources("tests")) + as_files > lines(sources("edi_service"))


def test_nothing_of_a_machine_is_in_the_repository() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    ).stdout
    if not listed:
        pytest.skip("not a git checkout")
    pattern = re.compile(rb"/(?:home|root|Users|work)/|/tmp/[a-z]")
    here = Path(__file__).resolve()
    for name in listed.decode().split("\0")[:-1]:
        path = ROOT / name
        if path.is_file() and path.resolve() != here and path.name != "uv.lock":
            assert not pattern.search(path.read_bytes()), name
