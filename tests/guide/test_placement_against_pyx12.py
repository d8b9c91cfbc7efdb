"""The loop of every segment is the one that pyx12 finds in its maps."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pyx12.params import params
from pyx12.x12n_document import x12n_document

from edi_service.edge.guides import find_guide
from edi_service.finding import Report
from edi_service.guide.match import place
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.segment import ENVELOPE_IDS
from edi_service.x12.tally import Tally
from tests.builders import a_claim, a_line, an_interchange

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"

OTHER_PAYER = (
    "SBR*S*18*GRP1******CI~CAS*PR*1*20*1*2*5~AMT*D*80~AMT*EAF*45~OI***Y*P**Y~MOA***MA01~"
    "NM1*IL*1*HOLLIS*CLARA****MI*X1~N3*7 ELM STREET~N4*SPRINGFIELD*IL*62701~"
    "NM1*PR*2*SECOND HEALTH*****PI*SECOND~N3*1 BAY ROAD~N4*SALEM*OR*97301~DTP*573*D8*20260301~"
    "REF*G1*OTHER1~REF*F8*CONTROL1~"
)
DETAILED = {
    "P": [
        a_claim(
            a_line(
                extra="DTP*471*D8*20260203~REF*G1*LINE1~REF*6R*CTRL1~NTE*ADD*SEEN~"
                "LIN**N4*00000123401~CTP****2*UN~REF*XZ*RX1~"
                "NM1*82*1*MERCER*JOAN****XX*1598765430~PRV*PE*PXC*207Q00000X~REF*G2*X~"
                "NM1*DK*1*ORMOND*LEO****XX*1245319599~N3*2 HIGH STREET~N4*SALEM*OR*97301~"
                "SVD*SECOND*80*HC:99213**1~CAS*CO*45*45~DTP*573*D8*20260301~AMT*EAF*5~"
                "LQ*UT*04.04B~FRM*1A**100~FRM*4*Y~"
            ),
            a_line(2, extra="REF*6R*CTRL2~NM1*PW*2~N3*1 HILL~N4*SALEM*OR*97301~"),
            extra="DTP*439*D8*20260201~PWK*OZ*EL***AC*DOC1~AMT*F5*10~REF*9F*R1~REF*G1*A1~"
            "NTE*ADD*NOTE~CR1*LB*140*A*DH*12~CRC*07*Y*01~CRC*ZZ*Y*AV~",
            providers="HI*BG:01~NM1*DN*1*ORMOND*LEO~REF*G2*X~NM1*82*1*MERCER*JOAN****XX*1598765430~"
            "PRV*PE*PXC*207Q00000X~NM1*77*2*HILL CLINIC~N3*1 HILL~N4*SALEM*OR*97301~"
            "REF*G2*X~PER*IC*DESK*TE*5550100111~NM1*DQ*1*NORWOOD*AMY~NM1*PW*2~N3*1 HILL~"
            "N4*SALEM*OR*97301~NM1*45*2~N3*2 DALE~N4*SALEM*OR*97301~"
            + OTHER_PAYER
            + "NM1*DN*1~REF*G2*X~NM1*82*1~REF*G2*Y~NM1*77*2~REF*G2*Z~NM1*DQ*1~REF*G2*V~"
            "NM1*85*2~REF*G2*W~",
        ),
        a_claim(number="A2"),
    ],
    "I": [
        a_claim(
            a_line(
                kind="I",
                extra="REF*6R*CTRL1~AMT*GT*1~LIN**N4*00000123401~CTP****2*UN~REF*XZ*RX1~"
                "NM1*72*1*OAKLEY*SAM****XX*1598765430~REF*G2*X~NM1*82*1*MERCER*JOAN~"
                "SVD*SECOND*80*HC:80053*0300*1~CAS*CO*45*45~DTP*573*D8*20260301~",
            ),
            a_line(2, kind="I"),
            kind="I",
            dates="DTP*435*DT*202602030800~DTP*096*TM*1100~",
            extra="PWK*OZ*EL***AC*DOC1~AMT*F3*10~REF*G1*A1~REF*EA*MR1~NTE*DCP*NOTE~NTE*ADD*NOTE~",
            providers="HI*ABJ:R05~HI*BH:11:D8:20260201~HI*BE:80:::5~HI*BG:02~"
            "NM1*71*1*TORRANCE*IDA****XX*1245319599~PRV*AT*PXC*207Q00000X~REF*G2*X~"
            "NM1*72*1*OAKLEY*SAM~NM1*ZZ*1*BARROW*JO~NM1*82*1*MERCER*JOAN~NM1*77*2*HILL CLINIC~"
            "N3*1 HILL~N4*SALEM*OR*97301~NM1*DN*1*ORMOND*LEO~"
            + OTHER_PAYER
            + "NM1*71*1~REF*G2*X~NM1*72*1~REF*G2*Y~NM1*85*2~REF*G2*W~",
        )
    ],
}


UNDECLARED = "its components are separated by another character than ISA16 declares"
VERSION = "its ISA12 is 00402, which pyx12 does not read"
EXCEPTIONS = {
    "LinuxForHealth+x12/837_005010X222A2__demo.cob.2ndary.example4.837": UNDECLARED,
    "LinuxForHealth+x12/837_005010X222A2__demo.example11.837": UNDECLARED,
    "LinuxForHealth+x12/837_005010X222A2__demo.example12.837": UNDECLARED,
    "LinuxForHealth+x12/837_005010X222A2__demo.example6.837": UNDECLARED,
    "LinuxForHealth+x12/837_005010X222A2__demo.example9.837": UNDECLARED,
    "LinuxForHealth+x12/837_005010X223A3__out-of-network-repriced-claim.837i": UNDECLARED,
    "LinuxForHealth+x12/837_005010X223A3__ppo-repriced-claim.837i": UNDECLARED,
    "xlate+staedi/x12__sample837-original.edi": VERSION,
    "xlate+staedi/x12__sample837-small.edi": VERSION,
}


class Seen:
    """What pyx12 says of each segment: identifier and loop, empty where it finds no place."""

    def __init__(self) -> None:
        self.loops: list[tuple[str, str]] = []

    def __call__(self, segment: Any, _source: Any, node: Any, _valid: object) -> None:
        segment_id = segment.get_seg_id()
        if segment_id not in ENVELOPE_IDS:
            loop = node.parent.id if node.is_match(segment) else ""
            self.loops.append((segment_id, "" if loop == "HEADER" else loop))


def loops_of_pyx12(data: bytes) -> list[tuple[str, str]]:
    seen = Seen()
    text = io.StringIO(data.decode())
    x12n_document(params(), text, io.StringIO(), None, None, callback=seen)
    return seen.loops


def our_loops(data: bytes) -> Iterator[tuple[str, str]]:
    report = Report()
    for found in read_sets(read_blocks(io.BytesIO(data), report), report, Tally()):
        guide = find_guide(found.guide)
        assert guide is not None
        for placed in place(found.cursor, found.delimiters, found.control, guide):
            for use, text in zip(placed.uses, placed.texts, strict=True):
                assert text.startswith(use.segment_id)
                yield use.segment_id, use.loop if use.known else ""


@pytest.mark.parametrize("dependent", [False, True])
@pytest.mark.parametrize("kind", ["P", "I"])
def test_a_claim_with_every_sort_of_loop_is_placed_as_pyx12_places_it(
    kind: Any,
    dependent: bool,  # noqa: FBT001 - pytest passes parameters by name
) -> None:
    data = an_interchange(*DETAILED[kind], kind=kind, dependent=dependent)

    ours = list(our_loops(data))

    assert ours == loops_of_pyx12(data)
    assert len({loop for _, loop in ours}) >= (28 if kind == "P" else 24)


def _corpus() -> list[str]:
    manifest = CORPUS / "MANIFEST.tsv"
    if not manifest.exists():
        return []
    with manifest.open(encoding="utf-8") as source:
        rows = csv.DictReader(source, delimiter="\t")
        return [
            row["file"]
            for row in rows
            if re.search(r"005010X22[23]", row["version(GS08/ST03)"]) and row["validity"] == "valid"
        ]


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of published files is not here")
@pytest.mark.parametrize("name", _corpus())
def test_published_files_are_placed_as_pyx12_places_them(name: str) -> None:
    if name in EXCEPTIONS:
        pytest.skip(EXCEPTIONS[name])
    data = (CORPUS / name).read_bytes()
    # pyx12 ships maps for one erratum of each guide.
    data = re.sub(rb"005010X222A?\d?", b"005010X222A1", data)
    data = re.sub(rb"005010X223A?\d?", b"005010X223A2", data)

    assert list(our_loops(data)) == loops_of_pyx12(data)
