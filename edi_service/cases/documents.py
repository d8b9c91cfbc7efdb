"""
Which documents a case needs, which are there, and what is still to be got.

They are wanted by the payer's policy, in its library's words, and by a pended request, in X12's:
reports by PWK01, questions by LOINC code.  A document is there when a file is attached, or when the
facts say that the office holds it; only a file can be sent.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from edi_service.cases.report_types import ReportTypes

LONGEST_CONTROL_NUMBER = 50  # characters of TRN02 in a 275; PWK06 would take 80


class WantedBy(StrEnum):
    """Who asks for a document."""

    POLICY = "policy"
    PAYER = "payer"  # in an answer to the request
    NOBODY = "not asked for"  # it was attached all the same


class Wish(Struct, frozen=True, kw_only=True):
    """
    Something a payer asked for in an answer.

    Attributes:
        code: PWK01, or the LOINC code where *is_question*.
        is_question: whether a question is to be answered.
        control_number: PWK06, by which the payer will know the document again.
        transmission: PWK02, the way the payer wants it.
        description: PWK07.
    """

    code: str
    is_question: bool = False
    control_number: str = ""
    transmission: str = ""
    description: str = ""


class Filed(Struct, frozen=True, kw_only=True):
    """
    A file of the case, known by the hash of its bytes.

    *code* is a word of the policy library, PWK01 or a LOINC code; *control_number* is PWK06.
    """

    code: str
    sha256: str
    control_number: str
    title: str = ""


class Item(Struct, frozen=True, kw_only=True):
    """
    One line of a checklist.

    Attributes:
        code: as whoever wants it calls it.
        title: what it is, in words.
        wanted_by: who wants it.
        is_question: whether *code* is LOINC's.
        is_at_hand: whether the facts say that the office holds it.
        files: what is attached for it.
        control_number: the payer's own for it; empty where the payer gave none.
        transmission: PWK02 of the payer's wish.
    """

    code: str
    title: str
    wanted_by: WantedBy
    is_question: bool = False
    is_at_hand: bool = False
    files: tuple[Filed, ...] = ()
    control_number: str = ""
    transmission: str = ""

    @property
    def is_held(self) -> bool:
        """Whether it need not be got any more."""
        return self.is_at_hand or bool(self.files)

    @property
    def is_wanted(self) -> bool:
        """Whether anybody asks for it."""
        return self.wanted_by is not WantedBy.NOBODY


class Checklist(Struct, frozen=True):
    """The documents of a case: those wanted, in the order they were asked for, then the rest."""

    items: tuple[Item, ...]

    @property
    def wanted(self) -> tuple[Item, ...]:
        """What somebody asks for."""
        return tuple(item for item in self.items if item.is_wanted)

    @property
    def missing(self) -> tuple[Item, ...]:
        """What is still to be got."""
        return tuple(item for item in self.wanted if not item.is_held)

    @property
    def to_attach(self) -> tuple[Item, ...]:
        """What is at hand, but no file yet that could be sent."""
        return tuple(item for item in self.wanted if item.is_at_hand and not item.files)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing; a case that needs nothing is complete."""
        return not self.missing

    @property
    def completeness(self) -> str:
        """Such as ``2 of 3``; ``none wanted`` where that is so."""
        wanted = self.wanted
        if not wanted:
            return "none wanted"
        return f"{len(wanted) - len(self.missing)} of {len(wanted)}"


def checklist(  # noqa: PLR0913 -- who wants what, what is there, and what the words mean
    policy: Iterable[str],
    wishes: Iterable[Wish],
    *,
    at_hand: Iterable[str] = (),
    files: Iterable[Filed] = (),
    titles: Mapping[str, str],
    types: ReportTypes,
) -> Checklist:
    """
    The checklist of one case.

    Args:
        policy: the words of the documents that the policy names.
        wishes: what the payer has asked for since; the same wish twice is one.
        at_hand: the words of the documents that the facts say are held.
        files: what is attached to the case.
        titles: what the words of the policy library mean.
        types: what PWK01 means.
    """
    held, filed = frozenset(at_hand), tuple(files)
    items = [
        Item(
            code=word,
            title=titles.get(word) or types.name(word) or word,
            wanted_by=WantedBy.POLICY,
            is_at_hand=word in held,
            files=tuple(one for one in filed if one.code == word or types.serves(word, one.code)),
        )
        for word in dict.fromkeys(policy)
    ]
    items += [_asked(wish, held, filed, types) for wish in dict.fromkeys(wishes)]
    used = {one for item in items for one in item.files}
    items += [
        Item(
            code=one.code,
            title=one.title or titles.get(one.code) or types.name(one.code) or one.code,
            wanted_by=WantedBy.NOBODY,
            files=(one,),
        )
        for one in filed
        if one not in used
    ]
    return Checklist(tuple(items))


def _asked(wish: Wish, held: frozenset[str], filed: tuple[Filed, ...], types: ReportTypes) -> Item:
    """What a payer asked for, with whatever serves it."""
    name = f"LOINC {wish.code}" if wish.is_question else types.name(wish.code)
    return Item(
        code=wish.code,
        title=wish.description or name or wish.code,
        wanted_by=WantedBy.PAYER,
        is_question=wish.is_question,
        is_at_hand=not wish.is_question and any(types.serves(word, wish.code) for word in held),
        files=tuple(one for one in filed if _answers(one, wish, types)),
        control_number=wish.control_number,
        transmission=wish.transmission,
    )


def _answers(one: Filed, wish: Wish, types: ReportTypes) -> bool:
    if wish.control_number and wish.control_number == one.control_number:
        return True
    if wish.is_question:
        return one.code == wish.code
    return types.serves(one.code, wish.code)


def control_number(case_id: str, number: int) -> str:
    """
    PWK06 of the document *number* of a case, counted from 1: letters and digits, nobody's name.

    A case has an id that no other case has, so that no number is ever given twice.
    """
    return f"{case_id.upper()}D{number:02d}"


def control_number_for(
    code: str, wishes: Iterable[Wish], taken: Iterable[str], types: ReportTypes
) -> str:
    """The number the payer gave for such a document, unless another has it; empty for none."""
    used = frozenset(taken)
    for wish in wishes:
        number = wish.control_number
        is_meant = code == wish.code if wish.is_question else types.serves(code, wish.code)
        if is_meant and number and number not in used and len(number) <= LONGEST_CONTROL_NUMBER:
            return number
    return ""
