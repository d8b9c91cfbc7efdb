"""
PA12: is the authorization for the place where the service was given?

An outpatient surgery approved for a surgery center and done in a hospital is another price to the
payer.  Only claims with a place of service are held against it.
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
    """Hold its places against those of the lines that rest on it."""
    return not_fitting(subject, concerns, Misfit.PLACE)


RULE = Rule(
    kind=Kind(
        "PA12",
        Severity.ERROR,
        "The authorization is for another place of service",
        "Ask the payer to change the place of the authorization, or correct the place of service.",
        "The authorization on file names places of service, and the claim or the line has another. "
        "Payers approve a service for a setting and deny or reprice it elsewhere.",
    ),
    check=check,
)
