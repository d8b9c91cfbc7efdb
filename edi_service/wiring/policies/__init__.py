"""What is asked of the policies themselves, rather than of claims."""

from __future__ import annotations

from edi_service.wiring.policies.against import (
    Claims,
    compare_policies,
    explain_claim,
    simulate_policies,
)
from edi_service.wiring.policies.linting import lint_policies
from edi_service.wiring.policies.looking import list_policies, show_policy
from edi_service.wiring.policies.sheets import payer_sheet
from edi_service.wiring.policies.testing import prove_policies
from edi_service.wiring.policies.writing import QUESTIONS, answers_in, new_policy

__all__ = [
    "QUESTIONS",
    "Claims",
    "answers_in",
    "compare_policies",
    "explain_claim",
    "lint_policies",
    "list_policies",
    "new_policy",
    "payer_sheet",
    "prove_policies",
    "show_policy",
    "simulate_policies",
]
