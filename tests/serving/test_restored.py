"""A store that was put back to an earlier time, and files left again: the same cases, each once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

import pytest

from edi_service.service.exchange.drops import DropState
from tests.serving.office import Office, running
from tests.serving.test_faults import FEW, claims
from tests.serving.test_loop import PAYER, SERVICE, admitted_yesterday

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.warm import Warm

BEFORE, AFTER = 2, 3  # files that came before the backup was made, and after


class Kept(NamedTuple):
    """What the store has."""

    claims: list[str]
    cases: list[str]
    requests: list[tuple[str, int]]
    states: list[str]


def kept(office: Office) -> Kept:
    with office.store() as store, store.read() as shelf:
        cases = sorted(record.case_id for record in shelf.cases())
        hashes = sorted({drop.sha256 for drop in shelf.drops()})
        return Kept(
            claims=sorted(each.claim_id for sha256 in hashes for each in shelf.claims_of(sha256)),
            cases=cases,
            requests=[(case, each.number) for case in cases for each in shelf.attempts(case)],
            states=sorted(drop.state for drop in shelf.drops()),
        )


def back_up(store: Path, copies: Path) -> None:
    """As docs/serving.md has it: each file of the store by SQLite's own means, while it runs."""
    copies.mkdir()
    for path in (store, store.with_name(f"{store.name}.engine")):
        copy = copies / path.name
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)


def put_back(store: Path, copies: Path) -> None:
    """What is there is lost with its disk; the copies take its place."""
    for path in store.parent.glob(f"{store.name}*"):
        path.unlink()
    for path in copies.iterdir():
        path.rename(store.with_name(path.name))


@pytest.fixture
def office_of_a_file(tmp_path: Path, warm: Warm) -> Iterator[tuple[Office, Path]]:
    store = tmp_path / "store.sqlite"
    made = Office(
        tmp_path / "office", f"sqlite:///{store}", service=SERVICE, others=PAYER, warm=warm
    )
    for office in running(made):
        yield office, store


@pytest.mark.slow
def test_files_that_come_again_after_the_store_was_put_back_are_worked_once(
    office_of_a_file: tuple[Office, Path], tmp_path: Path
) -> None:
    office, store = office_of_a_file
    stay = admitted_yesterday()
    files = {f"{number}.837": claims(number, FEW) for number in range(BEFORE + AFTER - 1)}
    files["stay.837"] = stay  # the last, and the one with a case
    office.start()
    for number, (name, data) in enumerate(files.items(), start=1):
        if number == BEFORE + 1:
            office.wait_until_done(BEFORE)
            back_up(store, tmp_path / "copies")
        office.drop(name, data)
    office.wait_until_done(len(files))
    office.wait_until_taken_away()
    before, asked = kept(office), sorted(path.name for path in office.outbound.glob("*.278"))
    assert len(asked) == 1
    assert len(before.cases) > 1
    office.stop()
    office.forget()

    put_back(store, tmp_path / "copies")
    assert len(kept(office).claims) == BEFORE * FEW
    office.start()
    for name, data in files.items():  # the partner leaves all of them again, as it was asked to
        office.drop(name, data)
    office.wait_until_done(len(files) + BEFORE)

    after = kept(office)
    assert after[:3] == before[:3]
    assert after.states == sorted([*[DropState.DONE] * len(files), *[DropState.DUPLICATE] * BEFORE])
    assert sorted(path.name for path in office.outbound.glob("*.278")) == asked
    told = office.balanced()
    assert told.returncode == 0, told.stdout
