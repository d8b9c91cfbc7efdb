"""
The implementation guides this service holds, read from where their maps lie.

pyx12 ships the maps of 835, 837P, 837I, 999 and 277CA, the data elements and the code lists; the
other maps, and the overlays that mend the lists, are ours.  A guide is read when first asked for.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

from edi_service.edge import resources
from edi_service.guide.load import load_dictionary, load_guide

if TYPE_CHECKING:
    from edi_service.guide.definition import Guide
    from edi_service.guide.load import Dictionary

_IDENTIFIER: Final = len("005010X222")


class _Source(NamedTuple):
    """Where a map lies: in pyx12, or beside our own schemas."""

    name: str
    is_ours: bool = False


_RESPONSE = "11"  # BHT02 of an answer to a services review
_SOURCES: Final = {
    "005010X214": _Source("277.5010.X214.xml"),
    "005010X221": _Source("835.5010.X221.A1.xml"),
    "005010X222": _Source("837.5010.X222.A1.xml"),
    "005010X223": _Source("837Q3.I.5010.X223.A1.xml"),
    "005010X224": _Source("837d.5010.X224A2.xml", is_ours=True),
    "005010X217": _Source("278.request.5010.X217.xml", is_ours=True),
    "005010X231": _Source("999.5010X231.A1.xml"),
}
_SERVICES_REVIEW_RESPONSE = _Source("278.response.5010.X217.xml", is_ours=True)


def find_guide(identifier: str, purpose: str = "") -> Guide | None:
    """
    The guide that GS08 or ST03 names, whatever its erratum; None when it is not held.

    *purpose* is BHT02, which alone tells the two directions of a services review apart.
    """
    source = _SOURCES.get(identifier[:_IDENTIFIER])
    if identifier.startswith("005010X217") and purpose == _RESPONSE:
        source = _SERVICES_REVIEW_RESPONSE
    return None if source is None else _load(source)


@cache
def _load(source: _Source) -> Guide:
    if source.is_ours:
        data = (resources.schemas() / "x12" / source.name).read_bytes()
    else:
        data = (files("pyx12") / "map" / source.name).read_bytes()
    return load_guide(data, _dictionary())


@cache
def _dictionary() -> Dictionary:
    shipped = files("pyx12") / "map"
    overlays = sorted((resources.schemas() / "x12" / "overlays").glob("*.xml"))
    return load_dictionary(
        (shipped / "dataele.xml").read_bytes(),
        (shipped / "codes.xml").read_bytes(),
        [path.read_bytes() for path in overlays],
    )
