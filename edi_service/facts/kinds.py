"""Findings about the facts and authorizations that an office gives beside its claims."""

from __future__ import annotations

from edi_service.finding import Kind, Severity

AMBIGUOUS = Kind(
    "FA01",
    Severity.WARNING,
    "Facts that might be another claim's were not used",
    "Give each row the claim's number and its billing provider's NPI, and each claim one row.",
    "Facts belong to a claim by its number (CLM01) and the NPI of its billing provider. Two rows "
    "have the same two, or a row without an NPI fits claims of several providers. Facts used for "
    "the wrong claim could ask a payer for the wrong thing, so they are left aside: the second "
    "provider's claim, or the claim with two rows, is judged as if nothing were known of it.",
)
UNMATCHED = Kind(
    "FA02",
    Severity.NOTE,
    "Facts belong to no claim that was read",
    "Check the claim's number (CLM01) and the billing provider's NPI in the row, or leave it.",
    "A row of the facts file was not used, for no claim of the files read has its number, or not "
    "from its billing provider. A number that a spreadsheet has changed (a leading zero lost) is "
    "the usual reason.",
)
UNREADABLE = Kind(
    "FA03",
    Severity.WARNING,
    "A value in the facts, authorizations or rates cannot be read",
    "Write it as the message says; until then the fact counts as unknown.",
    "The value in the named row and column is not of the sort that the column holds. The row is "
    "kept and the value taken as unknown, except where it is the one that says whom the row is "
    "about: then the row is left aside. So is an authorization or a rate with any such value, for "
    "half of one covers more than the whole.",
)

UNREADABLE_MESSAGE = Kind(
    "FA04",
    Severity.WARNING,
    "A message, or a value in it, cannot be read",
    "Look at the place in the system that wrote the file, and send the message again.",
    "The named line of the file of encounters is no segment of HL7 v2, or holds a value that is "
    "not of its sort, or a message does not say which visit it is about; or a date of an "
    "eligibility response (271) cannot be read, or a transaction set is none. The other messages "
    "and the other values of the message are kept.",
)
OTHER_MESSAGE = Kind(
    "FA05",
    Severity.NOTE,
    "An HL7 message of another event was not read",
    "Nothing, unless the message takes back an admission or a discharge; then correct the visit "
    "by an A08.",
    "Of HL7 v2 the messages ADT A01 (admission), A03 (discharge), A04 (registration), A06 "
    "(outpatient to inpatient) and A08 (update) are read. Others are counted here and left.",
)
CONTRADICTING = Kind(
    "FA06",
    Severity.WARNING,
    "Two records say different things of one claim, and neither is believed",
    "Find out which is right and correct the other; until then the fact counts as unknown.",
    "The facts file, the encounter or the payer's eligibility response have different values for "
    "the same fact of the same claim. A deadline that is counted from the wrong one would be worse "
    "than none, so that the fact is taken as unknown.",
)

NOT_COVERED = Kind(
    "FA07",
    Severity.WARNING,
    "The payer's eligibility response shows no coverage on the day of service",
    "Ask the payer again for the day of service; bill whoever covered it.",
    "A 271 of the claim's payer for its member shows active coverage that had ended before the "
    "service, or, as a note, that begins after it. A response need not show all the coverage there "
    "was: many payers show the latest days of a plan alone.",
)

KINDS = (
    AMBIGUOUS,
    UNMATCHED,
    UNREADABLE,
    UNREADABLE_MESSAGE,
    OTHER_MESSAGE,
    CONTRADICTING,
    NOT_COVERED,
)
