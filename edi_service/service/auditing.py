"""An audit: a run whose results are counted as they come, and shown at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from edi_service.report.claim_row import claim_row

if TYPE_CHECKING:
    from edi_service.claims.model import Claim
    from edi_service.policy.model import PayerAlias
    from edi_service.report.audit.count import Audit
    from edi_service.report.rows import CaseRow, FindingRow
    from edi_service.report.summary import Summary


class AuditOutput(Protocol):
    """Shows an audit."""

    def show(self, audit: Audit, summary: Summary) -> None:
        """Write pages and tables; nothing of them is seen before all are whole."""


class Auditor:
    """
    An :class:`~edi_service.service.ports.Outbox` that counts and keeps nothing else.

    Requests and worksheets are written by the run all the same, since only writing them tells what
    they lack; here they are dropped.
    """

    def __init__(self, audit: Audit, output: AuditOutput) -> None:
        self._audit = audit
        self._output = output

    def add_claim(self, claim: Claim, file: str, alias: PayerAlias | None) -> None:
        """Count a claim."""
        self._audit.add_claim(claim_row(claim, file, alias))

    def add_finding(self, row: FindingRow) -> None:
        """Count a finding."""
        self._audit.add_finding(row)

    def add_case(self, row: CaseRow) -> None:
        """Count a case."""
        self._audit.add_case(row)

    def add_request(self, case_id: str, data: bytes) -> str:
        """Drop a request; its name is its case."""
        del data
        return case_id

    def add_worksheet(self, case_id: str, text: str) -> str:
        """Drop a worksheet; its name is its case."""
        del text
        return case_id

    def finish(self, summary: Summary) -> None:
        """Show what was counted."""
        self._audit.close()
        self._output.show(self._audit, summary)
