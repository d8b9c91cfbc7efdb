"""What is said of professional claims that do not go with facility claims of the same day."""

from __future__ import annotations

from edi_service.finding import Kind, Severity

_LOOK = "Look where the patient was; correct the place of service, or the facility's claim."
_ACROSS = (
    "Claims of one run for the same patient, payer and day were held against each other "
    "(process --across). Auditors do the same after the claims are paid. A patient may have been "
    "at two places on one day, so that this is a warning: "
)
OFFICE_AGAINST_HOSPITAL = Kind(
    "AC01",
    Severity.WARNING,
    "A visit is billed at the office on a day that a hospital bills",
    _LOOK,
    _ACROSS + "an office (11) pays the physician more than a hospital does.",
)
INPATIENT_AGAINST_OUTPATIENT = Kind(
    "AC02",
    Severity.WARNING,
    "The place says inpatient or outpatient, and the facility's claim of that day the other",
    _LOOK,
    _ACROSS + "a patient under observation, or whose admission was undone, is no inpatient (21).",
)
NURSING_AGAINST_STAY = Kind(
    "AC03",
    Severity.WARNING,
    "A nursing place of service does not agree with the facility's claim",
    _LOOK,
    _ACROSS + "31 is for a stay that is covered as skilled nursing (21x), 32 for one that is not.",
)
CAMPUS_AGAINST_MODIFIER = Kind(
    "AC04",
    Severity.WARNING,
    "On or off campus does not agree with the hospital's modifiers",
    _LOOK,
    _ACROSS + "a department off campus is place 19, and the hospital marks its services PO or PN.",
)
ASC_AGAINST_HOSPITAL = Kind(
    "AC05",
    Severity.WARNING,
    "A surgery center is billed on a day that a hospital bills an outpatient",
    _LOOK,
    _ACROSS + "what was done in a hospital's department is 19 or 22, not a surgery center (24).",
)
FACILITY_AGAINST_PLACE = Kind(
    "AC06",
    Severity.NOTE,
    "The place of service is not where that day's facility claim has the patient",
    _LOOK,
    _ACROSS + "which place goes with a facility's type of bill is for the payer to say, and a "
    "visit elsewhere on the same day is nothing unusual.",
)
HOSPICE_AGAINST_MODIFIER = Kind(
    "AC07",
    Severity.WARNING,
    "A hospice bills that day, and the service does not say whether it is for the terminal illness",
    "Add GV (attending physician, for the terminal illness) or GW (unrelated to it) to the line.",
    _ACROSS + "for a patient under hospice the payer wants one of the two modifiers.",
)

KINDS = (
    OFFICE_AGAINST_HOSPITAL,
    INPATIENT_AGAINST_OUTPATIENT,
    NURSING_AGAINST_STAY,
    CAMPUS_AGAINST_MODIFIER,
    ASC_AGAINST_HOSPITAL,
    FACILITY_AGAINST_PLACE,
    HOSPICE_AGAINST_MODIFIER,
)
