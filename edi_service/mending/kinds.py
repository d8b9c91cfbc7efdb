"""MD: why a claim cannot be mended, or what is left for a person to decide."""

from __future__ import annotations

from edi_service.finding import Kind, Severity

DIFFERENT_NUMBERS = Kind(
    "MD01",
    Severity.ERROR,
    "An institutional claim cannot show different authorization numbers for its lines",
    "Ask the payer for one number for the whole claim, or divide the claim as the payer says.",
    "The payer gave several numbers, or a number for some of the lines while another stands for "
    "the rest. An institutional claim (005010X223) has one place for an authorization, in loop "
    "2300; its lines have none. Which of the numbers the payer would look for is not guessed.",
)
PAYER_NUMBER_MISSING = Kind(
    "MD02",
    Severity.ERROR,
    "A corrected claim lacks the payer's number of the claim that it replaces",
    "Take the payer's claim control number from the remittance (CLP07) or from the portal, and "
    "mend the claim again with it.",
    "A corrected claim (CLM05-3 is 7) has to name the claim it replaces in REF*F8. Without it most "
    "payers refuse the claim, or deny it as a duplicate of the first.",
)
NUMBER_UNWRITABLE = Kind(
    "MD03",
    Severity.ERROR,
    "A number cannot be written into this file",
    "Look at the number in the payer's answer. If it is right, the file has to be written with "
    "other delimiters before the number can go into it.",
    "X12 has no way to write a character that separates values within a value, and a reference "
    "(REF02) has 50 characters at most. The number is refused rather than altered.",
)
LINE_UNKNOWN = Kind(
    "MD04",
    Severity.ERROR,
    "The decision is about a service line that the claim does not have",
    "Compare the payer's answer with the claim as it was sent; record by hand what the decision "
    "is about.",
    "The decision names a line by its number (LX01), and no line of the claim has it. The claim "
    "may have been written anew since it was asked about.",
)
NOT_TO_BE_MENDED = Kind(
    "MD05",
    Severity.ERROR,
    "The claim takes back another one, so that there is nothing to mend",
    "Mend the claim that is to be paid; a void (CLM05-3 is 8) needs no authorization.",
    "CLM05-3 is 8: the claim cancels one that was sent before. An authorization number would "
    "change nothing.",
)
FREQUENCY_UNKNOWN = Kind(
    "MD06",
    Severity.ERROR,
    "The first bill's frequency is not known, so that no new claim can be made of its replacement",
    "Take the frequency (third digit of the type of bill) from the first bill, and write the new "
    "claim from that.",
    "The payer wants a new claim, and the claim at hand is a replacement (CLM05-3 is 7). An "
    "institutional bill may have been for a whole stay (1) or for a part of one (2, 3, 4), which "
    "the replacement no longer says.",
)
NOT_WHOLE = Kind(
    "MD07",
    Severity.ERROR,
    "The claim cannot be taken out of its file as it is",
    "Correct the file, process it again, and mend the claim from there.",
    "A mended claim goes out under the envelopes and levels it came with. Here the claim stands "
    "outside of them (there is no ISA or GS around it, or its GS has no number), or it is longer "
    "than what is kept of one claim.",
)
MANNER_UNKNOWN = Kind(
    "MD08",
    Severity.ERROR,
    "How the payer wants the claim after an approval is not known",
    "Ask the payer whether it wants a new claim, a corrected one or none, and say so with --as; "
    "then add <approved> to its policy.",
    "The payer has had this claim, and its policy does not say what follows an approval. Sent as "
    "new, the claim may be denied as a duplicate; sent as corrected, it needs the payer's own "
    "number; and some payers reprocess it by themselves.",
)
NUMBER_MISSING = Kind(
    "MD09",
    Severity.ERROR,
    "The approval has no authorization number",
    "Ask the payer for the number, or whether the claim may go out without one.",
    "The payer approved the request and gave no number, neither for the event nor for its lines, "
    "so that there is nothing to put into REF*G1.",
)
PAYER_REPROCESSES = Kind(
    "MD10",
    Severity.NOTE,
    "The payer reprocesses the claim, so that none is written",
    "Wait for the remittance; ask the payer when it does not come in time.",
    "By the payer's policy an approval after the fact makes it look at the claim again by itself. "
    "A claim sent besides would be denied as a duplicate.",
)
MENDED_UNSOUND = Kind(
    "MD11",
    Severity.ERROR,
    "The mended claim would not pass its implementation guide",
    "Look at the faults of the claim in the findings of its file, mend them where it was made, "
    "and process it again.",
    "What is written goes through the same guide as what is read. The claim, or a level above it, "
    "has a fault that a payer's gateway would refuse; so nothing is written.",
)
NOT_APPROVED = Kind(
    "MD12",
    Severity.ERROR,
    "The case has no number that its claim could go out with",
    "Read the payer's answer with `respond`, record a decision heard otherwise with "
    "`cases answer`, or give the authorizations on file.",
    "A claim is mended once the payer has approved, wholly or in part, or once an authorization on "
    "file turns out to cover what was billed. Neither is known of this case.",
)
NUMBERS_COMPETE = Kind(
    "MD13",
    Severity.ERROR,
    "Two decisions give the same service different authorization numbers",
    "Ask the payer which of the numbers the claim is to show, and record that decision.",
    "The claim stands in several cases, one a policy, and they were approved under different "
    "numbers that are for the same lines, or for the whole claim. A claim can show one.",
)

KINDS = (
    DIFFERENT_NUMBERS,
    PAYER_NUMBER_MISSING,
    NUMBER_UNWRITABLE,
    LINE_UNKNOWN,
    NOT_TO_BE_MENDED,
    FREQUENCY_UNKNOWN,
    NOT_WHOLE,
    MANNER_UNKNOWN,
    NUMBER_MISSING,
    PAYER_REPROCESSES,
    MENDED_UNSOUND,
    NOT_APPROVED,
    NUMBERS_COMPETE,
)
