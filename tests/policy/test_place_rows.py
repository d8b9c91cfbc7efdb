"""Rows about places: whose counts, on which days, for whom, and how firmly it is said."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from edi_service.facts.encounter import Encounter, PatientClass
from edi_service.finding import Severity
from edi_service.policy.language.refused import PolicyRefused
from edi_service.policy.model import PayerAlias
from edi_service.policy.place_rules import Row
from tests.policy.casework import a_claim
from tests.policy.making import DAY, SOURCE, a_policy, a_subject, look

if TYPE_CHECKING:
    from edi_service.finding import Finding

MEDICARE = PayerAlias(payer="example", line_of_business="medicare")
UNREAD = SOURCE.replace('certainty="A"', 'certainty="C"')
OFFICE = '<family id="one" title="Visits" codes="99213" expected="22"{row}>{otherwise}</family>'
ERROR, WARNING = '<otherwise severity="error"/>', '<otherwise severity="warning"/>'


def a_family(otherwise: str = ERROR, row: str = "", **policy: Any) -> Any:
    return a_policy(f"<places>{OFFICE.format(row=row, otherwise=otherwise)}</places>", **policy)


def unread(body: str) -> str:
    return f'<revision from="2026-01-01">{UNREAD}{body}</revision>'


def found_by(*policies: Any, payer: PayerAlias = MEDICARE, **fields: Any) -> list[Finding]:
    return list(look(a_subject(payer=payer, **fields), *policies).findings)


def test_what_was_read_well_is_as_grave_as_the_policy_says() -> None:
    [found] = found_by(a_family())
    assert found.severity is Severity.ERROR
    assert "checked" not in found.message


@pytest.mark.parametrize(
    ("policy", "why"),
    [
        (
            a_policy(unread(f"<places>{OFFICE.format(row='', otherwise=ERROR)}</places>")),
            "its text was not read again (certainty C)",
        ),
        (a_family(row=' certainty="C"'), "its text was not read again (certainty C)"),
        (
            a_family(row=' certainty="B"'),
            "its text was read in part, or at second hand (certainty B)",
        ),
    ],
    ids=["the revision", "the row", "the row, in part"],
)
def test_what_was_not_read_well_is_no_error_and_says_so(policy: Any, why: str) -> None:
    [found] = found_by(policy)
    assert found.severity is Severity.WARNING
    assert found.message.endswith(f" No error before the rule is checked: {why}.")
    assert "certainty A" not in found.source


def test_a_row_may_be_better_read_than_its_revision() -> None:
    row = ' certainty="A" locator="page 9"'
    [found] = found_by(
        a_policy(unread(f"<places>{OFFICE.format(row=row, otherwise=ERROR)}</places>"))
    )
    assert found.severity is Severity.ERROR
    assert "Manual, page 9 (" in found.source
    assert "certainty A" in found.source


def test_a_reading_of_long_ago_makes_no_firm_error() -> None:
    subject = replace(a_subject(payer=MEDICARE), reread_after=30)
    [found] = look(subject, a_family()).findings
    assert found.severity is Severity.WARNING
    assert "it was read 89 days ago" in found.message


def test_a_warning_stays_a_warning_and_needs_no_word() -> None:
    [found] = found_by(a_family(WARNING, row=' certainty="C"'))
    assert (found.severity, "checked" in found.message) == (Severity.WARNING, False)


@pytest.mark.parametrize(
    ("row", "holds"),
    [
        ("", True),
        (' from="2026-03-02"', True),
        (' from="2026-03-03"', False),
        (' to="2026-03-02"', True),
        (' to="2026-03-01"', False),
    ],
)
def test_a_row_holds_from_day_to_day(row: str, *, holds: bool) -> None:
    assert bool(found_by(a_family(row=row))) is holds
    misfit = f'<misfit id="one" title="T." against="procedure"{row}><when places="11"/></misfit>'
    assert bool(found_by(a_policy(f"<places>{misfit}</places>"))) is holds
    encounter = f'<encounter id="one" classes="inpatient" not-at="11"{row}>{WARNING}</encounter>'
    assert bool(of_an_inpatient(a_policy(f"<places>{encounter}</places>"))) is holds


def test_on_a_day_that_is_not_known_only_what_always_holds_does() -> None:
    assert Row().holds(None)
    assert not Row(date(2026, 1, 1)).holds(None)
    assert not Row(ends=date(2026, 1, 1)).holds(None)


def of_an_inpatient(*policies: Any, payer: PayerAlias = MEDICARE) -> list[Finding]:
    subject = a_subject(a_claim(DAY, {"lines": [{"procedure": "99213"}]}), payer=payer)
    seen = Encounter(patient_class=PatientClass.INPATIENT)
    return list(look(replace(subject, encounter=seen), *policies).findings)


def encounter(otherwise: str, **policy: Any) -> Any:
    body = f'<encounter id="one" classes="inpatient" not-at="11">{otherwise}</encounter>'
    return a_policy(f"<places>{body}</places>", **policy)


FOR_MEDICARE = '<otherwise severity="error" lines-of-business="medicare"/>'
COMMERCIAL = PayerAlias(payer="example", line_of_business="commercial")


@pytest.mark.parametrize(
    ("otherwise", "payer", "severity"),
    [
        (FOR_MEDICARE + WARNING, MEDICARE, Severity.ERROR),
        (FOR_MEDICARE + WARNING, COMMERCIAL, Severity.WARNING),
        (FOR_MEDICARE, MEDICARE, Severity.ERROR),
        (FOR_MEDICARE, COMMERCIAL, None),
        ('<otherwise severity="note"/>', COMMERCIAL, Severity.NOTE),
    ],
)
def test_the_first_grade_for_the_line_of_business_counts(
    otherwise: str, payer: PayerAlias, severity: Severity | None
) -> None:
    found = of_an_inpatient(encounter(otherwise), payer=payer)
    assert [each.severity for each in found] == ([] if severity is None else [severity])


def test_a_payers_own_row_takes_the_place_of_the_general_one() -> None:
    general = encounter(WARNING, payer="*", subject="general")
    assert [each.severity for each in of_an_inpatient(general)] == [Severity.WARNING]
    own = encounter('<otherwise severity="note"/>')
    assert [each.severity for each in of_an_inpatient(general, own)] == [Severity.NOTE]


ENCOUNTER = '<encounter id="one" classes="inpatient" not-at="11"{more}>{inside}</encounter>'
ACROSS = '<across id="one" title="T" against="office" beside="11"{more}>{inside}</across>'


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (
            f'<encounter id="one" classes="inpatient">{WARNING}</encounter>',
            "rules nothing out: write not-at or not-billed",
        ),
        (
            ENCOUNTER.format(more=' first-day-at="23"', inside=WARNING),
            "the place 23 of first-day-at is not in not-at",
        ),
        (
            f'<compared id="one" part="still-a-patient">{WARNING}</compared>',
            "write unless-status",
        ),
        (
            ACROSS.format(more=' unless-beside="11 13"', inside=WARNING),
            "the bill type 11 is both in beside and in unless-beside",
        ),
        (
            ACROSS.format(more="", inside=WARNING + ERROR),
            "an earlier <otherwise> already fits every line of business",
        ),
        (
            ACROSS.format(more=' from="2026-02-01" to="2026-01-31"', inside=WARNING),
            "it ends on 2026-01-31, before it begins on 2026-02-01",
        ),
        (
            ACROSS.format(more=' beside-revenue-codes="0459-0450"', inside=WARNING),
            "beside-revenue-codes has 0459-0450: a range runs upward",
        ),
        (ACROSS.format(more="", inside=WARNING) * 2, "the across one is there twice"),
        (ACROSS.format(more="", inside=""), "Missing child element"),
        (
            f'<encounter id="one" classes="asleep" not-at="11">{WARNING}</encounter>',
            "'asleep' is not an element of the set",
        ),
    ],
)
def test_a_row_that_cannot_be_meant_is_refused(body: str, says: str) -> None:
    with pytest.raises(PolicyRefused) as refused:
        a_policy(f"<places>{body}</places>")
    assert says in str(refused.value)
