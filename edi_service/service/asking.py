"""From a case to what leaves the office for it: a 278 request, a worksheet, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edi_service.cases.hold import hold
from edi_service.report.rows import Products
from edi_service.review.approach import approach_of
from edi_service.review.decide import Product, channel_of, product_for
from edi_service.review.notice.write import write_notice
from edi_service.review.request import write_request
from edi_service.review.worksheet import worksheet

if TYPE_CHECKING:
    from edi_service.cases.model import Case
    from edi_service.finding import Finding
    from edi_service.policy.rule import Subject
    from edi_service.review.envelope import Request
    from edi_service.review.profile import Partner
    from edi_service.review.service_type import ServiceTypes
    from edi_service.service.ports import Outbox
    from edi_service.service.recording import Recorder


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A case after asking: held, perhaps, by what its request lacks."""

    case: Case
    products: Products
    findings: tuple[Finding, ...]


@dataclass(slots=True, kw_only=True)
class Asker:
    """
    Writes what a case needs into *outbox*; requests are numbered on from *control_number*.

    *control_number* is ISA13 and GS06 of the next request; with a *recorder*, those of the store
    take its place.
    """

    outbox: Outbox
    service_types: ServiceTypes
    control_number: int
    recorder: Recorder | None = None

    def ask(self, case: Case, subject: Subject, partner: Partner) -> Asked:
        """Write the request or the worksheet that *case* calls for."""
        product = product_for(case, partner)
        if self.recorder is not None and (why_not := self.recorder.asked_before(case)):
            return Asked(case=case, products=Products(), findings=(why_not,))
        if product is Product.NONE:
            return Asked(case=case, products=Products(), findings=())
        if product is Product.WORKSHEET:
            return self._on_paper(case, subject, partner, ())
        write = self._write_notice if product is Product.NOTICE else self._write
        request = write(case, subject, partner)
        if request.data is None:
            held = hold(case, request.held_by)
            return self._on_paper(held, subject, partner, request.findings)
        data = request.data
        if self.recorder is not None:
            purpose = approach_of(case, subject.claim).purpose.value
            channel = channel_of(case, partner).value
            data = self.recorder.keep_request(case, purpose, channel, data)
        name = self.outbox.add_request(case.case_id, data)
        self.control_number += 1
        products = Products(request=name, confirm_channel=product is Product.REQUEST_TO_CONFIRM)
        return Asked(case=case, products=products, findings=request.findings)

    def _write(self, case: Case, subject: Subject, partner: Partner) -> Request:
        return write_request(
            case,
            subject.claim,
            partner,
            self.control_number,
            subject.as_of,
            service_types=self.service_types,
        )

    def _write_notice(self, case: Case, subject: Subject, partner: Partner) -> Request:
        return write_notice(
            case,
            subject.claim,
            partner,
            self.control_number,
            subject.as_of,
            service_types=self.service_types,
        )

    def _on_paper(
        self, case: Case, subject: Subject, partner: Partner, findings: tuple[Finding, ...]
    ) -> Asked:
        text = worksheet(
            case,
            subject.claim,
            partner,
            held_documents=subject.facts.documents,
            findings=findings,
        )
        name = self.outbox.add_worksheet(case.case_id, text)
        return Asked(case=case, products=Products(worksheet=name), findings=findings)
