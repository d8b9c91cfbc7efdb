"""
"The same as …, except": a revision that takes from another policy what it does not say itself.

One level and no more: whoever reads a revision has at most one other to look at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from edi_service.policy.language.refused import PolicyRefused
from edi_service.policy.model import (
    Aftermath,
    Channel,
)
from edi_service.policy.place_rules import SILENT
from edi_service.policy.selection import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from edi_service.policy.model import Aftermath, Policy, Revision


def resolved(policies: tuple[Policy, ...]) -> tuple[Policy, ...]:
    """
    *policies*, each revision whole.

    Raises:
        PolicyRefused: one is the same as a policy that is not there, is not in force on the
            revision's first day, or is itself the same as another.
    """
    if not any(revision.same_as for policy in policies for revision in policy.revisions):
        return policies
    by_id = {policy.id: policy for policy in policies}
    return tuple(
        replace(policy, revisions=tuple(_whole(each, policy, by_id) for each in policy.revisions))
        for policy in policies
    )


def _whole(revision: Revision, policy: Policy, by_id: Mapping[str, Policy]) -> Revision:
    if not revision.same_as:
        return revision
    model = by_id.get(revision.same_as)
    found = None if model is None else model.on(revision.starts)
    who = f"the policy {policy.id} is the same as {revision.same_as} from {revision.starts}"
    if found is None:
        message = f"{who}, which is not there on that day: name a policy that is"
        raise PolicyRefused(message)
    if found.same_as:
        is_circle = policy.id in {found.same_as, revision.same_as}
        why = "a circle" if is_circle else "more than one level"
        message = f"{who}, which is the same as {found.same_as}: {why}; write the parts out"
        raise PolicyRefused(message)
    return _filled(revision, found)


def _filled(revision: Revision, model: Revision) -> Revision:
    """*revision* with the parts of *model* that it leaves out."""
    is_silent = revision.requirement is None
    filled = replace(
        revision,
        same_as="",
        channel=model.channel if revision.channel is Channel.UNKNOWN else revision.channel,
        scope=model.scope if revision.scope == Scope() else revision.scope,
        requirement=model.requirement if is_silent else revision.requirement,
        services=model.services if is_silent else revision.services,
        exempt=model.exempt if is_silent else revision.exempt,
        not_covered=model.not_covered if is_silent else revision.not_covered,
        equivalents=model.equivalents if is_silent else revision.equivalents,
        places=model.places if revision.places == SILENT else revision.places,
    )
    return replace(
        filled,
        retrospective=revision.retrospective or model.retrospective,
        aftermath=_aftermath(revision, model),
        decisions=revision.decisions or model.decisions,
    )


def _aftermath(revision: Revision, model: Revision) -> Aftermath:
    """What follows a request goes with who says how to make it; a penalty and clocks by part."""
    own, other = revision.aftermath, model.aftermath
    teller = own if revision.retrospective else other
    return replace(teller, penalty=own.penalty or other.penalty, clocks=own.clocks or other.clocks)
