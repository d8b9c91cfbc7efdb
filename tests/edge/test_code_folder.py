"""Imported lists are kept, read again, and refused in a sentence that names the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from edi_service.codes import icd10
from edi_service.codes.icd10 import Standing
from edi_service.codes.listing import Said
from edi_service.edge import code_folder, knowledge
from edi_service.edge.code_folder import CodeFileRefused, CodeFolder, CodeSetName
from edi_service.edge.knowledge import KnowledgeRefused

AUTUMN = Said(name="autumn", starts=date(2026, 10, 1), ends=date(2027, 3, 31), source="S")
YEAR = Said(starts=date(2026, 1, 1), ends=date(2026, 12, 31))
DAY = date(2026, 11, 2)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a release have few codes."""
    monkeypatch.setattr(icd10, "FEWEST_CODES", 2)


def a_file(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "brought.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.usefixtures("short")
def test_what_is_taken_is_held_by_whoever_reads_the_folder(tmp_path: Path) -> None:
    kept = tmp_path / "codes"
    brought = a_file(tmp_path, "A000 Cholera\nB20 Another\n")

    taken = CodeFolder(kept).take(CodeSetName.ICD10CM, brought, AUTUMN)
    CodeFolder(kept).take(CodeSetName.CPT, a_file(tmp_path, "99213\n"), YEAR)

    held = knowledge.read_code_sets(kept)
    assert (taken.name, taken.days) == ("autumn", "2026-10-01 to 2027-03-31")
    assert [release.name for release in held.diagnoses] == ["April 2025", "April 2026", "autumn"]
    assert held.diagnoses.on(DAY, None).standing("A001") is Standing.UNLISTED
    assert held.procedures.standing("HC", "99214", DAY) is Standing.UNLISTED
    assert sorted(path.relative_to(kept).as_posix() for path in kept.rglob("*.*")) == [
        "cpt/2026-01-01.txt",
        "icd10cm/2026-10-01.txt",
    ]


def test_a_folder_that_is_not_there_adds_nothing(tmp_path: Path) -> None:
    held = knowledge.read_code_sets(tmp_path / "none")

    assert len(list(held.diagnoses)) == 2
    assert not held.procedures


@pytest.mark.usefixtures("short")
def test_a_list_of_the_same_days_takes_the_place_of_the_other(tmp_path: Path) -> None:
    folder = CodeFolder(tmp_path / "codes")
    spring = Said(name="mine", starts=date(2026, 4, 1), ends=date(2026, 9, 30))
    folder.take(CodeSetName.ICD10CM, a_file(tmp_path, "A000\nB20"), spring)
    for code in ("99213", "99214"):
        folder.take(CodeSetName.CPT, a_file(tmp_path, code), YEAR)

    assert [release.name for release in folder.releases()] == ["April 2025", "mine"]
    assert [set(each.codes) for each in folder.procedures()] == [{"99214"}]


@pytest.mark.usefixtures("short")
def test_days_that_overlap_are_refused_and_nothing_is_changed(tmp_path: Path) -> None:
    folder = CodeFolder(tmp_path / "codes")
    year = Said(starts=date(2025, 10, 1), ends=date(2026, 9, 30))

    with pytest.raises(
        CodeFileRefused,
        match=r"brought\.txt is refused: its days, 2025-10-01 to 2026-09-30, overlap with those of "
        "April 2026, 2026-04-01 to 2026-09-30, which is held",
    ):
        folder.take(CodeSetName.ICD10CM, a_file(tmp_path, "A000\nB20"), year)
    assert not (tmp_path / "codes").exists()


def test_lists_of_different_sets_may_have_the_same_days(tmp_path: Path) -> None:
    folder = CodeFolder(tmp_path / "codes")
    for name, code in (("cpt", "99213"), ("hcpcs", "J1885"), ("cdt", "D0120")):
        folder.take(CodeSetName(name), a_file(tmp_path, code), YEAR)

    assert [len(folder.held(CodeSetName(name))) for name in ("cpt", "hcpcs", "cdt")] == [1, 1, 1]


@pytest.mark.usefixtures("short")
def test_descriptions_may_be_in_another_encoding(tmp_path: Path) -> None:
    content = b"A000 L\xf6ffler\nB20 x\n"

    taken = CodeFolder(tmp_path / "codes").take(
        CodeSetName.ICD10CM, a_file(tmp_path, content), AUTUMN
    )

    assert taken.name == "autumn"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "only 0 codes were found"),
        (b"<!DOCTYPE html><html>", "line 1 is of a web page"),
        (b"A000\n=cmd()\n", "line 2 is a formula"),
        (b"A000\nZZZ\n", "line 2 begins with no code of ICD-10-CM"),
        (b"PK\x03\x04\xff\xfe", "line 1 begins with no code of ICD-10-CM"),
        (b"A000\nB20\n", "only 2 codes were found; a whole release has above 60000"),
    ],
)
def test_what_is_no_release_is_refused_with_file_and_line(
    content: bytes, says: str, tmp_path: Path
) -> None:
    with pytest.raises(CodeFileRefused, match=rf"brought\.txt is refused: {says}"):
        CodeFolder(tmp_path / "codes").take(CodeSetName.ICD10CM, a_file(tmp_path, content), AUTUMN)
    assert not (tmp_path / "codes").exists()


def test_a_kept_file_that_was_spoiled_is_named(tmp_path: Path) -> None:
    kept = tmp_path / "codes"
    CodeFolder(kept).take(CodeSetName.CPT, a_file(tmp_path, "99213"), YEAR)
    (kept / "cpt" / "2026-01-01.txt").write_text("nothing")

    with pytest.raises(KnowledgeRefused, match=r"cpt/2026-01-01\.txt is refused"):
        knowledge.read_code_sets(kept)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CodeFileRefused, match="none cannot be read: No such file"):
        CodeFolder(tmp_path).take(CodeSetName.CPT, tmp_path / "none", YEAR)


def test_without_a_folder_nothing_can_be_kept(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nowhere to keep"):
        CodeFolder().take(CodeSetName.CPT, a_file(tmp_path, "99213"), YEAR)


def test_the_user_s_folder_is_below_the_user_s_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/somewhere")
    assert code_folder.user_folder() == Path("/somewhere/edi-service/codes")

    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", "/somebody")
    assert code_folder.user_folder() == Path("/somebody/.local/share/edi-service/codes")

    def nobody() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", nobody)
    assert code_folder.user_folder() == Path("edi-service/codes")
