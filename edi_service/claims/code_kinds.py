"""CD: a code that is no code of its set, by its form, its check digit, or a list with dates."""

from __future__ import annotations

from edi_service.finding import Kind, Severity

NPI_WRONG = Kind(
    "CD01",
    Severity.ERROR,
    "A National Provider Identifier is wrong",
    "Send the provider's ten digits; one of them was mistyped.",
    "Wherever NM108 is XX, NM109 is an NPI: ten digits, the first 1 or 2, the last a check digit "
    "by the Luhn formula over the prefix 80840 (CMS). A right check digit does not say that the "
    "number was issued.",
)
DIAGNOSIS_FORM = Kind(
    "CD02",
    Severity.ERROR,
    "A diagnosis code does not have the form of ICD-10-CM",
    "Send the code without its point: a letter, a digit, then one to five more characters.",
    "With the qualifiers ABK, ABF, ABJ, APR and ABN, HI holds codes of ICD-10-CM: three to seven "
    "capitals and digits, a letter first and a digit second. The point of printed codes is not "
    "sent.",
)
DIAGNOSIS_UNLISTED = Kind(
    "CD03",
    Severity.ERROR,
    "A diagnosis code cannot be billed on the day of service",
    "Send a code of the release of ICD-10-CM that was in force, with all its characters.",
    "The code is not in the release that covers the days of service (of an institutional claim, "
    "the last day of the statement): it was not yet or no longer in force, never existed, or is a "
    "category that needs further characters. Where a claim crosses into another release, a code "
    "of either is accepted.",
)
DIAGNOSIS_UNKNOWN = Kind(
    "CD04",
    Severity.NOTE,
    "A diagnosis code is in no release that is held, and none covers the day of service",
    "Import the release that was in force, or make sure of the code.",
    "No release of ICD-10-CM that is held covers the days of service, so nobody here can say that "
    "the code is wrong; but none of those that are held has it, which few right codes have in "
    "common. Codes that are in a release for other days are not remarked upon.",
)
STATE_UNKNOWN = Kind(
    "CD05",
    Severity.ERROR,
    "A state is none",
    "Send the two letters that the Postal Service has for the state.",
    "N402 of an address in the United States (N404 absent or US), and CLM11-4, hold the Postal "
    "Service's code of a state, territory or military region. Provinces of other countries are "
    "not checked.",
)
COUNTRY_FORM = Kind(
    "CD06",
    Severity.ERROR,
    "A country code does not have the form of ISO 3166",
    "Send two or three capitals, such as CA or CAN.",
    "N404 and CLM11-5 hold a country by its code in ISO 3166-1. Only the form is checked, not "
    "whether the code was assigned.",
)
REVENUE_CODE_FORM = Kind(
    "CD07",
    Severity.ERROR,
    "A revenue code is not four digits",
    "Send all four digits, such as 0450.",
    "SV201 holds the revenue code of the National Uniform Billing Committee: four digits, the "
    "leading zero among them. Whether the code is assigned is not checked.",
)
BILL_TYPE_FORM = Kind(
    "CD08",
    Severity.ERROR,
    "A type of bill does not have its form",
    "Send two digits in CLM05-1 (such as 11, without the leading zero), the frequency in CLM05-3.",
    "An institutional claim has the type of bill in CLM05: facility and care in two digits, and a "
    "digit or letter of frequency. The leading zero of paper claims is not sent.",
)
TAXONOMY_FORM = Kind(
    "CD09",
    Severity.ERROR,
    "A provider taxonomy code does not have its form",
    "Send the ten characters of the code, such as 207Q00000X.",
    "PRV03 holds a code of the National Uniform Claim Committee's provider taxonomy: three digits, "
    "six digits or letters, and an X. Whether the code is assigned is not checked.",
)
PROCEDURE_FORM = Kind(
    "CD10",
    Severity.ERROR,
    "A procedure code does not have the form of the set its qualifier names",
    "Correct the code, or the qualifier in front of it.",
    "HC is CPT (five digits, or four and a letter) or HCPCS level II (a letter A to V and four "
    "digits); AD is CDT (D and four digits); HP a HIPPS rate code (five characters). Codes with "
    "other qualifiers are not checked.",
)
PROCEDURE_UNLISTED = Kind(
    "CD11",
    Severity.ERROR,
    "A procedure code is not in the list that was brought for the day of service",
    "Send a code that was in force, or import the list that has it (`edi-service codes import`).",
    "CPT and CDT are licensed, so no list is shipped. Where a list brought by the user covers the "
    "day of service, the codes of its set are held against it; on other days a code that none of "
    "the lists has is a note (CD13).",
)
PROCEDURE_UNKNOWN = Kind(
    "CD13",
    Severity.NOTE,
    "A procedure code is in no list that is held, and none covers the day of service",
    "Import the list that was in force, or make sure of the code.",
    "Lists of the code's set (CPT, HCPCS level II or CDT) are held, but none of them covers the "
    "day of service, so nobody here can say that the code is wrong; none of them has it, though. "
    "Where no list of its set is held at all, nothing is said.",
)
DRUG_FORM = Kind(
    "CD12",
    Severity.ERROR,
    "A National Drug Code is not eleven digits",
    "Send eleven digits without hyphens: five, four and two, each filled up with zeros in front.",
    "LIN03 with the qualifier N4 holds a National Drug Code. Labels print ten digits in three "
    "groups; on claims the short group is filled up with a zero, so that there are eleven.",
)

KINDS = (
    NPI_WRONG,
    DIAGNOSIS_FORM,
    DIAGNOSIS_UNLISTED,
    DIAGNOSIS_UNKNOWN,
    STATE_UNKNOWN,
    COUNTRY_FORM,
    REVENUE_CODE_FORM,
    BILL_TYPE_FORM,
    TAXONOMY_FORM,
    PROCEDURE_FORM,
    PROCEDURE_UNLISTED,
    DRUG_FORM,
    PROCEDURE_UNKNOWN,
)
