"""TA1 and 999 for what came in: as the bytes deserve, or as the script says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from edi_service.acknowledge import write_999
from edi_service.acknowledge.answering import answer_envelope
from edi_service.acknowledge.model import Verdict
from edi_service.acknowledge.write_ta1 import write_ta1

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from edi_service.acknowledge.judge import GroupLedger, InterchangeLedger
    from edi_service.acknowledge.model import GroupAcknowledgment, SetAcknowledgment
    from edi_service.x12.writer import Envelope

_NOT_SUPPORTED = "1"  # IK502: transaction set not supported
_SEGMENTS_IN_ERROR = "5"  # IK502, the usual reason of a refusal
_CONTENT_INVALID = "024"  # TA105


class Receipts:
    """
    Writes receipts.

    Args:
        moment: date and time they bear.
        next_number: gives control numbers (ISA13 and GS06), each once.
    """

    def __init__(self, moment: datetime, next_number: Callable[[], int]) -> None:
        self._moment = moment
        self._next_number = next_number

    def of_interchange(
        self, interchange: InterchangeLedger, *, is_refused: bool
    ) -> tuple[bool, bytes | None]:
        """Whether the interchange is rejected, and its TA1 where one is due."""
        found = interchange.acknowledgment()
        if is_refused:
            found = replace(found, verdict=Verdict.REJECTED, code=_CONTENT_INVALID)
        is_wanted = interchange.header.acknowledgment_requested == "1"
        if found.verdict is Verdict.ACCEPTED and not is_wanted:
            return False, None
        envelope = answer_envelope(
            interchange.header, moment=self._moment, control_number=self._next_number()
        )
        rejects = found.verdict is Verdict.REJECTED
        return rejects, write_ta1(found, as_test(envelope))

    def judge_group(
        self, group: GroupLedger, *, refused: set[int], foreign: set[int]
    ) -> GroupAcknowledgment:
        """
        What becomes of a group.

        Args:
            group: its books.
            refused: the segment numbers of sets that are refused without a fault.
            foreign: those of sets that are no requests.
        """
        found = group.acknowledgment()
        sets = []
        for one, said in zip(group.sets, found.sets, strict=True):
            if one.segment in foreign:
                sets.append(_refuse(said, _NOT_SUPPORTED))
            elif one.segment in refused:
                sets.append(_refuse(said, _SEGMENTS_IN_ERROR))
            else:
                sets.append(said)
        return _sum(found, tuple(sets))

    def of_group(
        self, interchange: InterchangeLedger, group: GroupLedger, found: GroupAcknowledgment
    ) -> bytes:
        """The 999 that says *found*."""
        envelope = answer_envelope(
            interchange.header,
            group.header,
            moment=self._moment,
            control_number=self._next_number(),
            functional_id=write_999.FUNCTIONAL_ID,
            set_id=write_999.SET_ID,
            guide=write_999.GUIDE,
        )
        return b"".join(write_999.write_999(found, as_test(envelope)))


def as_test(envelope: Envelope) -> Envelope:
    """The envelope with ISA15 T: a simulator sends nothing in earnest."""
    return replace(envelope, usage="T")


def _refuse(said: SetAcknowledgment, code: str) -> SetAcknowledgment:
    if not said.verdict.is_accepted:
        return said
    return replace(said, verdict=Verdict.REJECTED, codes=(code,))


def _sum(found: GroupAcknowledgment, sets: tuple[SetAcknowledgment, ...]) -> GroupAcknowledgment:
    """AK9 again, after sets were refused that had no fault."""
    if sets == found.sets:
        return found
    accepted = sum(one.verdict.is_accepted for one in sets)
    verdict = Verdict.PARTLY if accepted else Verdict.REJECTED
    if found.verdict is Verdict.REJECTED:
        verdict = found.verdict
    return replace(found, verdict=verdict, accepted=accepted, sets=sets)
