"""Who reviews, who asks, and for whom: loops 2000A to 2000D."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.model import ClaimKind, Contact
from edi_service.codes import npi
from edi_service.review import kinds

if TYPE_CHECKING:
    from edi_service.claims.model import Party, Person
    from edi_service.review.draft import Draft
    from edi_service.review.profile import Partner

_REVIEWER_QUALIFIERS = frozenset({"24", "34", "46", "PI", "XV"})
_MEMBER_QUALIFIERS = frozenset({"MI", "II"})
_GENDERS = frozenset({"F", "M", "U"})
_RELATIONSHIPS = {"01": "01", "19": "19"}  # spouse and child; any other is G8
_NUMBERS = ("TE", "FX", "EM", "EX")  # of PER; an extension only after a telephone


def identifier_of(party: Party) -> tuple[str, str]:
    """NM108 and NM109 for a provider: its NPI, else its tax number, else nothing."""
    for qualifier, value in (
        ("XX", party.npi),
        ("24", party.reference("EI")),
        ("34", party.reference("SY")),
    ):
        if value.strip(" "):
            return qualifier, value
    return "", ""


def reviewer_of(draft: Draft, partner: Partner) -> tuple[str, str, str]:
    """Name, qualifier and identifier of the organization that reviews."""
    payer = draft.claim.parties.payer
    if partner.reviewer_id:
        return (
            partner.reviewer_name or payer.last_name,
            partner.reviewer_id_qualifier,
            partner.reviewer_id,
        )
    return partner.reviewer_name or payer.last_name, payer.identifier_qualifier, payer.identifier


def trace_assigner(draft: Draft, partner: Partner) -> str:
    """
    TRN03: who signs the trace numbers.

    The settings say, else 1 and the billing provider's tax number, else 9 and its NPI without the
    check digit, which is computed from the rest.
    """
    billing = draft.claim.parties.billing
    tax_number = billing.reference("EI").replace("-", "").strip(" ")
    if partner.trace_assigner:
        return partner.trace_assigner
    if len(tax_number) == 9:
        return f"1{tax_number}"
    if npi.is_valid(billing.npi.strip(" ")):
        return f"9{billing.npi.strip(' ')[:9]}"
    if identifier_of(billing)[0] in {"24", "34"}:  # else the lack of an identifier is found already
        draft.find(kinds.TRACE_ASSIGNER_MISSING, "the billing provider's numbers make no TRN03")
    return ""


def add_reviewer(draft: Draft, partner: Partner) -> int:
    """Loop 2000A; returns its HL01."""
    level = draft.open_level("2000A", "20", None, has_children=True)
    add_reviewer_name(draft, "2010A", "X3", partner)
    return level


def add_reviewer_name(draft: Draft, loop: str, entity: str, partner: Partner) -> None:
    """An NM1 of the organization that reviews, which must have an identifier."""
    name, qualifier, identifier = reviewer_of(draft, partner)
    if qualifier not in _REVIEWER_QUALIFIERS or not identifier.strip(" "):
        draft.find(kinds.REVIEWER_UNKNOWN, "the payer's identifier (2010BB NM109) is missing")
    draft.add(loop, "NM1", entity, "2", name, "", "", "", "", qualifier, identifier)


def add_requester(draft: Draft, partner: Partner, reviewer: int) -> int:
    """Loop 2000B: the billing provider; returns its HL01."""
    level = draft.open_level("2000B", "21", reviewer, has_children=True)
    billing = draft.claim.parties.billing
    add_requester_name(draft)
    qualifier, _ = identifier_of(billing)
    # A number that stands in NM109 already is not said twice; a social security number goes only
    # there, where nothing else names the provider.
    tax_number = billing.reference("EI").strip(" ")
    if tax_number and qualifier != "24":
        draft.add("2010B", "REF", "EI", tax_number)
    payer = draft.claim.parties.payer
    assigned = (payer.reference("G2") or payer.reference("LU")).strip(" ")
    if partner.send_payer_assigned_number and assigned:
        draft.add("2010B", "REF", "ZH", assigned)
    if partner.send_addresses:
        add_address(draft, "2010B", billing)
    add_contact(draft, "2010B", partner)
    if taxonomy := billing.taxonomy.strip(" "):
        draft.add("2010B", "PRV", "PE", "PXC", taxonomy)
    return level


def add_requester_name(draft: Draft, loop: str = "2010B") -> None:
    """An NM1 of the billing provider, which must have an identifier."""
    billing = draft.claim.parties.billing
    if not identifier_of(billing)[0]:
        draft.find(kinds.REQUESTER_UNKNOWN, "the billing provider has no NPI and no tax number")
    entity = "FA" if draft.claim.kind is ClaimKind.INSTITUTIONAL else "1P"
    add_provider_name(draft, loop, entity, billing)


def add_provider_name(draft: Draft, loop: str, entity: str, party: Party) -> None:
    """An NM1 of a provider, whose NPI must at least be possible."""
    qualifier, identifier = identifier_of(party)
    if qualifier == "XX" and not npi.is_valid(identifier.strip(" ")):
        draft.find(kinds.WRONG_NPI, f"the NPI of the provider in loop {loop} ({entity})")
    kind, names = _names(party)
    draft.add(loop, "NM1", entity, kind, *names, qualifier, identifier)


def has_address(party: Party) -> bool:
    """Whether the claim has enough of an address to be one: a street and a city."""
    return bool(any(line.strip(" ") for line in party.street) and party.city.strip(" "))


def add_address(draft: Draft, loop: str, party: Party, *, with_country: bool = True) -> None:
    """N3 and N4, when the claim has them."""
    if not has_address(party):
        return
    state, country = party.state.strip(" "), party.country.strip(" ")
    for code, what in ((state, "state"), (country, "country")):
        if code and not (code.isascii() and code.isalpha() and code.isupper()):
            message = f"the {what} code in loop {loop} is not of capital letters"
            draft.find(kinds.CODE_REFUSED, message)
    draft.add(loop, "N3", *[line for line in party.street if line.strip(" ")][:2])
    draft.add(loop, "N4", party.city, state, party.postal_code, country if with_country else "")


def add_subscriber(draft: Draft, partner: Partner, requester: int) -> int:
    """Loop 2000C; returns its HL01."""
    level = draft.open_level("2000C", "22", requester, has_children=True)
    parties = draft.claim.parties
    member = parties.subscriber.party
    add_member_name(draft)
    group = parties.coverage.group_number.strip(" ")
    if partner.send_group_number and group:
        draft.add("2010C", "REF", partner.group_qualifier, group)
    is_patient = parties.dependent is None
    if is_patient:
        _add_account(draft, "2010C")
    if partner.send_addresses:
        add_address(draft, "2010C", member)
    add_demographics(draft, "2010C", parties.subscriber, is_patient=is_patient)
    return level


def add_member_name(draft: Draft) -> None:
    """NM1 of loop 2010C: the subscriber, by the member's identifier."""
    member = draft.claim.parties.subscriber.party
    if not member.is_person or not member.last_name.strip(" "):
        draft.find(kinds.NAME_MISSING, "the subscriber (2010BA) is not named as a person")
    if not member.identifier.strip(" "):
        draft.find(kinds.MEMBER_UNKNOWN, "NM109 of loop 2010BA is empty")
    qualifier = member.identifier_qualifier
    _, names = _names(member)
    draft.add(
        "2010C",
        "NM1",
        "IL",
        "1",
        *names,
        qualifier if qualifier in _MEMBER_QUALIFIERS else "MI",
        member.identifier,
    )


def add_dependent(draft: Draft, partner: Partner, subscriber: int) -> int:
    """Loop 2000D, when the patient is not the subscriber; returns the patient's HL01."""
    patient = draft.claim.parties.dependent
    if patient is None:
        return subscriber
    level = draft.open_level("2000D", "23", subscriber, has_children=True)
    add_patient_name(draft, patient.party)
    _add_account(draft, "2010D")
    if partner.send_addresses:
        add_address(draft, "2010D", patient.party)
    add_demographics(draft, "2010D", patient, is_patient=True)
    if relationship := draft.claim.parties.dependent_relationship:
        draft.add("2010D", "INS", "N", _RELATIONSHIPS.get(relationship, "G8"))
    return level


def add_patient_name(draft: Draft, patient: Party) -> None:
    """NM1 of loop 2010D: a dependent, who has no identifier here."""
    if not patient.last_name.strip(" "):
        draft.find(kinds.NAME_MISSING, "the patient (2010CA) is not named")
    _, names = _names(patient)
    draft.add("2010D", "NM1", "QC", "1", *names)


def add_patient_alone(draft: Draft, above: int) -> int:
    """
    Levels 22 and 23 with names and birth dates, and nothing else; returns the patient's HL01.

    Inquiries and notifications need no more to find a person.
    """
    parties = draft.claim.parties
    level = draft.open_level("2000C", "22", above, has_children=True)
    add_member_name(draft)
    dependent = parties.dependent
    add_demographics(draft, "2010C", parties.subscriber, is_patient=dependent is None)
    if dependent is not None:
        level = draft.open_level("2000D", "23", level, has_children=True)
        add_patient_name(draft, dependent.party)
        add_demographics(draft, "2010D", dependent, is_patient=True)
    return level


def _names(party: Party) -> tuple[str, tuple[str, ...]]:
    """NM102, and NM103 to NM107."""
    if not party.is_person:
        return "2", (party.last_name, "", "", "", "")
    return "1", (party.last_name, party.first_name, party.middle_name, "", party.suffix)


def _add_account(draft: Draft, loop: str) -> None:
    """The provider's account number for the patient (CLM01)."""
    if number := draft.claim.number.strip(" "):
        draft.add(loop, "REF", "EJ", number)


def add_demographics(draft: Draft, loop: str, person: Person, *, is_patient: bool) -> None:
    """DMG: birth date and gender; a patient's birth date must be known."""
    gender = person.gender if person.gender in _GENDERS else ""
    if person.birth_date is not None:
        born = draft.day(person.birth_date, "a birth date")
        draft.add(loop, "DMG", "D8", born, gender)
    elif is_patient:
        draft.find(kinds.BIRTH_DATE_MISSING, f"DMG02 of the patient (loop {loop}) is not known")


def add_contact(draft: Draft, loop: str, partner: Partner) -> None:
    """PER: the desk named in the settings, else the billing provider's contact on the claim."""
    contact = Contact(
        name=partner.contact_name,
        numbers=tuple(
            (qualifier, number)
            for qualifier, number in (("TE", partner.contact_phone), ("FX", partner.contact_fax))
            if number
        ),
    )
    if contact == Contact():
        contact = draft.claim.parties.billing.contact or contact
    numbers = _in_order(contact)
    if contact.name.strip(" ") or numbers:
        pairs = [element for pair in numbers for element in pair]
        draft.add(loop, "PER", "IC", contact.name, *pairs)


def _in_order(contact: Contact) -> list[tuple[str, str]]:
    """Up to three numbers, an extension only right behind its telephone."""
    kept: list[tuple[str, str]] = []
    for qualifier, number in contact.numbers:
        follows = bool(kept) and kept[-1][0] == "TE"
        if number.strip(" ") and qualifier in _NUMBERS and (qualifier != "EX" or follows):
            kept.append((qualifier, number))
    return kept[:3]
