"""
What can be wrong with the bytes of a file: delimiters, terminators, and what is not X12 (SX).

The acknowledgment codes are those of element I18 (TA105); where X12 has none, there is none here.
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

BINARY_LENGTH = Kind(
    "SX19",
    Severity.ERROR,
    "A binary segment does not say how long its data is",
    "Write BIN01, or BDS02, as the number of bytes of the data behind it, in digits.",
    "The data of BIN and BDS may hold any byte, the segment terminator among them, so that its end "
    "is known from its length alone. Without one the segment was read up to the next terminator, "
    "and its data is not used.",
    "TA105*024",
)
BINARY_END = Kind(
    "SX20",
    Severity.ERROR,
    "Binary data does not end where its length says",
    "Count the bytes of the data as they are sent: after encoding, line breaks included.",
    "Behind the data of BIN or BDS, as long as its length says, there is no segment terminator. "
    "The length is wrong, or bytes were lost or added on the way, as by a program that changes "
    "line breaks; so the data is not to be relied on.",
    "TA105*024",
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
    BINARY_LENGTH,
    BINARY_END,
)
