"""
Every kind of finding there is, on whichever floor.

Apart from the kinds themselves, so that whoever needs one of them does not load all floors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.acknowledge.kinds import KINDS as ACKNOWLEDGMENT_KINDS
from edi_service.claims.kinds import KINDS as CLAIM_KINDS
from edi_service.facts.kinds import KINDS as FACT_KINDS
from edi_service.guide.kinds import KINDS as GUIDE_KINDS
from edi_service.mending.kinds import KINDS as MENDING_KINDS
from edi_service.patient_information.kinds import KINDS as DOCUMENT_KINDS
from edi_service.policy.across_kinds import KINDS as ACROSS_KINDS
from edi_service.policy.kinds import KINDS as POLICY_KINDS
from edi_service.policy.place_pay import KINDS as PAY_KINDS
from edi_service.remittance.kinds import KINDS as REMITTANCE_KINDS
from edi_service.review.answer.kinds import KINDS as ANSWER_KINDS
from edi_service.review.inquiry.kinds import KINDS as INQUIRY_KINDS
from edi_service.review.kinds import KINDS as REVIEW_KINDS
from edi_service.review.notice.kinds import KINDS as NOTICE_KINDS
from edi_service.service.kinds import KINDS as SERVICE_KINDS
from edi_service.x12.kinds import KINDS as X12_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from edi_service.finding import Kind


def every_kind() -> Mapping[str, Kind]:
    """All kinds of all floors by their code, in order."""
    floors = (
        X12_KINDS,
        GUIDE_KINDS,
        CLAIM_KINDS,
        FACT_KINDS,
        POLICY_KINDS,
        ACROSS_KINDS,
        PAY_KINDS,
        REVIEW_KINDS,
        ANSWER_KINDS,
        INQUIRY_KINDS,
        NOTICE_KINDS,
        ACKNOWLEDGMENT_KINDS,
        MENDING_KINDS,
        DOCUMENT_KINDS,
        REMITTANCE_KINDS,
        SERVICE_KINDS,
    )
    return {kind.code: kind for kinds in floors for kind in kinds}
