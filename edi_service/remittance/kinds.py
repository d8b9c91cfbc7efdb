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
CLAIM_NOT_KNOWN = Kind(
    "RM07",
    Severity.WARNING,
    "A denied claim is not in the store",
    "Find the claim by its number at the payer (CLP07), process the file it was sent in with "
    "--store, and read the remittance again.",
    "The remittance denies a claim for want of an authorization or for its place of service, and "
    "no claim of the store has its number (CLM01). What cannot be looked at cannot become a case.",
)
SEVERAL_CLAIMS = Kind(
    "RM08",
    Severity.WARNING,
    "A denied claim may be one of several in the store",
    "Find out which of the claims was denied; give claims numbers (CLM01) that do not repeat.",
    "Several claims of the store have the number that the remittance names, and neither charge, "
    "frequency, member nor days tell which of them is meant. None is guessed.",
)
NO_CASE = Kind(
    "RM09",
    Severity.WARNING,
    "A claim was denied for want of an authorization, and no policy opens a case for it",
    "Where an authorization is on file, mend the claim by it (`cases mend CLAIM`); else call the "
    "payer, add what it asks for to its policy or map the payer, and read the remittance again.",
    "The payer denied the claim for want of an authorization. The policies that are held do not "
    "say that these services need one, or why none is to be asked for: one may be on file.",
)
PLACE_DENIED = Kind(
    "RM10",
    Severity.WARNING,
    "A claim was denied for its place of service",
    "Look where the patient was. If the place is wrong, send a corrected claim; if it is right, "
    "appeal with the record.",
    "The reason codes are about the place of service or the type of bill. An authorization cures "
    "none of that. Where a rule expects another place, it is proposed.",
)
TAKEN_BACK = Kind(
    "RM11",
    Severity.WARNING,
    "A payment was taken back that had been made for a claim of the store",
    "Ask the payer why; a review after the fact may be the reason, and its time to appeal runs.",
    "A PLB segment with WO takes money back and names the payer's number of a claim that is known "
    "from an earlier remittance. There is no other word of it: no claim, no reason code.",
)

KINDS = (
    UNREADABLE,
    CLAIM_UNBALANCED,
    LINE_UNBALANCED,
    PAYMENT_UNBALANCED,
    OTHER_THAN_SENT,
    NOT_REMITTANCE,
    CLAIM_NOT_KNOWN,
    SEVERAL_CLAIMS,
    NO_CASE,
    PLACE_DENIED,
    TAKEN_BACK,
)
