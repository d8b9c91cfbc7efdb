"""Invented answers to services reviews, and reading them as a service does."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from edi_service.edge.guides import find_guide
from edi_service.finding import Report
from edi_service.review.answer.decide import Understanding
from edi_service.review.answer.read import purpose_of, read_answer
from edi_service.review.answer.reasons import Reasons
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally
from tests.x12.reading import isa

if TYPE_CHECKING:
    from edi_service.finding import Finding
    from edi_service.review.answer.heard import Heard
    from edi_service.review.answer.model import Answer

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared"
REASONS = Reasons.parse((ROOT / "schemas/codes/review-reasons.csv").read_text(encoding="utf-8"))

REVIEWER = ("HL*1**20*1", "NM1*PR*2*INVENTED HEALTH PLAN*****PI*99001")
REQUESTER = ("HL*2*1*21*1", "NM1*1P*2*LANTERN CLINIC*****XX*1910000029")
MEMBER = ("HL*3*2*22*1", "NM1*IL*1*OAKENSHAW*BRAM****MI*MEMBER00018")
TRACE = "0123456789abcdef-1"
ASSIGNER = "9990000002"
EVENT = ("HL*4*3*EV*1", f"TRN*2*{TRACE}*{ASSIGNER}", "UM*HS*I*42*22:B")


@dataclass(slots=True)
class Read:
    """What was read of some bytes."""

    answers: list[Answer] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def codes(self) -> list[str]:
        return [finding.kind.code for finding in self.findings]

    @property
    def one(self) -> Heard:
        """The only thing heard."""
        (heard,) = self.heard
        return heard


def read(data: bytes) -> Read:
    """Every answer in *data*, event by event."""
    found, report = Read(), Report()
    for transaction_set in read_sets(read_blocks(io.BytesIO(data), report), report, Tally()):
        guide = find_guide(transaction_set.guide, purpose_of(transaction_set))
        answer = guide and read_answer(transaction_set, guide, report)
        if not answer:
            continue
        found.answers.append(answer)
        understanding = Understanding(answer, REASONS, transaction_set.position)
        found.heard += [understanding.heard(event) for event in answer.events or (None,)]
        report.findings += understanding.findings
    found.findings = report.take()
    return found


def an_answer(*body: str, finality: str = "18", reference: str = TRACE) -> bytes:
    """An interchange with one answer, whose segments from HL on are *body*."""
    inside = (f"BHT*0007*11*{reference}*20260305*1011*{finality}", *body)
    segments = (
        isa(),
        "GS*HI*PLAN*CLINIC*20260305*1011*1*X*005010X217",
        "ST*278*0001*005010X217",
        *inside,
        f"SE*{len(inside) + 2}*0001",
        "GE*1*1",
        "IEA*1*000000001",
    )
    return "".join(f"{each}~" for each in segments).encode()


def an_event(*said: str, lines: tuple[tuple[str, ...], ...] = (), finality: str = "18") -> bytes:
    """An answer about one event, for which *said* stands after UM; *lines* hold their segments."""
    has_lines = "1" if lines else "0"
    event = (EVENT[0][:-1] + has_lines, *EVENT[1:], *said)
    services = [
        text
        for number, line in enumerate(lines, start=5)
        for text in (f"HL*{number}*4*SS*0", *line)
    ]
    return an_answer(*REVIEWER, *REQUESTER, *MEMBER, *event, *services, finality=finality)


def a_line(number: int, *said: str, procedure: str = "97110") -> tuple[str, ...]:
    """A service of ours, told by its trace number; *said* stands before its SV1."""
    return (f"TRN*2*{TRACE}-{number}*{ASSIGNER}", *said, f"SV1*HC:{procedure}*90*UN*6")
