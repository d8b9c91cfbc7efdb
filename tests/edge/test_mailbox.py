"""The folder that takes what leaves: a file is whole or not there, and private."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from edi_service.edge.mailbox import MailboxFolder

if TYPE_CHECKING:
    from pathlib import Path


def names(folder: Path) -> list[str]:
    """What somebody who looks for files sees."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_a_file_is_not_seen_before_it_is_put_there(tmp_path: Path) -> None:
    mailbox = MailboxFolder(tmp_path)
    mailbox.prepare("a-1.278", b"ISA")
    assert names(tmp_path) == []
    mailbox.put("a-1.278")
    assert names(tmp_path) == ["a-1.278"]
    assert (tmp_path / "a-1.278").read_bytes() == b"ISA"


def test_a_file_that_is_dropped_leaves_nothing(tmp_path: Path) -> None:
    mailbox = MailboxFolder(tmp_path)
    mailbox.prepare("a-1.278", b"ISA")
    mailbox.drop("a-1.278")
    mailbox.drop("b-1.278")  # which was never prepared
    assert list(tmp_path.iterdir()) == []


def test_folder_and_files_are_private(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "out"
    mailbox = MailboxFolder(folder)
    mailbox.prepare("a-1.278", b"ISA")
    (partial,) = folder.iterdir()
    assert stat.S_IMODE(partial.stat().st_mode) == 0o600
    mailbox.put("a-1.278")
    assert stat.S_IMODE((folder / "a-1.278").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_request_is_never_written_over(tmp_path: Path) -> None:
    mailbox = MailboxFolder(tmp_path)
    (tmp_path / "a-1.278").write_bytes(b"SENT")
    with pytest.raises(FileExistsError):
        mailbox.prepare("a-1.278", b"OTHER")
    assert (tmp_path / "a-1.278").read_bytes() == b"SENT"
    assert names(tmp_path) == ["a-1.278"]


def test_a_worksheet_may_be_written_again(tmp_path: Path) -> None:
    mailbox = MailboxFolder(tmp_path)
    for text in (b"FIRST", b"SECOND"):
        mailbox.prepare("a.txt", text)
        mailbox.put("a.txt")
    assert (tmp_path / "a.txt").read_bytes() == b"SECOND"


def test_what_a_broken_run_left_is_written_over(tmp_path: Path) -> None:
    MailboxFolder(tmp_path).prepare("a-1.278", b"A LONGER TEXT THAT NOBODY EVER SAW")
    mailbox = MailboxFolder(tmp_path)
    mailbox.prepare("a-1.278", b"ISA")
    mailbox.put("a-1.278")
    assert (tmp_path / "a-1.278").read_bytes() == b"ISA"
    assert len(list(tmp_path.iterdir())) == 1
