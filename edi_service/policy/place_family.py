"""Procedures that belong in certain places of service, as a policy tells them."""

from __future__ import annotations

from msgspec import Struct

from edi_service.finding import Severity
from edi_service.policy.selection import CodeRange


class Otherwise(Struct, frozen=True, kw_only=True):
    """How grave a place outside the expected ones is; empty *places* and *lines* mean any."""

    severity: Severity
    places: tuple[str, ...] = ()
    lines_of_business: tuple[str, ...] = ()


class PlaceFamily(Struct, frozen=True, kw_only=True):
    """Procedures that belong in certain places of service."""

    id: str
    title: str
    codes: tuple[CodeRange, ...]
    expected: tuple[str, ...]
    tolerated: tuple[str, ...] = ()
    otherwise: tuple[Otherwise, ...] = ()  # in order; the first that fits counts
