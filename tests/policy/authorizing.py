"""Policies that want authorizations, and claims without, for the tests about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from edi_service.facts.model import AuthorizationOnFile
from tests.policy.casework import MEMBER, a_claim
from tests.policy.making import DAY, a_policy, a_subject, look

if TYPE_CHECKING:
    from edi_service.claims.model import Claim
    from edi_service.policy.model import Policy

IMAGING = a_policy('<authorization required="yes"><services codes="70551-70553"/></authorization>')
STAY = a_policy(
    '<authorization required="yes"><services bill-types="11" whole-claim="yes"/></authorization>',
    subject="stay",
)
UNLISTED = a_policy('<authorization required="unlisted"/>', subject="unlisted")
EMERGENCY = a_policy(
    '<authorization required="no"><services places="23"/></authorization>',
    subject="emergency",
    payer="*",
)
MRI = {"procedure": "70551"}


def an_authorization(**changes: Any) -> AuthorizationOnFile:
    return AuthorizationOnFile(
        **{"number": "A123", "payer": "example", "member": MEMBER, **changes}
    )


def claim_of(*lines: dict[str, Any], **fields: Any) -> Claim:
    return a_claim(DAY, {"lines": list(lines or (MRI,)), **fields})


def messages(*policies: Policy, claim: Claim | None = None, **known: Any) -> list[str]:
    """The findings as ``CODE message``."""
    subject = a_subject(claim or claim_of(), **known)
    return [
        f"{finding.kind.code} {finding.message}" for finding in look(subject, *policies).findings
    ]
