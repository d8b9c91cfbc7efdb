"""
PA18: is the authorization for a diagnosis of the claim?

Payers decide by the diagnosis they were told.  That the claim has none of them may be a refinement
of the code as well as another disease, so it is a warning.
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
    """Look for one of its diagnoses on the claim."""
    return not_fitting(subject, concerns, Misfit.DIAGNOSIS, Severity.WARNING)


RULE = Rule(
    kind=Kind(
        "PA18",
        Severity.WARNING,
        "The authorization is for another diagnosis",
        "Look whether the diagnosis was made more exact since; if it is another, tell the payer.",
        "None of the diagnoses that the authorization names is on the claim. Codes are compared "
        "as they stand, without points, so that a more exact code of the same disease is named as "
        "well.",
    ),
    check=check,
)
