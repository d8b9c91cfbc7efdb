"""
What can be wrong with the bytes (SX) and the envelopes (EV) of an interchange.

The acknowledgment codes are those of element I18 (TA105), element 716 (AK905) and element 618
(IK502), as the TA1 and the 999 (005010X231A1) carry them.  Where X12 has none, there is none here.
This file is long because it is a table: one entry a kind, and its paragraph in plain words.
"""

from __future__ import annotations

from edi_service.finding import Kind, Severity

EMPTY_FILE = Kind(
    "SX01",
    Severity.FATAL,
    "The file is empty",
    "Ask for the file again; the transfer probably stopped before anything was written.",
    "The file holds no bytes, or nothing but blanks and line breaks. There is nothing to read, so "
    "there is nothing to say about its claims. A file of this sort is most often the trace of a "
    "transfer that was cut off at once, or of an export that selected no claims.",
)
NOT_X12 = Kind(
    "SX02",
    Severity.FATAL,
    "The file is not X12",
    "Send the X12 file itself: it begins with the letters ISA, and is not packed or encrypted.",
    "An X12 file consists of interchanges, and each of them begins with an ISA segment. Nowhere in "
    "this file is there one. Often the file is a report, a spreadsheet, a ZIP archive or an "
    "encrypted file that was put into the folder for claims by mistake.",
)
EBCDIC = Kind(
    "SX03",
    Severity.FATAL,
    "The file is in EBCDIC, the character code of mainframes",
    "Have the file transferred as text, so that it is converted to ASCII, and send it again.",
    "The file begins with the letters ISA as a mainframe writes them. It is probably a good X12 "
    "file, but it was transferred as binary data, so that its characters were not converted. The "
    "setting is called text or ASCII mode in most transfer programs.",
)
UTF_16 = Kind(
    "SX04",
    Severity.FATAL,
    "The file is in UTF-16, two bytes for each character",
    "Save or export the file as plain ASCII or UTF-8 text and send it again.",
    "X12 is written with one byte for each character; this file has two. It was probably opened in "
    "an editor, or written by a script, that saves as Unicode (UTF-16) unless told otherwise.",
)
BYTE_ORDER_MARK = Kind(
    "SX05",
    Severity.WARNING,
    "A byte order mark stands before the first ISA",
    "Save the file as UTF-8 without a byte order mark; many receivers refuse it.",
    "Three invisible bytes, EF BB BF, stand before the first segment. Editors and scripts of "
    "Windows put them there. The file is read as if they were absent, but an X12 file has to begin "
    "with the letters ISA, and other programs may refuse it.",
)
STRAY_BYTES = Kind(
    "SX06",
    Severity.WARNING,
    "Bytes lie outside any interchange",
    "Look at that place in the file: if a claim is missing, its interchange header was damaged.",
    "Between interchanges only line breaks may stand. What was met is none and does not begin a "
    "new interchange, so it was skipped up to the next ISA segment or the end of the file. A "
    "padding at the end of a file is harmless; anything longer may be an interchange whose first "
    "bytes were lost.",
)
UNREADABLE_ISA = Kind(
    "SX07",
    Severity.ERROR,
    "The ISA segment cannot be read",
    "Correct the interchange header: 16 elements of fixed length, 106 characters in all.",
    "The ISA segment says how all other segments are to be cut: its fourth character separates "
    "elements, its last two are the component separator and the segment terminator. This one is "
    "cut off or does not have its 16 elements, so nothing of its interchange can be read. Reading "
    "goes on with the next interchange of the file.",
    "TA105*022",
)
ISA_LENGTH = Kind(
    "SX08",
    Severity.WARNING,
    "The ISA segment does not have its fixed length",
    "Pad each element of the ISA to its fixed length; many receivers read it by position.",
    "Every element of the ISA segment has a fixed length, filled up with blanks, so that the "
    "segment always has 106 characters. This one was read by counting its separators, but many "
    "receivers read it by position and would take wrong delimiters from it.",
    "TA105*022",
)
ELEMENT_SEPARATOR = Kind(
    "SX09",
    Severity.ERROR,
    "The element separator is no usable character",
    "Use an asterisk (*) or another character that never occurs in the data.",
    "The character after the letters ISA separates elements throughout the interchange. A letter, "
    "a digit, a blank, a line break or a byte outside ASCII cannot do that, because it occurs "
    "in the data or is no character by itself. Nothing of this interchange can be read.",
    "TA105*026",
)
SEGMENT_TERMINATOR = Kind(
    "SX10",
    Severity.ERROR,
    "The segment terminator is no usable character",
    "Use a tilde (~) or another character that never occurs in the data, right after ISA16.",
    "The character after ISA16 ends every segment of the interchange. A letter, a digit, a blank, "
    "the element separator or a character of several bytes cannot do that. Often the ISA is "
    "shorter or longer than its 106 characters, so that another character stands in that place.",
    "TA105*004",
)
COMPONENT_SEPARATOR = Kind(
    "SX11",
    Severity.ERROR,
    "The component separator (ISA16) is no usable character",
    "Use a colon (:) or another character that never occurs in the data.",
    "ISA16 declares the character between the components of a composite element, as in 11:B:1. A "
    "letter, a digit or a blank cannot separate anything, because it occurs in the data. The "
    "interchange is read without taking composite elements apart.",
    "TA105*027",
)
REPETITION_SEPARATOR = Kind(
    "SX12",
    Severity.WARNING,
    "The repetition separator (ISA11) is no usable character",
    "Use a caret (^) from version 00501 on; the letter U belongs there in version 00401 only.",
    "Since version 00402, ISA11 declares the character between repetitions of an element. A "
    "letter, a digit or a blank cannot separate anything. Mostly it is the letter U, left over "
    "from version 00401. The interchange is read without taking repetitions apart.",
)
EQUAL_DELIMITERS = Kind(
    "SX13",
    Severity.ERROR,
    "Two of the four delimiters are the same character",
    "Declare four different characters: *, ^ (ISA11), : (ISA16) and ~ are usual.",
    "Elements, repetitions, components and segments have to be told apart by four different "
    "characters. Where two are the same, the one that ends segments or separates elements is kept, "
    "and the other is treated as if it never occurred.",
    "TA105*027",
)
EMPTY_SEGMENT = Kind(
    "SX14",
    Severity.WARNING,
    "A segment is empty",
    "Remove the superfluous segment terminator.",
    "Two segment terminators follow each other with nothing between them but blanks or line "
    "breaks. X12 knows no empty segments. They were skipped and are not counted.",
)
UNENDED_SEGMENT = Kind(
    "SX15",
    Severity.ERROR,
    "A segment has no terminator",
    "Ask for the file again: it was probably cut off. Else end every segment as the ISA declares.",
    "The file, or an interchange in it, stops in the middle of a segment. As nobody can know "
    "whether the last value is whole, the rest is not used, unless it is the IEA segment. When the "
    "rest is long, the segments may end with another character than the one declared after ISA16.",
    "TA105*023",
)
SEGMENT_TOO_LONG = Kind(
    "SX16",
    Severity.ERROR,
    "No segment terminator for more than a megabyte",
    "Check that segments end with the character which the ISA declares after ISA16.",
    "No segment of a health care transaction comes near this length, so the segments of this "
    "stretch probably end with another character than the one declared, or the file is damaged. "
    "The stretch was skipped up to the next terminator or the next interchange.",
    "TA105*004",
)
LINE_BREAK_INSIDE = Kind(
    "SX17",
    Severity.WARNING,
    "Line breaks stand inside segments",
    "Write line breaks only after segment terminators, or none at all.",
    "Line breaks may follow a segment terminator and are skipped there. This interchange has some "
    "inside segments, as when a mainframe wraps a file at 80 columns or a note was typed in "
    "several lines. They were taken out; only the first segment is named.",
)
INDENTED_SEGMENT = Kind(
    "SX18",
    Severity.WARNING,
    "Blanks stand before segments",
    "Write each segment right after the terminator, or after a line break, of the one before.",
    "Between a segment terminator and the next segment only line breaks may stand. This "
    "interchange has blanks or tabs there, as when a file was laid out for reading. They were "
    "skipped; only the first segment is named.",
)

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
    "IEA was written twice.",
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
UNWRITABLE_TEXT = Kind(
    "SX19",
    Severity.ERROR,
    "A value contains a delimiter and cannot be written",
    "Take the character out of the value, or declare another delimiter.",
    "X12 has no way to write a delimiter within a value: the receiver would cut the value there. "
    "So a segment with such a value is refused before it is written.",
)

KINDS: tuple[Kind, ...] = (
    EMPTY_FILE,
    NOT_X12,
    EBCDIC,
    UTF_16,
    BYTE_ORDER_MARK,
    STRAY_BYTES,
    UNREADABLE_ISA,
    ISA_LENGTH,
    ELEMENT_SEPARATOR,
    SEGMENT_TERMINATOR,
    COMPONENT_SEPARATOR,
    REPETITION_SEPARATOR,
    EQUAL_DELIMITERS,
    EMPTY_SEGMENT,
    UNENDED_SEGMENT,
    SEGMENT_TOO_LONG,
    LINE_BREAK_INSIDE,
    INDENTED_SEGMENT,
    UNWRITABLE_TEXT,
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
"""Every kind of this floor, in the order of its code within its family."""
