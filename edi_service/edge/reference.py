"""
The reference validator: pyx12's opinion of an interchange, given our guides beside its own.

pyx12 is too slow for bulk and stops at its first surprise, so it reads nothing on the way in.  It
judges what we are about to send, and it is the oracle our own guide engine is compared with.

Request and response of 005010X217 have the same GS08, and pyx12 4.0 looks at BHT02 for 4010 guides
only.  Each direction therefore has a map directory of its own, assembled when first asked for.  So
has the dental claim, 005010X224, which pyx12 lacks; beside it lie the other two claims, since one
interchange may hold all three.
"""

from __future__ import annotations

import atexit
import io
import logging
import shutil
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, Literal

from lxml import etree
from pyx12.params import ParamsBase
from pyx12.x12n_document import x12n_document

from edi_service.edge import resources

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_RELEASE = "00501"
_SERVICES_REVIEW = "005010X217"  # GS08 of both directions
_DENTAL_MAP = "837d.5010.X224A2.xml"
# The guide and its errata, which differ by little; one map judges them all.
_DENTAL_CLAIM = ("005010X224", "005010X224A1", "005010X224A2", "005010X224A3")
_CLAIM_GROUP = "HC"  # GS01
_CONTROL_MAP = "x12.control.00501.xml"
_CODE_LISTS = "codes.xml"
_DATA_ELEMENTS = "dataele.xml"
_INDEX = "maps.xml"

# Lists that others keep are no part of our maps.  pyx12 has some, by name, and our guides are
# held against two of them, by data element.  Its countries, currencies and remark codes are left
# out: they are so old that they would refuse what is right.
_LISTS_OF_OTHERS: Final = {"156": "states", "1331": "pos"}
# Newfoundland and Labrador, Nunavut, Palau and Quebec, which its states lack.
_STATES_IT_LACKS = ("NL", "NU", "PW", "QC")

# pyx12 logs every fault with the value it met, a member's number among them.  Whoever asks for an
# opinion reads the verdict.
_LOG = logging.getLogger("pyx12")
_LOG.addHandler(logging.NullHandler())
_LOG.propagate = False
_LOG.setLevel(logging.CRITICAL + 1)


class Direction(StrEnum):
    """Which way a services review travels; the value is the word in the map's file name."""

    REQUEST = "request"
    RESPONSE = "response"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """
    One code of the 999 (005010X231) that pyx12 writes about what it read.

    *kind* is the segment that reports: TA1 and AK9 speak of the envelope, IK5 of a transaction set,
    IK3 of a segment, IK4 of an element.  *segment* counts from ST, which is 1, as IK302 does;
    *element* and *component* count from 1 and are 0 where a whole segment or element is meant.
    *loop* is IK303, which pyx12 fills only between LS and LE.  *value* is IK404, what was sent; it
    may be about a person, so it is never printed.
    """

    kind: str
    code: str
    set_control: str = ""
    segment_id: str = ""
    segment: int = 0
    loop: str = ""
    element: int = 0
    component: int = 0
    data_element: str = ""
    value: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """
    Whether pyx12 accepts an interchange, and what it objects to.

    *reason* says in words why there is nothing to read in *faults*: the bytes are no interchange,
    or pyx12 gave up on them.
    """

    accepted: bool
    faults: tuple[Fault, ...] = ()
    reason: str = ""


def validate(data: bytes) -> Verdict:
    """
    What pyx12 says of the one interchange in *data*.

    A services review is judged by our maps, in the direction that its first BHT02 names, and a
    dental claim by ours too; anything else, such as another claim, by the maps that pyx12 ships.
    Bad input is refused, never raised.
    """
    text = data.decode("latin-1")  # every byte is a character; the guide says which are allowed
    if not _is_whole(text):
        return Verdict(accepted=False, reason="not an interchange that ends with a full segment")
    ours = _ours(text)
    acknowledgment = io.StringIO()
    try:
        accepted = x12n_document(
            param=ParamsBase(),
            src_file=io.StringIO(text),
            fd_997=acknowledgment,
            fd_html=None,
            map_path=None if ours is None else _map_directory(ours),
        )
    except Exception as error:  # noqa: BLE001 - it raises whatever its own mistakes come to
        return Verdict(accepted=False, reason=f"pyx12 gave up with {type(error).__name__}")
    faults = tuple(_faults(acknowledgment.getvalue()))
    silent = not accepted and not faults
    return Verdict(
        accepted=accepted,
        faults=faults,
        reason="pyx12 refuses it and wrote no 999 to say why" if silent else "",
    )


def assemble(target: Path, direction: Direction) -> Path:
    """
    Make *target* a map directory for services reviews of one *direction*, and return it.

    pyx12 looks for the control map, the lists and the index where it looks for the guide, so its
    own are copied in beside ours.  The directory is readable by its owner only.
    """
    guide = f"278.{direction}.5010.X217.xml"
    _copy_what_pyx12_keeps_beside_maps(target)
    _copy_our_map(target, guide)
    _write_index(target, "HI", {_SERVICES_REVIEW: guide})
    return target


def assemble_for_claims(target: Path) -> Path:
    """
    Make *target* a map directory for claims of all three sorts, and return it.

    The dental claim is ours, in all its errata; the professional and the institutional one are
    copied from pyx12.  The directory is readable by its owner only.
    """
    _copy_what_pyx12_keeps_beside_maps(target)
    guides = dict.fromkeys(_DENTAL_CLAIM, _DENTAL_MAP)
    _copy_our_map(target, _DENTAL_MAP)
    with as_file(files("pyx12") / "map") as shipped:
        index = etree.parse(shipped / _INDEX)
        claims = f"version[@icvn='{_RELEASE}']/map[@fic='{_CLAIM_GROUP}']"
        for listed in index.iterfind(claims):
            name = listed.text or ""
            shutil.copyfile(shipped / name, target / name)
            guides[listed.get("vriic", "")] = name
    _write_index(target, _CLAIM_GROUP, guides)
    return target


def _copy_what_pyx12_keeps_beside_maps(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    target.chmod(0o700)
    with as_file(files("pyx12") / "map") as shipped:
        shutil.copyfile(shipped / _CONTROL_MAP, target / _CONTROL_MAP)
        _copy_code_lists(shipped / _CODE_LISTS, target / _CODE_LISTS)
        _copy_data_elements(shipped / _DATA_ELEMENTS, target / _DATA_ELEMENTS)


def _write_index(target: Path, group: str, guides: Mapping[str, str]) -> None:
    """Write which map judges a functional group: *group* is its GS01, *guides* maps by GS08."""
    index = etree.Element("maps")
    release = etree.SubElement(index, "version", icvn=_RELEASE)
    for guide, name in guides.items():
        etree.SubElement(release, "map", vriic=guide, fic=group, abbr=name[:3]).text = name
    etree.ElementTree(index).write(target / _INDEX, encoding="utf-8")


def _copy_our_map(target: Path, name: str) -> None:
    """Copy one of our maps, with the lists that pyx12 keeps named in it."""
    ours = etree.parse(resources.schemas() / "x12" / name)
    _name_the_lists_of_others(ours)
    ours.write(target / name, encoding="utf-8", xml_declaration=True)


def _name_the_lists_of_others(guide: etree._ElementTree) -> None:
    """Have pyx12 hold every element of *guide* that may be sent against a list it keeps."""
    for element in guide.iter("element"):
        codes = _LISTS_OF_OTHERS.get(element.get("data_ele", ""))
        if codes and element.get("usage") != "N":
            etree.SubElement(element, "valid_codes", external=codes)


def _copy_code_lists(source: Path, target: Path) -> None:
    """Copy the lists that pyx12 keeps, and complete its states."""
    lists = etree.parse(source)
    for states in lists.iterfind("codeset[id='states']/version"):
        for code in _STATES_IT_LACKS:
            etree.SubElement(states, "code").text = code
    lists.write(target, encoding="utf-8", xml_declaration=True)


def _copy_data_elements(source: Path, target: Path) -> None:
    """
    Copy pyx12's data elements, with the product qualifier (235) as text in place of a code.

    pyx12 takes a coded first component for what tells sibling segments apart.  No guide uses SV1,
    SV2 or SV3 that way, and an unknown SV101-1 would be an unknown segment.  As text it is held
    against its list all the same, and reported where it stands.
    """
    elements = etree.parse(source)
    for qualifier in elements.iterfind("data_ele[@ele_num='235']"):
        qualifier.set("data_type", "AN")
    elements.write(target, encoding="utf-8", xml_declaration=True)


@cache
def _map_directory(ours: Direction | Literal["claims"]) -> str:
    """The map directory for *ours*, assembled once and removed when the process ends."""
    holder = TemporaryDirectory(prefix="edi-service-maps-")
    atexit.register(holder.cleanup)
    target = Path(holder.name)
    if isinstance(ours, Direction):
        return str(assemble(target, ours))
    return str(assemble_for_claims(target))


def _is_whole(text: str) -> bool:
    """Whether pyx12 will read to the end: it stops at an empty segment, and drops a tail."""
    terminator = text[105:106]
    if not terminator:
        return False
    *segments, tail = text.split(terminator)
    return not tail.strip() and all(segment.strip("\r\n") for segment in segments)


def _ours(text: str) -> Direction | Literal["claims"] | None:
    """Which of our map directories judges this interchange; None: those of pyx12 do."""
    separator, terminator = text[3], text[105]
    purpose = ""
    guides = set()
    for segment in text.split(terminator):
        match segment.strip().split(separator):
            case ["GS", *_, guide]:
                guides.add(guide)
            case ["BHT", _, code, *_]:
                purpose = purpose or code
    if _SERVICES_REVIEW in guides:
        return Direction.RESPONSE if purpose == "11" else Direction.REQUEST
    return None if guides.isdisjoint(_DENTAL_CLAIM) else "claims"


def _faults(acknowledgment: str) -> Iterator[Fault]:
    """Read the 999, which pyx12 always writes with the same delimiters."""
    place = Fault(kind="", code="")
    for segment in acknowledgment.split("~"):
        name, *elements = segment.strip().split("*")
        elements += [""] * (4 - len(elements))
        match name:
            case "AK2":
                place = Fault(kind="", code="", set_control=elements[1])
            case "IK3":
                place = Fault(
                    kind="IK3",
                    code=elements[3],
                    set_control=place.set_control,
                    segment_id=elements[0],
                    segment=_number(elements[1]),
                    loop=elements[2],
                )
                yield place
            case "IK4":
                element, _, component = elements[0].partition(":")
                yield replace(
                    place,
                    kind="IK4",
                    code=elements[2],
                    element=_number(element),
                    component=_number(component.partition(":")[0]),
                    data_element=elements[1],
                    value=elements[3],
                )
            case "IK5":
                for code in filter(None, elements[1:]):
                    yield Fault(kind="IK5", code=code, set_control=place.set_control)
            case "AK9":
                yield from (Fault(kind="AK9", code=code) for code in filter(None, elements[4:]))
            case "TA1" if elements[3] == "R":
                yield Fault(kind="TA1", code=elements[4] if len(elements) > 4 else "")


def _number(text: str) -> int:
    """A count out of the 999; 0 where a value sent to us holds the delimiters of the 999."""
    return int(text) if text.isdecimal() else 0
