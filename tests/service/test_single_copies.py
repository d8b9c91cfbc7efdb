"""A claim as an interchange of its own: the same whichever claims were copied before it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from edi_service.claims.copying import SingleCopies, copy_of
from edi_service.claims.model import ClaimKind
from edi_service.edge.guides import find_guide
from edi_service.finding import Report
from edi_service.service.stream import read_arrival
from edi_service.service.synth import synthesize
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from edi_service.service.stream import Passed


def read(data: bytes) -> tuple[list[Passed], Report, Tally]:
    report, tally = Report(), Tally()
    passed = read_arrival(io.BytesIO(data), "f" * 64, report, tally, find_guide=find_guide)
    return [each for each in passed if each.claim is not None], report, tally


def several(kind: ClaimKind) -> bytes:
    """Interchanges one after another, whose sets, providers and subscribers differ."""
    return b"".join(b"".join(synthesize(kind, 12, seed)) for seed in range(3))


@pytest.mark.parametrize("kind", ClaimKind)
def test_a_copy_is_the_same_whatever_was_copied_before(kind: ClaimKind) -> None:
    passed, _, _ = read(several(kind))
    copies = SingleCopies()
    for each in [*passed, *reversed(passed), passed[0], passed[-1], passed[0]]:
        claim = each.claim
        assert claim is not None
        told = copies.copy(claim, each.transaction_set, each.header)
        assert told == copy_of(claim, each.transaction_set, each.header)


@pytest.mark.parametrize("kind", ClaimKind)
def test_a_copy_is_one_whole_interchange_of_the_same_claim(kind: ClaimKind) -> None:
    copies = SingleCopies()
    for each in read(several(kind))[0]:
        claim = each.claim
        assert claim is not None
        again, _, tally = read(copies.copy(claim, each.transaction_set, each.header))
        assert tally.interchanges == 1
        own = again[0].claim
        assert own is not None
        assert len(again) == 1
        assert own.placed is not None
        assert claim.placed is not None
        assert own.placed.texts == claim.placed.texts
        assert own.parties.billing == claim.parties.billing
        assert own.parties.subscriber == claim.parties.subscriber
