"""
RQ: what a case lacks before a services review can be asked for.

An error holds the case: nothing is sent until it is mended, for a payer that refuses a request
often counts the day on which a good one came.  A note goes with a request that is sent anyway.
"""

from __future__ import annotations

from edi_service.finding import Kind, Severity

REVIEWER_UNKNOWN = Kind(
    "RQ01",
    Severity.ERROR,
    "The organization that would review the request has no usable identifier",
    "Give its name and identifier in the partner's settings (reviewer_id), or correct the payer on"
    " the claim (NM109 of loop 2010BB).",
    "Loop 2010A names who decides.  It takes an identifier with the qualifier 24, 34, 46, PI or XV;"
    " it is the claim's payer unless the partner's settings name another organization.",
)
ADDRESS_UNKNOWN = Kind(
    "RQ02",
    Severity.ERROR,
    "Who sends the interchange, or who receives it, is not known",
    "Give sender_id and receiver_id in the partner's settings.",
    "ISA06 and ISA08 are the addresses of the two trading partners.  Without settings the billing"
    " provider's identifier and the payer's are taken; here there is none to take.",
)
REQUESTER_UNKNOWN = Kind(
    "RQ03",
    Severity.ERROR,
    "The provider that asks has neither an NPI nor a tax identifier",
    "Correct the billing provider on the claim (loop 2010AA: NM109, or REF with EI or SY).",
    "Loop 2010B names the requester, which is the claim's billing provider.  A payer cannot answer"
    " a request from nobody.",
)
WRONG_NPI = Kind(
    "RQ04",
    Severity.ERROR,
    "A National Provider Identifier is mistyped",
    "Correct the provider's NPI on the claim: its last digit does not fit the nine before it.",
    "The tenth digit of an NPI is computed from the others.  When it does not fit, the number was"
    " never issued, and the payer refuses the request.",
)
MEMBER_UNKNOWN = Kind(
    "RQ05",
    Severity.ERROR,
    "The member's identifier is missing",
    "Put the identifier from the insurance card on the claim (NM109 of loop 2010BA).",
    "The payer finds the member by NM109 of loop 2010C; it is required even where the patient is a"
    " dependent.",
)
NAME_MISSING = Kind(
    "RQ06",
    Severity.ERROR,
    "The member or the patient is not named as a person",
    "Correct NM102 and NM103 of the subscriber (2010BA) or patient (2010CA) on the claim.",
    "Loops 2010C and 2010D name persons.  A claim whose subscriber is an organization, as in"
    " workers' compensation, cannot be asked about by this transaction.",
)
BIRTH_DATE_MISSING = Kind(
    "RQ07",
    Severity.ERROR,
    "The patient's birth date is missing",
    "Put the birth date on the claim (DMG02 of loop 2010BA or 2010CA).",
    "A reviewer finds the patient by identifier, name and birth date.  The guide leaves the date"
    " open, payers do not.",
)
DIAGNOSIS_MISSING = Kind(
    "RQ08",
    Severity.ERROR,
    "The claim names no diagnosis",
    "Put at least the principal diagnosis on the claim (HI).",
    "A review weighs the service against the diagnosis; without one there is nothing to weigh.",
)
ADMISSION_MISSING = Kind(
    "RQ09",
    Severity.ERROR,
    "The day of admission is missing",
    "Put the admission on the claim (DTP with 435).",
    "The review of a stay (UM01 AR) says when the stay began; the guide requires it.",
)
DAY_MISSING = Kind(
    "RQ10",
    Severity.ERROR,
    "No day of service is known",
    "Put the day of service on the claim (DTP with 472 on the lines, or with 434).",
    "A request after the fact is known by its days, which lie before the day of the request.",
)
DAY_IMPOSSIBLE = Kind(
    "RQ11",
    Severity.ERROR,
    "A day on the claim cannot be right",
    "Correct the days: each range must end no earlier than it starts, and none lies in the future.",
    "A request after the fact is about care that has been given.  A day before 1800, after the"
    " request, or a range that ends before it starts is a mistake that the payer would refuse.",
)
CHARACTER_REFUSED = Kind(
    "RQ12",
    Severity.ERROR,
    "A value holds a character that the request cannot carry",
    "Write the value without it, or choose other delimiters in the partner's settings.",
    "Delimiters cannot be escaped in X12, and beyond them only the extended character set may be"
    " sent.  Changing a name or a number unasked would make it another's.",
)
LENGTH_REFUSED = Kind(
    "RQ13",
    Severity.ERROR,
    "A value is too long or too short for its element",
    "Correct the value on the claim or in the partner's settings.",
    "Each element has a least and a greatest length.  A value cut to fit would be another value.",
)
CODE_SET_REFUSED = Kind(
    "RQ14",
    Severity.ERROR,
    "A diagnosis or procedure code is of a code set that was not in use on the day of service",
    "Use ICD-10 codes for care that ended on or after 2015-10-01, and ICD-9 codes before.",
    "45 CFR 162.1002 changed the code set by the day of service, or of discharge for a stay.",
)
LINE_REFUSED = Kind(
    "RQ15",
    Severity.ERROR,
    "A service line cannot be asked about",
    "Ask with the worksheet, or correct the line's procedure or revenue code.",
    "The service level takes procedures with the qualifier HC, IV or WK, AD for dental ones, and"
    " on an institutional line a revenue code.  A line with nothing of these has no place there.",
)
LINES_MISSING = Kind(
    "RQ16",
    Severity.ERROR,
    "None of the service lines at issue is on the claim",
    "Process the claim again: the case and the claim do not belong together.",
    "A case names its lines by LX01.  A request about no service at all would be refused.",
)
TRACE_ASSIGNER_MISSING = Kind(
    "RQ17",
    Severity.ERROR,
    "There is no identifier to sign the trace number with",
    "Give trace_assigner in the partner's settings: ten characters, such as 1 and the tax number.",
    "TRN03 says who gave the trace number.  It is 1 and the billing provider's tax number, or 9 and"
    " the first nine digits of its NPI, unless the partner's settings say otherwise.",
)
CODE_REFUSED = Kind(
    "RQ18",
    Severity.ERROR,
    "A code is not one that its element can hold",
    "Correct the code on the claim.",
    "Facility, state, country and related codes have a fixed form.  What lacks it is a slip of the"
    " pen that the payer would refuse.",
)
EARLIER_REVIEW_UNCLEAR = Kind(
    "RQ19",
    Severity.ERROR,
    "The request does not name the review it is about, or names one it is not about",
    "Give the authorization number, or the payer's reference number, of the earlier review; ask for"
    " an initial review only where there is no authorization.",
    "A revision, extension or renewal (UM02 S, 4, R) is about an authorization (REF*BB).  An"
    " appeal, reconsideration or cancellation (1, 2, N, 3) names that or the number of a request"
    " not yet decided (REF*NT).  An initial request can have the latter alone.",
)
URGENCY_MISSING = Kind(
    "RQ20",
    Severity.ERROR,
    "An immediate appeal does not say how urgent the care was",
    "State the urgency on the case, or make a standard appeal.",
    "An immediate appeal (UM02 1) needs the level of service (UM06): emergency, urgent or"
    " elective.",
)
EVENT_DAYS_UNCLEAR = Kind(
    "RQ21",
    Severity.ERROR,
    "The days of the event are missing, or say two things",
    "Correct the claim's dates: an admission for a stay, days of service for anything else.",
    "A review of a stay (UM01 AR) has the admission (DTP*435) and no event date (DTP*AAH); any"
    " other has an event date, or a day for each of its services.",
)
DIAGNOSES_MISPLACED = Kind(
    "RQ22",
    Severity.ERROR,
    "A diagnosis stands where the guide has no place for it",
    "Correct the order of the diagnoses on the claim.",
    "A principal diagnosis can only be HI01, an admitting one HI01 or HI02, and none is said"
    " twice.",
)
POINTER_ASTRAY = Kind(
    "RQ23",
    Severity.ERROR,
    "A service line points at a diagnosis that the request does not have",
    "Correct the diagnosis pointers of the service line.",
    "SV107 counts the diagnoses of HI from 1; a pointer behind the last of them says nothing.",
)
SERVICE_UNCLEAR = Kind(
    "RQ24",
    Severity.ERROR,
    "A service level asks about two services, or about teeth without a dental service",
    "Ask with the worksheet, and report the claim: a request has one service a level.",
    "A service level holds one of SV1, SV2 and SV3.  TOO goes with SV3 alone.",
)
NOTHING_ASKED = Kind(
    "RQ25",
    Severity.ERROR,
    "The request does not say what is to be reviewed",
    "Name a service line at issue, or the days of the stay on the claim.",
    "UM03 may be left out where services, days of stay or certifications say what is asked; here"
    " nothing does.",
)
LEVEL_ASTRAY = Kind(
    "RQ26",
    Severity.ERROR,
    "A hierarchical level is not where it belongs",
    "Ask with the worksheet, and report the claim.",
    "The levels are 20, 21, 22, 23 for a dependent, EV and SS, each below the one before; services"
    " all hang from the event.  HL01 counts them from 1, and HL04 says whether any hang from it.",
)
ACCIDENT_UNDATED = Kind(
    "RQ27",
    Severity.ERROR,
    "An automobile accident without its day",
    "Put the day of the accident on the claim (DTP*439, or its occurrence code).",
    "When an automobile accident is related (UM05 AA), the request says when it was (DTP*439).",
)
COMPLICATION_UNKNOWN = Kind(
    "RQ28",
    Severity.ERROR,
    "Nobody said whether the spinal manipulation had a complication",
    "State it on the case (complication = true or false).",
    "CR209 is required in a request and absent from a claim.  It cannot be guessed.",
)
SAID_TWICE = Kind(
    "RQ29",
    Severity.ERROR,
    "A trace or reference number stands twice where it can stand once",
    "Correct the references on the claim.",
    "The answer finds a level by its trace number (TRN02), so each is used once; a loop holds one"
    " reference of each sort.",
)
NO_ADMISSION = Kind(
    "RQ30",
    Severity.ERROR,
    "A notification is to be sent, and there was no admission",
    "Ask this payer in another way: give the partner another channel for what is no stay.",
    "A notification (278, 005010X216) tells a payer of an admission.  The claim is not for a stay,"
    " by its type of bill.",
)
RELEASE_RESTRICTED = Kind(
    "RQ31",
    Severity.NOTE,
    "The patient's release of information is restricted",
    "Make sure that records may be sent to the reviewer before any are.",
    "CLM09 is I: informed consent under federal statutes.  UM09 has no such value and is left out.",
)
DIAGNOSES_LEFT_OUT = Kind(
    "RQ32",
    Severity.NOTE,
    "More diagnoses than a request can hold",
    "Name the others in the records that go with the request, if they matter.",
    "HI holds twelve: principal, admitting and reason for visit come first, then the others in the"
    " claim's order, the diagnosis-related group last.",
)
TRIP_ASSUMED = Kind(
    "RQ33",
    Severity.NOTE,
    "The kind of ambulance trip was taken from what the claim shows",
    "Confirm that it was an initial trip, or a round trip.",
    "CR103 is required in a request and absent from a claim.  A claim that gives the purpose of a"
    " round trip (CR109) makes it X, any other I.",
)
LEFT_OUT = Kind(
    "RQ34",
    Severity.NOTE,
    "Something on the claim has no place in a request and was left out",
    "Add it to the records that go with the request, if it matters.",
    "The claim's and the request's code lists differ.  What is left out is named, so that nobody"
    " believes it was sent.",
)

KINDS: tuple[Kind, ...] = (
    REVIEWER_UNKNOWN,
    ADDRESS_UNKNOWN,
    REQUESTER_UNKNOWN,
    WRONG_NPI,
    MEMBER_UNKNOWN,
    NAME_MISSING,
    BIRTH_DATE_MISSING,
    DIAGNOSIS_MISSING,
    ADMISSION_MISSING,
    DAY_MISSING,
    DAY_IMPOSSIBLE,
    CHARACTER_REFUSED,
    LENGTH_REFUSED,
    CODE_SET_REFUSED,
    LINE_REFUSED,
    LINES_MISSING,
    TRACE_ASSIGNER_MISSING,
    CODE_REFUSED,
    EARLIER_REVIEW_UNCLEAR,
    URGENCY_MISSING,
    EVENT_DAYS_UNCLEAR,
    DIAGNOSES_MISPLACED,
    POINTER_ASTRAY,
    SERVICE_UNCLEAR,
    NOTHING_ASKED,
    LEVEL_ASTRAY,
    ACCIDENT_UNDATED,
    COMPLICATION_UNKNOWN,
    SAID_TWICE,
    NO_ADMISSION,
    RELEASE_RESTRICTED,
    DIAGNOSES_LEFT_OUT,
    TRIP_ASSUMED,
    LEFT_OUT,
)
