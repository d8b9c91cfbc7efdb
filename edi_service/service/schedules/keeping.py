"""Letting go, once a day, of what was kept long enough."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from edi_service.service.schedules.work import AT_A_TIME

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from edi_service.service.exchange.partners import TradingPartner
    from edi_service.service.schedules.settings import Retention
    from edi_service.service.store import Books

_TWICE = 2  # so that a file that waited in quarantine is still held against what it was
_FILES, _PRODUCTS, _NUMBERS = "files", "products", "numbers"


class LettingGo:
    """
    A :class:`~edi_service.service.schedules.work.Sweep` over what nobody needs any more.

    Claims, cases and what was sent and heard for them are kept.

    Args:
        retention: for how long what is kept.
        partners: for how long the numbers each has used may not come again.
    """

    def __init__(self, retention: Retention, partners: Mapping[str, TradingPartner]) -> None:
        self._retention = retention
        self._partners = partners

    def part(self, books: Books, at: datetime, reached: str) -> tuple[str, Counter[str]]:
        """Let some go."""
        stage = reached or _FILES
        if stage == _FILES and (days := self._retention.files_days):
            gone = books.let_files_go(at - timedelta(days), AT_A_TIME)
        elif stage == _PRODUCTS and (days := self._retention.products_days):
            gone = books.let_products_go(at - timedelta(days), AT_A_TIME)
        elif stage == _NUMBERS:
            gone = self._let_numbers_go(books, at)
        else:
            gone = 0
        following = {_FILES: _PRODUCTS, _PRODUCTS: _NUMBERS, _NUMBERS: ""}[stage]
        is_more = stage != _NUMBERS and gone == AT_A_TIME
        return (stage if is_more else following), Counter({stage: gone})

    def _let_numbers_go(self, books: Books, at: datetime) -> int:
        return sum(
            books.let_numbers_go(key, at - timedelta(_TWICE * partner.duplicate_days))
            for key, partner in self._partners.items()
        )
