"""A hundred names of files: each is data, none leads anywhere, and none keeps others back."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest

from edi_service.edge.exchange.archive import Archives, Limits
from edi_service.edge.exchange.aside import set_aside
from edi_service.service.exchange.drops import DropState
from edi_service.service.exchange.pickup import Patience, Pickup, Step
from edi_service.service.exchange.receiving import Receiver
from tests.edge.exchange.sources import drop_folder, remote_folder
from tests.edge.exchange.test_receiving import AT, CLAIMS, kept, store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from edi_service.edge.store.store import SqlStore
    from edi_service.service.exchange.pickup import Source

__all__ = ["store"]

LONGEST = 255  # bytes
ODD = (
    *(b"%2e%2e", b"%2e%2e%2fetc%2fpasswd", b"a..", b"a\\..\\..\\b", b"%c0%ae%c0%ae", b"%00"),
    *(b"-rf", b"--help", b"-", b"--", b"~", b"~root", b"$HOME", b"$(reboot)", b"`reboot`", b"|sh"),
    *(b"a;b", b"a&b", b"a>b", b"a<b", b"a*b", b"a?b", b"[a]", b"{a,b}", b"!a", b"#a", b"a'b"),
    *(b'a"b', b"a\\", b"C:\\a", b"C:", b"a:b", b"a@b", b"a=b", b"a,b", b"a+b", b"a%b", b"%s%n"),
    *(b" a", b"a ", b"  ", b"\t", b"a\tb", b"a\nb", b"\n", b"a\rb", b"a\x0bb", b"\x01", b"\x1b[2J"),
    *(b"\x7f", b"a\x08b", b"a\x00b".replace(b"\x00", b"\x02"), b"CON", b"NUL.837", b"AUX", b"COM1"),
    *(b"A.837", b"a.837", b"a.83", b"a.837 ", b"a.837.", b"A.837.", b"a.837~", b"a.837.bak"),
    *(name.encode() for name in ("ümlaut", "u\u0308mlaut", "Ümlaut", "名前", "имя", "اسم", "שם")),
    *(
        name.encode()
        for name in ("a\u202eb", "a\u200bb", "\ufeffa", "a\u2028b", "a\u0085b", "\uff21")
    ),
    *(
        name.encode()
        for name in ("🏥", "a\U000e0041", "\u2024\u2024", "\uff0fetc", "a\u2215b", "\x80")
    ),
    *(
        b"\xff",
        b"a\xff.837",
        b"\xc3",
        b"\xc3\x28",
        b"\xed\xa0\x80",
        b"\xf0\x9f",
        b"\xc0\xae",
        b"\xfe\xff",
    ),
    *(
        b"ISA*00*",
        b"a.837;1",
        b"a.zip",
        b"a.gz",
        b"a.pgp",
        b"a.done.837",
        b"tmp",
        b"done",
        b"a.tmp.837",
    ),
    *(
        b"=1+1",
        b"@SUM(A1)",
        b"<img src=x onerror=alert(1)>",
        b"' OR 1=1 --",
        b"{{7*7}}",
        b"${jndi:x}",
    ),
    *(b"x" * LONGEST, b"x" * (LONGEST - 4) + b".837", "ü".encode() * 127),
)
LEFT_ALONE = (
    *(b".hidden", b".a.837", b"..a", b"...", b".. ", b"..\\..\\a", b"..%c0%af"),
    *(b"a.tmp", b"a.TMP", b"a.part", b"a.filepart", b"a.done"),
)


def test_there_are_a_hundred() -> None:
    assert len(set(ODD)) == len(ODD) >= 100


def leave(folder: Path, names: tuple[bytes, ...]) -> dict[bytes, bytes]:
    """A file of its own content under each name; what each holds."""
    made = {}
    for number, name in enumerate(names):
        made[name] = CLAIMS.replace(b"000000001", b"%09d" % (number + 10))
        with open(os.path.join(os.fsencode(folder), name), "xb") as file:  # noqa: PTH118, PTH123 -- bytes
            file.write(made[name])
    return made


def take_all(source: Source, store: SqlStore, aside_in: Path) -> list[tuple[str, Step]]:
    """Two looks; what they did."""
    receiver = Receiver(
        lambda at: store.begin(actor="pickup", at=at),
        lambda: set_aside(aside_in),
        Archives(Limits()),
    )
    pickup = Pickup(
        source,
        Patience(settled_seconds=0),
        lambda: set_aside(aside_in),
        lambda entry, aside: receiver.receive("maple", entry, aside, AT),
    )
    return [*pickup.look(0), *pickup.look(1)]


@pytest.mark.parametrize("made", [drop_folder, remote_folder], ids=["folder", "sftp"])
def test_whatever_a_file_is_called_it_is_taken_whole_and_removed(
    made: Callable[[Path], AbstractContextManager[Source]], store: SqlStore, tmp_path: Path
) -> None:
    folder, beside = tmp_path / "in", tmp_path / "beside"
    folder.mkdir()
    beside.mkdir()
    contents = leave(folder, ODD)
    leave(folder, LEFT_ALONE)
    with made(folder) as source:
        steps = take_all(source, store, beside)

    assert sorted(os.fsencode(path.name) for path in folder.iterdir()) == sorted(LEFT_ALONE)
    assert [step for _, step in steps].count(Step.TAKEN) == len(ODD)
    assert [step for _, step in steps].count(Step.REMOVED) == len(ODD)
    drops = kept(store)
    assert {drop.state for drop in drops} == {DropState.TAKEN}
    with store.read() as shelf:
        received = {b"".join(shelf.original(drop.sha256)) for drop in drops}
    assert received == set(contents.values())
    assert len({drop.drop_id for drop in drops}) == len(ODD)
    for drop in drops:
        assert drop.drop_id.isalnum(), "what is made of it is called by a hash"
        drop.name.encode("utf-8")


def test_a_name_that_is_no_text_is_kept_as_one_that_can_be_shown(
    store: SqlStore, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    leave(folder, (b"a\xff.837",))
    with drop_folder(folder) as source:
        take_all(source, store, tmp_path)
    [drop] = kept(store)
    assert drop.name == r"a\udcff.837"


@pytest.fixture
def strange(tmp_path: Path) -> Iterator[Path]:
    """A folder with what is no file of its own, and one that is."""
    folder, elsewhere = tmp_path / "in", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    (elsewhere / "secret.837").write_bytes(CLAIMS)
    (folder / "link.837").symlink_to(elsewhere / "secret.837")
    (folder / "out.837").symlink_to(elsewhere)
    (folder / "nowhere.837").symlink_to(tmp_path / "not there")
    (folder / "round.837").symlink_to(folder / "round.837")
    (folder / "device.837").symlink_to("/dev/zero")
    (folder / "folder.837").mkdir()
    (folder / "folder.837" / "inner.837").write_bytes(CLAIMS)
    os.mkfifo(folder / "pipe.837")
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(folder / "socket.837"))
    (folder / "z.837").write_bytes(CLAIMS)
    yield folder
    listening.close()


@pytest.mark.parametrize("made", [drop_folder, remote_folder], ids=["folder", "sftp"])
def test_what_is_no_file_is_left_alone_and_keeps_nothing_back(
    made: Callable[[Path], AbstractContextManager[Source]],
    store: SqlStore,
    strange: Path,
    tmp_path: Path,
) -> None:
    before = {path.name for path in strange.iterdir()}
    with made(strange) as source:
        steps = take_all(source, store, tmp_path)

    assert steps == [("z.837", Step.TAKEN), ("z.837", Step.REMOVED)]
    assert {path.name for path in strange.iterdir()} == before - {"z.837"}
    assert (tmp_path / "elsewhere" / "secret.837").read_bytes() == CLAIMS


def test_a_hard_link_is_a_file_and_only_its_name_here_is_removed(
    store: SqlStore, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "theirs.837").write_bytes(CLAIMS)
    (folder / "a.837").hardlink_to(tmp_path / "theirs.837")
    with drop_folder(folder) as source:
        assert [step for _, step in take_all(source, store, tmp_path)] == ["taken", "removed"]
    assert (tmp_path / "theirs.837").read_bytes() == CLAIMS
