"""A partner that leaves much at once keeps one that leaves little from nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from edi_service.service.exchange.drops import DropState
from tests.serving.office import Office, running
from tests.serving.test_faults import FEW, claims

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.warm import Warm

MUCH, SOME = 16, 2  # files
ELM = """
[trading_partners.elm]
inbound = "in of elm"
outbound = "out of elm"
[trading_partners.elm.patience]
settled_seconds = 0.2
"""


@pytest.fixture
def two_partners(tmp_path: Path, url: str, warm: Warm) -> Iterator[Office]:
    """Maple's files are worked two at a time, and so many on this machine."""
    made = Office(tmp_path / "office", url, at_once=2, others=ELM, service="at_once = 3", warm=warm)
    (made.folder / "in of elm").mkdir()
    yield from running(made)


def states(office: Office) -> Counter[tuple[str, DropState]]:
    """How many files of each partner are how far."""
    return Counter((drop.partner, drop.state) for drop in office.drops())


@pytest.mark.slow
def test_who_leaves_little_does_not_wait_for_who_leaves_much(two_partners: Office) -> None:
    office = two_partners
    office.start()
    office.wait_for_event("serving")
    for number in range(MUCH):
        office.drop(f"{number}.837", claims(number, 5 * FEW))
    office.wait_until(lambda counts: counts.files == MUCH)
    for number in range(SOME):
        beside = office.folder / f"{number}.tmp"
        beside.write_bytes(claims(1000 + number, FEW))
        beside.rename(office.folder / "in of elm" / f"{number}.837")

    office.wait_until(lambda _: states(office)["elm", DropState.DONE] == SOME)

    assert states(office)["maple", DropState.TAKEN] > MUCH // 4, "many of the others wait still"
    counts = office.wait_until_done(MUCH + SOME)
    assert len(list((office.folder / "out of elm").glob("*.999"))) == SOME
    assert (counts.done, counts.quarantined) == (MUCH + SOME, 0)
    assert office.balanced().returncode == 0
