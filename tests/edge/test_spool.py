"""What becomes of claims, kept outside of memory until it is told."""

from __future__ import annotations

import tracemalloc
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from edi_service.acknowledge.ledger import Batch, InMemory, ProviderRun
from edi_service.acknowledge.statuses import Identity, Totals, WrittenClaims
from edi_service.edge import spool as module
from edi_service.edge.exchange.aside import EncryptedAside
from edi_service.edge.spool import DiskSpools

if TYPE_CHECKING:
    from pathlib import Path

    from edi_service.acknowledge.ledger import Spools


def claims(number: int) -> WrittenClaims:
    totals = Totals(accepted=1, accepted_amount=Decimal(f"{number}.10"))
    body = b"NM1*QC*1*CANARY~TRN*2*A%d~" % number
    return WrittenClaims(bodies=(body,) * (number % 3 + 1), segments=2, totals=totals)


def test_bytes_that_are_no_text_come_back_as_well(tmp_path: Path) -> None:
    """A name in Latin-1 is read as UTF-8 that it is not, and has to be kept all the same."""
    told = Identity(entity="QC", last_name=b"MU\xd1OZ".decode(errors="surrogateescape"))
    with closing(DiskSpools(tmp_path, 0)) as spools:
        spool = spools.new(Identity)
        spool.add(told)
        assert list(spool) == [told]


@pytest.mark.parametrize("most", [0, 1, 7, 100, 10_000])
def test_things_come_back_as_they_were_and_in_order(tmp_path: Path, most: int) -> None:
    told = [claims(number) for number in range(200)]
    with closing(DiskSpools(tmp_path, most)) as spools:
        spool, other = spools.new(WrittenClaims), spools.new(int)
        for number, each in enumerate(told):
            spool.add(each)
            other.add(number)

        assert list(other) == list(range(200))
        assert list(spool) == told


def test_no_more_is_held_in_memory_than_agreed(tmp_path: Path) -> None:
    with closing(DiskSpools(tmp_path, 10)) as spools:
        made = [spools.new(int) for _ in range(100)]
        for number, spool in enumerate(made):
            spool.add(number)
            assert sum(len(each._held) for each in made) <= 10  # noqa: SLF001 -- that is the point
        assert [list(spool) for spool in made] == [[number] for number in range(100)]


def test_nothing_of_it_can_be_read_or_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[bytes] = []

    class Watched(EncryptedAside):
        def close(self) -> None:
            self._file.seek(0)
            written.append(self._file.read())
            super().close()

    path = tmp_path / "it"
    monkeypatch.setattr(module, "set_aside", lambda _: Watched(path.open("w+b")))
    with closing(DiskSpools(tmp_path, 10)) as spools:
        spool = spools.new(WrittenClaims)
        for number in range(50):
            spool.add(claims(number))

    assert len(written[0]) > 1000
    assert b"CANARY" not in written[0]


def test_few_things_need_no_disk(tmp_path: Path) -> None:
    with closing(DiskSpools(tmp_path / "no such folder")) as spools:
        spool = spools.new(int)
        spool.add(1)
        assert list(spool) == [1]


@pytest.mark.parametrize("kind", ["memory", "disk"])
def test_claims_of_a_batch_come_by_provider(tmp_path: Path, kind: str) -> None:
    disk = DiskSpools(tmp_path, 3)
    spools: Spools = InMemory() if kind == "memory" else disk
    providers = [Identity(entity="85", last_name=name) for name in "AAABBCABBB"]
    with closing(disk):
        batch = Batch(claims=spools.new(WrittenClaims), runs=spools.new(ProviderRun))
        none = Batch(claims=spools.new(WrittenClaims), runs=spools.new(ProviderRun))
        for number, provider in enumerate(providers):
            batch.add(provider, claims(number))

        assert (none.has_claims, batch.has_claims) == (False, True)
        assert batch.totals.accepted == 10
        assert batch.totals.amount == sum(claims(number).totals.amount for number in range(10))
        found = [
            (run.provider.last_name, run.pieces, run.totals.accepted, list(some))
            for run, some in batch.by_provider()
        ]
    assert found == [
        ("A", 3, 3, [claims(0), claims(1), claims(2)]),
        ("B", 2, 2, [claims(3), claims(4)]),
        ("C", 1, 1, [claims(5)]),
        ("A", 1, 1, [claims(6)]),
        ("B", 3, 3, [claims(7), claims(8), claims(9)]),
    ]


def peak(folder: Path, count: int) -> int:
    """The most memory, in bytes, that the answer to so many claims takes."""
    tracemalloc.start()
    with closing(DiskSpools(folder, 200)) as spools:
        batch = Batch(claims=spools.new(WrittenClaims), runs=spools.new(ProviderRun))
        for number in range(count):
            name = f"provider {number}"
            batch.add(Identity(entity="85", last_name=name), claims(number))
        for _, some in batch.by_provider():
            assert sum(1 for _ in some) == 1
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def test_memory_does_not_grow_with_the_number_of_claims(tmp_path: Path) -> None:
    peak(tmp_path, 500)
    few, many = peak(tmp_path, 2_000), peak(tmp_path, 20_000)

    assert many < few * 1.2
