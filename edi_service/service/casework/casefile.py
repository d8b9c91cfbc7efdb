"""
One case with all that belongs to it, for somebody to look at.

What names a person, or tells what was wrong with them in words, is crossed out unless it is asked
for; codes, amounts and days of service stay, as everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.review.answer.reasons import DECISION, REJECTION
from edi_service.service.casework.telling import heard_about

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from edi_service.review.answer.heard import Heard, HeardLine, Window
    from edi_service.review.answer.model import Desk, Rejection, Service, Wanted
    from edi_service.review.answer.reasons import Reasons
    from edi_service.service.casework.caseload import Caseload
    from edi_service.service.records import AnswerRecord, CaseRecord, ClaimRecord
    from edi_service.service.store import Shelf

CROSS = "x"
Shown = dict[str, object]


class CaseFile:
    """
    Shows cases whole.

    Args:
        shelf: one consistent look at a store.
        caseload: what tells how a case stands.
        reasons: what reasons mean.
        show_phi: whether to show who a case is about.
    """

    def __init__(
        self, shelf: Shelf, caseload: Caseload, reasons: Reasons, *, show_phi: bool = False
    ) -> None:
        self._shelf = shelf
        self._caseload = caseload
        self._reasons = reasons
        self._show_phi = show_phi

    def show(self, record: CaseRecord) -> Shown:
        """Everything about one case, ready for JSON."""
        case, case_id = record.case, record.case_id
        line = self._caseload.line(record)
        return {
            "case_id": case_id,
            "state": line.state,
            "since": line.since,
            "attempt": line.attempt,
            "due": line.due,
            "payer": case.payer,
            "line_of_business": case.line_of_business,
            "policy": case.policy,
            "revision": case.revision,
            "circumstance": case.circumstance,
            "decision": case.decision,
            "deadline": None if case.deadline is None else case.deadline.isoformat(),
            "lines": case.lines,
            "amount_at_risk": case.amount_at_risk,
            "held_by": case.held_by,
            "missing_facts": case.missing_facts,
            "documents_wanted": case.documents,
            "channel": case.channel,
            "next_action": case.next_action,
            "claims": [self._claim(each) for each in self._claims(case_id)],
            "attempts": self._attempts(case_id),
            "answers": self._answers(case_id),
            "contacts": self._contacts(case_id),
            "documents": self._documents(case_id),
            "statements": self._statements(case_id),
            "mended": self._mended(case_id),
            "events": self._events(case_id),
        }

    def _claims(self, case_id: str) -> Iterable[ClaimRecord]:
        for claim_id in self._shelf.claims_of_case(case_id):
            claim = self._shelf.claim(claim_id)
            if claim is not None:
                yield claim

    def _claim(self, claim: ClaimRecord) -> Shown:
        born = "" if claim.birth_date is None else claim.birth_date.isoformat()
        return {
            "claim_id": claim.claim_id,
            "account": self._masked(claim.account),
            "member_id": self._masked(claim.member_id),
            "last_name": self._masked(claim.last_name),
            "first_name": self._masked(claim.first_name),
            "birth_date": self._masked(born),
            "charge": claim.charge,
            "first_day": claim.first_day,
            "last_day": claim.last_day,
        }

    def _attempts(self, case_id: str) -> list[Shown]:
        return [
            {
                "number": each.number,
                "kind": each.kind,
                "channel": each.channel,
                "reference": each.reference,
                "interchange": each.interchange,
                "made_at": each.made_at,
                "sent_at": each.sent_at,
            }
            for each in self._shelf.attempts(case_id)
        ]

    def _answers(self, case_id: str) -> list[Shown]:
        """What was heard; of a decision, all that was understood."""
        decisions = {answer.answer_id: heard for answer, heard in heard_about(self._shelf, case_id)}
        events = {event.answer_id: event for event in self._shelf.events(case_id)}
        return [
            {
                "heard_at": answer.heard_at,
                "kind": answer.kind,
                "channel": answer.channel,
                "attempt": answer.attempt,
                "effect": events[answer.answer_id].effect if answer.answer_id in events else None,
                "says": events[answer.answer_id].cause if answer.answer_id in events else None,
                "decision": self._decision(answer, decisions),
            }
            for answer in self._shelf.answers(case_id)
        ]

    def _decision(self, answer: AnswerRecord, decisions: dict[str, Heard]) -> Shown | None:
        heard = decisions.get(answer.answer_id)
        if heard is None:
            return None
        on = heard.decided_on
        return {
            "action": heard.action,
            "number": self._masked(heard.number),
            "case_number": self._masked(heard.case_number),
            "reasons": self._named(DECISION, heard.reasons, on),
            "rejections": [self._rejection(each, on) for each in heard.rejections],
            **_window(heard.window),
            "decided_on": on,
            "respond_by": heard.respond_by,
            "lines": [self._line(each, on) for each in heard.lines],
            "wanted": [self._wanted(each) for each in heard.wanted],
            "changes": list(heard.changes),
            "messages": [self._masked(each) for each in heard.messages],
            "desks": [self._desk(each) for each in heard.desks],
        }

    def _line(self, line: HeardLine, on: date | None) -> Shown:
        return {
            "line": line.line,
            "action": line.action,
            "number": self._masked(line.number),
            "reasons": self._named(DECISION, line.reasons, on),
            "rejections": [self._rejection(each, on) for each in line.rejections],
            **_window(line.window),
            "service": None if line.service is None else _service(line.service),
            "wanted": [self._wanted(each) for each in line.wanted],
            "messages": [self._masked(each) for each in line.messages],
        }

    def _named(self, code_list: str, codes: Iterable[str], on: date | None) -> list[Shown]:
        return [
            {"code": code, "means": self._reasons.name(code_list, code, on) or None}
            for code in codes
        ]

    def _rejection(self, rejection: Rejection, on: date | None) -> Shown:
        (reason,) = self._named(REJECTION, [rejection.reason], on)
        return {"loop": rejection.loop, **reason, "follow_up": rejection.follow_up}

    def _wanted(self, wanted: Wanted) -> Shown:
        return {
            "code": wanted.code,
            "is_question": wanted.is_question,
            "transmission": wanted.transmission,
            "control_number": wanted.control_number,
            "description": self._masked(wanted.description),
        }

    def _desk(self, desk: Desk) -> Shown:
        return {
            "loop": desk.loop,
            "name": self._masked(desk.name),
            "contact": self._masked(desk.contact),
            "numbers": [f"{kind} {number}" for kind, number in desk.numbers],
        }

    def _contacts(self, case_id: str) -> list[Shown]:
        return [
            {
                "at": each.at,
                "actor": each.actor,
                "channel": each.channel,
                "spoke_with": self._masked(each.spoke_with),
                "reference": each.reference,
                "said": self._masked(each.said),
                "proof": each.proof or None,
            }
            for each in self._shelf.contacts(case_id)
        ]

    def _documents(self, case_id: str) -> list[Shown]:
        return [
            {
                "code": each.code,
                "title": each.title,
                "sha256": each.sha256,
                "place": self._masked(each.place),
                "control_number": each.control_number,
                "added_at": each.added_at,
                "actor": each.actor,
            }
            for each in self._shelf.documents(case_id)
        ]

    def _statements(self, case_id: str) -> list[Shown]:
        return [
            {
                "at": each.at,
                "actor": each.actor,
                "kind": each.kind,
                "text": self._masked(each.text),
            }
            for each in self._shelf.statements(case_id)
        ]

    def _mended(self, case_id: str) -> list[Shown]:
        return [
            {
                "number": each.number,
                "made_at": each.made_at,
                "kind": each.kind,
                "authorization": self._masked(each.authorization),
            }
            for each in self._shelf.mended(case_id)
        ]

    def _events(self, case_id: str) -> list[Shown]:
        return [
            {
                "number": each.number,
                "at": each.at,
                "cause": each.cause,
                "actor": each.actor,
                "before": each.before,
                "after": each.after,
                "effect": each.effect,
                "attempt": each.attempt,
                "note": each.note,
            }
            for each in self._shelf.events(case_id)
        ]

    def _masked(self, text: str) -> str:
        return text if self._show_phi else CROSS * len(text)


def _window(window: Window) -> Shown:
    return {"starts": window.starts, "ends": window.ends}


def _service(service: Service) -> Shown:
    return {
        "procedure": service.procedure,
        "modifiers": service.modifiers,
        "revenue_code": service.revenue_code,
        "quantity": service.quantity,
        "unit": service.unit,
    }
