"""RM: what is wrong with a remittance, or does not agree with what was sent."""

from __future__ import annotations

from edi_service.finding import Kind, Severity

UNREADABLE = Kind(
    "RM01",
    Severity.ERROR,
    "A value of a remittance cannot be read",
    "Look at the segment, and ask the payer or the clearinghouse for a file that is right.",
    "An amount is no number, or a day is none of the calendar. It is taken to be absent, so that "
    "sums and dates that rest on it are not to be relied on.",
)
CLAIM_UNBALANCED = Kind(
    "RM02",
    Severity.WARNING,
    "What was paid of a claim is not its charge less the adjustments",
    "Ask the payer what the difference is before you post the payment.",
    "The guide asks that the charge (CLP03) less all adjustments of the claim and of its lines is "
    "what is paid (CLP04). Here it is not; the reasons for the denial may be incomplete.",
)
LINE_UNBALANCED = Kind(
    "RM03",
    Severity.WARNING,
    "What was paid of a service line is not its charge less the adjustments",
    "Ask the payer what the difference is before you post the payment.",
    "The guide asks that the charge of a line (SVC02) less its adjustments is what is paid "
    "(SVC03). Here it is not; the reasons for the denial may be incomplete.",
)
PAYMENT_UNBALANCED = Kind(
    "RM04",
    Severity.WARNING,
    "The payment is not the sum of its claims less the adjustments of the provider",
    "Compare the file with the check or the transfer; ask for the part that is missing.",
    "The guide asks that all that is paid (CLP04) less all adjustments of the provider (PLB) is "
    "the payment (BPR02). A file that was cut, or claims that went elsewhere, would show so.",
)
OTHER_THAN_SENT = Kind(
    "RM05",
    Severity.WARNING,
    "The payer judged the claim by another place of service or frequency than was sent",
    "Compare the claim with what the clearinghouse passed on; have it corrected where it changed "
    "the claim, and ask the payer where that did.",
    "The remittance repeats CLM05 in CLP08 and CLP09. Where they differ the payer judged something "
    "else than was billed: a clearinghouse's edit, or the payer's own.",
)
NOT_REMITTANCE = Kind(
    "RM06",
    Severity.ERROR,
    "This transaction set is no remittance of a guide that is read here",
    "Send 835 files by the 5010 guide (005010X221); claims go to `process`.",
    "The file is X12, but the transaction set is another one, or an 835 of a version that is no "
    "longer in use, such as 4010. It is left alone.",
)

KINDS = (
    UNREADABLE,
    CLAIM_UNBALANCED,
    LINE_UNBALANCED,
    PAYMENT_UNBALANCED,
    OTHER_THAN_SENT,
    NOT_REMITTANCE,
)
