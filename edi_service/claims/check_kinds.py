"""
CM12 and up: what a claim says against itself, against its file, or leaves out that it has to say.

Where a guide states the rule, the kind is an error; where payers are known to differ, a warning;
advice of the guides is a note.
"""

from __future__ import annotations

from edi_service.finding import Kind, Severity

LINE_NOT_BALANCED = Kind(
    "CM12",
    Severity.ERROR,
    "What another payer paid and adjusted on a line is not the line's charge",
    "Correct SVD02, or the adjustments (CAS) of that payer for the line.",
    "For each payer that adjudicated a line (loop 2430), the amount paid in SVD02 and all amounts "
    "in its CAS segments add up to the charge of the line (SV102, SV203 or SV302). Where the payer "
    "split the line into several procedures, all its loops 2430 count together. The guides state "
    "this in their section on balancing. It is asked only where a CAS or SVD of that payer stands "
    "in the line, and not where one of the amounts cannot be read.",
)
PAYMENT_NOT_BALANCED = Kind(
    "CM13",
    Severity.ERROR,
    "What another payer paid for the claim is not what it paid for the lines",
    "Correct AMT*D of loop 2320, its CAS segments, or the SVD02 of that payer's lines.",
    "For each other payer, the amounts it paid for the lines (SVD02), less the adjustments it made "
    "to the claim as a whole (CAS in loop 2320), make the amount it paid for the claim (AMT*D). "
    "The guides state this in their section on balancing. It is asked where the payer has AMT*D "
    "and at least one loop 2430.",
)
CLAIM_NOT_BALANCED = Kind(
    "CM14",
    Severity.WARNING,
    "What another payer paid and adjusted on the claim is not the claim's charge",
    "Correct AMT*D or the CAS segments of loop 2320, or send that payer's lines in loop 2430.",
    "A payer that adjudicated the claim as a whole has in AMT*D and the CAS segments of loop 2320 "
    "amounts that add up to CLM02, as its remittance did. It follows from the balancing of the "
    "remittance rather than from the words of the claim guides, so it is a warning; it is asked "
    "only where AMT*D and a CAS are there and no loop 2430 of that payer is.",
)
PAYER_OF_NO_ONE = Kind(
    "CM15",
    Severity.ERROR,
    "A line was adjudicated by a payer that the claim does not name",
    "Let SVD01 be the NM109 of one of the claim's loops 2330B.",
    "SVD01 identifies the payer that adjudicated the line by the identifier that this payer has in "
    "NM109 of loop 2330B. When none has it, nobody can say whose payment it is.",
)
ORIGINAL_NUMBER_MISSING = Kind(
    "CM16",
    Severity.ERROR,
    "A replacement or void does not name the claim it is for",
    "Send the payer's number of the original claim in REF*F8 of loop 2300, or frequency 1.",
    "Frequency 7 (replacement) and 8 (void) in CLM05-3 act on a claim the payer has already "
    "adjudicated, which REF*F8 names by the payer's own control number. Without it the payer "
    "cannot find that claim and rejects this one, or takes it for a duplicate.",
)
ACCIDENT_DATE_MISSING = Kind(
    "CM17",
    Severity.ERROR,
    "A claim for an accident does not say when it happened",
    "Send the date of the accident in DTP*439 of loop 2300, or take the cause out of CLM11.",
    "Where CLM11 says that an automobile accident (AA) or another accident (OA) is the cause, the "
    "guides 837P and 837D require DTP*439. An employment cause (EM) alone does not: it may be an "
    "illness.",
)
ACCIDENT_STATE_MISSING = Kind(
    "CM18",
    Severity.ERROR,
    "A claim for an automobile accident does not say where it happened",
    "Send the state in CLM11-4, or the country in CLM11-5 when it was abroad.",
    "Insurance of automobiles is the business of the states, so the guides require the state of an "
    "accident (AA in CLM11), or the country where it happened outside the United States.",
)
ADMISSION_DATE_MISSING = Kind(
    "CM19",
    Severity.ERROR,
    "An inpatient's institutional claim does not say when the patient was admitted",
    "Send day and hour of the admission in DTP*435 of loop 2300.",
    "The institutional guide requires DTP*435 on inpatient claims. Asked are the bill types of "
    "which that is beyond doubt: hospital inpatient (11x), hospital swing bed (18x) and skilled "
    "nursing inpatient (21x); not 12x, which bills services to inpatients under Part B. "
    "Professional claims are asked by PS03, place by place as the payer's policy says.",
)
RELATIONSHIP_DISAGREES = Kind(
    "CM20",
    Severity.ERROR,
    "SBR02 and the patient level disagree about who the patient is",
    "Send 18 in SBR02 when the subscriber is the patient; else leave it out and send loop 2000C.",
    "SBR02 is 18 (self) when a claim stands under the subscriber, and is absent when the patient "
    "has a level of their own. Where a claim of the subscriber stands before those of dependents, "
    "18 is right for all of them.",
)
LINES_OUT_OF_ORDER = Kind(
    "CM21",
    Severity.WARNING,
    "The service lines are not numbered 1, 2, 3",
    "Number the lines from 1 on in LX01, without gaps.",
    "The guides let LX01 begin with 1 and grow by 1 from line to line. It is told once a claim, at "
    "the first line that is out of order; a number used twice is CM08.",
)
AMBULANCE_REASON_MISSING = Kind(
    "CM22",
    Severity.ERROR,
    "An ambulance service without the segment CR1",
    "Send CR1 (reason and distance of the transport) in loop 2300, or in the line.",
    "The professional guide requires CR1 for ambulance transports. The procedures asked about are "
    "HCPCS A0420 to A0499, which are all billed with a transport.",
)
AMBULANCE_PLACES_MISSING = Kind(
    "CM23",
    Severity.ERROR,
    "An ambulance service without the places of pick-up and drop-off",
    "Send loops 2310E (NM1*PW) and 2310F (NM1*45), or 2420G and 2420H of the line.",
    "The professional guide requires the address where the patient was picked up, and the place "
    "where the patient was taken, for ambulance transports (HCPCS A0420 to A0499).",
)
DRUG_QUANTITY_MISSING = Kind(
    "CM24",
    Severity.ERROR,
    "A drug is named without its quantity",
    "Send the segment CTP, with quantity and unit, behind LIN in loop 2410.",
    "A National Drug Code in LIN says which drug; CTP04 and CTP05 say how much of it. Payers price "
    "drugs, and claim rebates, by the pair.",
)
AFTER_THE_FILE = Kind(
    "CM25",
    Severity.ERROR,
    "A service or event is dated after the file",
    "Correct the date; a service is billed after it was given.",
    "The file was written on the day in GS04. Service, statement, admission, discharge, accident "
    "and onset dates and those of institutional procedures cannot lie behind it.",
)
BEFORE_BIRTH = Kind(
    "CM26",
    Severity.ERROR,
    "A service or event is dated before the patient was born",
    "Correct the date, or the birth date in DMG02.",
    "Service, statement, admission, discharge, accident and onset dates and those of institutional "
    "procedures are held against the patient's birth date: of the dependent where there is a level "
    "2000C, else of the subscriber.",
)
OUTSIDE_STATEMENT = Kind(
    "CM27",
    Severity.ERROR,
    "A service line lies outside the statement's days",
    "Correct DTP*472 of the line, or let DTP*434 cover all lines.",
    "An institutional claim bills for the days in DTP*434. A line with days of its own has them "
    "among those.",
)
MANY_CLAIMS = Kind(
    "CM28",
    Severity.NOTE,
    "The transaction set has more than 5,000 claims",
    "Split it into several transaction sets (ST to SE).",
    "The guides recommend no more than 5,000 claims in one transaction set. It is advice: larger "
    "ones are read, but a payer may refuse them. It is told once a set, at the claim that is one "
    "too many.",
)
MANY_LINES = Kind(
    "CM29",
    Severity.NOTE,
    "The claim has more lines than the guide foresees",
    "Split the claim: 50 lines (professional, dental) or 999 (institutional).",
    "A claim has at most 50 service lines by the professional and dental guides and 999 by the "
    "institutional one. It is told once a claim, at the line that is one too many.",
)

KINDS = (
    LINE_NOT_BALANCED,
    PAYMENT_NOT_BALANCED,
    CLAIM_NOT_BALANCED,
    PAYER_OF_NO_ONE,
    ORIGINAL_NUMBER_MISSING,
    ACCIDENT_DATE_MISSING,
    ACCIDENT_STATE_MISSING,
    ADMISSION_DATE_MISSING,
    RELATIONSHIP_DISAGREES,
    LINES_OUT_OF_ORDER,
    AMBULANCE_REASON_MISSING,
    AMBULANCE_PLACES_MISSING,
    DRUG_QUANTITY_MISSING,
    AFTER_THE_FILE,
    BEFORE_BIRTH,
    OUTSIDE_STATEMENT,
    MANY_CLAIMS,
    MANY_LINES,
)
