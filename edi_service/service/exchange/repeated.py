"""Control numbers that a partner has used before: which are looked for, and where they stand."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from edi_service.acknowledge.repeated import RepeatedGroup, RepeatedInterchange, SentSet
from edi_service.service.exchange.drops import EnvelopeRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edi_service.service.exchange.drops import DropRecord
    from edi_service.service.exchange.partners import TradingPartner
    from edi_service.x12.envelope import TransactionSet
    from edi_service.x12.headers import GroupHeader, InterchangeHeader

ISA13, GS06, ST02 = "ISA13", "GS06", "ST02"
_DIGEST_LENGTH = 32  # hexadecimal digits


class Number(NamedTuple):
    """
    A control number of a file, and the envelopes it stands in.

    *scope* are the parties within which it is not to come again, *within* the group (GS06) as well
    where it is that of a set, whose *sent* it has.
    """

    kind: str
    scope: str
    number: str
    interchange: InterchangeHeader
    group: GroupHeader
    within: str = ""
    sent: SentSet | None = None

    def digest(self, *, is_apart: bool) -> str:
        """What it is known by; a set's number *is_apart* from the same one in another group."""
        told = (self.scope, self.within, self.number) if is_apart else (self.scope, self.number)
        return hashlib.sha256("\0".join(told).encode()).hexdigest()[:_DIGEST_LENGTH]


def numbers_of(transaction_set: TransactionSet) -> Iterator[Number]:
    """The numbers of the envelopes of a set, the outermost first."""
    interchange, group = transaction_set.interchange, transaction_set.group
    parties = f"{interchange.sender_qualifier}/{interchange.sender_id}"
    parties += f">{interchange.receiver_qualifier}/{interchange.receiver_id}"
    codes = f"{parties}|{group.sender_code}>{group.receiver_code}"
    yield Number(ISA13, parties, interchange.control_number, interchange, group)
    yield Number(GS06, codes, group.control_number, interchange, group)
    sent = SentSet(
        set_id=transaction_set.set_id,
        control_number=transaction_set.control.set,
        guide=transaction_set.guide,
    )
    within = group.control_number
    yield Number(ST02, codes, sent.control_number, interchange, group, within, sent)


def envelopes(
    drop: DropRecord, numbers: Iterable[Number], usages: Iterable[str], partner: TradingPartner
) -> dict[str, tuple[EnvelopeRecord, Number]]:
    """
    What is looked for among what *partner* sent before, by kind and digest.

    Tests and production (*usages*, ISA15 of the file) are apart.
    """
    usage = "".join(sorted(usages))
    found = {}
    for number in numbers:
        if number.kind not in partner.unique:
            continue
        digest = number.digest(is_apart=partner.sets_unique_in == "group")
        record = EnvelopeRecord(
            partner=drop.partner,
            usage=usage,
            kind=number.kind,
            digest=digest,
            drop_id=drop.drop_id,
            seen_at=drop.taken_at,
        )
        found[f"{number.kind} {digest}"] = (record, number)
    return found


def arrange(used: Iterable[Number], received: dict[GroupHeader, int]) -> list[RepeatedInterchange]:
    """*used* numbers by the interchanges and groups they stand in; how many sets groups have."""
    by_interchange: dict[InterchangeHeader, dict[GroupHeader, list[Number]]] = {}
    for number in used:
        groups = by_interchange.setdefault(number.interchange, {})
        groups.setdefault(number.group, []).append(number)
    return [
        RepeatedInterchange(
            header=interchange,
            is_repeated=_has(ISA13, *groups.values()),
            groups=tuple(
                RepeatedGroup(
                    header=group,
                    received=received[group],
                    is_repeated=_has(GS06, numbers),
                    sets=tuple(each.sent for each in numbers if each.sent is not None),
                )
                for group, numbers in groups.items()
            ),
        )
        for interchange, groups in by_interchange.items()
    ]


def _has(kind: str, *groups: list[Number]) -> bool:
    return any(number.kind == kind for numbers in groups for number in numbers)
