"""A policy as it stands on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from edi_service.policy.model import Policy, Revision


class Stand(NamedTuple):
    """A policy, and its revision in force."""

    policy: Policy
    revision: Revision

    @property
    def source(self) -> str:
        """What a finding cites."""
        return f"{self.policy.id}: {self.revision.source}"
