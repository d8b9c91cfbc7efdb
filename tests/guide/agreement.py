"""
Our verdict on a transaction set beside that of pyx12, and the classes of their differences.

Valid sets are spoilt in one place, by a seed, and travel in one interchange, since loading the
maps is what takes pyx12 its time.  What both report is compared as (code, segment, element).
"""

from __future__ import annotations

import io
import string
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from edi_service.claims.model import ClaimKind
from edi_service.edge.guides import find_guide
from edi_service.edge.reference import validate
from edi_service.finding import Report, Severity
from edi_service.guide.check import check_set
from edi_service.service.synth import synthesize
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from edi_service.finding import Finding
    from edi_service.guide.definition import ElementDefinition, Guide, SegmentDefinition

FIXTURES = Path(__file__).parents[2] / "fixtures" / "guides"
Segments = list[list[str]]


class Told(NamedTuple):
    """One fault as both tell it; segments count from ST, which is 1."""

    code: str  # such as IK403*7
    segment: int
    element: int = 0
    component: int = 0


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A valid transaction set: *head* is its ISA and GS, *header* its ST; SE is not kept."""

    name: str
    head: tuple[str, str]
    header: list[str]
    segments: Segments
    guide: Guide


@dataclass(frozen=True, kw_only=True)
class Spoilt:
    """
    A sample with one change.

    *at* is the segment changed, counted from ST, and *about* what the guide says of the element.
    """

    sample: Sample
    sort: str
    at: int
    element: int
    component: int
    segments: Segments
    about: ElementDefinition | None = None


@dataclass(kw_only=True)
class Opinion:
    """What somebody says of one transaction set."""

    accepted: bool = True
    faults: set[Told] = field(default_factory=set)


ELEMENT_SORTS = ("code", "long", "short", "character", "missing", "extra")
SEGMENT_SORTS = ("delete", "move", "swap", "repeat")


def samples(sort: str, count: int) -> list[Sample]:
    """Valid sets: P and I invented by seed, R (278) and D from the fixtures."""
    if sort in ("P", "I"):
        texts = [
            (f"{sort}{seed}", b"".join(synthesize(ClaimKind(sort), claims=1 + seed % 3, seed=seed)))
            for seed in range(1, count + 1)
        ]
    else:
        folder = FIXTURES / {"R": "278-x217", "D": "837-x224"}[sort] / "pass"
        texts = [(path.stem, path.read_bytes()) for path in sorted(folder.glob("*.edi"))]
    return [_sample(name, data.decode("ascii")) for name, data in texts]


def _sample(name: str, text: str) -> Sample:
    lines = [line.strip() for line in text.split("~") if line.strip()]
    segments = [line.split("*") for line in lines]
    first = next(at for at, segment in enumerate(segments) if segment[0] == "ST")
    last = next(at for at, segment in enumerate(segments) if segment[0] == "SE")
    purpose = segments[first + 1][2]
    guide = find_guide(segments[first][3], purpose)
    assert guide is not None
    return Sample(
        name=name,
        head=(lines[0], lines[1]),
        header=segments[first],
        segments=segments[first + 1 : last],
        guide=guide,
    )


def interchange(sample: Sample, sets: list[Segments]) -> bytes:
    """The envelope of *sample* around *sets*, numbered from 0001."""
    lines = list(sample.head)
    for number, inner in enumerate(sets, 1):
        lines.append(
            "*".join([sample.header[0], sample.header[1], f"{number:04}", sample.header[3]])
        )
        lines += ["*".join(segment) for segment in inner]
        lines.append(f"SE*{len(inner) + 2}*{number:04}")
    lines += [f"GE*{len(sets)}*{sample.head[1].split('*')[6]}"]
    lines += [f"IEA*1*{sample.head[0].split('*')[13]}"]
    return "".join(f"{line}~" for line in lines).encode("ascii")


def definitions(sample: Sample) -> list[SegmentDefinition]:
    """What the guide says of each segment of a valid sample."""
    found = []
    data = interchange(sample, [sample.segments])
    report = Report()
    for transaction_set in read_sets(read_blocks(io.BytesIO(data), report), report, Tally()):
        for placed in check_set(transaction_set, sample.guide, report):
            found += [use.definition for use in placed.uses]
    assert report.findings == [], report.findings[0]
    return [one for one in found if one is not None]


def spoil(sample: Sample, here: list[SegmentDefinition], choice: random.Random) -> Spoilt | None:
    """One change made by chance; None where chance met nothing to change."""
    sort = choice.choice(ELEMENT_SORTS * 2 + SEGMENT_SORTS)
    if sort in SEGMENT_SORTS:
        return _spoil_order(sample, sort, choice)
    at = choice.randrange(len(here))
    segment, definition = sample.segments[at], here[at]
    places = list(_places(segment, definition))
    if sort == "extra":
        wanted = len(definition.elements) + 1
        changed = [*segment, *[""] * (wanted - len(segment)), "X"]
        return _spoilt(sample, sort, at, (wanted, 0), changed)
    fitting = [
        (place, element)
        for place, element in places
        if place[0] != definition.key[0] and _fits(sort, element)  # a key is a matter of order
    ]
    if not fitting:
        return None
    place, element = choice.choice(fitting)
    value = _spoilt_value(sort, element, choice)
    spoilt = _spoilt(sample, sort, at, place, _with(segment, place, value))
    return replace(spoilt, about=element)


def _fits(sort: str, element: ElementDefinition) -> bool:
    match sort:
        case "code":
            return bool(element.codes | element.listed)
        case "long":
            return not element.components
        case "short":
            return element.shortest > 1 and not element.components
        case "character":
            return element.type not in ("AN", "ID") and not element.components
        case _:
            return element.usage == "R"


def _spoilt_value(sort: str, element: ElementDefinition, choice: random.Random) -> str:
    if sort == "missing":
        return ""
    digits = element.is_numeric or element.type in ("DT", "TM")
    letters = string.digits if digits else string.ascii_uppercase
    match sort:
        case "code":
            length = max(map(len, element.codes | element.listed))
        case "long":
            length = element.longest + 1
        case "short":
            length = element.shortest - 1
        case _:
            return "A" * element.shortest
    taken = element.codes | element.listed
    while True:
        value = "".join(choice.choices(letters, k=length))
        if value not in taken:
            return value


def _places(
    segment: list[str], definition: SegmentDefinition
) -> Iterator[tuple[tuple[int, int], ElementDefinition]]:
    for number, element in enumerate(definition.elements, 1):
        value = segment[number] if number < len(segment) else ""
        if value:
            yield (number, 0), element
            values = value.split(":")
            for component, within in enumerate(element.components[: len(values)], 1):
                if values[component - 1]:
                    yield (number, component), within


def _with(segment: list[str], place: tuple[int, int], value: str) -> list[str]:
    changed = list(segment)
    element, component = place
    if component:
        values = changed[element].split(":")
        values[component - 1] = value
        changed[element] = ":".join(values).rstrip(":")
    else:
        changed[element] = value
    while len(changed) > 1 and not changed[-1]:
        changed.pop()
    return changed


def _spoilt(
    sample: Sample, sort: str, at: int, place: tuple[int, int], changed: list[str]
) -> Spoilt:
    segments = [*sample.segments[:at], changed, *sample.segments[at + 1 :]]
    return Spoilt(
        sample=sample, sort=sort, at=at + 2, element=place[0], component=place[1], segments=segments
    )


def _spoil_order(sample: Sample, sort: str, choice: random.Random) -> Spoilt:
    segments = list(sample.segments)
    at = choice.randrange(1, len(segments) - 1)
    match sort:
        case "delete":
            del segments[at]
        case "move":
            segments.insert(choice.randrange(1, len(segments) - 1), segments.pop(at))
        case "swap":
            segments[at], segments[at + 1] = segments[at + 1], segments[at]
        case _:
            segments.insert(at, segments[at])
    return Spoilt(sample=sample, sort=sort, at=at + 2, element=0, component=0, segments=segments)


def ours(data: bytes, guide: Guide) -> dict[str, Opinion]:
    """What our engine says of each transaction set, by ST02."""
    found: dict[str, Opinion] = defaultdict(Opinion)
    report, tally = Report(), Tally()
    for transaction_set in read_sets(read_blocks(io.BytesIO(data), report), report, tally):
        mine = Report()
        first = transaction_set.position.segment
        for _ in check_set(transaction_set, guide, mine):
            pass
        opinion = found[transaction_set.control.set]
        for finding in mine.take():
            opinion.accepted = opinion.accepted and finding.severity < Severity.ERROR
            opinion.faults.add(_told(finding, first))
    return found


def _told(finding: Finding, first: int) -> Told:
    where = finding.position
    return Told(
        finding.kind.acknowledgment, where.segment - first + 1, where.element, where.component
    )


def theirs(data: bytes) -> dict[str, Opinion]:
    """What pyx12 says of each transaction set, by ST02."""
    verdict = validate(data)
    assert not verdict.reason, verdict.reason
    found: dict[str, Opinion] = defaultdict(Opinion)
    for fault in verdict.faults:
        opinion = found[fault.set_control]
        if fault.kind == "IK5":
            opinion.accepted = False
        elif fault.kind == "IK3" and fault.code != "8":
            opinion.faults.add(Told(f"IK304*{fault.code}", fault.segment))
        elif fault.kind == "IK3":
            opinion.faults.add(Told("IK304*8", fault.segment))
        elif fault.kind == "IK4":
            opinion.faults.add(
                Told(f"IK403*{fault.code}", fault.segment, fault.element, fault.component)
            )
    return found
