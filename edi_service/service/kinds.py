"""Findings about files that could not be taken as they are; and every kind there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.acknowledge.kinds import KINDS as ACKNOWLEDGMENT_KINDS
from edi_service.claims.kinds import KINDS as CLAIM_KINDS
from edi_service.facts.kinds import KINDS as FACT_KINDS
from edi_service.finding import Kind, Severity
from edi_service.guide.kinds import KINDS as GUIDE_KINDS
from edi_service.mending.kinds import KINDS as MENDING_KINDS
from edi_service.policy.kinds import KINDS as POLICY_KINDS
from edi_service.remittance.kinds import KINDS as REMITTANCE_KINDS
from edi_service.review.answer.kinds import KINDS as ANSWER_KINDS
from edi_service.review.kinds import KINDS as REVIEW_KINDS
from edi_service.x12.kinds import KINDS as X12_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

SAME_BYTES = Kind(
    "TX01",
    Severity.WARNING,
    "This file has the same bytes as one processed before it",
    "Nothing is lost: its claims are in the results once. Remove the copy.",
    "Two inputs of one run hold exactly the same bytes. Processing both would count every claim "
    "twice and ask the payer twice, so only the first is read.",
)
NOT_CLAIMS = Kind(
    "TX02",
    Severity.ERROR,
    "This transaction set holds no 837 claims of a guide that is read here",
    "Send 837 claims written by the 5010 guides (X222, X223, X224) or their successors; "
    "other transactions are counted and left alone.",
    "The file is X12, but the transaction set is another one (835, 270, 999 …) or an 837 of a "
    "version that is no longer in use, such as 4010. It is counted under transaction_sets and "
    "its claims, if it has any, are not read.",
)

_LOOK = "Look where the patient was; correct the place of service, or the facility's claim."
_ACROSS = (
    "Claims of one run for the same patient, payer and day were held against each other "
    "(process --across). Auditors do the same after the claims are paid. A patient may have been "
    "at two places on one day, so that this is a warning: "
)
OFFICE_AGAINST_HOSPITAL = Kind(
    "AC01",
    Severity.WARNING,
    "A visit is billed at the office on a day that a hospital bills",
    _LOOK,
    _ACROSS + "an office (11) pays the physician more than a hospital does.",
)
INPATIENT_AGAINST_OUTPATIENT = Kind(
    "AC02",
    Severity.WARNING,
    "An inpatient visit is billed on a day that the hospital bills an outpatient",
    _LOOK,
    _ACROSS + "a patient under observation, or whose admission was undone, is no inpatient (21).",
)
NURSING_AGAINST_STAY = Kind(
    "AC03",
    Severity.WARNING,
    "A nursing place of service does not agree with the facility's claim",
    _LOOK,
    _ACROSS + "31 is for a stay that is covered as skilled nursing (21x), 32 for one that is not.",
)
CAMPUS_AGAINST_MODIFIER = Kind(
    "AC04",
    Severity.WARNING,
    "On or off campus does not agree with the hospital's modifiers",
    _LOOK,
    _ACROSS + "a department off campus is place 19, and the hospital marks its services PO or PN.",
)
ASC_AGAINST_HOSPITAL = Kind(
    "AC05",
    Severity.WARNING,
    "A surgery center is billed on a day that a hospital bills an outpatient",
    _LOOK,
    _ACROSS + "what was done in a hospital's department is 19 or 22, not a surgery center (24).",
)

KINDS = (
    SAME_BYTES,
    NOT_CLAIMS,
    OFFICE_AGAINST_HOSPITAL,
    INPATIENT_AGAINST_OUTPATIENT,
    NURSING_AGAINST_STAY,
    CAMPUS_AGAINST_MODIFIER,
    ASC_AGAINST_HOSPITAL,
)


def every_kind() -> Mapping[str, Kind]:
    """All kinds of all floors by their code, in order."""
    floors = (
        X12_KINDS,
        GUIDE_KINDS,
        CLAIM_KINDS,
        FACT_KINDS,
        POLICY_KINDS,
        REVIEW_KINDS,
        ANSWER_KINDS,
        ACKNOWLEDGMENT_KINDS,
        MENDING_KINDS,
        REMITTANCE_KINDS,
        KINDS,
    )
    return {kind.code: kind for kinds in floors for kind in kinds}
