"""The cases of a store, as commands meet them: answers taken in, cases shown, moved and closed."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from edi_service.cases.progress import Cause, Happening, State
from edi_service.edge import knowledge
from edi_service.edge.guides import find_guide
from edi_service.edge.inbox import arrivals
from edi_service.review.answer.heard import Window
from edi_service.service.casework.by_hand import (
    DECISIONS,
    CaseRefused,
    LineByHand,
    Proof,
    Talk,
    move,
    record_answer,
)
from edi_service.service.casework.casefile import CaseFile
from edi_service.service.casework.caseload import Caseload
from edi_service.service.casework.responding import Responder
from edi_service.service.casework.unmatched import unmatched
from edi_service.service.casework.watching import let_expire
from edi_service.wiring.asked import CannotDoIt, in_one_sentence, moment
from edi_service.wiring.keeping import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from edi_service.cases.progress import ProgressEvent
    from edi_service.edge.store.store import SqlStore
    from edi_service.service.casework.caseload import CaseLine
    from edi_service.service.casework.responding import Responses
    from edi_service.service.casework.unmatched import Unmatched
    from edi_service.service.store import Shelf
    from edi_service.wiring.asked import StoreOptions

    Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOptions:
    """
    What every command about cases is told.

    *as_of* is ISO 8601, or empty for now; *say* takes a sentence for whoever asked.
    """

    store: StoreOptions
    say: Say
    as_of: str = ""
    config: Path | None = None
    policies: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What the answers of some files did, file by file, and which cases expired meanwhile."""

    files: tuple[tuple[str, Responses], ...]
    expired: tuple[str, ...]


class _Office:
    """A store that is open, and the clock of whoever asked."""

    def __init__(self, options: CaseOptions, store: SqlStore) -> None:
        self.config = knowledge.read_config(options.config)
        self.zone = ZoneInfo(self.config.zone)
        self.as_of = moment(options.as_of, self.zone)
        self.store = store
        self._policies = options.policies

    def caseload(self, shelf: Shelf) -> Caseload:
        """What tells how cases stand."""
        library = knowledge.read_library(self._policies, self.config.aliases())
        known = {policy.id: policy for policy in library.policies}
        return Caseload(shelf, known, self.as_of, self.zone)


@contextmanager
def _office(options: CaseOptions) -> Iterator[_Office]:
    with in_one_sentence(), opened(options.store, options.say) as store:
        try:
            yield _Office(options, store)
        except CaseRefused as fault:
            raise CannotDoIt(str(fault)) from None


def respond(options: CaseOptions, inputs: tuple[str, ...]) -> Taken:
    """
    Take files of answers in, each as a whole; then let expire what was not sent in time.

    Raises:
        CannotDoIt: an input, the configuration or the store cannot be read, or not be written.
    """
    with _office(options) as office:
        reasons = knowledge.read_review_reasons()
        responder = Responder(office.store, find_guide, reasons, office.as_of)
        found = [(each.name, responder.take(each)) for each in arrivals(inputs)]
        return Taken(tuple(found), let_expire(office.store, office.as_of, office.zone))


def list_cases(
    options: CaseOptions, *, state: str = "", payer: str = "", within: int | None = None
) -> list[CaseLine]:
    """
    The cases of a store, or those of a state or payer, in the order they were opened.

    Of those of which something ends *within* so many days, or is over, the first to end comes
    first.

    Raises:
        CannotDoIt: as :func:`respond`.
    """
    with _office(options) as office, office.store.read() as shelf:
        caseload = office.caseload(shelf)
        if within is not None:
            return caseload.pressing(within, state=state, payer=payer)
        return list(caseload.lines(state=state, payer=payer))


def list_unmatched(options: CaseOptions, *, show_phi: bool) -> list[Unmatched]:
    """
    The answers that are about no case in the store, in the order they were heard.

    Raises:
        CannotDoIt: as :func:`respond`.
    """
    with _office(options) as office, office.store.read() as shelf:
        return list(unmatched(shelf, show_phi=show_phi))


def show_case(
    options: CaseOptions, case_id: str, *, show_phi: bool, actor: str
) -> dict[str, object]:
    """
    Everything about one case; that somebody looked is written into the audit log.

    Raises:
        CannotDoIt: there is no such case; or as :func:`respond`.
    """
    with _office(options) as office:
        reasons = knowledge.read_review_reasons()
        with office.store.begin(actor=actor, at=office.as_of) as books:
            case = books.case(case_id)
            if case is None:
                message = f"there is no case {case_id} in the store"
                raise CannotDoIt(message)
            books.audit("case shown", case_id, "with who it is about" if show_phi else "")
            caseload = office.caseload(books)
            return CaseFile(books, caseload, reasons, show_phi=show_phi).show(case)


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkOptions:
    """
    A decision that somebody heard, as it was typed.

    Moments and days are ISO 8601, or empty; *lines* are such as ``1=approved`` or
    ``2=modified:NUMBER``; *proof* is a file.
    """

    says: str
    channel: str
    actor: str
    heard_at: str = ""
    spoke_with: str = ""
    reference: str = ""
    said: str = ""
    number: str = ""
    case_number: str = ""
    reasons: tuple[str, ...] = ()
    starts: str = ""
    ends: str = ""
    respond_by: str = ""
    lines: tuple[str, ...] = ()
    proof: Path | None = None


def answer_case(options: CaseOptions, case_id: str, talk: TalkOptions) -> ProgressEvent:
    """
    Record a decision that somebody heard.

    Raises:
        CannotDoIt: there is no such case, nothing was asked yet, something typed cannot be read;
            or as :func:`respond`.
    """
    with _office(options) as office:
        heard_at = moment(talk.heard_at, office.zone) if talk.heard_at else office.as_of
        heard = Talk(
            says=talk.says,
            channel=talk.channel,
            actor=talk.actor,
            heard_at=heard_at,
            spoke_with=talk.spoke_with,
            reference=talk.reference,
            said=talk.said,
            number=talk.number,
            case_number=talk.case_number,
            reasons=talk.reasons,
            window=Window(starts=_day(talk.starts), ends=_day(talk.ends)),
            respond_by=_day(talk.respond_by),
            lines=tuple(_line(text) for text in talk.lines),
            proof=None if talk.proof is None else _proof(talk.proof),
        )
        return record_answer(office.store, case_id, heard, office.as_of)


def override_case(
    options: CaseOptions, case_id: str, to: str, *, actor: str, reason: str
) -> ProgressEvent:
    """
    Put a case into the state *to*, with a reason.

    Raises:
        CannotDoIt: there is no such case or state, or it stands there already; or as
            :func:`respond`.
    """
    if to not in {*State}:
        message = f"{to!r} is no state; the states are {', '.join(State)}"
        raise CannotDoIt(message)
    with _office(options) as office:
        what = Happening(
            cause=Cause.OVERRIDDEN, at=office.as_of, actor=actor, note=reason, to=State(to)
        )
        return move(office.store, case_id, what)


def close_case(options: CaseOptions, case_id: str, *, actor: str, reason: str) -> ProgressEvent:
    """
    Close a case, with a reason.

    Raises:
        CannotDoIt: there is no such case, or it is closed; or as :func:`respond`.
    """
    with _office(options) as office:
        what = Happening(cause=Cause.CLOSED, at=office.as_of, actor=actor, note=reason)
        return move(office.store, case_id, what)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        message = f"{text!r} is no day in ISO 8601, such as 2026-11-22"
        raise CannotDoIt(message) from None


def _line(text: str) -> LineByHand:
    line, _, rest = text.partition("=")
    says, _, number = rest.partition(":")
    if not line or says not in DECISIONS:
        words = ", ".join(DECISIONS)
        message = f"{text!r} is no decision of a line, such as 1=approved; the words are {words}"
        raise CannotDoIt(message)
    return LineByHand(line=line, says=says, number=number)


def _proof(path: Path) -> Proof:
    data = path.read_bytes()
    return Proof(sha256=hashlib.sha256(data).hexdigest(), place=str(path), size=len(data))
