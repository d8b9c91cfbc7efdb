"""Whatever happens to a file of claims on its way, it is processed, and the books are equal."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from edi_service.report.encoding import encode_row, encode_text
from tests.service.memory import run

if TYPE_CHECKING:
    from tests.service.memory import MemoryOutbox

SCENARIOS = Path(__file__).parents[2] / "fixtures" / "scenarios"
FILES = [path.read_bytes() for path in sorted(SCENARIOS.glob("*/claims.837"))]
SECRETS = (b"QUILL", b"AVERY", b"M10000001", b"19800315")


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A scenario's claims with some segments dropped, doubled, moved or spoilt."""
    segments = draw(st.sampled_from(FILES)).split(b"~")
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(segments) - 1))
        match draw(st.sampled_from(["drop", "double", "swap", "spoil", "empty", "cut"])):
            case "drop":
                del segments[at]
            case "double":
                segments.insert(at, segments[at])
            case "swap":
                other = draw(st.integers(0, len(segments) - 1))
                segments[at], segments[other] = segments[other], segments[at]
            case "spoil":
                elements = segments[at].split(b"*")
                elements[draw(st.integers(0, len(elements) - 1))] = draw(st.binary(max_size=12))
                segments[at] = b"*".join(elements)
            case "empty":
                segments[at] = segments[at].split(b"*")[0]
            case _:
                segments = segments[: at + 1]
        segments = segments or [b""]
    return b"~".join(segments)


def books_are_equal(outbox: MemoryOutbox) -> None:
    summary = outbox.summary
    assert summary is not None
    assert summary.claims == len(outbox.claims)
    assert sum(summary.findings.values()) == len(outbox.findings)
    assert sum(summary.cases.values()) == len(outbox.cases)
    assert summary.requests == len(outbox.requests)
    assert summary.worksheets == len(outbox.worksheets)
    assert summary.charges == sum((row.charge for row in outbox.claims), Decimal(0))
    ids = [row.case_id for row in outbox.cases]
    assert len(ids) == len(set(ids))


@settings(max_examples=1_000)
@given(damaged())
def test_no_input_raises_and_nothing_is_lost_between_the_books(data: bytes) -> None:
    outbox = run(data)

    books_are_equal(outbox)
    for row in (*outbox.claims, *outbox.findings, *outbox.cases):
        assert json.loads(encode_row(row))
    for text in outbox.worksheets.values():
        assert encode_text(text)


@settings(max_examples=300)
@given(st.binary(max_size=400))
def test_bytes_of_any_sort_are_taken(data: bytes) -> None:
    outbox = run(data)

    books_are_equal(outbox)
    assert outbox.findings


@settings(max_examples=300)
@given(damaged())
def test_no_finding_names_the_person(data: bytes) -> None:
    told = b"".join(map(encode_row, run(data).findings))
    for secret in SECRETS:
        assert secret not in told


@settings(max_examples=20)
@given(st.permutations(FILES[:8]))
def test_the_order_of_files_changes_no_case(files: list[bytes]) -> None:
    in_order = {row.case_id: row.decision for row in run(*FILES[:8]).cases}
    assert {row.case_id: row.decision for row in run(*files).cases} == in_order
