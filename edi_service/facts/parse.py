"""
From the text of a facts or authorizations file to a table.

A name that is not known is refused, for a column that is silently ignored is a fact that is
silently lost; a value that cannot be read is a finding, and its neighbours are kept.  No finding
quotes a value: it may be about a person.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import msgspec

from edi_service.facts import values
from edi_service.facts.adt import is_hl7, read_messages
from edi_service.facts.encounter import NO_ENCOUNTER, Encounter
from edi_service.facts.kinds import UNREADABLE
from edi_service.facts.match import AuthorizationTable, EncounterTable, FactsTable, Row
from edi_service.facts.model import NO_FACTS, AuthorizationOnFile, ClaimFacts
from edi_service.facts.rates import PlaceRate, RateTable
from edi_service.facts.rows import FactsRefused, read_rows
from edi_service.finding import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import tzinfo

    from edi_service.facts.rows import Row as WrittenRow
    from edi_service.finding import Finding

__all__ = ["FactsRefused", "parse_authorizations", "parse_encounters", "parse_facts", "parse_rates"]

Reader = Callable[[str], object]
Known = TypeVar("Known", ClaimFacts, Encounter)

CLAIM = ("claim_number", "billing_npi")
FACTS: Mapping[str, Reader] = {
    "claim_number": values.read_text,
    "billing_npi": values.read_text,
    "eligibility_added": values.read_day,
    "coverage_known": values.read_moment,
    "notice_given": values.read_moment,
    "denied": values.read_day,
    "first_submitted": values.read_day,
    "authorization_denied": values.read_day,
    "other_payer_decided": values.read_day,
    "procedure_changed": values.read_yes_no,
    "coverage_unverifiable": values.read_yes_no,
    "payer_outage": values.read_yes_no,
    "investigational": values.read_yes_no,
    "network": values.read_network,
    "plan": values.read_text,
    "member_state": values.read_state,
    "admitted": values.read_moment,
    "discharged": values.read_moment,
    "mother_discharged": values.read_moment,
    "stabilized": values.read_moment,
    "transferred": values.read_moment,
    "outage_began": values.read_moment,
    "outage_ended": values.read_moment,
    "card_issued": values.read_day,
    "eligibility_entered": values.read_day,
    "claim_received": values.read_day,
    "denial_letter": values.read_day,
    "decided": values.read_day,
    "appeal_filed": values.read_day,
    "information_requested": values.read_day,
    "information_sent": values.read_day,
    "plan_started": values.read_day,
    "disaster_declared": values.read_day,
    "disaster_ended": values.read_day,
    "newborn": values.read_yes_no,
    "changed_procedure": values.read_yes_no,
    "continuity_of_care": values.read_yes_no,
    "natural_disaster": values.read_yes_no,
    "transfer": values.read_yes_no,
    "misdirected_request": values.read_yes_no,
    "provider_slip": values.read_yes_no,
    "payer_error": values.read_yes_no,
    "after_hours": values.read_yes_no,
    "discharged_before_review": values.read_yes_no,
    "out_of_state": values.read_yes_no,
    "transportation": values.read_yes_no,
    "harmful_delay": values.read_yes_no,
    "service_ongoing": values.read_yes_no,
    "pregnant": values.read_yes_no,
    "dual": values.read_yes_no,
    "gold_card": values.read_yes_no,
    "county": values.read_word,
    "delegate": values.read_word,
    "visits": values.read_units,
    "expected_amount": values.read_units,
    "daily_rate": values.read_units,
    "documents": values.read_words,
    "document_days": values.read_document_days,
    "overrides": values.read_overrides,
}
"""Every column of a facts file: those of :data:`CLAIM`, and the fields of ``ClaimFacts``."""

ENCOUNTERS: Mapping[str, Reader] = {
    "claim_number": values.read_text,
    "billing_npi": values.read_text,
    "patient_class": values.read_class,
    "location": values.read_text,
    "place": values.read_place,
    "admitted": values.read_moment,
    "discharged": values.read_moment,
    "patient_status": values.read_patient_status,
    "eligibility_added": values.read_day,
    "coverage_known": values.read_moment,
    "documents": values.read_words,
}
"""Every column of a table of encounters: :data:`CLAIM`, and the fields of ``Encounter``."""

AUTHORIZATIONS: Mapping[str, Reader] = {
    "number": values.read_text,
    "payer": values.read_text,
    "member": values.read_text,
    "procedures": values.read_codes,
    "modifiers": values.read_codes,
    "starts": values.read_day,
    "ends": values.read_day,
    "units": values.read_units,
    "used": values.read_units,
    "places": values.read_places,
    "providers": values.read_providers,
    "diagnoses": values.read_codes,
    "status": values.read_status,
    "decided": values.read_day,
}
"""Every column of an authorizations file: the fields of ``AuthorizationOnFile``."""

RATES: Mapping[str, Reader] = {
    "procedure": values.read_procedure,
    "modifiers": values.read_modifiers,
    "payer": values.read_text,
    "locality": values.read_locality,
    "facility": values.read_amount,
    "nonfacility": values.read_amount,
    "from": values.read_day,
    "to": values.read_day,
    "source": values.read_text,
}
"""Every column of a list of rates: the fields of ``PlaceRate``, of which two have other names."""

_BLANK = AuthorizationOnFile(number="", payer="", member="")


def parse_facts(text: str, *, name: str) -> FactsTable:
    """
    The facts in *text*, which is CSV or JSON; *name* is the file's.

    Raises:
        FactsRefused: the file as a whole cannot be used.
    """
    findings: list[Finding] = []
    rows = list(_about_claims(text, FACTS, NO_FACTS, findings))
    return FactsTable(rows, name=name, findings=findings)


def parse_encounters(text: str, *, name: str, zone: tzinfo) -> EncounterTable:
    """
    The encounters in *text*, which is CSV, JSON or HL7 v2 (ADT); *name* is the file's.

    Args:
        text: the file.
        name: for findings.
        zone: of times in HL7 messages that have no offset.

    Raises:
        FactsRefused: the file as a whole cannot be used.
    """
    if is_hl7(text):
        return read_messages(text, name=name, zone=zone)
    findings: list[Finding] = []
    rows = list(_about_claims(text, ENCOUNTERS, NO_ENCOUNTER, findings))
    return EncounterTable(rows, name=name, findings=findings)


def _about_claims(
    text: str, columns: Mapping[str, Reader], blank: Known, findings: list[Finding]
) -> Iterator[Row[Known]]:
    """A row for each that says which claim it is about; *blank* is what an empty one knows."""
    for row in read_rows(text, columns, required=("claim_number",)):
        found = _read(row, columns, findings)
        if _is_whole(row, found, ("claim_number",), findings):
            number, npi = str(found["claim_number"]), str(found.get("billing_npi", ""))
            known = {field: value for field, value in found.items() if field not in CLAIM}
            yield Row(row.place, number, npi, msgspec.structs.replace(blank, **known))


def parse_authorizations(text: str, *, name: str) -> AuthorizationTable:
    """
    The authorizations in *text*, which is CSV or JSON; *name* is the file's.

    Raises:
        FactsRefused: the file as a whole cannot be used.
    """
    required = ("number", "payer", "member")
    authorizations: list[AuthorizationOnFile] = []
    findings: list[Finding] = []
    for row in read_rows(text, AUTHORIZATIONS, required):
        before = len(findings)
        found = _read(row, AUTHORIZATIONS, findings)
        # Half of an authorization covers more than the whole: without its last day, every day.
        if _is_whole(row, found, required, findings) and len(findings) == before:
            authorizations.append(msgspec.structs.replace(_BLANK, **found))
    return AuthorizationTable(authorizations, name=name, findings=findings)


def parse_rates(text: str, *, name: str) -> RateTable:
    """
    The rates in *text*, which is CSV or JSON; *name* is the file's.

    A row with a value that cannot be read is left aside: without its last day or its modifier it
    would price services it was never meant for.

    Raises:
        FactsRefused: the file as a whole cannot be used.
    """
    required = ("procedure", "facility", "nonfacility", "from", "source")
    rates: list[PlaceRate] = []
    findings: list[Finding] = []
    for row in read_rows(text, RATES, required):
        before = len(findings)
        found = _read(row, RATES, findings)
        if not _is_whole(row, found, required, findings) or len(findings) > before:
            continue
        rate = _rate(row.place, found)
        if rate.ends is not None and rate.ends < rate.starts:
            message = f"{row.place}, to: it lies before from"
            findings.append(UNREADABLE.found(NOWHERE, message))
        else:
            rates.append(rate)
    return RateTable(rates, name=name, findings=findings)


def _rate(place: str, found: Mapping[str, object]) -> PlaceRate:
    fields = {{"from": "starts", "to": "ends"}.get(name, name): found[name] for name in found}
    return msgspec.convert({"row": place, **fields}, PlaceRate)


def _read(
    row: WrittenRow, columns: Mapping[str, Reader], findings: list[Finding]
) -> dict[str, object]:
    """The values of *row* that can be read; each other one is a finding."""
    found: dict[str, object] = {}
    faults = list(row.faults)
    for name, text in row.cells.items():
        try:
            if text:
                found[name] = columns[name](text)
        except ValueError as fault:
            faults.append((name, str(fault)))
    for name, says in faults:
        where = f"{row.place}, {name}" if name else row.place
        findings.append(UNREADABLE.found(NOWHERE, f"{where}: {says}"))
    return found


def _is_whole(
    row: WrittenRow, found: dict[str, object], required: tuple[str, ...], findings: list[Finding]
) -> bool:
    """Whether everything is there that says whom or what *row* is about."""
    absent = [name for name in required if name not in found]
    for name in absent:
        message = f"{row.place}, {name}: without it the row is left aside"
        findings.append(UNREADABLE.found(NOWHERE, message))
    return not absent
