"""Claim files of any length, written piece by piece."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from edi_service.claims.model import ClaimKind
from edi_service.service.synth import dental, institutional, professional
from edi_service.service.synth.envelope import Envelope
from edi_service.service.synth.stock import lay_in
from edi_service.service.synth.text import TERMINATOR, pick
from edi_service.service.synth.written import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.service.synth.parties import Member
    from edi_service.service.synth.stock import Stock
    from edi_service.service.synth.trade import Trade
    from edi_service.service.synth.written import Written

CLAIMS_A_SET = 5_000  # what the guides recommend at most
CLAIMS_A_PROVIDER = 50  # before another billing provider's level begins; also the size of a piece
SEASONED_EVERY = 16  # so that six claims in a hundred give a reviewer something to do

_FIRST_DAY = date(2026, 8, 3)
_DAYS = [f"{_FIRST_DAY + timedelta(days=after):%Y%m%d}" for after in range(105)]
_STARTS = len(_DAYS) - LONGEST + 1
_FRESH = 7  # of the last starts: where something can be mended, it is not too late yet

_TRADES = {
    ClaimKind.PROFESSIONAL: professional.TRADE,
    ClaimKind.INSTITUTIONAL: institutional.TRADE,
    ClaimKind.DENTAL: dental.TRADE,
}
# So that files of one seed and different kinds are not taken for one another.
_FIRST_NUMBER = {
    ClaimKind.PROFESSIONAL: 0,
    ClaimKind.INSTITUTIONAL: 1,
    ClaimKind.DENTAL: 500_000_000,
}


def synthesize(
    kind: ClaimKind, claims: int, seed: int, *, seasoning: bool = True
) -> Iterator[bytes]:
    """
    One interchange of invented claims, in pieces of some tens of thousands of bytes.

    Args:
        kind: professional, institutional or dental.
        claims: how many; there is no limit, and no more than a piece is held at once.
        seed: the same seed gives the same bytes, on any version of Python.
        seasoning: whether one claim in sixteen has a fault or lacks an authorization, so that a
            demonstration has something to show.

    Raises:
        ValueError: fewer than one claim is wanted.
    """
    if claims < 1:
        message = f"at least one claim is needed, not {claims}"
        raise ValueError(message)
    number = 2 * seed + _FIRST_NUMBER[kind]
    random = Random(f"{kind} {seed}")  # noqa: S311 -- this is invention, not secrecy
    return _interchange(_TRADES[kind], random, number, claims, seasoning=seasoning)


def _interchange(
    trade: Trade, random: Random, number: int, claims: int, *, seasoning: bool
) -> Iterator[bytes]:
    stock = lay_in(random, trade)
    envelope = Envelope(trade.guide, number)
    yield envelope.opening().encode()
    sets = 0
    for first in range(0, claims, CLAIMS_A_SET):
        sets += 1
        opening = envelope.set_opening(sets)
        yield opening.encode()
        segments = opening.count(TERMINATOR)
        numbers = range(first, min(first + CLAIMS_A_SET, claims))
        for piece in _pieces(random, stock, numbers, seasoning=seasoning):
            yield piece.encode()
            segments += piece.count(TERMINATOR)
        yield envelope.set_closing(sets, segments + 1).encode()
    yield envelope.closing(sets).encode()


def _pieces(random: Random, stock: Stock, numbers: range, *, seasoning: bool) -> Iterator[str]:
    """The hierarchy of one transaction set, a billing provider and its claims at a time."""
    level = 1
    for first in range(0, len(numbers), CLAIMS_A_PROVIDER):
        provider = level
        level += 1
        texts = [pick(random, stock.providers).format(level=provider)]
        for number in numbers[first : first + CLAIMS_A_PROVIDER]:
            is_seasoned = seasoning and number % SEASONED_EVERY == SEASONED_EVERY // 2
            insured, claim = _draw(random, stock, number, is_seasoned=is_seasoned)
            days = _days(random, is_seasoned=is_seasoned)
            texts.append(insured.text.format(level=level, parent=provider, child=level + 1))
            texts.append(claim.text.format(number=f"SYN{number + 1:08d}", day=days))
            level += insured.levels
        yield "".join(texts)


def _draw(
    random: Random, stock: Stock, number: int, *, is_seasoned: bool
) -> tuple[Member, Written]:
    """Who was treated, and for what; *number* counts the file's claims from 0."""
    if is_seasoned:
        turn = number // SEASONED_EVERY
        claim = pick(random, stock.seasoned[turn % len(stock.seasoned)])
        payer = pick(random, claim.payers)
    else:
        payer = pick(random, stock.payers)
        claim = pick(random, stock.ordinary[payer])
    return pick(random, stock.members[payer]), claim


def _days(random: Random, *, is_seasoned: bool) -> list[str]:
    """
    The first day of service and those after it.

    Late days are met more often than early ones, and a seasoned claim's are of the last week.
    """
    if is_seasoned:
        start = _STARTS - 1 - int(_FRESH * random.random())
    else:
        start = int(_STARTS * random.random() ** 0.5)
    return _DAYS[start : start + LONGEST]
