"""Holding policies against the cases beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from edi_service.cases.proof.claims import CaseRefused
from edi_service.cases.proof.outcome import differences
from edi_service.cases.proof.written import written_cases
from edi_service.edge import knowledge, policy_folders
from edi_service.wiring.asked import CannotDoIt, in_one_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.policy.library import Library
    from edi_service.policy.model import Policy


@dataclass(slots=True)
class Tested:
    """How many *cases* of how many *policies* were held, and each *failure* in lines."""

    policies: int = 0
    cases: int = 0
    failures: list[str] = field(default_factory=list)

    def and_also(self, other: Tested) -> Tested:
        """Both together."""
        return Tested(
            self.policies + other.policies,
            self.cases + other.cases,
            self.failures + other.failures,
        )


def prove_policies(folders: tuple[Path, ...], besides: tuple[Path, ...] = ()) -> Tested:
    """
    Hold each case in *folders* against the library, *folders* and the policies *besides*.

    Without *folders*, the cases are those of the library itself, then those of the examples.

    Raises:
        CannotDoIt: a policy or a file of cases cannot be read.
    """
    if not folders:
        shipped = prove_policies((policy_folders.shipped(),), besides)
        return shipped.and_also(prove_policies((policy_folders.examples(),), besides))
    with in_one_sentence():
        library = knowledge.read_library(policy_folders.others((*folders, *besides)), ())
        tested = Tested()
        for policy in library.policies:
            if any((folder / f"{policy.id}.xml").is_file() for folder in folders):
                tested.policies += 1
                tested.failures += _failures(policy, library, folders, tested)
        tested.failures += [
            f"{path.name}: there is no policy beside these cases"
            for folder in folders
            for path in policy_folders.cases_without_policy(folder)
        ]
        return tested


def _failures(
    policy: Policy, library: Library, folders: tuple[Path, ...], tested: Tested
) -> Iterator[str]:
    read, name = policy_folders.cases_beside(policy, folders), ""
    try:
        cases = written_cases(policy, read)
        if not cases:
            yield f"{policy.id}: no cases stand beside it; write {policy.id}.cases.toml"
        for case in cases:
            tested.cases += 1
            name = case.written["name"]
            for each in differences(case, library):
                yield f"{case.name}: {each}"
    except CaseRefused as fault:
        place = policy_folders.place_of_case(policy, folders, fault.case or name)
        message = f"the cases of {policy.id} are refused: {place}: {fault}"
        raise CannotDoIt(message) from None
