"""
Whom invented claims are about: billing providers, facilities, physicians and members.

Each is written out once as text with fields for the numbers that change from claim to claim.  NPIs
begin with 2, which the standard keeps for later; tax numbers begin with 00.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from edi_service.codes import npi
from edi_service.service.synth import names
from edi_service.service.synth.payers import MEDICARE
from edi_service.service.synth.text import digits, pick, segment

if TYPE_CHECKING:
    from random import Random

    from edi_service.service.synth.payers import Payer

CHILD = "19"
SPOUSE = "01"
DEPENDENTS = 0.3  # of the members whose plan covers families


class Name(NamedTuple):
    """A person's invented name, and the gender that goes with it in DMG03."""

    surname: str
    given: str
    gender: str


@dataclass(frozen=True, slots=True)
class Member:
    """
    Loops 2000B to 2010BB, and 2000C where the patient is a dependent.

    *text* has the fields ``{parent}``, ``{level}`` and, of a dependent, ``{child}``: numbers of
    hierarchical levels.  *levels* is how many of them it takes: one or two.
    """

    text: str
    levels: int


def identifier(random: Random) -> str:
    """An NPI with its check digit."""
    first_nine = "2" + digits(random, 8)
    return first_nine + npi.check_digit(first_nine)


def person(random: Random) -> Name:
    """An invented name."""
    gender = pick(random, "FM")
    given = names.WOMEN if gender == "F" else names.MEN
    return Name(pick(random, names.SURNAMES), pick(random, given), gender)


def address(random: Random, plus_four: str = "") -> str:
    """N3 and N4; a provider's postal code has nine digits."""
    town = pick(random, names.TOWNS)
    street = f"{1 + int(random.random() * 998)} {pick(random, names.STREETS)}"
    return segment("N3", street) + segment(
        "N4", town.name, town.state, town.postal_code + plus_four
    )


def billing_provider(random: Random, title: str, taxonomy: str) -> str:
    """Loops 2000A and 2010AA with the field ``{level}``."""
    return (
        segment("HL", "{level}", "", "20", "1")
        + segment("PRV", "BI", "PXC", taxonomy)
        + _organization(random, "85", title)
        + address(random, "0001")
        + segment("REF", "EI", "00" + digits(random, 7))
    )


def facility(random: Random) -> str:
    """A service facility location: loop 2310C of the professional guide."""
    return _organization(random, "77", "HOSPITAL") + address(random, "0002")


def physician(random: Random, entity: str, role: str, taxonomy: str) -> str:
    """
    A physician's NM1 and PRV.

    Args:
        random: what draws the name and the NPI.
        entity: NM101, such as 82 for the rendering provider.
        role: PRV01, such as PE for performing.
        taxonomy: PRV03, what the physician practises.
    """
    name = person(random)
    number = identifier(random)
    return segment(
        "NM1", entity, "1", name.surname, name.given, "", "", "", "XX", number
    ) + segment("PRV", role, "PXC", taxonomy)


def member(random: Random, payer: Payer, medicare_filing: str) -> Member:
    """
    Somebody insured with *payer*, and the dependent who is the patient, if it is one.

    *medicare_filing* is SBR09 where the payer is Medicare.
    """
    filing = medicare_filing if payer is MEDICARE else payer.claim_filing
    if payer.covers_families and random.random() < DEPENDENTS:
        return _dependent(random, payer, filing)
    return _subscriber(random, payer, filing)


def _subscriber(random: Random, payer: Payer, filing: str) -> Member:
    name = person(random)
    born = _birth(random, 1930, 25) if payer.members_are_old else _birth(random, 1965, 40)
    text = (
        segment("HL", "{level}", "{parent}", "22", "0")
        + _coverage(random, "18", payer, filing)
        + _insured(name, _member_number(random, payer))
        + address(random)
        + segment("DMG", "D8", born, name.gender)
        + _payer(payer)
    )
    return Member(text, 1)


def _dependent(random: Random, payer: Payer, filing: str) -> Member:
    insured, relationship = person(random), pick(random, (SPOUSE, CHILD, CHILD))
    patient = person(random)
    born = _birth(random, 1965, 30) if relationship == SPOUSE else _birth(random, 2004, 18)
    text = (
        segment("HL", "{level}", "{parent}", "22", "1")
        + _coverage(random, "", payer, filing)
        + _insured(insured, _member_number(random, payer))
        + _payer(payer)
        + segment("HL", "{child}", "{level}", "23", "0")
        + segment("PAT", relationship)
        + segment("NM1", "QC", "1", insured.surname, patient.given)
        + address(random)
        + segment("DMG", "D8", born, patient.gender)
    )
    return Member(text, 2)


def _coverage(random: Random, relationship: str, payer: Payer, filing: str) -> str:
    group = "GRP" + digits(random, 5) if payer.covers_families else ""
    return segment("SBR", "P", relationship, group, "", "", "", "", "", filing)


def _insured(name: Name, number: str) -> str:
    return segment("NM1", "IL", "1", name.surname, name.given, "", "", "", "MI", number)


def _payer(payer: Payer) -> str:
    return segment("NM1", "PR", "2", payer.name, "", "", "", "", "PI", payer.identifier)


def _organization(random: Random, entity: str, title: str) -> str:
    name = f"{pick(random, names.TOWNS).name} {title}"
    return segment("NM1", entity, "2", name, "", "", "", "", "XX", identifier(random))


def _member_number(random: Random, payer: Payer) -> str:
    """
    A number that no member has.

    Medicare's has the length of a beneficiary's number with an S in second place: real ones hold no
    S, for it looks like a 5.
    """
    if payer is MEDICARE:
        return f"1S{digits(random, 2)}TE{digits(random, 1)}MK{digits(random, 2)}"
    return "INV" + digits(random, 9)


def _birth(random: Random, first_year: int, years: int) -> str:
    year = first_year + int(random.random() * years)
    month, day = 1 + int(random.random() * 12), 1 + int(random.random() * 28)
    return f"{year}{month:02d}{day:02d}"
