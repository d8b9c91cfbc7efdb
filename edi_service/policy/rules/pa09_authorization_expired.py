"""
PA09: is the authorization good on the day of service?

An authorization is given from one day to another; a payer denies a service outside them (CARC 302
where it has expired).  A stay is judged by its first day.
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
    """Hold its days against those of the lines that rest on it."""
    return not_fitting(subject, concerns, Misfit.DAY)


RULE = Rule(
    kind=Kind(
        "PA09",
        Severity.ERROR,
        "The authorization is not good on the day of service",
        "Ask the payer to extend the authorization or to change its days, or correct the day of "
        "service.",
        "The authorization on file begins after the service or has ended before it. A number that "
        "is not good on the day is worth no more than none. Where the claim does not show it and "
        "nothing else hinders it, this is a warning beside the finding that an authorization is "
        "wanting.",
    ),
    check=check,
)
