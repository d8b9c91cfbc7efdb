"""
The dental claim is the professional one, 005010X222, but for what is listed here.

Lists that others keep are left aside: pyx12 names them in its map, ours in none.
"""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import pytest

from edi_service.edge import resources
from tests.schemas.placing import read_map, segment_uses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.schemas.placing import ElementUse, SegmentUse

# Loops of the dental guide that have another letter in the professional one, or none.
PROFESSIONAL_LOOP = {
    "2310D": "",
    "2310E": "2310D",
    "2330E": "2330F",
    "2330F": "2330G",
    "2330G": "2330E",
    "2330H": "",
    "2420B": "",
    "2420C": "2420D",
    "2420D": "2420C",
}
DENTAL_ONLY = {
    "2300 DTP 452",
    "2300 DTP 472",
    "2300 DN1",
    "2300 DN2",
    "2300 REF G3",
    "2310A PRV RF",
    "2310D NM1 DD",
    "2310D PRV AS",
    "2310D REF 0B 1G G2 LU",
    "2330B REF G3",
    "2330H NM1 DD",
    "2330H REF 0B 1G G2 LU",
    "2400 SV3",
    "2400 TOO JP",
    "2400 DTP 139 441",
    "2400 DTP 196",
    "2400 DTP 198",
    "2400 DTP 446",
    "2400 DTP 452",
    "2400 REF G3",
    "2400 REF 9A",
    "2400 REF 9C",
    "2420B NM1 DD",
    "2420B PRV AS",
    "2420B REF 0B 1G G2 LU",
}
DIFFERENT = {
    # pyx12 lists neither ST03 nor a payer's own demand (31), which every 837 of 005010 has.
    "ST_LOOP ST 837": {"ST03 usage", "ST03 codes"},
    "HEADER BHT 0019": {"BHT06 codes"},
    "1000A PER IC": {"PER03 codes", "PER05 codes", "PER07 codes"},
    "2300 CLM": {"CLM07 codes", "CLM10 usage", "CLM12 codes", "CLM19 usage", "CLM19 codes"},
    "2300 PWK B4 DA DG EB OZ P6 RB RR": {"PWK01 codes"},
    "2300 CN1 02 03 04 05 06 09": {"CN101 codes"},
    "2300 REF 4N": {"REF02 codes"},
    "2300 NTE ADD": {"NTE01 codes"},
    "2300 HI ABK BK TQ": {
        "usage",
        *(f"HI{number:02}-01 codes" for number in range(1, 5)),
        *(f"HI{number:02} usage" for number in range(5, 13)),
    },
    "2300 HCP 00 01 02 03 04 05 07 08 09 10 11 12 13 14": {"HCP07 usage"},
    "2310B PRV PE": {"usage"},
    "2320 OI": {"OI04 usage"},
    "2320 MOA": {"MOA08 usage"},
    "2330D NM1 82": {"NM102 codes"},
    "2400 DTP 472": {"usage", "DTP02 codes"},
    "2400 CN1 02 03 04 05 06 09": {"CN101 codes"},
    "2400 HCP 00 01 02 03 04 05 06 07 08 09 10 11 12 13 14": {
        "HCP06 usage",
        "HCP07 usage",
        "HCP09 codes",
        "HCP11 codes",
    },
    "2420A PRV PE": {"usage"},
    "2420D REF 1G G2 LU": {"REF01 codes"},
    "2430 SVD": {"SVD03-01 codes"},
    "2000C PAT 01 19 20 21 39 40 53 G8": {f"PAT{number:02} usage" for number in range(5, 10)},
}
DENTAL = {
    use.name: use
    for use in segment_uses(read_map(resources.schemas() / "x12" / "837d.5010.X224A2.xml"))
}


@pytest.fixture(scope="module")
def professional() -> list[SegmentUse]:
    with as_file(files("pyx12") / "map") as shipped:
        return list(segment_uses(read_map(shipped / "837.5010.X222.A1.xml")))


def counterpart(use: SegmentUse, professional: list[SegmentUse]) -> SegmentUse | None:
    """The segment of the professional guide in the same place; None: it has none."""
    loop = PROFESSIONAL_LOOP.get(use.loop, use.loop)
    told_by = set(use.name.split()[2:])
    for other in professional:
        codes = set(other.name.split()[2:])
        if (other.loop, other.segment_id) == (loop, use.segment_id) and (
            codes & told_by or not told_by
        ):
            return other
    return None


def parts(use: SegmentUse) -> Iterator[tuple[str, ElementUse]]:
    for number, whole in enumerate(use.elements, 1):
        yield f"{use.segment_id}{number:02}", whole
        for component, part in enumerate(whole.components, 1):
            yield f"{use.segment_id}{number:02}-{component:02}", part


def differences(ours: SegmentUse, theirs: SegmentUse) -> set[str]:
    found = {"usage"} if ours.usage != theirs.usage else set()
    used = dict(parts(theirs))
    for name, part in parts(ours):
        other = used[name]
        assert part.data_element == other.data_element, (ours.name, name)
        if part.usage != other.usage:
            found.add(f"{name} usage")
        if part.usage != "N" and not other.kept_by_others and set(part.codes) != set(other.codes):
            found.add(f"{name} codes")
    return found


def test_some_segments_are_dental_only(professional: list[SegmentUse]) -> None:
    assert {name for name, use in DENTAL.items() if not counterpart(use, professional)} == (
        DENTAL_ONLY
    )


@pytest.mark.parametrize("name", sorted(DENTAL.keys() - DENTAL_ONLY))
def test_all_others_are_those_of_the_professional_guide_but_for_what_is_listed(
    name: str, professional: list[SegmentUse]
) -> None:
    other = counterpart(DENTAL[name], professional)
    assert other is not None
    assert differences(DENTAL[name], other) == DIFFERENT.get(name, set())


def test_what_is_listed_is_there() -> None:
    assert DENTAL.keys() >= DENTAL_ONLY | DIFFERENT.keys()
