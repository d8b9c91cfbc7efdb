"""An outbox that keeps everything in memory, and a run into it."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from edi_service.edge import knowledge
from edi_service.edge.guides import find_guide
from edi_service.facts.match import AuthorizationTable
from edi_service.facts.outside import Outside
from edi_service.report.claim_row import claim_row
from edi_service.service.config import Config
from edi_service.service.desk import Desk
from edi_service.service.ports import Arrival
from edi_service.service.run import Run

if TYPE_CHECKING:
    from edi_service.claims.model import Claim
    from edi_service.policy.model import PayerAlias
    from edi_service.report.claim_row import ClaimRow
    from edi_service.report.rows import CaseRow, FindingRow
    from edi_service.report.summary import Summary

EXAMPLES = Path(__file__).parents[2] / "fixtures" / "policies" / "examples"
AS_OF = datetime(2026, 6, 12, 14, 30, tzinfo=ZoneInfo("America/New_York"))


@dataclass
class MemoryOutbox:
    """Keeps what it is given."""

    claims: list[ClaimRow] = field(default_factory=list)
    findings: list[FindingRow] = field(default_factory=list)
    cases: list[CaseRow] = field(default_factory=list)
    requests: dict[str, bytes] = field(default_factory=dict)
    worksheets: dict[str, str] = field(default_factory=dict)
    summary: Summary | None = None

    def add_claim(self, claim: Claim, file: str, alias: PayerAlias | None) -> None:
        self.claims.append(claim_row(claim, file, alias))

    def add_finding(self, row: FindingRow) -> None:
        self.findings.append(row)

    def add_case(self, row: CaseRow) -> None:
        self.cases.append(row)

    def add_request(self, case_id: str, data: bytes) -> str:
        self.requests[case_id] = data
        return f"requests/{case_id}.278"

    def add_worksheet(self, case_id: str, text: str) -> str:
        self.worksheets[case_id] = text
        return f"worksheets/{case_id}.txt"

    def finish(self, summary: Summary) -> None:
        self.summary = summary


@lru_cache(maxsize=1)
def a_desk() -> Desk:
    return Desk(
        library=knowledge.read_library((EXAMPLES,), ()),
        config=Config(),
        authorizations=AuthorizationTable.empty(),
        document_titles=knowledge.read_document_titles((EXAMPLES,)),
        service_types=knowledge.read_service_types(),
        codes=knowledge.read_code_sets(),
        find_guide=find_guide,
        as_of=AS_OF,
    )


def an_arrival(data: bytes, name: str = "claims.837") -> Arrival:
    return Arrival(name, hashlib.sha256(data).hexdigest(), len(data), lambda: io.BytesIO(data))


def run(*data: bytes) -> MemoryOutbox:
    outbox = MemoryOutbox()
    one = Run(a_desk(), Outside.empty(), outbox, first_control_number=1, advance=lambda _done: None)
    for number, each in enumerate(data, 1):
        one.take(an_arrival(each, f"{number}.837"))
    one.finish()
    return outbox
