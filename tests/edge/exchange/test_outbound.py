"""What every place that files are put into promises."""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from edi_service.edge.exchange.connection import Connection
from edi_service.edge.exchange.outbound import OutboundFolder, RemoteOutbound
from tests.edge.exchange.sources import partner_server, remote, running_loop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.service.exchange.delivery import Target


@contextmanager
def local(folder: Path) -> Iterator[Target]:
    yield OutboundFolder(folder)


@contextmanager
def behind_sftp(folder: Path) -> Iterator[Target]:
    with (
        running_loop() as loop,
        partner_server(folder, loop) as (port, key),
        Connection(remote(port, key), folder, "correct horse") as connection,
    ):
        yield RemoteOutbound(connection)


@pytest.fixture(params=[local, behind_sftp], ids=["folder", "sftp"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Target]:
    with request.param(tmp_path) as made:
        yield made


def seen(folder: Path) -> dict[str, bytes]:
    """What a partner sees, who does not look at hidden files."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name[0] != "."}


def test_what_is_placed_is_not_seen(target: Target, tmp_path: Path) -> None:
    target.place("a.999", "t1", [b"ISA*"])

    assert seen(tmp_path) == {}


def test_what_is_revealed_is_seen_whole(target: Target, tmp_path: Path) -> None:
    data = b"ISA*" * 100_000
    target.place("a.999", "t1", [data[:100], data[100:]])
    target.reveal("a.999", "t1")

    assert seen(tmp_path) == {"a.999": data}
    assert len(list(tmp_path.iterdir())) == 1


def test_placing_again_replaces_what_was_placed_in_part(target: Target, tmp_path: Path) -> None:
    target.place("a.999", "t1", [b"a longer first part"])
    target.place("a.999", "t1", [b"ISA*"])
    target.reveal("a.999", "t1")

    assert seen(tmp_path) == {"a.999": b"ISA*"}


def test_revealing_again_shows_nothing_twice(target: Target, tmp_path: Path) -> None:
    target.place("a.999", "t1", [b"ISA*"])
    target.reveal("a.999", "t1")
    (tmp_path / "a.999").unlink()  # the partner has taken it

    target.reveal("a.999", "t1")

    assert seen(tmp_path) == {}


def test_what_others_placed_is_cleared_away(target: Target, tmp_path: Path) -> None:
    target.place("a.999", "t1", [b"ISA*"])
    target.place("a.999", "t2", [b"ISA*, half of i"])
    target.place("a.999.more", "t3", [b"another file"])
    target.reveal("a.999", "t1")

    target.clear("a.999")
    target.clear("a.999")

    assert seen(tmp_path) == {"a.999": b"ISA*"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [".a.999.more~t3.part", "a.999"]


def test_what_is_placed_and_not_revealed_is_known(target: Target, tmp_path: Path) -> None:
    target.place("a.999", "t1", [b"ISA*"])
    target.reveal("a.999", "t1")
    target.place("a.999", "t2", [b"ISA*"])
    target.place("b.278", "t3", [b"ISA*"])
    (tmp_path / ".hidden.part").write_bytes(b"a partner's own")
    (tmp_path / ".a~b").write_bytes(b"a partner's own")

    assert target.unrevealed() == {"a.999", "b.278"}


def test_names_with_signs_of_patterns_are_cleared_as_they_are_written(
    target: Target, tmp_path: Path
) -> None:
    target.place("[a]*.999", "t1", [b"half of i"])
    target.place("a.999", "t2", [b"another file"])

    target.clear("[a]*.999")

    assert [path.name for path in tmp_path.iterdir()] == [".a.999~t2.part"]


def test_what_was_placed_can_be_withdrawn(target: Target, tmp_path: Path) -> None:
    target.place("a.999", "t1", [b"ISA*"])
    target.place("a.999", "t2", [b"ISA*"])
    target.withdraw("a.999", "t2")
    target.withdraw("a.999", "t2")
    target.reveal("a.999", "t1")

    assert seen(tmp_path) == {"a.999": b"ISA*"}
    assert len(list(tmp_path.iterdir())) == 1


def test_another_placing_is_not_revealed(target: Target, tmp_path: Path) -> None:
    target.place("a.999", "t2", [b"another's"])

    target.reveal("a.999", "t1")

    assert seen(tmp_path) == {}


def test_a_file_in_a_folder_is_private(tmp_path: Path) -> None:
    target = OutboundFolder(tmp_path)
    target.place("a.999", "t1", [b"ISA*"])
    target.reveal("a.999", "t1")

    assert (tmp_path / "a.999").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        OutboundFolder(tmp_path / "gone").place("a.999", "t1", [b"ISA*"])
    with pytest.raises(FileNotFoundError):
        OutboundFolder(tmp_path / "gone").clear("a.999")


def test_nothing_is_kept_in_memory_of_a_name_that_was_cleared(tmp_path: Path) -> None:
    target = OutboundFolder(tmp_path)
    target.clear("warm.999")
    before = patterns()

    for number in range(20):
        target.clear(f"{number}.999")

    assert patterns() <= before


def patterns() -> int:
    """How many compiled patterns there are."""
    return sum(isinstance(one, re.Pattern) for one in gc.get_objects())
