"""Writing a first policy from answers: nothing is left behind unless it can be used and proved."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from edi_service.cases.proof.claims import CaseRefused
from edi_service.cases.proof.draft import QUESTIONS, cases_text, draft, policy_text
from edi_service.edge.new_policy import lay_down, read_answers
from edi_service.wiring.asked import CannotDoIt, in_one_sentence
from edi_service.wiring.policies.linting import lint_policies
from edi_service.wiring.policies.testing import prove_policies

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["QUESTIONS", "answers_in", "new_policy"]


def answers_in(path: Path) -> dict[str, Any]:
    """
    The answers written in the TOML file *path*.

    Raises:
        CannotDoIt: it cannot be read.
    """
    with in_one_sentence():
        return read_answers(path)


def new_policy(folder: Path, answers: Mapping[str, Any]) -> tuple[Path, Path]:
    """
    Write a policy and its cases into *folder* as *answers* say, and return where they are.

    Raises:
        CannotDoIt: an answer cannot be used, a file is there already, or what would come of the
            answers does not hold; nothing is written then.
    """
    with in_one_sentence():
        try:
            made = draft(answers)
            policy, cases = policy_text(made), cases_text(made)
        except (CaseRefused, ValueError) as refused:
            raise CannotDoIt(str(refused)) from None
        with TemporaryDirectory() as name:
            trial = Path(name)
            lay_down(trial, made.id, policy, cases)
            errors = [says for says, is_error in lint_policies((trial,)) if is_error]
            for fault in errors or prove_policies((trial,)).failures:
                message = f"what would come of these answers does not hold: {fault}"
                raise CannotDoIt(message.replace(f"{name}/", ""))
        return lay_down(folder, made.id, policy, cases)
