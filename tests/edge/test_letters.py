"""The folder that the simulated payer writes into."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from edi_service.edge.letters import keep_letters
from edi_service.simulator.outgoing import Outgoing, Sent

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def a_letter(kind: str = "278", data: bytes = b"ISA~", *, day: int = 20) -> Sent:
    return Sent(kind, NOON.replace(day=day), data)


def test_names_sort_as_the_letters_came(tmp_path: Path) -> None:
    letters = [a_letter("TA1", b"1"), a_letter("999", b"2"), a_letter("278", b"3")]
    names = keep_letters(tmp_path / "out", letters)
    assert names == ["0001.ta1", "0002.999", "0003.278"]
    assert [(tmp_path / "out" / name).read_bytes() for name in sorted(names)] == [
        letter.data for letter in letters
    ]


def test_only_its_owner_may_look_into_it(tmp_path: Path) -> None:
    out = tmp_path / "a" / "out"
    [name] = keep_letters(out, [a_letter()])
    assert out.stat().st_mode & 0o777 == 0o700
    assert (out / name).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "stays"),
    [
        ("0007.278", False),
        ("12345.999", False),
        ("0001.ta1", False),
        ("0001.txt", True),
        ("001.278", True),
        ("claims.837", True),
        ("0001.278.bak", True),
    ],
)
def test_letters_of_an_earlier_run_go_and_nothing_else(
    tmp_path: Path, name: str, *, stays: bool
) -> None:
    (tmp_path / name).write_bytes(b"old")
    keep_letters(tmp_path, [])
    assert (tmp_path / name).exists() is stays


def test_letters_are_handed_over_by_the_moment_they_bear() -> None:
    outgoing = Outgoing(40)
    for day in (22, 20, 21, 20):
        outgoing.send(a_letter(data=str(outgoing.next_number()).encode(), day=day))
    assert [letter.data for letter in outgoing.in_order()] == [b"41", b"43", b"42", b"40"]


def test_a_shuffle_loses_nothing_and_follows_the_seed() -> None:
    outgoing = Outgoing(1)
    for number in range(20):
        outgoing.send(a_letter(data=str(number).encode()))
    one, again, other = (outgoing.shuffled(seed) for seed in (1, 1, 2))
    assert one == again
    assert one != other
    assert sorted(letter.data for letter in one) == sorted(
        letter.data for letter in outgoing.in_order()
    )
