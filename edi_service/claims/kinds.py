"""CM01 to CM11: what cannot be read of a claim, or contradicts itself; and all kinds of claims."""

from __future__ import annotations

from edi_service.claims import check_kinds, code_kinds
from edi_service.finding import Kind, Severity

CHARGES_DISAGREE = Kind(
    "CM01",
    Severity.ERROR,
    "The service lines do not add up to the claim's charge",
    "Correct CLM02, or the charge of the line that is wrong.",
    "CLM02 is the sum of the charges of all service lines of the claim (SV102, SV203 or SV302). "
    "A payer returns a claim whose total differs, so the total is checked before anything else "
    "that depends on charges.",
)
DAYS_REVERSED = Kind(
    "CM02",
    Severity.ERROR,
    "A period ends before it begins",
    "Correct the dates.",
    "A range of days runs from the earlier to the later day; an admission is not after the "
    "discharge or after the last day of the statement.",
)
POINTER_TO_NOTHING = Kind(
    "CM03",
    Severity.ERROR,
    "A service line points to a diagnosis that the claim does not have",
    "Point to one of the claim's diagnoses, or add the diagnosis to HI.",
    "Diagnosis pointers (SV107, SV311) count the diagnosis codes of the claim's HI segment from 1.",
)
NO_SERVICE_LINE = Kind(
    "CM04",
    Severity.ERROR,
    "The claim has no service line",
    "Add the service lines (loop 2400).",
    "Every claim has at least one loop 2400.  A claim without any was cut short, or its lines "
    "stand where no claim is open.",
)
UNREADABLE_NUMBER = Kind(
    "CM05",
    Severity.ERROR,
    "An amount or quantity is not a number",
    "Write digits with at most one decimal point, such as 1250.5.",
    "X12 writes a decimal number (type R) with the digits 0 to 9, a decimal point where needed "
    "and a minus sign in front where it is negative; no exponent, no thousands separator. "
    "What cannot be read counts as zero.",
)
UNREADABLE_DATE = Kind(
    "CM06",
    Severity.ERROR,
    "A date or hour cannot be read",
    "Write the date as its qualifier says: D8 20260203, RD8 20260203-20260205, DT 202602031130.",
    "The element does not have the form that its format qualifier names, or names a day that the "
    "calendar does not have.  The claim is read as if the date were absent.",
)
NO_SUBSCRIBER = Kind(
    "CM07",
    Severity.ERROR,
    "The claim stands outside any subscriber level",
    "Put an HL segment with HL03 = 22, and the subscriber's loops, before the claim.",
    "A claim belongs to the subscriber, or the subscriber's dependent, of the hierarchical level "
    "it stands in.  Without one nobody can say whose claim it is.",
)
LINE_NUMBER_REPEATED = Kind(
    "CM08",
    Severity.WARNING,
    "Two service lines of the claim have the same number",
    "Number the lines 1, 2, 3 in LX01.",
    "LX01 counts the lines of a claim; what a payer answers about a line names it by number.",
)
TOO_LONG = Kind(
    "CM09",
    Severity.ERROR,
    "A claim or level has more segments than are read",
    "Split the claim: the guides allow 50 lines (professional, dental) or 999 (institutional).",
    "So that no file can exhaust the memory, only the first 100,000 segments of one claim, or of "
    "one hierarchical level, are kept.  The rest of it is passed over.",
)
PARENT_DISAGREES = Kind(
    "CM10",
    Severity.ERROR,
    "The claim's hierarchical level names another parent than the level it stands under",
    "Correct HL02, or put the level under its parent.",
    "HL02 names the level above by its HL01.  When it is not the one that the order of the "
    "segments gives, the claim could be read as another person's.",
    "IK403*I12",
)
NO_SERVICE = Kind(
    "CM11",
    Severity.ERROR,
    "A service line does not say what was done",
    "Add the segment SV1 (professional), SV2 (institutional) or SV3 (dental) to the line.",
    "Each loop 2400 holds one service segment, of the sort that belongs to the guide named in "
    "GS08.  A line without it has no procedure and no charge.",
)

KINDS = (
    CHARGES_DISAGREE,
    DAYS_REVERSED,
    POINTER_TO_NOTHING,
    NO_SERVICE_LINE,
    UNREADABLE_NUMBER,
    UNREADABLE_DATE,
    NO_SUBSCRIBER,
    LINE_NUMBER_REPEATED,
    TOO_LONG,
    PARENT_DISAGREES,
    NO_SERVICE,
    *check_kinds.KINDS,
    *code_kinds.KINDS,
)
"""Every kind of this floor, in the order of the codes."""
