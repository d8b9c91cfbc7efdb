"""The code sets a claim is held against, and what is not held against any."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from edi_service.codes.icd10 import Releases
from edi_service.codes.lists import ProcedureLists

if TYPE_CHECKING:
    from edi_service.codes.states import States


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CodeSets:
    """
    What is at hand.  Whatever is absent is not asked: without *states* no state is wrong.

    Attributes:
        states: the codes N402 may carry for an address in the United States.
        diagnoses: the releases of ICD-10-CM.
        procedures: the lists of CPT, HCPCS level II and CDT that a user brought.
    """

    states: States | None = None
    diagnoses: Releases = field(default_factory=Releases)
    procedures: ProcedureLists = field(default_factory=ProcedureLists)


NO_CODE_SETS = CodeSets()


@dataclass(frozen=True, slots=True)
class Scope:
    """One code set: what is asked of its codes, and what is not; for documentation."""

    name: str
    elements: str
    asked: str
    not_asked: str


def scopes(held: CodeSets) -> tuple[Scope, ...]:
    """What is asked of the codes of a claim with the sets that are *held*, set by set."""
    return (
        Scope(
            "National Provider Identifier",
            "NM109 where NM108 is XX",
            "ten digits, the first 1 or 2, the last the check digit",
            "whether it was issued, to whom, and whether it is still in use",
        ),
        Scope(
            "ICD-10-CM",
            "HI with ABK, ABF, ABJ, APR, ABN",
            "the form, always; that the code may be billed, where a held release covers the days "
            f"of service ({held.diagnoses.covered})",
            "membership on other days (a code that no held release has is a note); whether the "
            "code fits sex, age or procedure; ICD-9-CM (BK, BF …); ICD-10-PCS (BBR, BBQ)",
        ),
        Scope(
            "Places of service",
            "CLM05-1 and SV105 of 837P, CLM05-1 and SV303 of 837D",
            "that the code is assigned on the day of service (PS01, with the policies)",
            "nothing further here; PS02 asks about place and procedure",
        ),
        Scope(
            "States",
            "N402 of addresses without a country or in US, CLM11-4",
            "that the Postal Service has the code" if held.states else "nothing: no table is held",
            "provinces of Canada and of other countries; whether city and ZIP code lie in it",
        ),
        Scope(
            "Countries",
            "N404, CLM11-5",
            "the form of ISO 3166-1: two or three letters",
            "whether the code is assigned",
        ),
        Scope(
            "Revenue codes",
            "SV201",
            "the form: four digits",
            "whether the code is assigned, and whether it wants a procedure beside it",
        ),
        Scope(
            "Type of bill",
            "CLM05-1 and CLM05-3 of 837I",
            "the form: two digits, then a digit or letter",
            "whether the combination is assigned",
        ),
        Scope(
            "Provider taxonomy",
            "PRV03",
            "the form: three digits, six digits or letters, X",
            "whether the code is assigned, and to this provider",
        ),
        Scope(
            "CPT, HCPCS level II, CDT, HIPPS",
            "SV101, SV202, SV301 and SVD03 with HC, AD or HP",
            "the form"
            + (
                ", and membership where a list brought by the user covers the day of service (on "
                "other days a code that no such list has is a note)" * bool(held.procedures)
            ),
            "modifiers; codes with other qualifiers"
            + ("" if held.procedures else "; membership, for no list was brought"),
        ),
        Scope(
            "National Drug Code",
            "LIN03 where LIN02 is N4",
            "the form: eleven digits",
            "whether the drug is listed",
        ),
        Scope(
            "Adjustment reasons, remarks, condition, occurrence and value codes, DRG",
            "CAS, MIA, MOA, HI with BG, BH, BI, BE, DR",
            "nothing beyond the guide",
            "whether the code is assigned",
        ),
    )
