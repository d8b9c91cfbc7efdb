"""The service lines at issue, loop 2000F, and the procedures of a stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edi_service.claims.drugs import drugs
from edi_service.claims.model import ZERO, ClaimKind
from edi_service.claims.screening import is_from_screening
from edi_service.review import attachments, kinds, stay
from edi_service.review.dental import add_dental
from edi_service.review.diagnoses import ICD_10_BEGINS
from edi_service.review.draft import number, span
from edi_service.review.event import add_earlier, days_of, place
from edi_service.review.providers import add_line_providers

if TYPE_CHECKING:
    from decimal import Decimal

    from edi_service.cases.model import Case
    from edi_service.claims.drugs import Drug
    from edi_service.claims.model import Claim, Procedure, ServiceLine
    from edi_service.review.approach import Matter
    from edi_service.review.diagnoses import Ordered
    from edi_service.review.draft import Draft
    from edi_service.review.profile import Partner
    from edi_service.review.providers import Named

_PROCEDURE_QUALIFIERS = {
    ClaimKind.PROFESSIONAL: frozenset({"HC", "IV", "WK"}),
    ClaimKind.INSTITUTIONAL: frozenset({"HC", "IV", "WK"}),
    ClaimKind.DENTAL: frozenset({"AD"}),
}
_HEALTH_INSURANCE_PROSPECTIVE_PAYMENT = "HP"  # a HIPPS rate code
_UNITS = {
    ClaimKind.PROFESSIONAL: frozenset({"F2", "MJ", "UN"}),
    ClaimKind.INSTITUTIONAL: frozenset({"DA", "F2", "UN"}),
}
_NDC = "N4"  # a drug's National Drug Code
_ICD_10_PROCEDURES = frozenset({"BBR", "BBQ"})
_ICD_9_PROCEDURES = frozenset({"BR", "BQ"})


def lines_at_issue(claim: Claim, case: Case) -> list[ServiceLine]:
    """The lines of the claim that the case names."""
    return [line for line in claim.lines if line.number in case.lines]


def lines_to_send(draft: Draft, case: Case) -> list[ServiceLine]:
    """
    The lines to be asked about, one level each.

    A stay as a whole is described by its event, whose days say more than room and board would;
    anything else needs its lines.
    """
    if case.is_whole_claim and stay.is_stay(draft.claim):
        return []
    lines = lines_at_issue(draft.claim, case)
    if not lines:
        draft.find(kinds.LINES_MISSING, f"the claim has none of the {len(case.lines)} lines named")
    return lines


def procedures_to_send(draft: Draft, case: Case, partner: Partner) -> list[Procedure]:
    """The procedures of a stay that is reviewed as a whole: what was done in it."""
    if not (case.is_whole_claim and stay.is_stay(draft.claim) and partner.send_procedures):
        return []
    wanted = _ICD_10_PROCEDURES | _ICD_9_PROCEDURES
    return [
        found
        for found in draft.claim.procedures
        if found.qualifier in wanted and found.code.strip()
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """
    What the lines of a request share.

    Attributes:
        level: HL01 of the event.
        service_type: UM03 of the event.
        ordered: its diagnoses.
        providers: those of loop 2010EA.
        assigner: TRN03.
    """

    level: int
    service_type: str
    ordered: Ordered
    providers: list[Named]
    assigner: str


class LineWriter:
    """Writes the service levels of one request."""

    def __init__(self, draft: Draft, matter: Matter, event: Event) -> None:
        self._draft = draft
        self._matter = matter
        self._partner = matter.partner
        self._service_types = matter.service_types
        self._event = event

    def add_line(self, line: ServiceLine) -> None:
        """One service line: trace, review where it differs, days, service, papers, providers."""
        draft = self._draft
        draft.open_level("2000F", "SS", self._event.level, has_children=False)
        trace = self._matter.trace_of(line.number)
        draft.add("2000F", "TRN", "1", trace, self._event.assigner)
        self._add_review(line)
        earlier = self._matter.approach.earlier_of_lines.get(line.number)
        if earlier is not None:
            add_earlier(draft, "2000F", earlier)
        if (days := days_of(draft.claim, line)) is not None:
            what = f"the service of line {line.number}"
            draft.add("2000F", "DTP", "472", *draft.days(*days, what, line))
        remark = self._add_service(line)
        attachments.add(draft, "2000F", line)
        if remark:
            draft.add("2000F", "MSG", remark)
        add_line_providers(draft, line, self._event.providers)
        if self._partner.send_drugs:
            for place, drug in enumerate(self._drugs_of(line), start=1):
                self._add_drug(line, drug, place)

    def _drugs_of(self, line: ServiceLine) -> list[Drug]:
        found = drugs(self._draft.claim)
        return [drug for drug in found if drug.line == line.number and drug.qualifier == _NDC]

    def _add_drug(self, line: ServiceLine, drug: Drug, place: int) -> None:
        """A drug given with *line*, as a service of its own."""
        draft = self._draft
        draft.open_level("2000F", "SS", self._event.level, has_children=False)
        trace = self._matter.trace_of(f"{line.number}-N{place}")
        draft.add("2000F", "TRN", "1", trace, self._event.assigner)
        if (days := days_of(draft.claim, line)) is not None:
            draft.add("2000F", "DTP", "472", *span(*days))
        quantity = (drug.unit, number(drug.quantity))
        unit, count = quantity if drug.unit in _UNITS[ClaimKind.PROFESSIONAL] else ("", "")
        draft.add("2000F", "SV1", (_NDC, drug.code), "", unit, count)

    def add_procedure(self, procedure: Procedure, place: int) -> None:
        """
        One procedure of a stay, in its *place* among them, from 1.

        ZZ stands for ICD-10-PCS, for which 005010 has no qualifier.
        """
        draft = self._draft
        draft.open_level("2000F", "SS", self._event.level, has_children=False)
        draft.add("2000F", "TRN", "1", self._matter.trace_of(f"P{place}"), self._event.assigner)
        draft.add("2000F", "UM", "HS", self._certification_type)
        if procedure.day is not None:
            day = draft.day(procedure.day, "the day of a procedure")
            draft.add("2000F", "DTP", "472", "D8", day)
        is_icd_9 = procedure.qualifier in _ICD_9_PROCEDURES
        last_day = draft.claim.last_day
        if is_icd_9 and last_day is not None and last_day >= ICD_10_BEGINS:
            message = (
                f"an ICD-9 procedure qualifier for care that ended on or after {ICD_10_BEGINS}"
            )
            draft.find(kinds.CODE_SET_REFUSED, message)
        code = procedure.code.replace(".", "")
        draft.add("2000F", "SV2", "", ("ID" if is_icd_9 else "ZZ", code))

    @property
    def _certification_type(self) -> str:
        return self._matter.approach.purpose.certification_type

    def _add_review(self, line: ServiceLine) -> None:
        """UM, only where category, service type or place are not the event's."""
        draft, claim = self._draft, self._draft.claim
        service_type = self._service_types.of_line(claim, line)
        own_type = service_type if service_type != self._event.service_type else ""
        own_place = line.place_of_service if line.place_of_service != claim.facility_code else ""
        if stay.is_stay(claim) or own_type or own_place:
            where = place(draft, own_place, line)
            draft.add("2000F", "UM", "HS", self._certification_type, own_type, where)

    def _add_service(self, line: ServiceLine) -> str:
        """SV1, SV2 or SV3; returns what none can hold and a message must say."""
        kind = self._draft.claim.kind
        procedure = _procedure(line, kind)
        if kind is ClaimKind.INSTITUTIONAL:
            return self._add_institutional(line, procedure)
        if not procedure:
            self._refuse(line)
        elif kind is ClaimKind.DENTAL:
            add_dental(self._draft, line, procedure, self._amount(line.charge))
        else:
            self._add_professional(line, procedure)
        return ""

    def _add_professional(self, line: ServiceLine, procedure: tuple[str, ...]) -> None:
        """SV1, its pointers following the diagnoses to their new places."""
        if self._drugs_of(line) and not self._partner.send_drugs:
            self._draft.find(kinds.LEFT_OUT, "the drug codes of the line (loop 2410)", line)
        pointers = [
            self._event.ordered.places.get(pointer) for pointer in line.diagnosis_pointers[:4]
        ]
        self._draft.add(
            "2000F",
            "SV1",
            procedure,
            self._amount(line.charge),
            *self._quantity(line),
            "",
            "",
            tuple(str(pointer) for pointer in pointers if pointer is not None),
            *[""] * 3,
            "Y" if is_from_screening(self._draft.claim, line) else "",
        )

    def _add_institutional(self, line: ServiceLine, procedure: tuple[str, ...]) -> str:
        """SV2.  A HIPPS rate code has no qualifier here, so its revenue code goes and a message."""
        revenue_code = line.revenue_code.strip(" ")
        if not procedure and not revenue_code:
            self._refuse(line)
        amount, quantity = self._amount(line.charge), self._quantity(line)
        self._draft.add("2000F", "SV2", revenue_code, procedure, amount, *quantity)
        if line.procedure_qualifier == _HEALTH_INSURANCE_PROSPECTIVE_PAYMENT and line.procedure:
            return f"HIPPS {line.procedure}"
        if line.procedure and not procedure:
            message = (
                f"the procedure with qualifier {line.procedure_qualifier or 'none'} was left out"
            )
            self._draft.find(kinds.LEFT_OUT, message, line)
        return ""

    def _refuse(self, line: ServiceLine) -> None:
        known = " or ".join(sorted(_PROCEDURE_QUALIFIERS[self._draft.claim.kind]))
        message = f"line {line.number} has no procedure with the qualifier {known}"
        self._draft.find(kinds.LINE_REFUSED, message, line)

    def _amount(self, charge: Decimal) -> str:
        return number(charge) if self._partner.send_amounts else ""

    def _quantity(self, line: ServiceLine) -> tuple[str, str]:
        """Unit and quantity, both or neither."""
        if line.quantity == ZERO or line.unit not in _UNITS[self._draft.claim.kind]:
            return "", ""
        return line.unit, number(line.quantity)


def _procedure(line: ServiceLine, kind: ClaimKind) -> tuple[str, ...]:
    """SV101, SV202 or SV301; none when the line's procedure has no place in a request."""
    known = _PROCEDURE_QUALIFIERS[kind]
    if line.procedure_qualifier not in known or not line.procedure.strip(" "):
        return ()
    modifiers = (*line.modifiers, "", "", "", "")[:4]
    return line.procedure_qualifier, line.procedure, *modifiers, line.description
