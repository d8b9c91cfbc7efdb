"""A claim of care in Honolulu, ten hours behind UTC, asked about by somebody who writes UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tests.policy.reviewing import a_subject

if TYPE_CHECKING:
    from edi_service.policy.rule import Subject

HONOLULU = ZoneInfo("Pacific/Honolulu")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def subject(as_of: str, **facts: Any) -> Subject:
    """A claim of 2026-03-10 in Honolulu, looked at when it is *as_of* in UTC."""
    return a_subject(as_of=utc(as_of), zone=HONOLULU, **facts)
