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
    pa08_never_covered,
    pa09_authorization_expired,
    pa10_authorization_exceeded,
    pa11_authorization_for_another_service,
    pa12_authorization_for_another_place,
    pa13_authorization_for_another_provider,
    pa14_decision_pending,
    pa15_authorization_denied,
    pa16_number_on_claim_pending,
    pa17_number_of_another,
    pa18_authorization_for_another_diagnosis,
    pa19_silent_after_stabilization,
    ps01_place_unassigned,
    ps02_place_against_procedure,
    ps03_admission_date_missing,
    ps04_place_against_encounter,
    ps05_admission_against_records,
    ps06_discharge_against_records,
    ps07_patient_status_against_records,
    ps08_bill_type_against_encounter,
    ps09_diagnosis_against_setting,
    ps10_modifier_against_setting,
    ps11_procedure_against_setting,
    ps12_service_facility_against_place,
    ps13_two_rates_on_one_claim,
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
    ps09_diagnosis_against_setting.RULE,
    ps10_modifier_against_setting.RULE,
    ps11_procedure_against_setting.RULE,
    ps12_service_facility_against_place.RULE,
    ps13_two_rates_on_one_claim.RULE,
)
"""Asked of every claim and what applies to it."""

RECORD_RULES = (
    ps04_place_against_encounter.RULE,
    ps05_admission_against_records.RULE,
    ps06_discharge_against_records.RULE,
    ps07_patient_status_against_records.RULE,
    ps08_bill_type_against_encounter.RULE,
)
"""Asked of a claim of which the office's records say something."""

DEMAND_RULES = (
    pa07_rival_policies.RULE,
    pa08_never_covered.RULE,
    pa03_emergency_services.RULE,
    pa04_rides_on_facility.RULE,
    pa02_on_file_not_on_claim.RULE,
    pa14_decision_pending.RULE,
    pa19_silent_after_stabilization.RULE,
    pa01_authorization_missing.RULE,
)
"""Asked of each policy's demand for an authorization, as long as lines are left in it."""

FILE_RULES = (
    pa09_authorization_expired.RULE,
    pa10_authorization_exceeded.RULE,
    pa11_authorization_for_another_service.RULE,
    pa12_authorization_for_another_place.RULE,
    pa13_authorization_for_another_provider.RULE,
    pa15_authorization_denied.RULE,
    pa16_number_on_claim_pending.RULE,
    pa17_number_of_another.RULE,
    pa18_authorization_for_another_diagnosis.RULE,
)
"""Asked of the authorizations on file, where there are any, once it is known what is left."""

REVIEW_RULES = (
    rt01_may_still_be_asked.RULE,
    rt02_no_longer_possible.RULE,
    rt03_cannot_tell.RULE,
    rt04_documents_wanted.RULE,
)
"""Asked of each concern that is left, once it is known what the payer says to a review."""

RULES = (*CLAIM_RULES, *RECORD_RULES, *DEMAND_RULES, *FILE_RULES, *REVIEW_RULES)
