"""
What a TA1 and a 999 say, independent of how it is written.

The TA1 answers an interchange, the 999 a functional group set by set.  Values are kept as X12 has
them where they only repeat what was received (numbers, days of the header), so that an answer
about a damaged header can still be given.  What may be health data has no ``repr``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

NO_ERROR = "000"  # TA105


class Verdict(StrEnum):
    """What becomes of an interchange (TA104), a functional group (AK901) or a set (IK501)."""

    ACCEPTED = "A"
    WITH_ERRORS = "E"  # accepted, but errors were noted
    PARTLY = "P"  # groups only: some of its transaction sets were rejected
    REJECTED = "R"
    UNAUTHENTICATED = "M"  # rejected: message authentication code failed
    ASSURANCE_FAILED = "W"  # rejected: assurance failed its validity tests
    UNDECRYPTED = "X"  # rejected: content after decryption could not be analysed

    @property
    def is_accepted(self) -> bool:
        """Whether what is inside goes on, all of it or some."""
        return self in (Verdict.ACCEPTED, Verdict.WITH_ERRORS, Verdict.PARTLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class InterchangeAcknowledgment:
    """
    A TA1: what becomes of one interchange.

    *control_number*, *date* and *time* repeat its ISA13, ISA09 (YYMMDD) and ISA10 (HHMM); *code* is
    TA105, of the first fault of the gravest sort, since there is room for one.
    """

    control_number: str
    date: str
    time: str
    verdict: Verdict
    code: str = NO_ERROR


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An element within a segment, as C030 names it; 0 where the level above is meant."""

    element: int = 0
    component: int = 0
    repetition: int = 0


NO_PLACE = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextName:
    """
    One repetition of CTX01: a name X12 lists, and for a business unit the value that tells it.

    ``SITUATIONAL TRIGGER`` has no value; ``CLM01`` has the account number of the claim.
    """

    name: str
    reference: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """
    A CTX segment: what brought a requirement about, or which claim a fault is in.

    Attributes:
        names: CTX01, at least one.
        segment_id: CTX02, for a situational trigger: the segment that brought it about.
        position: CTX03, where that segment stands, ST being 1; 0 when it is not said.
        loop: CTX04.
        place: CTX05.
        data_elements: CTX06, the numbers X12 gives to the composite and to its component.
    """

    names: tuple[ContextName, ...]
    segment_id: str = ""
    position: int = 0
    loop: str = ""
    place: Place = NO_PLACE
    data_elements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementFault:
    """An IK4: what is wrong with one element; *value* is the copy of what was sent (IK404)."""

    code: str
    place: Place = NO_PLACE
    data_element: str = ""
    value: str = field(default="", repr=False)
    contexts: tuple[Context, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentFault:
    """An IK3: what is wrong with one segment, at *position* in its set, where ST is 1."""

    segment_id: str
    position: int
    code: str
    loop: str = ""
    contexts: tuple[Context, ...] = ()
    elements: tuple[ElementFault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAcknowledgment:
    """
    AK2 to IK5: what becomes of one transaction set.

    *set_id*, *control_number* and *guide* repeat its ST01, ST02 and ST03; *codes* are IK502 to
    IK506, five at most.
    """

    set_id: str
    control_number: str
    verdict: Verdict
    guide: str = ""
    codes: tuple[str, ...] = ()
    faults: tuple[SegmentFault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAcknowledgment:
    """
    AK1 to AK9: what becomes of one functional group.

    Attributes:
        functional_id: GS01.
        control_number: GS06.
        version: GS08.
        verdict: AK901.
        included: AK902, how many transaction sets GE01 says there are.
        received: AK903, how many there were.
        accepted: AK904.
        codes: AK905 to AK909, five at most.
        sets: one for each transaction set, in the order of the file.
    """

    functional_id: str
    control_number: str
    verdict: Verdict
    version: str = ""
    included: int = 0
    received: int = 0
    accepted: int = 0
    codes: tuple[str, ...] = ()
    sets: tuple[SetAcknowledgment, ...] = ()
