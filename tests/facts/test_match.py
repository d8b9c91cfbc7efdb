from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

import msgspec
import pytest

from edi_service.claims.model import Claim, Parties, Party, Person, Reference, ServiceLine
from edi_service.facts import shown
from edi_service.facts.match import AuthorizationTable, FactsTable, Row
from edi_service.facts.model import NO_FACTS, AuthorizationOnFile, ClaimFacts
from edi_service.finding import NOWHERE, Report, Severity
from tests.facts.making import ANOTHER_NPI, MEMBER, NPI, a_claim


class Payer(NamedTuple):
    payer: str


def row(place: int, number: str = "A1", npi: str = "", plan: str = "gold") -> Row[ClaimFacts]:
    return Row(f"row {place}", number, npi, ClaimFacts(plan=plan))


def ask(table: FactsTable, number: str = "A1", npi: str = NPI) -> tuple[str | None, list[str]]:
    """The plan that is known of a claim, and the findings of asking."""
    report = Report()
    facts = table.find(a_claim(number, npi), report)
    return facts.plan, [f"{each.kind.code} {each.message}" for each in report.findings]


def unmatched(table: FactsTable) -> list[str]:
    return [f"{finding.kind.code} {finding.message}" for finding in table.unmatched()]


def test_a_row_belongs_to_the_claim_of_its_number_and_provider() -> None:
    table = FactsTable([row(2, npi=NPI), row(3, npi=ANOTHER_NPI, plan="tin"), row(4, "A2")])
    assert ask(table) == ("gold", [])
    assert ask(table, npi=ANOTHER_NPI) == ("tin", [])
    assert ask(table, "A2") == ("gold", [])
    assert ask(table, "A3") == (None, [])
    assert unmatched(table) == []


def test_a_row_with_the_provider_goes_before_one_without() -> None:
    table = FactsTable([row(2), row(3, npi=NPI, plan="tin")])
    assert ask(table) == ("tin", [])
    assert ask(table, npi=ANOTHER_NPI) == ("gold", [])


def test_a_claim_may_be_asked_about_again() -> None:
    table = FactsTable([row(2)])
    assert ask(table) == ask(table) == ("gold", [])


def test_a_claim_without_an_npi_has_rows_without_one_only() -> None:
    table = FactsTable([row(2, npi=NPI), row(3, "A2")])
    assert ask(table, npi="") == (None, [])
    assert ask(table, "A2", npi="") == ("gold", [])


def test_two_rows_for_one_claim_are_ambiguous_and_neither_is_used() -> None:
    table = FactsTable([row(2), row(3, plan="tin")])
    assert ask(table) == (None, ["FA01 row 2, row 3: the claim has more than one row"])
    assert unmatched(table) == []


def test_a_row_without_a_provider_is_for_one_provider_only() -> None:
    table = FactsTable([row(2)])
    assert ask(table) == ("gold", [])
    assert ask(table, npi=ANOTHER_NPI) == (
        None,
        ["FA01 row 2: it names no provider, and claims of two have its number"],
    )
    assert ask(table) == ("gold", [])


def test_an_ambiguous_row_is_a_finding_about_the_claim() -> None:
    report = Report()
    assert FactsTable([row(2), row(3)]).find(a_claim(), report) == NO_FACTS
    (found,) = report.findings
    assert found.severity is Severity.WARNING
    assert found.position == NOWHERE
    assert found.claim_id == f"claim of {NPI}"


def test_rows_that_no_claim_asked_for_are_named_in_the_end() -> None:
    table = FactsTable([row(2), row(3, "A2"), row(4, "A2"), row(5, "A3", NPI)])
    ask(table)
    ask(table, "A3", ANOTHER_NPI)
    assert unmatched(table) == [
        "FA02 row 3: no claim read has its number",
        "FA02 row 4: no claim read has its number",
        "FA02 row 5: no claim read has its number",
    ]
    assert {found.severity for found in table.unmatched()} == {Severity.NOTE}


def test_a_table_may_know_nothing() -> None:
    table = FactsTable.empty()
    assert ask(table) == (None, [])
    assert unmatched(table) == []
    assert (table.name, table.findings) == ("", ())


def authorization(payer: str, member: str = MEMBER, number: str = "N1") -> AuthorizationOnFile:
    return AuthorizationOnFile(number=number, payer=payer, member=member)


@pytest.mark.parametrize(
    ("payer", "member", "is_found"),
    [
        ("example", MEMBER, True),
        ("EXAMPLE", MEMBER.lower(), True),
        ("12345", MEMBER, True),
        ("another", MEMBER, False),
        ("", MEMBER, False),
        ("example", "W1", False),
        ("example", "", False),
    ],
)
def test_an_authorization_is_found_by_member_and_payer(
    payer: str, member: str, *, is_found: bool
) -> None:
    table = AuthorizationTable([authorization(payer, member)])
    found = table.find(a_claim(payer="12345"), Payer("example"))
    assert bool(found) is is_found


def test_authorizations_are_found_in_the_order_of_the_file() -> None:
    table = AuthorizationTable(
        [authorization("example", number=number) for number in ("N2", "N1", "N3")]
    )
    found = table.find(a_claim(), None)
    assert [each.number for each in found] == ["N2", "N1", "N3"]


def test_a_claim_that_names_no_member_or_payer_has_none_on_file() -> None:
    table = AuthorizationTable([authorization("", ""), authorization("", MEMBER)])
    assert table.find(a_claim(member="", payer=""), None) == ()
    assert table.find(a_claim(payer=""), None) == ()
    assert AuthorizationTable.empty().find(a_claim(), None) == ()


def test_an_authorization_says_nothing_of_itself_in_a_log() -> None:
    assert repr(authorization("example")) == "<AuthorizationOnFile>"


@pytest.mark.parametrize(
    ("protocol", "shows"),
    [
        (shown.ShownClaim, Claim),
        (shown.ShownParties, Parties),
        (shown.ShownPerson, Person),
        (shown.ShownParty, Party),
        (shown.MappedPayer, Payer),
    ],
)
def test_a_claim_shows_what_the_tables_look_at(protocol: type, shows: type) -> None:
    asked = {name for name in vars(protocol) if not name.startswith("_")}
    assert asked
    assert asked <= set(dir(shows))


def billing(number: str = "AUTH1", **more: Any) -> Claim:
    line = {"number": "1", "procedure": "97110", "quantity": Decimal(2), "unit": "UN", **more}
    lines = (ServiceLine(**line, authorizations=(number,)),)
    return msgspec.structs.replace(a_claim(), lines=lines, frequency="1")


def used(table: AuthorizationTable) -> Decimal | None:
    [found] = table.find(a_claim(), Payer("example"))
    return found.used


def on_file(**more: Any) -> AuthorizationTable:
    told = {"number": "AUTH1", "payer": "example", "member": MEMBER, "procedures": ("97110",)}
    return AuthorizationTable([AuthorizationOnFile(**{**told, **more})])


def test_what_claims_bill_under_a_number_counts_as_used_by_the_next() -> None:
    table = on_file(units=Decimal(6), used=Decimal(1))
    assert used(table) == 1
    table.use(billing())
    table.use(billing(number="auth1"))
    assert used(table) == 5


def test_a_number_on_the_claim_is_for_lines_without_their_own() -> None:
    table = on_file()
    line = ServiceLine(number="1", procedure="97110", quantity=Decimal(2), unit="UN")
    own = msgspec.structs.replace(line, authorizations=("OTHER",))
    claim = msgspec.structs.replace(a_claim(), lines=(line, own), frequency="1")
    references = (Reference("G1", "AUTH1"),)
    table.use(msgspec.structs.replace(claim, references=references))
    assert used(table) == 2


@pytest.mark.parametrize(
    "claim",
    [
        billing(number="AUTH2"),
        billing(unit="MJ"),
        billing(procedure="97112"),
        msgspec.structs.replace(billing(), frequency="7"),
        msgspec.structs.replace(billing(), frequency="8"),
        msgspec.structs.replace(billing(), parties=a_claim(member="W900000002").parties),
    ],
    ids=["another number", "minutes", "another service", "replacing", "voiding", "another member"],
)
def test_what_is_no_unit_of_the_authorization_is_not_counted(claim: Claim) -> None:
    table = on_file()
    table.use(claim)
    assert used(table) is None


def test_an_authorization_for_any_service_counts_each() -> None:
    table = on_file(procedures=())
    table.use(billing(procedure="97112"))
    assert used(table) == 2
    AuthorizationTable.empty().use(billing())


def test_a_claim_that_bills_more_than_is_left_is_held_and_uses_nothing() -> None:
    table = on_file(units=Decimal(3))
    table.use(billing())
    table.use(billing())
    assert used(table) == 2
    table.use(billing(quantity=Decimal(1)))
    assert used(table) == 3
