"""The folder that acknowledgments are written to: all of them whole, or none."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from edi_service.acknowledge.file import Document, DocumentKind
from edi_service.edge.answers import AnswersFolder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def an_answer(number: int, parts: Iterator[bytes] | None = None) -> Document:
    return Document(
        kind=DocumentKind.IMPLEMENTATION,
        control_number=number,
        interchange="000000001",
        group="1",
        parts=parts or iter([b"ISA*00", b"~IEA*1"]),
    )


def test_answers_are_named_by_their_numbers_and_only_for_the_user_to_read(tmp_path: Path) -> None:
    folder = tmp_path / "answers"
    with AnswersFolder(folder) as answers:
        answers.keep(an_answer(7))
        answers.publish()
    [path] = folder.iterdir()
    assert (path.name, path.read_bytes()) == ("000000007.999", b"ISA*00~IEA*1")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_answers_that_were_not_published_leave_no_trace(tmp_path: Path) -> None:
    def cut_short() -> Iterator[bytes]:
        yield b"ISA*00"
        raise OSError(28, "No space left on device")

    with AnswersFolder(tmp_path) as answers:
        answers.keep(an_answer(1))
        with pytest.raises(OSError, match="No space"):
            answers.keep(an_answer(2, cut_short()))
    assert list(tmp_path.iterdir()) == []


def test_answers_that_are_forgotten_are_not_published(tmp_path: Path) -> None:
    with AnswersFolder(tmp_path) as answers:
        answers.keep(an_answer(1))
        answers.keep(an_answer(2))
        answers.forget()
        answers.keep(an_answer(1))
        answers.publish()
    assert [path.name for path in tmp_path.iterdir()] == ["000000001.999"]


def test_answers_of_an_earlier_run_are_replaced_by_those_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "000000001.999").write_bytes(b"old")
    (tmp_path / "notes.txt").write_bytes(b"mine")
    with AnswersFolder(tmp_path) as answers:
        answers.keep(an_answer(1))
        answers.publish()
    assert (tmp_path / "000000001.999").read_bytes() == b"ISA*00~IEA*1"
    assert (tmp_path / "notes.txt").read_bytes() == b"mine"
