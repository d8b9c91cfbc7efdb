from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_service.edge.guides import find_guide
from edi_service.guide import limits, match
from edi_service.guide.engine import engine_of
from edi_service.x12.cursor import Cursor
from edi_service.x12.segment import ENVELOPE_IDS, Block, ControlNumbers, Delimiters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.guide.choose import ClaimGuide
    from edi_service.guide.definition import Guide
    from edi_service.guide.model import Placed

DELIMITERS = Delimiters()
CONTROL = ControlNumbers(interchange="000000001", group="1", set="0001")
CLAIM = "HL*1**20*1~NM1*85*2*X~HL*2*1*22*0~SBR*P~NM1*IL*1*Y~NM1*PR*2*Z~CLM*A*1***11:B:1"


IDENTIFIERS = {"P": "005010X222A1", "I": "005010X223A2", "D": "005010X224A2"}


def guide_of(kind: ClaimGuide) -> Guide:
    guide = find_guide(IDENTIFIERS[kind])
    assert guide is not None
    return guide


def place(
    cursor: Cursor, delimiters: Delimiters, control: ControlNumbers, kind: ClaimGuide
) -> Iterator[Placed]:
    return match.place(cursor, delimiters, control, guide_of(kind))


def blocks_of(text: str, size: int = 1000, delimiters: Delimiters = DELIMITERS) -> list[Block]:
    """The segments of *text* in blocks of *size*, as they would stand after an ST."""
    texts = text.split("~")
    offset, blocks = 0, []
    for first in range(0, len(texts), size):
        some = texts[first : first + size]
        blocks.append(
            Block(texts=some, number=first + 4, delimiters=delimiters, offset=offset + 200)
        )
        offset += sum(len(one) + 1 for one in some)
    return blocks


def placed(text: str, kind: ClaimGuide = "P", size: int = 1000) -> list[Placed]:
    blocks = blocks_of(text, size)
    return list(place(Cursor(iter(blocks[1:]), blocks[0]), DELIMITERS, CONTROL, kind))


def told(text: str, kind: ClaimGuide = "P", size: int = 1000) -> list[str]:
    """Loop, segment and qualifier of every segment; a question mark where it is not known."""
    return [
        " ".join(filter(None, [use.loop, use.segment_id, use.qualifier, "" if use.known else "?"]))
        for run in placed(text, kind, size)
        for use in run.uses
    ]


@pytest.fixture(autouse=True)
def _forget_shapes() -> None:
    engine_of.cache_clear()


def test_header_levels_and_claims_come_apart() -> None:
    runs = placed(f"BHT*0019~NM1*41*2*X~{CLAIM}~LX*1~SV1*HC:1*1~CLM*B*1")

    assert [(run.head, len(run.texts), len(run.parts)) for run in runs] == [
        ("ST", 2, 1),
        ("HL", 2, 1),
        ("HL", 4, 1),
        ("CLM", 3, 2),
        ("CLM", 1, 1),
    ]


def test_a_set_without_header_begins_with_its_first_level() -> None:
    assert [run.head for run in placed(CLAIM)] == ["HL", "HL", "CLM"]


@pytest.mark.parametrize("end", ["SE*9*0001", "SE", "ST*837*2", "GE*1*1", "GS", "IEA*1*1", "ISA"])
def test_the_cursor_is_left_on_the_segment_of_an_envelope(end: str) -> None:
    [block] = blocks_of(f"{CLAIM}~{end}~NM1*41")
    cursor = Cursor(iter([]), block)

    runs = list(place(cursor, DELIMITERS, CONTROL, "P"))

    assert block.texts[cursor.index] == end
    assert sum(len(run.texts) for run in runs) == cursor.index


def test_an_interchange_with_other_delimiters_ends_the_set() -> None:
    others = Delimiters(element="|")
    [block] = blocks_of(CLAIM)
    [other] = blocks_of("ISA|00~GS|HC", delimiters=others)
    cursor = Cursor(iter([other]), block)

    runs = list(place(cursor, DELIMITERS, CONTROL, "P"))

    assert sum(len(run.texts) for run in runs) == 7
    assert cursor.stands_before_interchange


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("REF*G1*X", ["2300 REF G1"], id="of the claim"),
        pytest.param("REF*G1", ["2300 REF G1"], id="without value"),
        pytest.param("REF*QQ*X", ["2300 REF QQ ?"], id="unknown qualifier"),
        pytest.param("REF*G1X*1", ["2300 REF G1X ?"], id="longer qualifier"),
        pytest.param("REF", ["2300 REF ?"], id="no elements"),
        pytest.param("DTP*4311*D8*1", ["2300 DTP 4311 ?"], id="one digit more"),
        pytest.param("ZZZ*1", ["2300 ZZZ ?"], id="unknown segment"),
        pytest.param("CLMX*1", ["2300 CLMX ?"], id="identifier too long"),
        pytest.param("LONGIDENTIFIER*1", ["2300 LONGIDENTIFIER ?"], id="very long identifier"),
        pytest.param("*1", ["2300 ?"], id="no identifier"),
        pytest.param("HI*ABK:J06*ABF:E11", ["2300 HI ABK"], id="HI by its first component"),
        pytest.param("PWK*OZ*EL", ["2300 PWK"], id="nothing to tell apart"),
        pytest.param("LX", ["2400 LX"], id="LX without elements"),
        pytest.param(
            "NM1*82*1*X~REF*G1*X",
            ["2310B NM1 82", "2310B REF G1 ?"],
            id="a reference after a provider is not the claim's",
        ),
        pytest.param(
            "NM1*82*1*X~HI*ABK:J06~REF*G2*X",
            ["2310B NM1 82", "2300 HI ABK", "2310B REF G2"],
            id="a latecomer of the claim does not end the loop it comes in",
        ),
        pytest.param(
            "SBR*P~NM1*PR*2*X~REF*G1*X~NM1*82*1~REF*G1*X",
            ["2320 SBR", "2330B NM1 PR", "2330B REF G1", "2330D NM1 82", "2330D REF G1 ?"],
            id="another payer's authorization",
        ),
        pytest.param("SBR*P~REF*G1*X", ["2320 SBR", "2320 REF ?"], id="reference after SBR"),
        pytest.param(
            "NM1*77*2*X~NM1*XX*2*Y~N3*1 ROAD~HI*ABK:J06~REF*G1*X~NM1*DN*1~REF*G2*X",
            [
                "2310C NM1 77",
                "2310C NM1 XX ?",
                "2310C N3 ?",
                "2300 HI ABK",
                "2310C REF ?",
                "2310A NM1 DN",
                "2310A REF G2",
            ],
            id="details of an unknown entity are not its neighbour's",
        ),
        pytest.param(
            "LX*1~SV1*HC:1~SVD*X~DTP*573*D8*1~REF*6R*1~NM1*82*1~REF*6R*1",
            [
                "2400 LX",
                "2400 SV1",
                "2430 SVD",
                "2430 DTP 573",
                "2400 REF 6R",
                "2420A NM1 82",
                "2420A REF 6R ?",
            ],
            id="what no entity holds goes outward",
        ),
        pytest.param(
            "LX*1~SBR*P~NM1*IL*1~LX*2",
            ["2400 LX", "2320 SBR", "2330A NM1 IL", "2400 LX"],
            id="another payer after the lines",
        ),
        pytest.param(
            "LX*1~REF*F8*1~HI*BG:01~REF*6R*1",
            ["2400 LX", "2400 REF F8 ?", "2300 HI BG", "2400 REF 6R"],
            id="a claim's reference in a line",
        ),
        pytest.param("NM1*DN*1~NM1*P3*1", ["2310A NM1 DN", "2310A NM1 P3"], id="a loop again"),
    ],
)
def test_a_segment_of_a_claim_finds_its_place(text: str, expected: list[str]) -> None:
    for _ in "worked out", "remembered":
        assert told(f"CLM*A*1~{text}") == ["2300 CLM", *expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HL*1**20*1", "2000A HL 20"),
        ("HL*2*1*22", "2000B HL 22"),
        ("HL*3*2*23*0", "2000C HL 23"),
        ("HL*4*3*19*0", "HL ?"),
        ("HL*4", "HL ?"),
        ("HL", "HL ?"),
        ("LX*1", "LX ?"),
    ],
)
def test_a_level_is_known_by_its_third_element(text: str, expected: str) -> None:
    assert told(text) == [expected]


def test_what_follows_an_unknown_level_is_in_no_loop() -> None:
    assert told("HL*1**99~NM1*85*2*X~N3*1") == ["HL ?", "NM1 85 ?", "N3 ?"]


@pytest.mark.parametrize(
    ("kind", "loop"), [("P", "2310D"), ("I", "2310A"), ("D", "2310E")], ids=["P", "I", "D"]
)
def test_the_same_segment_has_its_loop_in_each_guide(kind: ClaimGuide, loop: str) -> None:
    code = "71" if kind == "I" else "DQ"

    assert told(f"CLM*A*1~NM1*{code}*1", kind)[1] == f"{loop} NM1 {code}"


def test_separators_of_any_sort_are_understood() -> None:
    delimiters = Delimiters(element="|", component="<")
    [block] = blocks_of("CLM|A|1~HI|ABK<J06~REF|G1|X", delimiters=delimiters)

    [run] = place(Cursor(iter([]), block), delimiters, CONTROL, "P")

    assert [(use.loop, use.qualifier) for use in run.uses[1:]] == [("2300", "ABK"), ("2300", "G1")]


SEGMENTS = [
    *("HL*1**20*1", "HL*2*1*22", "HL*3*2*23", "HL", "CLM*A*1", "CLM", "LX*1", "LX", "SBR*P"),
    *("NM1*82*1", "NM1*PR*2", "NM1*XX", "NM1", "REF*G1*A", "REF*6R*B", "REF", "HI*ABK:J06"),
    *("DTP*472*D8*1", "N3*1", "N4*X", "SV1*HC:1*1", "SV2*0300", "LIN", "SVD*X", "LQ*UT", "ZZ"),
]


@given(
    st.lists(st.sampled_from(SEGMENTS) | st.text(max_size=12), min_size=1),
    st.integers(1, 9),
    st.integers(1, 9),
    st.sampled_from(["P", "I", "D"]),
)
def test_nothing_is_lost_whatever_the_order_and_however_it_is_cut_into_blocks(
    texts: list[str], size: int, look: int, kind: ClaimGuide
) -> None:
    text = "~".join(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(match, "FIRST_LOOK", look)
        runs = placed(text, kind, size)
    end = next(
        (index for index, one in enumerate(text.split("~")) if one.split("*")[0] in ENVELOPE_IDS),
        None,
    )

    assert [one for run in runs for one in run.texts] == text.split("~")[:end]
    assert all(len(run.uses) == len(run.texts) for run in runs)
    assert [use for run in runs for use in run.uses] == [
        use for run in placed(text, kind) for use in run.uses
    ]
    numbers = [run.position(at).segment for run in runs for at in range(len(run.texts))]
    assert numbers == list(range(4, 4 + len(numbers)))


def test_the_position_of_a_segment_follows_from_the_block_it_came_in() -> None:
    text = f"{CLAIM}~LX*1~SV1*HC:1*1"
    *_, claim = placed(text, size=4)

    position = claim.position(2, 2)

    assert str(position) == f"SV102 in loop 2400 (segment 12, byte {200 + text.index('SV1')})"
    assert (position.interchange, position.group, position.set) == ("000000001", "1", "0001")
    assert claim.number == 10
    with pytest.raises(IndexError):
        claim.position(3)


def test_segments_are_found_by_loop_identifier_and_qualifier() -> None:
    [claim] = placed("CLM*A*1~REF*G1*1~REF*F8*2~REF*9F*3~NM1*82*1~REF*G2*4")

    assert [found.index for found in claim.find("2300", "REF")] == [1, 2, 3]
    assert [found.segment.value(2) for found in claim.find("2300", "REF", "F8", "9F")] == ["2", "3"]
    assert [found.loop for found in claim.find("2310B", "REF")] == ["2310B"]


@pytest.mark.parametrize("size", [1, 3, 4, 1000])
@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ("REF*G1*1~REF*F8*2~HI*ABK:1~LX*1~SV1*HC:1", [(0, 4)]),
        ("LX*1~SV1*HC:1~DTP*472*D8*1~REF*6R*1~LX*2", [(0, 1), (1, 3)]),
        ("REF*G1*1~REF*F8*2~REF*G1*1~REF*F8*2~REF*G1*1~REF*F8*2~REF*G1*1", [(0, 4)]),
        ("LX*1~LX*2~LX*3~LX*4~LX*5~LX*6~LX*7", [(0, 1), (1, 1), (2, 1), (3, 1)]),
    ],
)
def test_a_claim_without_end_is_cut(
    monkeypatch: pytest.MonkeyPatch, size: int, body: str, parts: list[tuple[int, int]]
) -> None:
    monkeypatch.setattr(limits, "LONGEST", 4)

    cut, following = placed(f"CLM*A*1~{body}~CLM*B*2~LX*1~SV1*HC:1", size=size)

    assert cut.is_cut
    assert cut.texts == f"CLM*A*1~{body}".split("~")[:4]
    assert [(start, shape.length) for start, shape in cut.parts] == parts
    assert len(cut.uses) == 4
    assert not following.is_cut
    assert following.texts == ["CLM*B*2", "LX*1", "SV1*HC:1"]


def test_a_claim_as_long_as_may_be_is_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LONGEST", 4)

    for size in 2, 1000:
        [claim] = placed("CLM*A*1~REF*G1*1~REF*F8*2~HI*ABK:1", size=size)
        assert not claim.is_cut


def test_texts_that_begin_otherwise_share_the_shape_of_their_use() -> None:
    first, second, third = placed("CLM*A~NM1*77*2~N3*1~CLM*B~NM1*77*1~N3*2~CLM*C~NM1*77*1~N3*1")

    assert first.parts[0][1] is second.parts[0][1] is third.parts[0][1]


def test_runs_of_the_same_shapes_share_a_form() -> None:
    level = "HL*2*1*22*0~SBR*P"
    claim = "CLM*A~REF*G1*1~LX*1~SV1*HC:1"
    text = f"{level}~{claim}~{level}~{claim}~LX*2~HL*3*1*23~SBR*P"

    for size in 3, 1000:
        first, one, second, longer, other = (run.form for run in placed(text, size=size))
        assert first is second
        assert len({first, one, longer, other}) == 4
        assert one.parts == longer.parts[:2]


def test_forms_are_forgotten_before_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_FORMS", 3)
    monkeypatch.setattr(limits, "LONGEST_FORM", 6)
    text = "~".join("CLM*A" + "~LX*1" * lines for lines in range(9))

    forms = [run.form for run in placed(text)]

    assert [len(form.parts) for form in forms] == list(range(1, 10))
    assert [form.is_kept for form in forms] == [True] * 6 + [False] * 3
    assert len(engine_of(guide_of("P"), DELIMITERS).claim.forms) == 3


def test_a_set_without_segments_has_nothing_to_place() -> None:
    block = Block(texts=[], number=4, delimiters=DELIMITERS, offset=0)

    assert list(place(Cursor(iter([]), block), DELIMITERS, CONTROL, "P")) == []


def test_shapes_forgotten_or_never_remembered_change_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = f"{CLAIM}~REF*G1*1~HI*ABK:1~NM1*82*1~LX*1~SV1*HC:1~ZZ~LX*2~SV1*HC:1"
    expected = told(text)

    for name in "MOST_SHAPES", "LONGEST_SHAPE":
        engine_of.cache_clear()
        monkeypatch.setattr(limits, name, 1)
        assert told(text) == expected


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_SHAPES", 50)
    text = "~".join(f"CLM*A*1~REF*{number}*1" for number in range(500))

    placed(text)

    places = engine_of(guide_of("P"), DELIMITERS)
    assert len(places.claim.following) <= 2 * 50
