"""
What can be wrong with the envelopes of an interchange: nesting, counts, control numbers (EV).

The acknowledgment codes are those of element I18 (TA105), element 716 (AK905) and element 618
(IK502), as the TA1 and the 999 (005010X231A1) carry them.
"""

from __future__ import annotations

from edi_service.finding import Kind, Severity

MISSING_IEA = Kind(
    "EV01",
    Severity.ERROR,
    "The interchange has no IEA segment",
    "Ask the sender whether the file is whole, and for the rest of it if it is not.",
    "Each interchange begins with ISA and ends with IEA. The file ends, or another interchange "
    "begins, before that. What was read stands, but nobody can tell whether more was to come.",
    "TA105*023",
)
MISSING_GE = Kind(
    "EV02",
    Severity.ERROR,
    "The functional group has no GE segment",
    "Ask the sender whether the file is whole; end each functional group with GE.",
    "Each functional group begins with GS and ends with GE. The interchange ends, or another group "
    "begins, before that, so the number of its transaction sets cannot be checked.",
    "AK905*3",
)
MISSING_SE = Kind(
    "EV03",
    Severity.ERROR,
    "The transaction set has no SE segment",
    "Ask the sender whether the file is whole; end each transaction set with SE.",
    "Each transaction set begins with ST and ends with SE. The functional group ends, or another "
    "transaction set begins, before that, so claims may be missing from the end of it.",
    "IK502*2",
)
INTERCHANGE_NUMBERS_DIFFER = Kind(
    "EV04",
    Severity.ERROR,
    "The control numbers of ISA and IEA differ",
    "Write the same nine digits in ISA13 and IEA02.",
    "The control number in IEA02 has to repeat the one in ISA13. If it does not, the end of this "
    "interchange may belong to another one, with something lost between them.",
    "TA105*001",
)
GROUP_NUMBERS_DIFFER = Kind(
    "EV05",
    Severity.ERROR,
    "The control numbers of GS and GE differ",
    "Write the same number in GS06 and GE02.",
    "The control number in GE02 has to repeat the one in GS06. If it does not, the end of this "
    "functional group may belong to another one, with something lost between them.",
    "AK905*4",
)
SET_NUMBERS_DIFFER = Kind(
    "EV06",
    Severity.ERROR,
    "The control numbers of ST and SE differ",
    "Write the same number in ST02 and SE02, leading zeros included.",
    "The control number in SE02 has to repeat the one in ST02 exactly. If it does not, the end of "
    "this transaction set may belong to another one, with something lost between them.",
    "IK502*3",
)
GROUP_COUNT = Kind(
    "EV07",
    Severity.ERROR,
    "IEA01 is not the number of functional groups",
    "Write the number of GS segments of the interchange in IEA01.",
    "IEA01 has to give the number of functional groups in the interchange. If it differs, a group "
    "was lost or added on the way.",
    "TA105*021",
)
SET_COUNT = Kind(
    "EV08",
    Severity.ERROR,
    "GE01 is not the number of transaction sets",
    "Write the number of ST segments of the functional group in GE01.",
    "GE01 has to give the number of transaction sets in the functional group. If it differs, a "
    "transaction set was lost or added on the way.",
    "AK905*5",
)
SEGMENT_COUNT = Kind(
    "EV09",
    Severity.ERROR,
    "SE01 is not the number of segments",
    "Write the number of segments from ST to SE, both included, in SE01.",
    "SE01 has to give the number of segments in the transaction set, ST and SE included. If it "
    "differs, segments were lost or added on the way, or the program that wrote the file counts "
    "wrongly.",
    "IK502*4",
)
SE_WITHOUT_ST = Kind(
    "EV10",
    Severity.ERROR,
    "An SE segment ends no transaction set",
    "Remove the SE segment, or restore the ST segment that belongs to it.",
    "SE ends the transaction set that ST began, but none is open here. The ST segment was lost, or "
    "SE was written twice.",
    "TA105*024",
)
GE_WITHOUT_GS = Kind(
    "EV11",
    Severity.ERROR,
    "A GE segment ends no functional group",
    "Remove the GE segment, or restore the GS segment that belongs to it.",
    "GE ends the functional group that GS began, but none is open here. The GS segment was lost, "
    "or GE was written twice.",
    "TA105*024",
)
IEA_WITHOUT_ISA = Kind(
    "EV12",
    Severity.ERROR,
    "An IEA segment ends no interchange",
    "Remove the IEA segment, or restore the ISA segment that belongs to it.",
    "IEA ends the interchange that ISA began, but none is open here. The ISA segment was lost, or "
    "IEA was written twice; nothing between two interchanges is lost by it.",
    "TA105*022",
)
ST_OUTSIDE_GROUP = Kind(
    "EV13",
    Severity.ERROR,
    "A transaction set stands outside any functional group",
    "Put the transaction set between the GS and GE segments of a functional group.",
    "Transaction sets stand in functional groups, and the GS segment of the group names the "
    "sender, the receiver and the guide. Without it the guide is taken from ST03 alone.",
    "IK502*18",
)
GS_OUTSIDE_INTERCHANGE = Kind(
    "EV14",
    Severity.ERROR,
    "A functional group stands outside any interchange",
    "Put the functional group between the ISA and IEA segments of an interchange.",
    "Functional groups stand in interchanges. This one follows an IEA segment, and no ISA segment "
    "begins a new interchange.",
    "TA105*022",
)
STRAY_SEGMENTS = Kind(
    "EV15",
    Severity.ERROR,
    "Segments stand outside any transaction set",
    "Put the segments between ST and SE, or remove them; an ST segment may have been lost.",
    "Between envelopes nothing may stand: after ISA comes GS (or TA1), after GS comes ST, after SE "
    "comes ST or GE. The segments met here belong to no transaction set and are not used.",
    "TA105*024",
)
UNKNOWN_VERSION = Kind(
    "EV16",
    Severity.WARNING,
    "The version of the interchange (ISA12) is not known here",
    "Write 00501 in ISA12, or 00401 for the guides of 4010.",
    "ISA12 tells the version of the envelope segments. Health care transactions use 00501, and "
    "00401 before 2012. The interchange was read as the delimiters of its ISA demand.",
    "TA105*017",
)
INTERCHANGE_NUMBER = Kind(
    "EV17",
    Severity.ERROR,
    "The interchange control number (ISA13) is not nine digits",
    "Write nine digits, with leading zeros, in ISA13 and the same in IEA02.",
    "The control number in ISA13 identifies the interchange between its sender and its receiver, "
    "and acknowledgments refer to it. It has exactly nine digits.",
    "TA105*018",
)
GROUP_NUMBER = Kind(
    "EV18",
    Severity.ERROR,
    "The group control number (GS06) is not one to nine digits",
    "Write a number of one to nine digits in GS06 and the same in GE02.",
    "The control number in GS06 identifies the functional group, and the 999 acknowledgment refers "
    "to it. It is a number of one to nine digits.",
    "AK905*6",
)
SET_IDENTIFIER = Kind(
    "EV19",
    Severity.ERROR,
    "The transaction set identifier (ST01) is not three characters",
    "Write the code of the transaction set in ST01: 837 for claims, 278 for reviews.",
    "ST01 says which transaction set follows; without it no guide can be chosen. It is always a "
    "code of three characters.",
    "IK502*6",
)
SET_NUMBER = Kind(
    "EV20",
    Severity.ERROR,
    "The transaction set control number (ST02) is not four to nine characters",
    "Write four to nine characters in ST02 and the same in SE02.",
    "The control number in ST02 identifies the transaction set in its functional group, and the "
    "999 acknowledgment refers to it. It has four to nine characters.",
    "IK502*7",
)

KINDS: tuple[Kind, ...] = (
    MISSING_IEA,
    MISSING_GE,
    MISSING_SE,
    INTERCHANGE_NUMBERS_DIFFER,
    GROUP_NUMBERS_DIFFER,
    SET_NUMBERS_DIFFER,
    GROUP_COUNT,
    SET_COUNT,
    SEGMENT_COUNT,
    SE_WITHOUT_ST,
    GE_WITHOUT_GS,
    IEA_WITHOUT_ISA,
    ST_OUTSIDE_GROUP,
    GS_OUTSIDE_INTERCHANGE,
    STRAY_SEGMENTS,
    UNKNOWN_VERSION,
    INTERCHANGE_NUMBER,
    GROUP_NUMBER,
    SET_IDENTIFIER,
    SET_NUMBER,
)
