"""Findings about files that could not be taken as they are."""

from __future__ import annotations

from edi_service.finding import Kind, Severity

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
ALREADY_KEPT = Kind(
    "TX03",
    Severity.NOTE,
    "The store has had this file before",
    "Nothing: its claims and cases are kept once, and a request made for it is the same again.",
    "A file is known by its bytes, whatever it is called. It was read again, by what is known now; "
    "what had been kept stays, and no second request is made for a case that has one.",
)
JOINED = Kind(
    "TX04",
    Severity.NOTE,
    "The claim replaces or voids one whose case is in the store, and joins that case",
    "Work on the case it has joined: it keeps its id, its requests and its answers.",
    "CLM05-3 is 7 or 8 and REF*F8 names the payer's number of an earlier claim, which is known "
    "by that number, or by the same account number, member, billing provider and payer.",
)
EARLIER_UNCLEAR = Kind(
    "TX05",
    Severity.WARNING,
    "The claim replaces or voids another, and more than one case may be meant",
    "Look which case of the store is meant, and close the other.",
    "CLM05-3 is 7 or 8 and REF*F8 is there, but the earlier claims that fit stand in several cases "
    "of one policy. Rather than guess, the claim gets a case of its own.",
)
ALREADY_ASKED = Kind(
    "TX06",
    Severity.NOTE,
    "The payer was asked for this case with an earlier claim, so that no request is written",
    "See what the payer said; ask again by hand where the new claim changes what is asked for.",
    "A resubmitted claim has joined a case for which a request was made. A second request for the "
    "same services would be refused as a duplicate, or be decided apart from the first.",
)

KINDS = (SAME_BYTES, NOT_CLAIMS, ALREADY_KEPT, JOINED, EARLIER_UNCLEAR, ALREADY_ASKED)
