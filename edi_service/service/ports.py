"""What the service asks of the outside world; the edge keeps these promises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from edi_service.claims.model import Claim
    from edi_service.policy.model import PayerAlias
    from edi_service.report.rows import CaseRow, FindingRow
    from edi_service.report.summary import Summary


class Outbox(Protocol):
    """Takes what a run brings forth; nothing of it is seen before :meth:`finish`."""

    def add_claim(self, claim: Claim, file: str, alias: PayerAlias | None) -> None:
        """Keep a claim of *file*, *alias* being its payer in the policy library."""

    def add_finding(self, row: FindingRow) -> None:
        """Keep a finding."""

    def add_case(self, row: CaseRow) -> None:
        """Keep a case."""

    def add_request(self, case_id: str, data: bytes) -> str:
        """Keep a 278 request; returns its name within the output."""

    def add_worksheet(self, case_id: str, text: str) -> str:
        """Keep a worksheet; returns its name within the output."""

    def finish(self, summary: Summary) -> None:
        """Show everything kept, with *summary*."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """
    An input as found.

    Attributes:
        name: what its findings and claims call it.
        sha256: of its bytes, in hexadecimal.
        size: in bytes.
        open: opens it for reading from the start.
    """

    name: str
    sha256: str
    size: int
    open: OpenArrival


class OpenArrival(Protocol):
    """Opens an arrival."""

    def __call__(self) -> AbstractContextManager[BinaryIO]:
        """The bytes, from the start."""
