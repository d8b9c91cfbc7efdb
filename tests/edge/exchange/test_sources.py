"""What every source of files promises, whether it is a folder or a partner's SFTP server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from edi_service.edge.exchange.folder import DropFolder, hidden_name
from edi_service.service.exchange.pickup import Entry, Removal, SourceLost
from tests.edge.exchange.sources import drop_folder, remote_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.service.exchange.pickup import Source


@pytest.fixture(params=[drop_folder, remote_folder], ids=["folder", "sftp"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Source]:
    with request.param(tmp_path) as made:
        yield made


def names(source: Source) -> list[str]:
    return [entry.name for entry in source.entries()]


def entry(source: Source, name: str) -> Entry:
    return next(entry for entry in source.entries() if entry.name == name)


def test_an_empty_folder_lists_nothing(source: Source) -> None:
    assert source.entries() == []


def test_files_are_listed_by_name_with_their_size(source: Source, tmp_path: Path) -> None:
    (tmp_path / "b.837").write_bytes(b"12345")
    (tmp_path / "a.837").write_bytes(b"1")

    assert [(found.name, found.size) for found in source.entries()] == [("a.837", 1), ("b.837", 5)]


def test_links_and_folders_are_no_files(source: Source, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("/etc/hostname")

    assert names(source) == []


@pytest.mark.parametrize(
    "name", ["with space.837", "-rf", "ümlaut.837", "%2e%2e", "a\u202eb", "n\nl"]
)
def test_any_name_is_only_a_name(source: Source, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"content")

    with source.open(entry(source, name), 0) as stream:
        assert stream.read(100) == b"content"
    assert source.remove(entry(source, name)) is Removal.REMOVED
    assert list(tmp_path.iterdir()) == []


def test_reading_goes_on_from_an_offset(source: Source, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"0123456789")

    with source.open(entry(source, "a"), 4) as stream:
        assert stream.read(3) == b"456"
        assert stream.read(30) == b"789"
        assert stream.read(30) == b""


def test_more_than_one_piece_is_read_whole(source: Source, tmp_path: Path) -> None:
    data = bytes(range(256)) * 12_000
    (tmp_path / "a").write_bytes(data)
    met = bytearray()

    with source.open(entry(source, "a"), 0) as stream:
        while piece := stream.read(1 << 20):
            met += piece

    assert met == data


def test_a_file_that_is_gone_is_told(source: Source) -> None:
    with pytest.raises(SourceLost), source.open(Entry("gone", 3, 0), 0) as stream:
        stream.read(1)


def test_an_unchanged_file_is_known(source: Source, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    found = entry(source, "a")

    assert source.is_unchanged(found)

    (tmp_path / "a").write_bytes(b"12")
    assert not source.is_unchanged(found)


def test_a_file_that_is_gone_is_not_unchanged(source: Source) -> None:
    assert not source.is_unchanged(Entry("gone", 3, 0))


def test_what_was_looked_at_is_removed(source: Source, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")

    assert source.remove(entry(source, "a")) is Removal.REMOVED
    assert list(tmp_path.iterdir()) == []


def test_another_file_of_the_name_stays(source: Source, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    looked_at = entry(source, "a")
    (tmp_path / "a").write_bytes(b"another")

    assert source.remove(looked_at) is Removal.CHANGED
    assert (tmp_path / "a").read_bytes() == b"another"


def test_removing_what_is_gone_removes_nothing(source: Source) -> None:
    assert source.remove(Entry("gone", 3, 0)) is Removal.CHANGED


def test_a_marker_is_removed_or_was_not_there(source: Source, tmp_path: Path) -> None:
    (tmp_path / "a.done").touch()

    source.remove_marker("a.done")
    source.remove_marker("a.done")

    assert list(tmp_path.iterdir()) == []


def cut_off_a_removal(folder: Path, name: str) -> None:
    """As it is between the rename and the look of a removal."""
    (folder / name).rename(folder / hidden_name(name))


def test_what_a_removal_that_was_cut_off_has_hidden_comes_back(
    source: Source, tmp_path: Path
) -> None:
    (tmp_path / "a~1.837").write_bytes(b"1")
    before = entry(source, "a~1.837")
    cut_off_a_removal(tmp_path, "a~1.837")

    assert names(source) == []
    assert entry(source, "a~1.837") == before


def test_a_name_that_is_taken_meanwhile_stays_its_partners(source: Source, tmp_path: Path) -> None:
    (tmp_path / "a.837").write_bytes(b"1")
    cut_off_a_removal(tmp_path, "a.837")
    (tmp_path / "a.837").write_bytes(b"another")

    source.entries()

    assert (tmp_path / "a.837").read_bytes() == b"another"
    assert sorted(path.read_bytes() for path in tmp_path.iterdir()) == [b"1", b"another"]
    assert not any(path.name.startswith(".") for path in tmp_path.iterdir())


def test_a_name_too_long_to_be_kept_comes_back_as_another(source: Source, tmp_path: Path) -> None:
    name = "ü" * 127
    (tmp_path / name).write_bytes(b"1")
    cut_off_a_removal(tmp_path, name)

    source.entries()

    [path] = tmp_path.iterdir()
    assert not path.name.startswith(".")
    assert path.read_bytes() == b"1"


def test_a_file_of_a_name_as_long_as_can_be_is_removed(source: Source, tmp_path: Path) -> None:
    name = "n" * 255
    (tmp_path / name).write_bytes(b"1")

    assert source.remove(entry(source, name)) is Removal.REMOVED
    assert list(tmp_path.iterdir()) == []


def test_a_cut_between_two_names_of_one_file_leaves_one(tmp_path: Path) -> None:
    (tmp_path / "a.837").write_bytes(b"1")
    (tmp_path / hidden_name("a.837")).hardlink_to(tmp_path / "a.837")

    DropFolder(tmp_path).entries()

    assert [path.name for path in tmp_path.iterdir()] == ["a.837"]
