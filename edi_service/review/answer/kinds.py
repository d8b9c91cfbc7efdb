"""
AN: what is wrong with a payer's answer, or with what it says.

An error means that the answer moves no case: it is kept, and a person has to look.
"""

from __future__ import annotations

from edi_service.finding import Kind, Severity

_LOOK = "Read the answer (cases show), ask the payer, and record what it says by hand."

NOT_AN_ANSWER = Kind(
    "AN01",
    Severity.ERROR,
    "A services review (278) that is a request, not an answer",
    "Look where the file came from: a request of ours may have been sent back.",
    "BHT02 is not 11, so that this is no answer. Requests come from providers; the guide of the "
    "answer (005010X217) has 11 and nothing else.",
)
UNKNOWN_ACTION = Kind(
    "AN02",
    Severity.ERROR,
    "The payer's decision is given by a code that is not known",
    _LOOK,
    "HCR01 is none of A1, A2 (of an event alone), A3, A4, A6, C, CT and NA. What it means is not "
    "guessed: the answer is kept and the case stays where it is.",
)
NO_DECISION = Kind(
    "AN03",
    Severity.ERROR,
    "The answer decides nothing",
    _LOOK,
    "Neither a decision (HCR) nor a rejection (AAA) stands at the event. Without one of them it is "
    "not known what the payer wants to say.",
)
CONTRADICTORY = Kind(
    "AN04",
    Severity.ERROR,
    "The answer contradicts itself",
    _LOOK,
    "What is said of the event and what is said of its services, or a decision and a rejection, "
    "cannot both be true: certified in total with a service that is not certified, say. Which of "
    "them counts is not guessed.",
)
LINES_UNSAID = Kind(
    "AN05",
    Severity.WARNING,
    "A part was certified, and the answer does not say which",
    "Ask the payer which services are certified before the claim is mended.",
    "HCR01 of the event is A2, certified in part, and some of its services have no decision of "
    "their own. They are taken neither as certified nor as refused.",
)
NUMBER_MISSING = Kind(
    "AN06",
    Severity.WARNING,
    "A certification came without its number",
    "Ask the payer for the authorization number; the claim cannot show it without.",
    "HCR02 is empty where a review was certified. The number is what the claim has to carry in "
    "REF*G1.",
)
REASON_UNKNOWN = Kind(
    "AN07",
    Severity.NOTE,
    "A reason is given by a code that is not in the list held",
    "Look the code up at x12.org (code source 886, or element 901 for an AAA).",
    "The code is kept as it came. The decision does not hang on it.",
)
FOLLOW_UP_UNKNOWN = Kind(
    "AN08",
    Severity.ERROR,
    "A rejection does not say what may follow",
    _LOOK,
    "AAA04 is none of C, N, P, R and Y, or two rejections of one answer ask for what does not go "
    "together. Whether to correct, to send again or to wait is not guessed.",
)
DAY_UNREADABLE = Kind(
    "AN09",
    Severity.WARNING,
    "A day in the answer cannot be read",
    "Read the answer (cases show) and ask the payer for the day.",
    "A DTP holds no day as its format asks for, or a range that ends before it starts. The day is "
    "left out; the bytes are kept.",
)
QUANTITY_UNREADABLE = Kind(
    "AN10",
    Severity.WARNING,
    "A quantity or amount in the answer cannot be read",
    "Read the answer (cases show) and ask the payer for the quantity.",
    "An HSD, SV1, SV2 or SV3 holds something that is no number. It is left out; the bytes are "
    "kept.",
)
PENDED_FOR_GOOD = Kind(
    "AN11",
    Severity.NOTE,
    "The request is pended, and the answer says that nothing more will follow",
    "Do what the answer asks for; if it asks for nothing, call the payer.",
    "HCR01 is A4 and BHT06 is 18, which says that this answer is the last. Some payers write 18 "
    "whatever they decide, so that the case is pended all the same.",
)
NUMBER_IS_A_COUNT = Kind(
    "AN12",
    Severity.WARNING,
    "What stands for a service's number is only its count",
    "Use the number of the event, and ask the payer if the claim is refused with it.",
    "HCR02 of a service is 1, 2 and so on, in order, while the event has a number. A state's "
    "Medicaid writes so: it counts the lines, and the event's number is the authorization.",
)
LINE_UNMATCHED = Kind(
    "AN13",
    Severity.WARNING,
    "A service in the answer is none that was asked about, or it is not known which",
    "Compare the answer with the request (cases show) and decide by hand.",
    "A service is told by its trace number, else by its procedure where that stands once in the "
    "request. This one is told by neither.",
)
CHANGED = Kind(
    "AN14",
    Severity.WARNING,
    "The payer certified something else than what was asked for",
    "Compare what was done with what is certified before the claim is mended.",
    "A procedure, modifier, quantity or day of the answer differs from the request's. A claim for "
    "what was asked may be denied for exceeding its authorization.",
)
ANSWERS_NOTHING = Kind(
    "AN21",
    Severity.ERROR,
    "An answer to nothing that was sent from here",
    "Look whether another office sent the request; if it was sent by hand, record the answer by "
    "hand (cases answer).",
    "Neither its trace number (TRN02 with its originator TRN03) nor its reference (BHT03) is that "
    "of a request in the store. The answer is kept, and shown by cases unmatched.",
)
AMBIGUOUS = Kind(
    "AN22",
    Severity.ERROR,
    "An answer that may be about more than one request",
    _LOOK,
    "Its trace numbers (TRN02) and its reference (BHT03) are those of different requests. Which of "
    "them it answers is not guessed.",
)
AGAINST_THE_CASE = Kind(
    "AN23",
    Severity.WARNING,
    "An answer contradicts what was heard before",
    "Ask the payer which of the two stands; move the case by hand if it is this one "
    "(cases override).",
    "The case stands at a decision, or at a rejection, and this answer says something else of the "
    "same request. It is kept, and the case stays where it is.",
)
OVERTAKEN = Kind(
    "AN24",
    Severity.NOTE,
    "An answer that comes too late to change anything",
    "Nothing is to be done. If it should count after all, move the case by hand (cases override).",
    "It is about a request that was replaced by a later one, or says less than what is known by "
    "now, such as an acknowledgment after the decision. It is kept.",
)
HEARD_BEFORE = Kind(
    "AN25",
    Severity.NOTE,
    "The same answer was heard before",
    "Nothing is to be done.",
    "The same bytes, or the same decision about the same request, came a second time.",
)
UNREAD = Kind(
    "AN26",
    Severity.ERROR,
    "Something in the file is no answer that is read here",
    "Give it to the command that reads it: claims to process, remittances to remit.",
    "Answers are 278 responses, 999 and 997, TA1 and 277CA. Other transaction sets are left alone.",
)

KINDS = (
    NOT_AN_ANSWER,
    UNKNOWN_ACTION,
    NO_DECISION,
    CONTRADICTORY,
    LINES_UNSAID,
    NUMBER_MISSING,
    REASON_UNKNOWN,
    FOLLOW_UP_UNKNOWN,
    DAY_UNREADABLE,
    QUANTITY_UNREADABLE,
    PENDED_FOR_GOOD,
    NUMBER_IS_A_COUNT,
    LINE_UNMATCHED,
    CHANGED,
    ANSWERS_NOTHING,
    AMBIGUOUS,
    AGAINST_THE_CASE,
    OVERTAKEN,
    HEARD_BEFORE,
    UNREAD,
)
