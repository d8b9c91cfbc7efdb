"""PS09 to PS11: what does not go with the place of service, the setting or the day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from edi_service.finding import Severity
from edi_service.policy.certainty import Certainty
from edi_service.policy.examine import examine
from edi_service.policy.language.refused import PolicyRefused
from edi_service.policy.model import PayerAlias
from edi_service.policy.place_rules import MisfitSort
from tests.policy.casework import a_claim, library
from tests.policy.making import DAY, a_policy, a_subject, codes, look

if TYPE_CHECKING:
    from edi_service.claims.model import Claim
    from edi_service.policy.examine import Examination
    from edi_service.policy.model import Policy

MEDICARE = PayerAlias(payer="example", line_of_business="medicare")
RULES = {"diagnosis": "PS09", "modifier": "PS10", "procedure": "PS11"}


def misfit(
    when: str = '<when places="11"/>',
    against: str = "procedure",
    attributes: str = "",
    subject: str = "subject",
    payer: str = "example",
) -> Policy:
    body = (
        f'<places><misfit id="one" title="These two do not go together." against="{against}" '
        f"{attributes}>{when}</misfit></places>"
    )
    return a_policy(body, subject=subject, payer=payer)


def look_in_the_library(claim: Claim) -> Examination:
    return examine(a_subject(claim), library())


def diagnosed(*found: str, **fields: Any) -> dict[str, Any]:
    return {"diagnoses": [{"qualifier": "ABK", "code": code} for code in found], **fields}


@pytest.mark.parametrize(("against", "code"), RULES.items())
def test_each_sort_of_misfit_has_a_kind_of_its_own(against: str, code: str) -> None:
    (found,) = look(a_subject(), misfit(against=against)).findings
    assert (found.kind.code, found.message) == (code, "These two do not go together.")
    assert found.severity is Severity.WARNING
    assert found.source.startswith("example/subject: Manual")


def test_every_sort_has_a_kind() -> None:
    assert {each.value for each in MisfitSort} == set(RULES)


@pytest.mark.parametrize("severity", ["note", "warning", "error"])
def test_a_policy_says_how_grave_a_misfit_is(severity: str) -> None:
    (found,) = look(a_subject(), misfit(attributes=f'severity="{severity}"')).findings
    assert found.severity is Severity[severity.upper()]


def test_a_misfit_of_certain_lines_of_business_is_found_on_no_other() -> None:
    policy = misfit(attributes='lines-of-business="medicare"')
    assert codes(look(a_subject(), policy)) == []
    assert codes(look(a_subject(payer=MEDICARE), policy)) == ["PS11"]


def test_a_misfit_of_certain_claims_is_found_on_no_other() -> None:
    assert codes(look(a_subject(), misfit(attributes='claims="I D"'))) == []
    assert codes(look(a_subject(), misfit(attributes='claims="P"'))) == ["PS11"]


def test_a_misfit_of_an_emergency_looks_at_the_lines_that_are_marked() -> None:
    policy = misfit(attributes='emergency="yes"')
    claim = a_claim(
        DAY, {"lines": [{"procedure": "99213"}, {"procedure": "99214", "is_emergency": True}]}
    )
    assert len(look(a_subject(claim), policy).findings) == 1
    assert codes(look(a_subject(), policy)) == []


def test_a_misfit_of_all_lines_is_told_once() -> None:
    claim = a_claim(DAY, {"lines": [{"procedure": "99213"}, {"procedure": "99214"}]})
    assert codes(look(a_subject(claim), misfit())) == ["PS11"]


def test_a_misfit_of_some_lines_leaves_the_others_alone() -> None:
    lines = [{"procedure": "99213"}, {"procedure": "99214", "place_of_service": "22"}]
    subject = a_subject(a_claim(DAY, {"lines": lines}))
    assert codes(look(subject, misfit('<when places="22"/>'))) == ["PS11"]
    assert codes(look(subject, misfit('<when places="23"/>'))) == []


def test_what_excepts_itself_is_no_misfit() -> None:
    policy = misfit('<when places="11"><except diagnoses="N186"/></when>', "diagnosis")
    assert codes(look(a_subject(a_claim(DAY, diagnosed("N186", lines=[{}]))), policy)) == []
    assert codes(look(a_subject(a_claim(DAY, diagnosed("J029", lines=[{}]))), policy)) == ["PS09"]


def test_several_whens_are_alternatives() -> None:
    policy = misfit('<when places="22"/><when codes="99213"/>')
    assert codes(look(a_subject(), policy)) == ["PS11"]


def test_a_payers_own_misfit_takes_the_place_of_the_general_one() -> None:
    general = misfit(subject="general", payer="*")
    own = misfit('<when places="22"/>', attributes='severity="error"')
    assert codes(look(a_subject(), general)) == ["PS11"]
    assert codes(look(a_subject(), general, own)) == []


def test_two_misfits_of_one_id_in_a_policy_are_refused() -> None:
    one = '<misfit id="one" title="No." against="modifier"><when places="11"/></misfit>'
    with pytest.raises(PolicyRefused, match="the misfit one is there twice"):
        a_policy(f"<places>{one}{one}</places>")


def test_a_misfit_of_everything_is_refused() -> None:
    with pytest.raises(PolicyRefused, match="<when> names no services"):
        misfit("<when/>")


def test_a_revision_like_another_takes_its_misfits() -> None:
    model = misfit(subject="model", payer="*")
    like = a_policy(
        '<revision from="2026-01-01" same-as="example/model"><source title="M" locator="1" '
        'href="https://payer.example/m" retrieved="2026-01-02" certainty="A"/></revision>'
    )
    assert codes(look(a_subject(), like, model)) == ["PS11"]


def test_the_library_shows_no_misfit_as_an_error() -> None:
    misfits = [
        (each, each.row.certainty or revision.source.certainty)
        for policy in library().policies
        if policy.payer == "*"
        for revision in policy.revisions
        for each in revision.places.misfits
    ]
    assert len(misfits) > 40
    for misfit, certainty in misfits:
        assert misfit.severity is not Severity.ERROR or certainty is not Certainty.READ
        assert misfit.severity is not Severity.ERROR or misfit.sort is not MisfitSort.DIAGNOSIS


def test_no_diagnosis_makes_an_emergency_visit_an_error_or_a_case() -> None:
    for code in ("Z760", "Z1231", "J029", "Z0000", "Z992"):
        claim = a_claim(
            date(2026, 6, 1),
            diagnosed(code, facility_code="23", lines=[{"procedure": "99283"}]),
        )
        examination = look_in_the_library(claim)
        assert all(found.severity is not Severity.ERROR for found in examination.findings)
        assert not examination.concerns
