"""How many claims are taken at a time changes nothing in what is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edi_service.claims.model import ClaimKind
from edi_service.guide import ahead
from edi_service.report.encoding import encode_row, encode_text
from edi_service.service import run
from edi_service.service.synth.stream import synthesize
from tests.builders import a_claim, a_transaction_set, an_interchange, enclosed, spoiled
from tests.properties.test_process import damaged
from tests.service.memory import run as process
from tests.service.test_scenarios import FOLDERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.service.memory import MemoryOutbox

SIZES = (1, 2, 3, 7, 1000)


def written(outbox: MemoryOutbox) -> bytes:
    """Everything in *outbox*, in its order."""
    assert outbox.summary is not None
    rows = [*outbox.claims, *outbox.findings, *outbox.cases, outbox.summary]
    texts = [*outbox.requests.values(), *map(encode_text, outbox.worksheets.values())]
    return b"\n".join([*map(encode_row, rows), *texts])


def by_so_many(size: int, data: bytes) -> bytes:
    """What a run writes that takes *size* runs of segments, or claims, at a time."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ahead, "TAKEN_AHEAD", size)
        patched.setattr(run, "SETTLED_AT_ONCE", size)
        return written(process(data))


def each_size(data: bytes) -> Iterator[tuple[int, bytes]]:
    return ((size, by_so_many(size, data)) for size in SIZES)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_scenario_is_the_same_however_many_are_taken(folder: Path) -> None:
    data = (folder / "claims.837").read_bytes()
    usual = written(process(data))

    for size, other in each_size(data):
        assert other == usual, size


@pytest.mark.parametrize("kind", list(ClaimKind))
@pytest.mark.parametrize("count", [63, 64, 65, 129])
def test_claims_are_counted_right_at_the_edges(kind: ClaimKind, count: int) -> None:
    data = b"".join(synthesize(kind, count, 5))
    outbox = process(data)

    assert len(outbox.claims) == count
    assert written(outbox) == by_so_many(1, data)


def test_what_is_missing_at_the_end_of_a_claim_stays_with_it() -> None:
    whole = a_claim()
    without_lines = whole[: whole.index("LX*1")]
    data = enclosed(a_transaction_set(whole, without_lines, whole))
    usual = written(process(data))

    assert b"SG04" in usual
    for size, other in each_size(data):
        assert other == usual, size


def test_a_level_that_lacks_its_claim_is_told_in_its_place() -> None:
    data = spoiled(an_interchange(a_claim()), "CLM*", "ZZZ*")
    usual = written(process(data))

    for size, other in each_size(data):
        assert other == usual, size


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(), st.sampled_from(SIZES))
def test_a_damaged_file_is_the_same_however_many_are_taken(data: bytes, size: int) -> None:
    assert by_so_many(size, data) == written(process(data))
