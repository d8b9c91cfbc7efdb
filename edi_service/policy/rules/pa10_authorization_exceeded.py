"""
PA10: are more units billed than the authorization has left?

Units are compared where the lines count them (UN); what claims before this one have used, the list
of authorizations says, and of those of the same run what they bill.  A payer denies what is beyond
(CARC 198).
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
    """Hold the units left against those billed."""
    return not_fitting(subject, concerns, Misfit.UNITS)


RULE = Rule(
    kind=Kind(
        "PA10",
        Severity.ERROR,
        "More units are billed than the authorization has left",
        "Ask the payer for more units, or bill what is authorized and the rest apart.",
        "The units approved, less those used, are fewer than the lines bill for the services it "
        "names. The list on file is as old as its last export; what earlier claims of the same run "
        "bill under the number counts as used besides.",
    ),
    check=check,
)
