"""
The cover sheet of the documents of a case, for fax, mail or portal: one page on top of them.

It names the patient, since whoever opens the envelope has to find the request; so it is health data
from top to bottom, and whoever writes it to a file sees to it that only its owner can read it.
"""

from __future__ import annotations

from datetime import date

from edi_service.claims.model import Quiet


class Party(Quiet, frozen=True, kw_only=True):
    """Who sends or receives: empty where it is not known, to be filled in by hand."""

    name: str = ""
    identifier: str = ""
    department: str = ""
    phone: str = ""
    fax: str = ""


class Paper(Quiet, frozen=True, kw_only=True):
    """
    A document behind the sheet, or one still missing.

    *code* is PWK01 or a LOINC code, *control_number* PWK06.
    """

    title: str
    code: str = ""
    control_number: str = ""
    is_enclosed: bool = True


class Cover(Quiet, frozen=True, kw_only=True):
    """
    All that stands on a cover sheet.

    Attributes:
        made: the day it is made.
        channel: fax, mail, portal …, in words.
        payer: to whom.
        provider: from whom.
        patient: last and first name.
        member_id: of the patient or the subscriber.
        birth_date: of the patient.
        account: the provider's own number of the patient's account (CLM01).
        first_day: of the services.
        last_day: of the services.
        references: names and values of the numbers that the payer may know the request by.
        due: until when the payer wants it, in words; empty where that is not known.
        papers: what is enclosed and what is missing.
        case_id: ours.
    """

    made: date
    channel: str
    payer: Party
    provider: Party
    patient: str
    member_id: str
    birth_date: date | None
    account: str
    first_day: date | None
    last_day: date | None
    references: tuple[tuple[str, str], ...]
    due: str
    papers: tuple[Paper, ...]
    case_id: str

    @property
    def enclosed(self) -> tuple[Paper, ...]:
        """What lies behind the sheet."""
        return tuple(paper for paper in self.papers if paper.is_enclosed)

    @property
    def missing(self) -> tuple[Paper, ...]:
        """What is wanted and does not."""
        return tuple(paper for paper in self.papers if not paper.is_enclosed)

    @property
    def days(self) -> str:
        """The days of service, as one reads them."""
        if self.first_day is None:
            return ""
        if self.last_day in (None, self.first_day):
            return f"{self.first_day:%m/%d/%Y}"
        return f"{self.first_day:%m/%d/%Y} to {self.last_day:%m/%d/%Y}"
