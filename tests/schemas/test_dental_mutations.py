"""
Spoil one thing at a time in our valid dental claims, and see pyx12 name just that thing.

The claim is told twice in the map, for a subscriber and for a dependent, and the same segments open
every file.  So each thing that can be spoilt is spoilt once, in the shortest file that has it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from edi_service.edge.reference import assemble_for_claims
from tests.schemas.mutations import mutations, surprises, targets
from tests.schemas.placing import read_map

if TYPE_CHECKING:
    from tests.schemas.mutations import Mutation, Target
    from tests.schemas.placing import LoopUse

VALID = sorted(
    (Path(__file__).parents[2] / "fixtures" / "guides" / "837-x224" / "pass").glob("*.edi"),
    key=lambda path: (path.stat().st_size, path.name),
)


@cache
def guide() -> LoopUse:
    """The map as pyx12 is given it, with the names of the lists that others keep."""
    with TemporaryDirectory() as folder:
        return read_map(assemble_for_claims(Path(folder)) / "837d.5010.X224A2.xml")


@cache
def spoilt_copies() -> dict[Path, list[Mutation]]:
    seen: set[Target] = set()
    copies: dict[Path, list[Mutation]] = {}
    for path in VALID:
        found = [mutation for mutation in mutations(guide(), path) if mutation.target not in seen]
        seen.update(mutation.target for mutation in found)
        copies[path] = found
    return copies


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_pyx12_names_exactly_what_was_spoilt(path: Path) -> None:
    assert surprises(path, spoilt_copies()[path]) == {}


def test_everything_that_the_guide_requires_or_lists_is_spoilt() -> None:
    every = [mutation for found in spoilt_copies().values() for mutation in found]

    codes = {(fault.kind, fault.code) for mutation in every for fault in mutation.expected}
    assert len(every) > 600
    assert codes == {("IK3", "1"), ("IK3", "3"), ("IK3", "8"), ("IK4", "1"), ("IK4", "7")}
    assert {mutation.target for mutation in every} == targets(guide())
