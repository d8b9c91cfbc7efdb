"""Looking at policies: at all of them at a glance, or at one in full."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from edi_service.edge import knowledge, policy_folders
from edi_service.policy.survey import survey
from edi_service.policy.wording.outline import outline
from edi_service.service.config import DEFAULT_ZONE
from edi_service.wiring.asked import CannotDoIt, in_one_sentence, moment

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from edi_service.policy.model import Policy
    from edi_service.policy.survey import Surveyed


def list_policies(
    folders: tuple[Path, ...], *, as_of: str = "", older_than: int | None = None
) -> list[Surveyed]:
    """
    Every policy of the library and of *folders* at a glance, by id.

    Args:
        folders: policies besides the library.
        as_of: the day from which ages are counted, in ISO 8601; today when empty.
        older_than: only those read more than so many days before.

    Raises:
        CannotDoIt: a policy cannot be read, or *as_of* is no day.
    """
    with in_one_sentence():
        day = day_of(as_of)
        every = (policy_folders.shipped(), *policy_folders.others(folders))
        rows = [
            survey(policy, day, len(policy_folders.cases_beside(policy, every).get("case", ())))
            for policy in sorted(read_policies(folders), key=lambda policy: policy.id)
        ]
    return [row for row in rows if older_than is None or row.age > older_than]


def show_policy(policy_id: str, folders: tuple[Path, ...], *, on: str = "") -> list[str]:
    """
    The lines that tell the policy *policy_id* in full; only its revision in force *on* that day.

    Raises:
        CannotDoIt: there is no such policy, it says nothing of that day, or *on* is no day.
    """
    with in_one_sentence():
        policies = {policy.id: policy for policy in read_policies(folders)}
        if policy_id not in policies:
            message = f"there is no policy {policy_id}; `edi-service policies list` names them"
            raise CannotDoIt(message)
        policy, day = policies[policy_id], day_of(on) if on else None
        if day is not None and not any(each.in_force(day) for each in policy.revisions):
            message = f"{policy_id} has no revision in force on {day}"
            raise CannotDoIt(message)
        return [str(line) for line in outline(policy, day)]


def read_policies(folders: tuple[Path, ...]) -> tuple[Policy, ...]:
    """The policies of the library and of *folders*."""
    return knowledge.read_library(policy_folders.others(folders), ()).policies


def day_of(text: str) -> date:
    """The day that *text* names in ISO 8601; today when it is empty."""
    return moment(text, ZoneInfo(DEFAULT_ZONE)).date()
