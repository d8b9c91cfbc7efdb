"""Spoil one thing at a time in our valid services reviews, and see pyx12 name just that thing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from edi_service.edge import resources
from edi_service.edge.reference import Direction
from tests.schemas.mutations import mutations, surprises, transaction_set
from tests.schemas.placing import placed, read_map, segment_uses

if TYPE_CHECKING:
    from tests.schemas.mutations import Mutation
    from tests.schemas.placing import LoopUse

VALID = sorted(
    (Path(__file__).parents[2] / "fixtures" / "guides" / "278-x217" / "pass").glob("*.edi")
)


def guide(direction: Direction) -> LoopUse:
    return read_map(resources.schemas() / "x12" / f"278.{direction}.5010.X217.xml")


def spoilt_copies(path: Path) -> list[Mutation]:
    return list(mutations(guide(Direction(path.name.partition("-")[0])), path))


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_pyx12_names_exactly_what_was_spoilt(path: Path) -> None:
    assert surprises(path, spoilt_copies(path)) == {}


def test_there_are_hundreds_of_mutations_and_they_spoil_every_sort_of_thing() -> None:
    every = [mutation for path in VALID for mutation in spoilt_copies(path)]

    codes = {(fault.kind, fault.code) for mutation in every for fault in mutation.expected}
    assert len(every) > 200
    assert codes == {("IK3", "1"), ("IK3", "3"), ("IK3", "8"), ("IK4", "1"), ("IK4", "7")}


def test_the_valid_files_use_every_segment_of_both_maps() -> None:
    unused: dict[Direction, set[str]] = {}
    for direction in Direction:
        root = guide(direction)
        met = {
            here.use.segment_id
            for path in VALID
            if path.name.startswith(direction)
            for here in placed(root, transaction_set(path))
        }
        unused[direction] = {use.segment_id for use in segment_uses(root)} - met - {"ST", "SE"}

    assert unused == {Direction.REQUEST: set(), Direction.RESPONSE: set()}
