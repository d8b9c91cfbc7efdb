"""How the simulator names itself, in every answer."""

from __future__ import annotations

from edi_service.acknowledge.answering import writable

CONTACT = "PAYER SIMULATOR"  # PER02 of loop 2010A, NM103 of NM1*L5
CONTACT_NUMBER = "5555550100"  # 555-01xx: numbers nobody has
TRACE_ASSIGNER = "9SIMULATOR"  # TRN03, ten characters
NOTICE = "SIMULATED ANSWER FOR PRACTICE, NOT A PAYER'S DECISION."
_LONGEST = 264  # MSG01


def message(more: str) -> str:
    """MSG01: the notice, and what a script adds."""
    return writable(f"{NOTICE} {more}", _LONGEST)
