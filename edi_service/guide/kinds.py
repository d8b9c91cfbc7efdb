"""
What can be wrong with the segments (SG) and the elements (EL) of a transaction set.

The code of the 999 (005010X231A1) is part of each kind: IK304 for segments, IK403 for elements.
Codes that begin with I say that the guide objects and the standard would not.
"""

from __future__ import annotations

from edi_service.finding import Kind, Severity

SEGMENT_UNKNOWN = Kind(
    "SG01",
    Severity.ERROR,
    "Segment that the guide does not have",
    "Take the segment out, or correct its identifier.",
    "No loop of the implementation guide has a segment with this identifier, so a reader that "
    "follows the guide cannot know what it says. Its elements are not looked at.",
    "IK304*1",
)
SEGMENT_UNEXPECTED = Kind(
    "SG02",
    Severity.ERROR,
    "Segment that has no place here",
    "Correct its qualifier, or move it to the loop that it belongs to.",
    "The guide has this segment elsewhere, or with another qualifier, but not in the loop where "
    "it stands nor in those around it. Its elements, and the details that follow it when it should "
    "have begun a loop, are not looked at until something has a place again.",
    "IK304*2",
)
SEGMENT_MISSING = Kind(
    "SG03",
    Severity.ERROR,
    "Required segment missing",
    "Send the segment in the loop named.",
    "The guide requires this segment in its loop, and the loop went on or ended without it. The "
    "finding points at the segment in front of which it should have stood.",
    "IK304*3",
)
LOOP_MISSING = Kind(
    "SG04",
    Severity.ERROR,
    "Required loop missing",
    "Send the loop named; it begins with the segment named.",
    "The guide requires this loop within the one around it, which went on or ended without it. "
    "The finding points at the segment in front of which the loop should have begun.",
    "IK304*3",
)
LOOP_TOO_OFTEN = Kind(
    "SG05",
    Severity.ERROR,
    "Loop more often than allowed",
    "Send the loop no more often than the guide allows, or start another loop around it.",
    "The guide limits how often this loop may stand within the loop around it. The finding points "
    "at the first segment of each loop that is one too many.",
    "IK304*4",
)
SEGMENT_TOO_OFTEN = Kind(
    "SG06",
    Severity.ERROR,
    "Segment more often than allowed",
    "Send the segment no more often than the guide allows in one loop.",
    "The guide limits how often this segment, with the qualifiers that belong together, may stand "
    "in one loop. The finding points at each one that is too many.",
    "IK304*5",
)
SEGMENT_OUT_OF_ORDER = Kind(
    "SG07",
    Severity.ERROR,
    "Segment out of order",
    "Move the segment up, to where the guide has it.",
    "The segment belongs to this loop or to one around it, but what stands before it comes after "
    "it in the guide. It is read as if it stood in its place, so nothing is said to be missing.",
    "IK304*7",
)
SEGMENT_NOT_USED = Kind(
    "SG08",
    Severity.ERROR,
    "Segment that the guide does not use",
    "Take the segment out.",
    "The standard has this segment here, and the implementation guide says that it is not used. "
    "A receiver may refuse the transaction set for it.",
    "IK304*I4",
)
TRAILING_SEPARATORS = Kind(
    "SG09",
    Severity.ERROR,
    "Separators at the end of a segment",
    "Leave out the separators of empty elements after the last one that is present.",
    "X12.6 asks that the separators of absent elements at the end of a segment be left out. "
    "A segment with them says nothing more, and strict readers refuse it.",
    "IK304*8",
)

ELEMENT_MISSING = Kind(
    "EL01",
    Severity.ERROR,
    "Required element missing",
    "Send the element.",
    "The guide requires this element, or this component of a composite that is present, whenever "
    "the segment is sent.",
    "IK403*1",
)
CONDITION_UNMET = Kind(
    "EL02",
    Severity.ERROR,
    "Element missing that others call for",
    "Send the elements that the syntax note names together, or none of them.",
    "A syntax note of the segment (P, R, C or L) says that elements depend on one another: all or "
    "none, at least one, or some whenever another is present. The finding points at one that is "
    "missing.",
    "IK403*2",
)
TOO_MANY_ELEMENTS = Kind(
    "EL03",
    Severity.ERROR,
    "Too many elements",
    "Take out what stands behind the last element that the segment has.",
    "The segment has more elements than the guide, and the standard, give it. A separator within "
    "an element is a usual cause.",
    "IK403*3",
)
TOO_SHORT = Kind(
    "EL04",
    Severity.ERROR,
    "Element too short",
    "Send at least as many characters as the data element has to have.",
    "Every data element has a least length. Of a number only the digits count, neither its sign "
    "nor its decimal point.",
    "IK403*4",
)
TOO_LONG = Kind(
    "EL05",
    Severity.ERROR,
    "Element too long",
    "Send at most as many characters as the data element may have.",
    "Every data element has a greatest length. Of a number only the digits count, neither its sign "
    "nor its decimal point.",
    "IK403*5",
)
INVALID_CHARACTER = Kind(
    "EL06",
    Severity.ERROR,
    "Character that may not stand here",
    "Send only characters that the type of the element allows, without spaces at its end.",
    "A number holds digits, one sign and one decimal point; text holds the letters, digits and "
    "marks of the extended character set of X12, no separators, and does not end with a space.",
    "IK403*6",
)
CODE_NOT_LISTED = Kind(
    "EL07",
    Severity.ERROR,
    "Code that the guide does not list",
    "Send one of the codes that the guide lists for this element.",
    "The guide closes the list of codes for this element. A code of another release of the guide, "
    "or of another loop, is not one of them.",
    "IK403*7",
)
DATE_INVALID = Kind(
    "EL08",
    Severity.ERROR,
    "Not a date",
    "Send a day of the calendar, written as its format qualifier says (CCYYMMDD for D8).",
    "The element is a date, or the format qualifier before it says so, and what stands there is no "
    "day of the calendar in that format, or no range of two.",
    "IK403*8",
)
TIME_INVALID = Kind(
    "EL09",
    Severity.ERROR,
    "Not a time",
    "Send a time of day as HHMM, HHMMSS or HHMMSSDD.",
    "The element is a time, or the format qualifier before it says so, and what stands there is no "
    "time of a day of 24 hours.",
    "IK403*9",
)
EXCLUSION_BROKEN = Kind(
    "EL10",
    Severity.ERROR,
    "Elements that exclude one another",
    "Send only one of the elements named by the syntax note.",
    "A syntax note of the segment (E) says that at most one of the elements may be present, such "
    "as a state or a country subdivision, and more than one is.",
    "IK403*10",
)
TOO_MANY_REPETITIONS = Kind(
    "EL11",
    Severity.ERROR,
    "Element repeated too often",
    "Repeat the element no more often than the guide allows.",
    "The repetition separator, declared in ISA11, divides the repetitions of an element. The guide "
    "allows fewer than there are; for most elements it allows one.",
    "IK403*12",
)
TOO_MANY_COMPONENTS = Kind(
    "EL12",
    Severity.ERROR,
    "Too many components",
    "Take out what stands behind the last component that the composite has.",
    "The composite has more components than the guide, and the standard, give it, or an element "
    "that is no composite is divided by the component separator.",
    "IK403*13",
)
ELEMENT_NOT_USED = Kind(
    "EL13",
    Severity.ERROR,
    "Element that the guide does not use",
    "Take the element out.",
    "The standard has this element here, and the implementation guide says that it is not used. "
    "A receiver may refuse the transaction set for it.",
    "IK403*I10",
)
CODE_NOT_IN_LIST = Kind(
    "EL14",
    Severity.ERROR,
    "Code that is not in its external list",
    "Send a code from the list that the guide refers to.",
    "The guide leaves the codes of this element to a list that others keep: states and provinces, "
    "or places of service. The code met is not in the list as this service holds it.",
    "IK403*7",
)
PATTERN_UNMET = Kind(
    "EL15",
    Severity.ERROR,
    "Value that does not follow its pattern",
    "Write the value as the guide asks, such as nine digits without hyphens.",
    "The guide says how this value is written beyond its type and length, such as a Social "
    "Security number as nine digits, and what stands there is written otherwise.",
    "IK403*I12",
)
LEVEL_NOT_COUNTED = Kind(
    "EL16",
    Severity.ERROR,
    "Hierarchical level that is not numbered one more than the last",
    "Number the HL segments of each transaction set 1, 2, 3 in HL01, and let HL02 follow.",
    "HL01 begins with 1 in each transaction set and grows by 1 from one HL segment to the next, "
    "whatever level it begins. A number left out or used twice is told at the first HL that is "
    "not one more than the HL before it.",
    "IK403*I12",
)
PARENT_NOT_OPEN = Kind(
    "EL17",
    Severity.ERROR,
    "Hierarchical level that names a level which is not open",
    "Let HL02 repeat the HL01 of the level that this one stands under.",
    "HL02 names the level above by its HL01: the level before, or one that this in turn stands "
    "under. A number that none of those has could hang the level under somebody else. It is asked "
    "of services reviews; of claims, CM10 asks it for each claim.",
    "IK403*I12",
)

KINDS = tuple(value for value in globals().values() if isinstance(value, Kind))
