"""
PA13: is the authorization for a provider of the claim?

An authorization names who may give the service (CARC 296 where it is another).  The billing
provider's NPI and tax identifier count, and the NPIs of all who gave the service; not of those who
sent the patient.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.finding import Kind, Severity
from edi_service.policy.authorized import not_fitting
from edi_service.policy.on_file import Misfit
from edi_service.policy.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edi_service.policy.rule import Answer, Concern, Subject


def check(subject: Subject, concerns: Iterable[Concern]) -> Iterator[Answer]:
    """Look for one of its providers on the claim."""
    return not_fitting(subject, concerns, Misfit.PROVIDER)


RULE = Rule(
    kind=Kind(
        "PA13",
        Severity.ERROR,
        "The authorization is for another provider",
        "Ask the payer to add the provider to the authorization, or correct the provider.",
        "No provider of the claim is one that the authorization names: neither the billing "
        "provider, by NPI or tax identifier, nor anybody who gave the service, by NPI.",
    ),
    check=check,
)
