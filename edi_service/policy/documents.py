"""What a payer asks of the documents that come with a request."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class WhenMissing(StrEnum):
    """What becomes of a request that comes without a document."""

    RETURNED = "returned"
    PENDED = "pended"  # set aside for some days, then denied
    DENIED = "denied"


class DocumentTerms(Struct, frozen=True, kw_only=True):
    """
    What a payer asks of the document *code* beside its being there.

    *fresh_days*: how old it may be on the day of the request; *pend_days*: for how long a request
    without it is set aside.
    """

    code: str
    fresh_days: int | None = None
    when_missing: WhenMissing | None = None
    pend_days: int | None = None
