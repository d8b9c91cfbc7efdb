"""Answers that are longer than one piece reach the partner whole, and outside of memory."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from edi_service.claims.model import ClaimKind
from edi_service.service.synth import synthesize
from edi_service.wiring.serving.desks import in_pieces
from tests.serving.office import Office, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CLAIMS = 4_000


@pytest.fixture
def one_office(tmp_path: Path) -> Iterator[Office]:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    yield from running(Office(tmp_path / "office", url))


@pytest.mark.slow
def test_every_claim_of_a_long_file_is_answered(one_office: Office) -> None:
    one_office.start()
    one_office.drop("long.837", b"".join(synthesize(ClaimKind.PROFESSIONAL, CLAIMS, 1)))
    counts = one_office.wait_until_done(files=1)

    [path] = one_office.outbound.glob("*.277ca")
    data = path.read_bytes()
    assert counts.claims == CLAIMS
    assert data.startswith(b"ISA*")
    assert data.endswith(b"~")
    assert len(re.findall(rb"HL\*\d+\*\d+\*PT~", data)) == CLAIMS
    with one_office.store() as store, store.read() as shelf:
        [product] = [each for each in shelf.products() if each.kind == "277CA"]
        pieces = [shelf.product_data(product.product_id)]
        while piece := shelf.product_part(product.lot, len(pieces)):
            pieces.append(piece)
    assert len(pieces) > 1
    assert b"".join(pieces) == data
    assert one_office.balanced().returncode == 0


def test_bytes_are_joined_to_pieces_worth_keeping() -> None:
    parts = [bytes([number % 251]) * 100_000 for number in range(35)]

    pieces = list(in_pieces(parts))

    assert b"".join(pieces) == b"".join(parts)
    assert [len(piece) for piece in pieces] == [300_000] * 11 + [200_000]
    assert list(in_pieces([])) == []
