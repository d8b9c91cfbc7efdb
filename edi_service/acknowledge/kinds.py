"""AK: what is wrong with an acknowledgment that came back, and with headers to be acknowledged."""

from __future__ import annotations

from edi_service.finding import Kind, Severity

MISPLACED = Kind(
    "AK01",
    Severity.ERROR,
    "A segment of an acknowledgment stands where it means nothing",
    "Read the acknowledgment by hand, and ask its sender to correct the program that wrote it.",
    "The segments of a 999 or 277CA mean something in their order only: an IK4 belongs to the IK3 "
    "before it, an STC to the level it stands in. This one has none to belong to, or is no segment "
    "of the transaction, so what it says could not be taken over.",
)
UNKNOWN_VERDICT = Kind(
    "AK02",
    Severity.ERROR,
    "An acknowledgment says neither accepted nor rejected",
    "Ask the sender of the acknowledgment what became of the file; do not take it for accepted.",
    "TA104, IK501 and AK901 say with one letter what became of an interchange, a transaction set "
    "or a functional group. The letter is absent or is none that X12 knows. It counts as rejected, "
    "so that nothing is taken for delivered which is not.",
)
UNREADABLE_NUMBER = Kind(
    "AK03",
    Severity.WARNING,
    "A number in an acknowledgment cannot be read",
    "Compare the acknowledgment with what was sent; ask its sender to correct the number.",
    "A position, a count or an amount of an acknowledgment is not a number as X12 writes it. What "
    "it counts is taken as zero, and the rest of the segment is taken as it stands.",
)
UNREADABLE_DAY = Kind(
    "AK04",
    Severity.WARNING,
    "A day in an acknowledgment cannot be read",
    "Nothing depends on it here; tell the sender of the acknowledgment.",
    "The day does not have the form that its format qualifier names (D8 20260203, RD8 "
    "20260203-20260205), or the calendar does not have it. It is taken as absent.",
)
INCOMPLETE = Kind(
    "AK05",
    Severity.ERROR,
    "An acknowledgment breaks off",
    "Ask for the acknowledgment again; what it does not mention is not acknowledged.",
    "A 999 begins with AK1 and ends with AK9, and each set it speaks of begins with AK2 and ends "
    "with IK5. A 277CA says what becomes of each claim it names in an STC. The segment that should "
    "close this part is absent; the part counts as rejected where nothing says it is accepted.",
)
COUNTS_DISAGREE = Kind(
    "AK06",
    Severity.WARNING,
    "The counts of an acknowledgment do not agree with what it lists",
    "Count what was sent, and ask the sender of the acknowledgment about the rest.",
    "AK903 and AK904 count the transaction sets that were received and accepted. A 999 may leave "
    "out sets that were accepted, but it cannot list more than were received, and none listed as "
    "rejected can be among those accepted.",
)
TOO_MANY_VALUES = Kind(
    "AK07",
    Severity.WARNING,
    "A segment of an acknowledgment has more elements than can be taken over",
    "Read the segment by hand; tell the sender of the acknowledgment.",
    "The segment has more elements than its guide allows, or an element that the guide does not "
    "use. What the guide has is taken over; the rest is left where it is.",
)
FAULTS_OMITTED = Kind(
    "AK08",
    Severity.NOTE,
    "The 999 does not tell every fault of a transaction set",
    "Correct the faults that are told and send the set again; the findings here list all of them.",
    "A set in which the same fault occurs thousands of times would make a 999 longer than the set. "
    "So only the first faults, a thousand unless set otherwise, are written. The verdict follows "
    "from all of them.",
)
SET_NUMBER_REPEATED = Kind(
    "AK10",
    Severity.ERROR,
    "Two transaction sets of a functional group have the same control number",
    "Give each ST02 of a functional group a number of its own.",
    "The 999 names the transaction sets of a group by ST02. When two have the same, nobody can "
    "tell which of them was rejected.",
    "IK502*23",
)
GROUP_NUMBER_REPEATED = Kind(
    "AK11",
    Severity.ERROR,
    "Two functional groups of an interchange have the same control number",
    "Give each GS06 of an interchange a number of its own.",
    "The 999 names the functional group it answers by GS06. When two groups of one interchange "
    "have the same, nobody can tell which of them was answered.",
    "AK905*19",
)
INTERCHANGE_NUMBER_REPEATED = Kind(
    "AK12",
    Severity.ERROR,
    "Two interchanges of a sender have the same control number",
    "Give each ISA13 a number of its own; send again only what was not accepted.",
    "The TA1 names the interchange it answers by ISA13. A second interchange with the same number, "
    "from the same sender and in the same file, is most often one that was sent twice.",
    "TA105*025",
)
AUTHORIZATION_QUALIFIER = Kind(
    "AK20",
    Severity.ERROR,
    "The authorization qualifier (ISA01) is not 00 or 03",
    "Write 00 in ISA01 and ten blanks in ISA02.",
    "ISA01 says whether ISA02 means anything. The health care guides know 00, it does not, and 03, "
    "it identifies somebody in a way that both sides agreed on.",
    "TA105*010",
)
SECURITY_QUALIFIER = Kind(
    "AK21",
    Severity.ERROR,
    "The security qualifier (ISA03) is not 00 or 01",
    "Write 00 in ISA03 and ten blanks in ISA04.",
    "ISA03 says whether ISA04 means anything. The health care guides know 00, it does not, and 01, "
    "it is a password.",
    "TA105*012",
)
SENDER_QUALIFIER = Kind(
    "AK22",
    Severity.ERROR,
    "The qualifier of the sender (ISA05) is not one of the guides'",
    "Write the qualifier agreed on in ISA05, such as ZZ or 30.",
    "ISA05 says what sort of identifier ISA06 is: 01, 14, 20, 27, 28, 29, 30, 33 or ZZ. With "
    "another one nobody knows who the sender is.",
    "TA105*005",
)
SENDER_ABSENT = Kind(
    "AK23",
    Severity.ERROR,
    "The identifier of the sender (ISA06) is blank",
    "Write the identifier agreed on in ISA06, filled up with blanks to 15 characters.",
    "ISA06 names the sender of the interchange, to whom answers go.",
    "TA105*006",
)
RECEIVER_QUALIFIER = Kind(
    "AK24",
    Severity.ERROR,
    "The qualifier of the receiver (ISA07) is not one of the guides'",
    "Write the qualifier agreed on in ISA07, such as ZZ or 30.",
    "ISA07 says what sort of identifier ISA08 is: 01, 14, 20, 27, 28, 29, 30, 33 or ZZ. With "
    "another one nobody knows who the receiver is.",
    "TA105*007",
)
RECEIVER_ABSENT = Kind(
    "AK25",
    Severity.ERROR,
    "The identifier of the receiver (ISA08) is blank",
    "Write the identifier agreed on in ISA08, filled up with blanks to 15 characters.",
    "ISA08 names the receiver of the interchange. Without it the file may be meant for another.",
    "TA105*008",
)
INTERCHANGE_DAY = Kind(
    "AK26",
    Severity.ERROR,
    "The date of the interchange (ISA09) is no day",
    "Write the day as YYMMDD in ISA09.",
    "ISA09 is the day on which the interchange was made, as six digits YYMMDD. The TA1 repeats it "
    "so that the sender finds the interchange again.",
    "TA105*014",
)
INTERCHANGE_TIME = Kind(
    "AK27",
    Severity.ERROR,
    "The time of the interchange (ISA10) is no time of day",
    "Write the time as HHMM, from 0000 to 2359, in ISA10.",
    "ISA10 is the time at which the interchange was made, as four digits HHMM. The TA1 repeats it "
    "so that the sender finds the interchange again.",
    "TA105*015",
)
ACKNOWLEDGMENT_REQUESTED = Kind(
    "AK28",
    Severity.ERROR,
    "ISA14 does not say whether a TA1 is wanted",
    "Write 1 in ISA14 when a TA1 is wanted, else 0.",
    "ISA14 has to be 0 or 1. With another character nobody knows whether the sender waits for a "
    "TA1; one is sent, since the interchange is rejected for it.",
    "TA105*019",
)
USAGE = Kind(
    "AK29",
    Severity.ERROR,
    "ISA15 does not say whether this is a test",
    "Write P in ISA15 for production, T for a test.",
    "ISA15 has to be P or T. Taking a test for real claims, or real claims for a test, costs "
    "money, so neither is assumed.",
    "TA105*020",
)

KINDS = (
    MISPLACED,
    UNKNOWN_VERDICT,
    UNREADABLE_NUMBER,
    UNREADABLE_DAY,
    INCOMPLETE,
    COUNTS_DISAGREE,
    TOO_MANY_VALUES,
    FAULTS_OMITTED,
    SET_NUMBER_REPEATED,
    GROUP_NUMBER_REPEATED,
    INTERCHANGE_NUMBER_REPEATED,
    AUTHORIZATION_QUALIFIER,
    SECURITY_QUALIFIER,
    SENDER_QUALIFIER,
    SENDER_ABSENT,
    RECEIVER_QUALIFIER,
    RECEIVER_ABSENT,
    INTERCHANGE_DAY,
    INTERCHANGE_TIME,
    ACKNOWLEDGMENT_REQUESTED,
    USAGE,
)
