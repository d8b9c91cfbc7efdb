"""IQ: what is wrong with the answer to a status inquiry."""

from __future__ import annotations

from edi_service.finding import Kind, Severity

NOT_A_STATUS = Kind(
    "IQ01",
    Severity.ERROR,
    "A status message (278, 005010X215) that is a question, not an answer",
    "Look where the file came from: an inquiry of ours may have been sent back.",
    "BHT02 is 28, a query, or no code that a payer answers with (49, and by some accounts 11 and"
    " 52).  Inquiries come from providers.",
)
OF_ANOTHER_CASE = Kind(
    "IQ02",
    Severity.WARNING,
    "The answer to an inquiry tells of an event that was not asked about",
    "Compare numbers and days with the case, and record by hand what belongs to it.",
    "An answer may hold several events.  One belongs to the case when it repeats the inquiry's"
    " trace (TRN*2) or a number that the payer gave before; what else it holds is not taken.",
)
NOTHING_HEARD = Kind(
    "IQ03",
    Severity.WARNING,
    "The answer to an inquiry tells nothing of the case",
    "Ask the payer by phone or portal; do not ask by the same inquiry again at once.",
    "No event of the answer belongs to the case, and nothing was rejected either.  The payer may"
    " not have the request: see whether it was acknowledged (999, TA1).",
)

KINDS: tuple[Kind, ...] = (NOT_A_STATUS, OF_ANOTHER_CASE, NOTHING_HEARD)
