"""
The answers to control numbers that a partner has used before, in a file with other bytes.

What stands under such a number is not read.  An interchange is refused by a TA1 with note 025, a
functional group by a 999 with AK905 19 and, for a repeated transaction set, IK502 23.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edi_service.acknowledge import kinds, write_999
from edi_service.acknowledge.answering import answer_envelope
from edi_service.acknowledge.file import Document, DocumentKind, is_no_acknowledgment
from edi_service.acknowledge.model import (
    GroupAcknowledgment,
    InterchangeAcknowledgment,
    SetAcknowledgment,
    Verdict,
)
from edi_service.acknowledge.write_ta1 import write_ta1

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import datetime

    from edi_service.finding import Kind
    from edi_service.x12.headers import GroupHeader, InterchangeHeader


@dataclass(frozen=True, slots=True, kw_only=True)
class SentSet:
    """What an ST says."""

    set_id: str
    control_number: str
    guide: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedGroup:
    """
    A functional group with a number in it that was used before.

    *received* counts its transaction sets; *is_repeated* says that GS06 was used before, and *sets*
    are those whose ST02 was.
    """

    header: GroupHeader
    received: int
    is_repeated: bool
    sets: tuple[SentSet, ...]

    def acknowledgment(self) -> GroupAcknowledgment:
        """The whole group rejected; only repeated sets are named."""
        code = _code(kinds.SET_NUMBER_REPEATED)
        return GroupAcknowledgment(
            functional_id=self.header.functional_id,
            control_number=self.header.control_number,
            version=self.header.version,
            verdict=Verdict.REJECTED,
            included=self.received,
            received=self.received,
            codes=(_code(kinds.GROUP_NUMBER_REPEATED),) if self.is_repeated else (),
            sets=tuple(
                SetAcknowledgment(
                    set_id=one.set_id,
                    control_number=one.control_number,
                    guide=one.guide,
                    verdict=Verdict.REJECTED,
                    codes=(code,),
                )
                for one in self.sets
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedInterchange:
    """An interchange whose ISA13 was used before, or that holds *groups* with such numbers."""

    header: InterchangeHeader
    is_repeated: bool
    groups: tuple[RepeatedGroup, ...]

    def acknowledgment(self) -> InterchangeAcknowledgment:
        """The whole interchange rejected."""
        return InterchangeAcknowledgment(
            control_number=self.header.control_number,
            date=self.header.date,
            time=self.header.time,
            verdict=Verdict.REJECTED,
            code=_code(kinds.INTERCHANGE_NUMBER_REPEATED),
        )


def refuse_repeated(
    interchange: RepeatedInterchange,
    *,
    moment: datetime,
    next_number: Callable[[InterchangeHeader], int],
    wanted: Collection[DocumentKind],
) -> Iterator[Document]:
    """
    The answers to *interchange*: a TA1, or a 999 for each of its groups.

    Acknowledgments are not acknowledged in turn.

    Args:
        interchange: what has come before.
        moment: of the answers, in the zone they are to show.
        next_number: gives control numbers, each once, as :func:`acknowledge_file` takes them.
        wanted: the kinds of answers that the sender wants.
    """
    header = interchange.header
    groups = [each for each in interchange.groups if is_no_acknowledgment(each.header)]
    if not groups:
        return
    if interchange.is_repeated and DocumentKind.TA1 in wanted:
        number = next_number(header)
        envelope = answer_envelope(header, moment=moment, control_number=number)
        yield Document(
            kind=DocumentKind.TA1,
            control_number=number,
            interchange=header.control_number,
            group="",
            parts=[write_ta1(interchange.acknowledgment(), envelope)],
        )
    elif not interchange.is_repeated and DocumentKind.IMPLEMENTATION in wanted:
        for group in groups:
            number = next_number(header)
            envelope = answer_envelope(
                header,
                group.header,
                moment=moment,
                control_number=number,
                functional_id=write_999.FUNCTIONAL_ID,
                set_id=write_999.SET_ID,
                guide=write_999.GUIDE,
            )
            yield Document(
                kind=DocumentKind.IMPLEMENTATION,
                control_number=number,
                interchange=header.control_number,
                group=group.header.control_number,
                parts=write_999.write_999(group.acknowledgment(), envelope),
            )


def _code(kind: Kind) -> str:
    """The code by which a *kind* of finding is told."""
    return kind.acknowledgment.partition("*")[2]
