"""
PA11: is the authorization for the service that is billed?

A number may be good and not apply to what is billed (CARC 284): it names other procedures, or other
modifiers.  A claim as a whole may rest on a number that names one of its services.
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
    """Hold the services it names against the lines that rest on it."""
    return not_fitting(subject, concerns, Misfit.SERVICE)


RULE = Rule(
    kind=Kind(
        "PA11",
        Severity.ERROR,
        "The authorization is for another service",
        "Ask the payer to change the authorization to what was done, or correct the procedure.",
        "None of the services that rest on the number is one that it names, by procedure and "
        "modifier. An authorization that the claim does not show is named as a warning where all "
        "else fits: payers change one more readily than they give another.",
    ),
    check=check,
)
