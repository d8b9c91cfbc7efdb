"""
PS09: do the diagnoses, the age and the admission go with the setting?

A policy says what does not go together (``<misfit against="diagnosis">``): a screening and
nothing else in the emergency room, a newborn's admission of a grown person.  What an emergency is,
a prudent layperson judges (42 CFR 422.113, 45 CFR 149.110), so nothing here opens a case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.finding import Kind, Severity
from edi_service.policy.misfits import answers
from edi_service.policy.place_rules import MisfitSort
from edi_service.policy.rule import Rule
from edi_service.policy.screen import Topic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.library import Applying
    from edi_service.policy.rule import Answer, Subject


def check(subject: Subject, applying: Applying) -> Iterator[Answer]:
    """Hold the claim against the misfits of this sort."""
    return answers(subject, applying.misfits_of(subject.claim, MisfitSort.DIAGNOSIS))


RULE = Rule(
    kind=Kind(
        "PS09",
        Severity.WARNING,
        "The diagnosis, the age or the admission does not go with the setting",
        "Compare the record with the claim; correct what is wrong, or send it if all is right.",
        "Some diagnoses, ages and sorts of admission say by themselves where and how the patient "
        "was seen. A claim that tells another place is asked about. It is a warning: "
        "whether a visit was an emergency goes by what a prudent "
        "layperson thought, and never by the diagnosis alone.",
    ),
    check=check,
    topic=Topic.DIAGNOSIS,
)
