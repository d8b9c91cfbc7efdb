from __future__ import annotations

from datetime import date

import pytest

from edi_service.policy.language.refused import PolicyRefused
from edi_service.policy.model import PayerAlias
from tests.policy.making import NEEDED, PAYER, a_library, a_policy, a_revision

OTHER = PayerAlias(payer="other", line_of_business="medicare")
DAY = date(2026, 1, 1)


def ids(alias: PayerAlias | None, day: date | None) -> list[str]:
    library = a_library(
        a_policy(NEEDED, subject="own"),
        a_policy(NEEDED, subject="others", payer="other"),
        a_policy(NEEDED, subject="everybody", payer="*"),
        a_policy(NEEDED, subject="medicare", payer="*", attributes='lines-of-business="medicare"'),
        a_policy(
            a_revision(attributes='from="2025-01-01" to="2025-06-30"'),
            a_revision(attributes='from="2025-12-31" to="2025-12-31"'),
            subject="dated",
        ),
    )
    return [stand.policy.id.split("/")[1] for stand in library.applying(alias, day).demanding]


@pytest.mark.parametrize(
    ("alias", "day", "expected"),
    [
        (PAYER, DAY, ["own", "everybody"]),
        (PAYER, date(2025, 12, 31), ["dated"]),
        (PAYER, date(2025, 12, 30), []),
        (PAYER, date(2025, 6, 30), ["dated"]),
        (PAYER, date(2025, 7, 1), []),
        (PAYER, None, []),
        (OTHER, DAY, ["others", "everybody", "medicare"]),
        (None, DAY, ["everybody"]),
        (None, None, []),
    ],
)
def test_what_applies_is_the_payers_own_and_everybodys_on_the_day(
    alias: PayerAlias | None, day: date | None, expected: list[str]
) -> None:
    assert ids(alias, day) == expected


def test_what_applies_is_worked_out_once() -> None:
    library = a_library(a_policy(NEEDED))
    assert library.applying(PAYER, DAY) is library.applying(PAYER, DAY)


def test_two_policies_of_one_id_are_refused() -> None:
    with pytest.raises(PolicyRefused, match="example/subject is there twice"):
        a_library(a_policy(NEEDED), a_policy(NEEDED))


def test_revisions_are_sorted_by_what_they_speak_of() -> None:
    places = '<places admission-date-needed-at="21"/>'
    applying = a_library(
        a_policy(NEEDED, subject="needed"),
        a_policy('<authorization required="unlisted"/>', subject="unlisted"),
        a_policy('<authorization required="no"/>', subject="exempt"),
        a_policy(places, subject="places"),
        a_policy(NEEDED + places, subject="both"),
    ).applying(PAYER, DAY)

    def subjects(name: str) -> list[str]:
        return [stand.policy.id.split("/")[1] for stand in getattr(applying, name)]

    assert subjects("demanding") == ["needed", "unlisted", "both"]
    assert subjects("exempting") == ["exempt"]
    assert subjects("placing") == ["places", "both"]


def test_a_stand_cites_the_policy_and_its_source() -> None:
    (stand,) = a_library(a_policy(NEEDED)).applying(PAYER, DAY).demanding
    assert stand.source == (
        "example/subject: Manual, 7.2 (https://payer.example/m; read 2026-01-02, certainty A)"
    )
