"""
What a policy demands of a claim: an authorization for certain lines that show none.

A demand is only the beginning.  The rules take lines out of it (exempt, riding on the facility's
authorization, authorized but not said so); what is left is a concern.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from edi_service.claims.model import ServiceLine
from edi_service.policy.library import Applying
from edi_service.policy.rule import Concern, Outcome
from edi_service.policy.services import without
from edi_service.policy.stand import Stand

if TYPE_CHECKING:
    from edi_service.claims.model import Claim
    from edi_service.policy.rule import Answer


class Demand(Struct, frozen=True, kw_only=True):
    """
    Lines that need an authorization by *stand* and show none.

    *trigger* says what points to a need where the payer's list is not held; empty where it is.
    *exempting* are the policies that may say of any line of the claim that it needs none.
    *rivals* are policies of the same level that speak of the same services.
    *missing* and *steps* are as in :class:`Concern`.
    """

    stand: Stand
    applying: Applying
    lines: tuple[ServiceLine, ...]
    whole_claim: bool
    trigger: str = ""
    exempting: tuple[Stand, ...] = ()
    rivals: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()

    def after(self, code: str, answer: Answer) -> Demand:
        """The demand once the rule *code* has given *answer*."""
        missing = self.missing
        lines, whole_claim = self.lines, self.whole_claim
        if answer.outcome is Outcome.CANNOT_TELL:
            missing = tuple(dict.fromkeys((*missing, *answer.missing)))
        elif answer.settled:
            lines, whole_claim = without(lines, answer.settled), False
        return replace(
            self,
            lines=lines,
            whole_claim=whole_claim,
            missing=missing,
            steps=(*self.steps, (code, answer.because)),
        )

    def concern(self) -> Concern:
        """What is left of it."""
        return Concern(
            policy=self.stand.policy,
            revision=self.stand.revision,
            lines=self.lines,
            whole_claim=self.whole_claim,
            steps=self.steps,
            missing=self.missing,
        )


def name_of(line: ServiceLine) -> str:
    """What a biller calls the service on *line*."""
    if line.procedure:
        return line.procedure
    return f"revenue code {line.revenue_code}" if line.revenue_code else "the service"


def name_all(claim: Claim, lines: tuple[ServiceLine, ...], *, whole_claim: bool) -> str:
    """What a biller calls *lines* of *claim*, with their days."""
    if whole_claim:
        first, last = claim.first_day, claim.last_day
        span = f"on {first}" if first == last else f"from {first} to {last}"
        return f"the claim as a whole, {span},"
    if len(lines) == 1:
        return f"{name_of(lines[0])} on {claim.starts_of(lines[0])}"
    return "lines " + ", ".join(f"{line.number} ({name_of(line)})" for line in lines)
