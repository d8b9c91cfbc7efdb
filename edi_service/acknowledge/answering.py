"""The envelopes of an answer: sender and receiver of what was received, the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.x12.headers import GroupHeader
from edi_service.x12.writer import Envelope

if TYPE_CHECKING:
    from datetime import datetime

    from edi_service.x12.headers import InterchangeHeader

_FORBIDDEN = frozenset("*^:~")  # answers are written with the usual delimiters
_QUALIFIERS = frozenset({"01", "14", "20", "27", "28", "29", "30", "33", "ZZ"})  # ISA05, ISA07
_NO_GROUP = GroupHeader()


def writable(text: str, width: int) -> str:
    """As much of *text* as an answer can repeat: ASCII without delimiters, *width* at most."""
    if not (text.isascii() and text.isprintable() and _FORBIDDEN.isdisjoint(text)):
        text = "".join(filter(_is_writable, text))
    return text.strip(" ")[:width]


def _is_writable(character: str) -> bool:
    return character.isascii() and character.isprintable() and character not in _FORBIDDEN


def digits(text: str, width: int, absent: str) -> str:
    """*text* where it is a number of at most *width* digits, else *absent*."""
    return text if text.isascii() and text.isdigit() and len(text) <= width else absent


def answer_envelope(  # noqa: PLR0913 - who is answered, when, by which number and which guide
    interchange: InterchangeHeader,
    group: GroupHeader = _NO_GROUP,
    *,
    moment: datetime,
    control_number: int,
    functional_id: str = "",
    set_id: str = "",
    guide: str = "",
) -> Envelope:
    """
    The envelope of an answer to *interchange* and *group*.

    A qualifier that does not exist is ``ZZ`` (mutually defined), and an identifier is cut to what
    can be written: also the sender of a damaged header is answered.

    Args:
        interchange: the ISA received.
        group: the GS received; none for a TA1.
        moment: date and time of the answer, in the zone they are to show.
        control_number: ISA13 and GS06 of the answer.
        functional_id: GS01 of the answer.
        set_id: ST01 of the answer.
        guide: GS08 and ST03 of the answer.
    """
    sender, receiver = writable(interchange.receiver_id, 15), writable(interchange.sender_id, 15)
    return Envelope(
        sender_qualifier=_qualifier(interchange.receiver_qualifier),
        sender_id=sender,
        receiver_qualifier=_qualifier(interchange.sender_qualifier),
        receiver_id=receiver,
        sender_code=_code(group.receiver_code, sender),
        receiver_code=_code(group.sender_code, receiver),
        created=moment,
        interchange_number=control_number,
        group_number=control_number,
        usage="T" if interchange.usage == "T" else "P",
        functional_id=functional_id,
        set_id=set_id,
        guide=guide,
    )


def _qualifier(text: str) -> str:
    return text if text in _QUALIFIERS else "ZZ"


def _code(text: str, identifier: str) -> str:
    """GS02 or GS03: what the group said, else the interchange; two characters at least."""
    return (writable(text, 15) or identifier).ljust(2, "0")
