"""
What the simulated payer is to do: a TOML file, or the default, which approves.

The first ``[[answer]]`` that fits a request decides about it; where none does, ``[mix]`` draws by
the seed, and ``[default]`` is left.
"""

from __future__ import annotations

import tomllib
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import Meta, Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterator


class ScriptRefused(Exception):  # noqa: N818 -- a sentence for its reader
    """A script cannot be used; the message says why in one sentence."""


class Does(StrEnum):
    """What becomes of a request; the codes are those of HCR01."""

    APPROVE = "approve"  # A1
    PART = "part"  # A2: some lines A1, some A3
    MODIFY = "modify"  # A6: fewer units or days, or another code
    PEND = "pend"  # A4
    REFUSE = "refuse"  # A3
    CANCEL = "cancel"  # C
    CONTACT = "contact"  # CT
    UNNEEDED = "unneeded"  # NA
    REJECT = "reject"  # AAA instead of a decision
    SILENCE = "silence"  # no 278 at all


class Level(StrEnum):
    """Where an AAA can stand in a response of 005010X217."""

    REVIEWER = "2000A"
    REVIEWER_NAME = "2010A"
    REQUESTER = "2010B"
    SUBSCRIBER = "2010C"
    DEPENDENT = "2010D"
    EVENT = "2000E"
    EVENT_PROVIDER = "2010EA"
    SERVICE = "2000F"
    SERVICE_PROVIDER = "2010FA"


_Text = Annotated[str, Meta(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9 .,'()/-]+$")]
_Code = Annotated[str, Meta(pattern="^[A-Z0-9-]{1,10}$")]
_Days = Annotated[int, Meta(ge=0, le=3650)]


class Instruction(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What to do about a request, and how to hand the answer over.

    Attributes:
        decision: see :class:`Does`.
        reasons: HCR03, five at most; a usual one where it is left out.
        lines: which service lines, counted from 1, *decision* takes away from (part, modify) or
            rejects; a usual choice where it is left out.
        quantity: to how many units or days *modify* changes what was asked; half when left out.
        code: to which procedure *modify* changes what was asked.
        documents: PWK01 of the papers that *pend* asks for.
        questions: LOINC codes of what *pend* asks for, in the HI of the event.
        line_questions: the same, in the HI of each service line.
        line_numbers: whether each line gets an authorization number of its own.
        level: where *reject* puts its AAA.
        reject_reason: AAA03.
        follow_up: AAA04.
        message: added to the MSG, which always says that the answer is simulated.
        then: what a later answer to the same request says; nothing when it is left out.
        then_days: how many days later.
        late_days: how many days the first answer takes.
        times: how often each answer is sent, each time in an interchange of its own.
        unknown: whether the answer is about a request that nobody sent: it repeats no number.
        interchange: ``reject`` refuses the interchange by a TA1, and nothing in it is answered.
        acknowledgment: what the 999 says of the transaction set; ``none`` leaves it unsaid.
    """

    decision: Does = Does.APPROVE
    reasons: Annotated[tuple[_Code, ...], Meta(max_length=5)] = ()
    lines: tuple[Annotated[int, Meta(ge=1)], ...] = ()
    quantity: Annotated[int, Meta(ge=1, le=999_999)] | None = None
    code: Annotated[str, Meta(pattern="^[A-Z0-9]{0,10}$")] = ""
    documents: Annotated[tuple[_Code, ...], Meta(max_length=10)] = ()
    questions: Annotated[tuple[_Code, ...], Meta(max_length=12)] = ()
    line_questions: Annotated[tuple[_Code, ...], Meta(max_length=12)] = ()
    line_numbers: bool = False
    level: Level = Level.EVENT
    reject_reason: _Code = "33"
    follow_up: Literal["C", "N", "P", "R", "Y"] = "C"
    message: _Text | None = None
    then: Does | None = None
    then_days: _Days = 1
    late_days: _Days = 0
    times: Annotated[int, Meta(ge=1, le=9)] = 1
    unknown: bool = False
    interchange: Literal["accept", "reject"] = "accept"
    acknowledgment: Literal["accept", "reject", "none"] = "accept"


class Rule(Instruction, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    An instruction for the requests that fit all of what is given here.

    Attributes:
        payer: NM109 of loop 2010A.
        procedure: a procedure or revenue code of any service line.
        review: UM02, such as ``I`` for an initial request.
        order: the place of the request in the run, counted from 1.
    """

    payer: str = ""
    procedure: str = ""
    review: str = ""
    order: Annotated[int, Meta(ge=0)] = 0

    def fits(self, *, payer: str, procedures: frozenset[str], review: str, order: int) -> bool:
        """Whether the rule is about such a request."""
        return (
            self.payer in ("", payer)
            and (not self.procedure or self.procedure in procedures)
            and self.review in ("", review)
            and self.order in (0, order)
        )


class Script(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    All that the payer is told.

    Attributes:
        shuffle: whether answers are handed over in an order drawn by the seed.
        default: what is done where nothing else is said.
        mix: instead of *default*, shares of decisions, drawn by the seed.
        answer: the rules, of which the first that fits decides.
    """

    shuffle: bool = False
    default: Instruction = field(default_factory=Instruction)
    mix: dict[Does, Annotated[int, Meta(ge=0, le=1000)]] = field(default_factory=dict)
    answer: tuple[Rule, ...] = ()

    def decisions(self) -> Iterator[Does]:
        """The decisions of the mix, each as often as its share."""
        for decision, share in self.mix.items():
            for _ in range(share):
                yield decision


DEFAULT = Script()


def parse_script(text: str) -> Script:
    """
    Read a script.

    Raises:
        ScriptRefused: not TOML, a key that is not known, or a value that does not fit.
    """
    try:
        return msgspec.convert(tomllib.loads(text), Script)
    except tomllib.TOMLDecodeError as fault:
        message = f"it is not TOML: {fault}"
        raise ScriptRefused(message) from None
    except msgspec.ValidationError as fault:
        raise ScriptRefused(str(fault)) from None
