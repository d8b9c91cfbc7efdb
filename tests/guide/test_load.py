"""Maps become guides, in both forms, with the overlays of lists."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from edi_service.edge import guides
from edi_service.edge.guides import find_guide
from edi_service.finding import Report
from edi_service.guide import fit, kinds
from edi_service.guide.check import check_set
from edi_service.guide.definition import UNLIMITED, LoopDefinition, SegmentDefinition
from edi_service.guide.load import load_dictionary, load_guide
from edi_service.guide.pattern import segment_pattern
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally
from tests.builders import an_interchange

if TYPE_CHECKING:
    from edi_service.x12.segment import Delimiters

DATA_ELEMENTS = b"""<data_elements>
<data_ele ele_num="128" data_type="ID" min_len="2" max_len="3" name="Qualifier"/>
<data_ele ele_num="127" data_type="AN" min_len="1" max_len="50" name="Reference"/>
<data_ele ele_num="156" data_type="ID" min_len="2" max_len="2" name="State"/>
</data_elements>"""
CODES = b"""<codesets><codeset><id>states</id><version><code>OH</code></version></codeset>
<codeset><id>old</id><version><code>A</code></version></codeset></codesets>"""
OVERLAY = b"""<overlay dated="2026-11-22">
<list id="states" data_element="156"><code>NL</code></list>
<list id="old" held="no"/></overlay>"""
IN_ATTRIBUTES = b"""<transaction xid="999"><loop xid="GS_LOOP"><segment xid="GS">
<element xid="GS08" seq="08" usage="R"><valid_codes><code>005010X999A1</code>
</valid_codes></element></segment><loop xid="ST_LOOP" type="explicit" usage="R" pos="10">
<segment xid="ST" usage="R" pos="10" max_use="1"><element xid="ST01" usage="R" seq="01"/>
<element xid="ST02" usage="R" seq="02"/></segment>
<loop xid="2000" usage="S" pos="20" repeat="&gt;1" name="Detail">
<segment xid="REF" usage="R" pos="10" max_use="1" name="Number"><syntax>R0203</syntax>
<element xid="REF01" data_ele="128" usage="R" seq="01"><valid_codes><code>EI</code></valid_codes>
</element><element xid="REF03" data_ele="156" usage="S" seq="03"/></segment>
<segment xid="K3" usage="N" pos="20"/>
</loop><segment xid="SE" usage="R" pos="90" max_use="1"/></loop></loop></transaction>"""
IN_ELEMENTS = IN_ATTRIBUTES.replace(
    b' usage="S" pos="20" repeat="&gt;1" name="Detail">',
    b"><usage>S</usage><pos>20</pos><repeat>&gt;1</repeat><name>Detail</name>",
).replace(
    b' data_ele="128" usage="R" seq="01">',
    b"><data_ele>128</data_ele><seq>01</seq><usage>R</usage>",
)


def test_an_overlay_adds_codes_to_one_element_of_one_guide() -> None:
    overlay = b"""<overlay dated="2026-11-22"><element guide="%s" loop="2000" segment="Number"
    number="1"><code>SY</code></element></overlay>"""

    def codes(guide: bytes) -> frozenset[str]:
        dictionary = load_dictionary(DATA_ELEMENTS, CODES, [overlay % guide])
        found = load_guide(IN_ATTRIBUTES, dictionary)
        _, loop, _ = found.root.children
        assert isinstance(loop, LoopDefinition)
        return next(iter(loop.segments())).elements[0].codes

    assert codes(b"005010X999") == {"EI", "SY"}
    assert codes(b"005010X222") == {"EI"}


@pytest.mark.parametrize("data", [IN_ATTRIBUTES, IN_ELEMENTS], ids=["attributes", "elements"])
def test_both_forms_of_a_map_say_the_same(data: bytes) -> None:
    guide = load_guide(data, load_dictionary(DATA_ELEMENTS, CODES, [OVERLAY]))

    assert guide.identifier == "005010X999"
    _, loop, _ = guide.root.children
    assert isinstance(loop, LoopDefinition)
    assert (loop.id, loop.name, loop.usage, loop.most) == ("2000", "Detail", "S", UNLIMITED)
    reference = loop.children[0]
    assert isinstance(reference, SegmentDefinition)
    assert (reference.is_first, reference.key, reference.qualifiers) == (
        True,
        (1, 0),
        frozenset({"EI"}),
    )
    first, unused, state = reference.elements
    assert (first.type, first.shortest, first.longest) == ("ID", 2, 3)
    assert unused.usage == "N"
    assert (state.list_id, state.listed) == ("states", frozenset({"OH", "NL"}))
    assert [str(note) for note in reference.notes] == ["R0203"]


def test_a_segment_that_the_guide_does_not_use_is_named() -> None:
    guide = load_guide(IN_ATTRIBUTES, load_dictionary(DATA_ELEMENTS, CODES))
    head = an_interchange().split(b"ST*837")[0]
    data = head + b"ST*999*1~REF*EI**OH~K3~SE*4*1~GE*1*1~IEA*1*1~"
    report = Report()
    for found in read_sets(read_blocks(io.BytesIO(data), Report()), Report(), Tally()):
        list(check_set(found, guide, report))

    assert [one.kind for one in report.findings] == [kinds.SEGMENT_NOT_USED]


def test_a_map_without_a_transaction_set_is_our_own_failure() -> None:
    with pytest.raises(ValueError, match="ST_LOOP"):
        load_guide(b"<transaction/>", load_dictionary(DATA_ELEMENTS, CODES))


@pytest.mark.parametrize(
    ("identifier", "set_id", "loops"),
    [
        ("005010X222A1", "837", 60),
        ("005010X223A3", "837", 55),
        ("005010X224", "837", 50),
        ("005010X217", "278", 20),
        ("005010X214", "277", 10),
        ("005010X231A1", "999", 5),
    ],
)
def test_the_guides_held_are_found_by_any_erratum(identifier: str, set_id: str, loops: int) -> None:
    guide = find_guide(identifier)

    assert guide is not None
    assert (guide.set_id, guide.identifier) == (set_id, identifier[:10])
    assert len(list(guide.root.loops())) >= loops
    assert find_guide("005010X999") is None


def test_request_and_response_of_a_services_review_are_two_guides() -> None:
    request, response = find_guide("005010X217", "13"), find_guide("005010X217", "11")

    assert request is not None
    assert response is not None
    assert request is not response


def test_a_pattern_is_made_when_its_segment_is_met_and_not_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What makes a start quick, however long a guide is."""
    made: list[str] = []

    def written(segment: SegmentDefinition, delimiters: Delimiters) -> str:
        made.append(segment.segment_id)
        return segment_pattern(segment, delimiters)

    monkeypatch.setattr(fit, "segment_pattern", written)
    guides._load.cache_clear()  # noqa: SLF001 - so that it is read anew
    guide = find_guide("005010X222")
    assert guide is not None
    assert made == []

    data, report = an_interchange(), Report()
    for transaction_set in read_sets(read_blocks(io.BytesIO(data), report), report, Tally()):
        assert list(check_set(transaction_set, guide, report))
    assert sorted(set(made)) == sorted(
        {text.split("*")[0] for text in data.decode().split("~")[:-1]}
        - {"ISA", "GS", "ST", "SE", "GE", "IEA"}
    )


def test_faults_reported_of_the_professional_map_are_gone_from_the_installed_one() -> None:
    """Issues 24, 27, 28 and 29 of pyx12: were one of them back, it would need an overlay."""
    guide = find_guide("005010X222")
    assert guide is not None
    claims = [loop for loop in guide.root.loops() if loop.id == "2300"]
    assert len(claims) == 2
    for claim in claims:
        within = {loop.id: loop for loop in claim.loops()}
        contact = {one.segment_id: one for one in within["2310C"].segments()}["PER"]
        assert contact.usage == "S"
        taxonomy = {one.segment_id: one for one in within["2310B"].segments()}["PRV"]
        assert taxonomy.elements[1].codes == {"PXC"}
        drug = {one.segment_id: one for one in within["2410"].segments()}["CTP"]
        assert drug.elements[2].usage == "N"
        assert drug.elements[4].components[0].codes == {"F2", "GR", "ME", "ML", "UN"}


@pytest.mark.parametrize("identifier", ["005010X222", "005010X223", "005010X224"])
def test_the_claim_of_a_dependent_is_told_as_that_of_a_subscriber(identifier: str) -> None:
    """So that one of the two may serve for both."""
    guide = find_guide(identifier)
    assert guide is not None
    one, other = (_plain(loop) for loop in guide.root.loops() if loop.id == "2300")

    assert one == other


def _plain(loop: LoopDefinition) -> list[object]:
    told: list[object] = []
    for child in loop.children:
        if isinstance(child, LoopDefinition):
            told.append((child.id, child.usage, child.position, child.most, _plain(child)))
        else:
            told.append(
                (
                    *(child.segment_id, child.usage, child.position, child.most, child.notes),
                    [
                        (element.data_element, element.usage, element.codes, element.list_id)
                        for whole in child.elements
                        for element in (whole, *whole.components)
                    ],
                )
            )
    return told
