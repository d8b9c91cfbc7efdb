"""What becomes of a run's products when the service runs: they go into the store, to be brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.cases.progress import Cause, Happening
from edi_service.service.casework.progressing import write_down
from edi_service.service.exchange.drops import ProductRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from edi_service.claims.model import Claim
    from edi_service.policy.model import PayerAlias
    from edi_service.report.rows import CaseRow, FindingRow
    from edi_service.report.summary import Summary
    from edi_service.review.profile import Partner
    from edi_service.service.store import Books

    AddProduct = Callable[[ProductRecord, bytes], object]

ACTOR = "serve"
REQUEST = "278"


class ServedOutbox:
    """
    An :class:`~edi_service.service.ports.Outbox` whose requests become products.

    Claims, cases and the findings that hold them are kept by the recorder of the run; worksheets
    are written anew whenever somebody wants one.

    Args:
        drop_id: of the file that is worked.
        at: when that was taken.
        partners: how each payer is asked, and by way of whom.
        add: keeps a product in the transaction under way.
    """

    def __init__(
        self, drop_id: str, at: datetime, partners: Mapping[str, Partner], add: AddProduct
    ) -> None:
        self._drop_id = drop_id
        self._at = at
        self._partners = partners
        self._add = add
        self._requests: dict[str, bytes] = {}

    def add_claim(self, claim: Claim, file: str, alias: PayerAlias | None) -> None:
        """The store has the claim itself."""

    def add_finding(self, row: FindingRow) -> None:
        """The store has what holds a claim."""

    def add_case(self, row: CaseRow) -> None:
        """Let the request of a case go by way of whoever carries requests to its payer."""
        data = self._requests.pop(row.case_id, None)
        partner = self._partners.get(row.payer)
        if data is not None and partner is not None and partner.via:
            self._add(request_product(row.case_id, 1, partner.via, self._at, self._drop_id), data)

    def add_request(self, case_id: str, data: bytes) -> str:
        """Hold a request until its case names the payer."""
        self._requests[case_id] = data
        return request_name(case_id, 1)

    def add_worksheet(self, case_id: str, text: str) -> str:
        """Name it; it is written when somebody wants it."""
        del text
        return f"{case_id}.txt"

    def finish(self, summary: Summary) -> None:
        """The totals are those of the drop."""


def note_departure(books: Books, product: ProductRecord, at: datetime) -> None:
    """Write down that the request of a case has left; anything else that leaves is no step."""
    if product.kind != REQUEST:
        return
    case = books.case(product.case_id)
    attempts = [each for each in books.attempts(product.case_id) if each.sent_at is None]
    if case is None or not attempts:
        return
    first = attempts[0]
    books.mark_sent(first.case_id, first.number, at)
    sent = Happening(cause=Cause.REQUEST_SENT, at=at, actor=ACTOR, attempt=first.number)
    write_down(books, case, sent)


def request_name(case_id: str, number: int) -> str:
    """The name of the file that an attempt goes out as."""
    return f"{case_id}-{number}.278"


def request_product(
    case_id: str, number: int, partner: str, at: datetime, drop_id: str = ""
) -> ProductRecord:
    """An attempt as a product that goes by way of *partner*."""
    name = request_name(case_id, number)
    return ProductRecord(
        product_id=name,
        partner=partner,
        kind=REQUEST,
        name=name,
        made_at=at,
        drop_id=drop_id,
        case_id=case_id,
    )
