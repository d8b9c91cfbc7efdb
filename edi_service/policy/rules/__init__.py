"""
One file a rule; a rule is in force by being listed here.

The order is that of asking.  Rules of a demand each take out the lines they settle, so the one
about a missing authorization comes last; rules of a review are asked when a concern is left.
"""

from __future__ import annotations

from edi_service.policy.rules import (
    pa01_authorization_missing,
    pa02_on_file_not_on_claim,
    pa03_emergency_services,
    pa04_rides_on_facility,
    pa05_needs_none_by_law,
    pa06_payer_not_mapped,
    pa07_rival_policies,
    ps01_place_unassigned,
    ps02_place_against_procedure,
    ps03_admission_date_missing,
    rt01_may_still_be_asked,
    rt02_no_longer_possible,
    rt03_cannot_tell,
    rt04_documents_wanted,
)

CLAIM_RULES = (
    pa06_payer_not_mapped.RULE,
    pa05_needs_none_by_law.RULE,
    ps01_place_unassigned.RULE,
    ps02_place_against_procedure.RULE,
    ps03_admission_date_missing.RULE,
)
"""Asked of every claim and what applies to it."""

DEMAND_RULES = (
    pa07_rival_policies.RULE,
    pa03_emergency_services.RULE,
    pa04_rides_on_facility.RULE,
    pa02_on_file_not_on_claim.RULE,
    pa01_authorization_missing.RULE,
)
"""Asked of each policy's demand for an authorization, as long as lines are left in it."""

REVIEW_RULES = (
    rt01_may_still_be_asked.RULE,
    rt02_no_longer_possible.RULE,
    rt03_cannot_tell.RULE,
    rt04_documents_wanted.RULE,
)
"""Asked of each concern that is left, once it is known what the payer says to a review."""

RULES = (*CLAIM_RULES, *DEMAND_RULES, *REVIEW_RULES)
