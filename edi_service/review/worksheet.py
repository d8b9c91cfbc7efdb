"""
What a person needs in front of them to ask a payer by any way but a 278 request.

Plain text of 78 columns, the same for the same case.  It is health data, and whoever writes it to
a file sees to it that only its owner can read it.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from edi_service.cases.model import Decision
from edi_service.claims.model import ClaimKind
from edi_service.claims.providers import providers
from edi_service.policy.model import Channel
from edi_service.review import stay
from edi_service.review.decide import channel_of
from edi_service.review.draft import number
from edi_service.review.event import days_of
from edi_service.review.lines import lines_at_issue
from edi_service.review.worksheet_lines import COLUMNS, NOT_KNOWN, field, item, plain
from edi_service.review.worksheet_outcome import document_terms, penalty, what_follows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from edi_service.cases.model import Case
    from edi_service.claims.model import Claim, Party, Person, ServiceLine
    from edi_service.finding import Finding
    from edi_service.review.profile import Partner

_HINTS = {
    Channel.X217: "A 278 request (005010X217) is the agreed way; this sheet is for your records.",
    Channel.X216: (
        "The payer wants a notification (278, 005010X216).  That is another transaction than a "
        "request for review; it is written for a stay, once the partner's settings name it as the "
        "channel and the codes that were agreed."
    ),
    Channel.PORTAL: (
        "Enter the request in the payer's portal.  Choose a retrospective or post-service review "
        "where the portal offers one, attach the documents, and keep the confirmation number."
    ),
    Channel.PHONE: (
        "Call the payer's utilization management.  Have this sheet at hand; write down the day, "
        "the hour, the person and the reference number."
    ),
    Channel.FAX: (
        "Fax this sheet behind the payer's own form, with the documents.  Check the number before "
        "you send, and keep the transmission report as proof of the day."
    ),
    Channel.MAIL: (
        "Mail the payer's form with the documents, by a service that proves the day it was sent."
    ),
    Channel.ESMD: (
        "Send the documents by electronic submission of medical documentation (esMD) to the "
        "Medicare contractor, with the claim's number on every document."
    ),
    Channel.CLAIM: (
        "File the claim.  The payer reviews it after the fact and asks for records; have the "
        "documents ready and answer within the time its letter gives."
    ),
    Channel.UNKNOWN: (
        "Nobody has yet recorded how this payer takes retrospective requests.  Ask, use the "
        "answer, and put the channel into the partner's settings."
    ),
}
_ENTITIES = {
    "71": "Attending",
    "72": "Operating",
    "77": "Facility",
    "82": "Rendering",
    "DD": "Assistant surgeon",
    "DK": "Ordering",
    "DN": "Referring",
    "DQ": "Supervising",
    "P3": "Primary care",
    "QB": "Purchased service",
    "ZZ": "Other operating",
}


def worksheet(
    case: Case,
    claim: Claim,
    partner: Partner | None = None,
    *,
    held_documents: Iterable[str] = (),
    findings: Iterable[Finding] = (),
) -> str:
    """
    The sheet for *case*, ending with a line break.

    Args:
        case: what is to be asked, why, and until when.
        claim: the claim it was opened for.
        partner: when its settings name a channel, the hint is for that one.
        held_documents: those the office has, in the policy library's words.
        findings: what stands in the way of a request (RQ), to be mended or to be known.
    """
    sections = (
        ("RETROSPECTIVE REVIEW WORKSHEET", _head(case, partner)),
        ("WHY AND UNTIL WHEN", _reason(case)),
        ("WHAT FOLLOWS", what_follows(case)),
        ("HOW TO ASK", wrap(_HINTS[channel_of(case, partner)], COLUMNS)),
        ("MEMBER AND PATIENT", _people(claim)),
        ("PROVIDERS", _providers(claim)),
        ("DATES AND PLACE", _dates(claim)),
        ("DIAGNOSES", _diagnoses(claim)),
        ("SERVICES AT ISSUE", _services(case, claim)),
        ("DOCUMENTS", _documents(case, set(held_documents))),
        ("STANDS IN THE WAY", _obstacles(case, list(findings))),
        ("HOW THE DECISION WAS REACHED", _trace(case)),
    )
    lines: list[str] = []
    for title, body in sections:
        text = list(body)
        if text:
            lines += [title, "-" * len(title), *text, ""]
    return "\n".join(plain(line) for line in lines[:-1]) + "\n"


def _head(case: Case, partner: Partner | None) -> Iterator[str]:
    yield from field("Next action", case.next_action)
    yield from field("Case", case.case_id)
    yield from field("Payer", f"{case.payer}, {case.line_of_business}")
    yield from field("Channel", channel_of(case, partner).value)
    yield from field("Amount at risk", f"${case.amount_at_risk:,.2f}")
    yield from penalty(case)
    yield from field("Policy", f"{case.policy}, revision of {case.revision}")
    yield from field("Source", str(case.source))
    if case.doubts:
        yield from field("Check first", f"{'; '.join(case.doubts)}.")


def _reason(case: Case) -> Iterator[str]:
    yield from field("Decision", f"{case.decision.value} ({case.confidence.value})")
    yield from field("Deadline", case.deadline.isoformat() if case.deadline else "none known")
    if case.clock is not None:
        start = case.clock.start.isoformat() if case.clock.start else "an unknown moment"
        length = f"{case.clock.length} {case.clock.unit}" if case.clock.length else "not published"
        counted = f"{length} from {case.clock.event} ({start})"
        yield from field("Counted", counted)
    yield from field("Circumstance", case.circumstance.value if case.circumstance else "none")
    for piece in case.evidence:
        yield from item(f"{piece.where}: {piece.says}")
    if case.decision is Decision.UNDETERMINED:
        yield from field("Find out first", ", ".join(case.missing_facts) or "the payer's rule")


def _people(claim: Claim) -> Iterator[str]:
    parties = claim.parties
    yield from _person("Member", parties.subscriber)
    yield from field("Member number", parties.subscriber.party.identifier)
    yield from field("Group", parties.coverage.group_number)
    if parties.dependent is not None:
        yield from _person("Patient", parties.dependent)
    yield from field("Account number", claim.number)


def _person(label: str, person: Person) -> Iterator[str]:
    yield from field(label, _full_name(person.party))
    born = person.birth_date.isoformat() if person.birth_date else ""
    yield from field(f"{label} born", " ".join(filter(None, [born, person.gender])))


def _full_name(party: Party) -> str:
    given = " ".join(filter(None, [party.first_name, party.middle_name, party.suffix]))
    return ", ".join(filter(None, [party.last_name, given]))


def _providers(claim: Claim) -> Iterator[str]:
    yield from _provider("Billing", claim.parties.billing)
    for found in providers(claim):
        where = f", line {found.line}" if found.line else ""
        yield from _provider(f"{_ENTITIES.get(found.role, found.role)}{where}", found.party)


def _provider(label: str, party: Party) -> Iterator[str]:
    tax_number = party.reference("EI")
    known = (
        _full_name(party),
        f"NPI {party.npi}" if party.npi else "",
        f"tax number {tax_number}" if tax_number else "",
        f"taxonomy {party.taxonomy}" if party.taxonomy else "",
    )
    yield from field(label, "; ".join(filter(None, known)))


def _dates(claim: Claim) -> Iterator[str]:
    yield from field("Days of service", _span(claim.first_day, claim.last_day))
    if claim.admitted is not None:
        yield from field("Admitted", claim.admitted.isoformat())
    ended = claim.discharged or (claim.statement_to if stay.is_discharged(claim) else None)
    if ended is not None:
        yield from field("Discharged", ended.isoformat())
    is_facility = claim.kind is ClaimKind.INSTITUTIONAL
    yield from field("Bill type" if is_facility else "Place of service", claim.facility_code)
    if claim.accident is not None:
        yield from field("Accident", claim.accident.isoformat())


def _span(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return ""
    return first.isoformat() if first == last else f"{first} to {last}"


def _diagnoses(claim: Claim) -> Iterator[str]:
    if not claim.diagnoses:
        yield NOT_KNOWN
    for place, diagnosis in enumerate(claim.diagnoses, start=1):
        yield from item(f"{diagnosis.code} ({diagnosis.qualifier})", f"{place}.")


def _services(case: Case, claim: Claim) -> Iterator[str]:
    if case.is_whole_claim:
        yield from wrap("The claim as a whole is at issue.", COLUMNS)
    for line in lines_at_issue(claim, case):
        yield from item(_service(claim, line), f"line {line.number}:")
    for procedure in claim.procedures if case.is_whole_claim else ():
        on = f" on {procedure.day}" if procedure.day else ""
        yield from item(f"{procedure.code} ({procedure.qualifier}){on}", "procedure:")


def _service(claim: Claim, line: ServiceLine) -> str:
    days = days_of(claim, line)
    known = (
        f"revenue code {line.revenue_code}" if line.revenue_code else "",
        " ".join(filter(None, [line.procedure, *line.modifiers])),
        line.description,
        _span(*days) if days else "",
        f"{number(line.quantity)} {line.unit}" if line.quantity else "",
        f"place {line.place_of_service}" if line.place_of_service else "",
        f"${line.charge:,.2f}",
    )
    return "; ".join(filter(None, known))


def _documents(case: Case, held: set[str]) -> Iterator[str]:
    if not case.documents:
        yield from wrap("The policy names none; have the clinical record ready.", COLUMNS)
    terms = {each.code: each for each in case.document_terms}
    for document in case.documents:
        text = document + (document_terms(terms[document]) if document in terms else "")
        yield from item(text, "[held]  " if document in held else "[to get]")


def _obstacles(case: Case, findings: list[Finding]) -> Iterator[str]:
    for code in case.held_by:
        yield from item(f"{code}: mend this finding first, or override it with a reason.")
    for found in findings:
        yield from item(f"{found.kind.code}: {found.message}. {found.kind.remedy}")


def _trace(case: Case) -> Iterator[str]:
    for step in case.trace:
        source = f" [{step.source}]" if step.source else ""
        yield from item(f"{step.rule}: {step.says}{source}")
