"""Reading policies as a careful reader would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.edge import knowledge, policy_folders
from edi_service.finding import Severity
from edi_service.policy.language.advice import Known, advise
from edi_service.wiring.asked import CannotDoIt, in_one_sentence
from edi_service.wiring.policies.looking import day_of

if TYPE_CHECKING:
    from pathlib import Path

STALE_AFTER = 365
"""Days after which a source is to be read again, unless somebody asks for another number."""


def lint_policies(
    folders: tuple[Path, ...], *, as_of: str = "", stale_after: int = STALE_AFTER
) -> list[tuple[str, bool]]:
    """
    What is to be said of the policies in *folders*, each with whether it is an error.

    Without *folders*, those of the library are read.  Policies that are refused are told alone:
    how the others stand to each other is not known while some are missing.

    Raises:
        CannotDoIt: a folder or a table of payers cannot be read, or *as_of* is no day.
    """
    with in_one_sentence():
        chosen = folders or (policy_folders.shipped(),)
        if missing := [folder for folder in chosen if not folder.is_dir()]:
            message = f"the policies {missing[0]} are no folder that can be read"
            raise CannotDoIt(message)
        if refused := knowledge.refusals(chosen):
            return [(says, True) for says in refused]
        besides = policy_folders.others(chosen)
        known = Known(
            payers=knowledge.read_payers(besides),
            documents=knowledge.read_document_titles(besides),
            day=day_of(as_of),
            stale_after=stale_after,
        )
        every = knowledge.read_library(besides, ()).policies
        own = {
            policy.id
            for policy in every
            if any((folder / f"{policy.id}.xml").is_file() for folder in chosen)
        }
        return [
            (str(each), each.severity >= Severity.ERROR)
            for each in advise(every, known)
            if each.policy in own
        ]
