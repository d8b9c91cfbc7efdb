from __future__ import annotations

from edi_service.claims.plan import MOST_FORMS, ByForm
from edi_service.guide.model import Form


def a_form(*, is_kept: bool) -> Form:
    form = Form(())
    form.is_kept = is_kept
    return form


def test_what_follows_from_a_form_is_worked_out_once() -> None:
    asked: list[Form] = []

    def read(form: Form) -> int:
        asked.append(form)
        return len(asked)

    by_form = ByForm(read)
    form = a_form(is_kept=True)

    assert [by_form[form], by_form[form], by_form[a_form(is_kept=True)]] == [1, 1, 2]


def test_nothing_is_remembered_by_a_form_that_is_not_kept() -> None:
    by_form = ByForm(lambda form: len(form.parts))

    assert by_form[a_form(is_kept=False)] == 0
    assert not by_form


def test_no_more_forms_are_remembered_than_there_should_be() -> None:
    by_form = ByForm(lambda form: len(form.parts))

    for _ in range(MOST_FORMS + 1):
        assert by_form[a_form(is_kept=True)] == 0
    assert len(by_form) <= MOST_FORMS
