"""
A library at a glance: what each policy is about, and how far its reading can be relied on.

A policy is as old as the oldest reading among its revisions, and as certain as the least certain.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from edi_service.policy.model import Policy


class Surveyed(Struct, frozen=True, kw_only=True):
    """
    One policy at a glance.

    *read_on* is the day its oldest source was read, *age* how many days that is before the day of
    asking, *certainty* that of its least certain source, *cases* how many stand beside it.
    """

    policy: str
    payer: str
    subject: str
    title: str
    lines_of_business: tuple[str, ...]
    revisions: int
    read_on: date
    age: int
    certainty: str
    stale: bool
    cases: int


def survey(policy: Policy, day: date, cases: int) -> Surveyed:
    """*policy* at a glance on *day*, with the number of *cases* beside it."""
    sources = [revision.source for revision in policy.revisions]
    read_on = min(source.retrieved for source in sources)
    return Surveyed(
        policy=policy.id,
        payer=policy.payer,
        subject=policy.id.rpartition("/")[2],
        title=policy.title,
        lines_of_business=policy.lines_of_business,
        revisions=len(policy.revisions),
        read_on=read_on,
        age=(day - read_on).days,
        certainty=max(source.certainty.value for source in sources),
        stale=any(source.is_stale for source in sources),
        cases=cases,
    )
