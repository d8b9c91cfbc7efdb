from __future__ import annotations

from datetime import date

from edi_service.codes.icd10 import Release, Releases
from edi_service.codes.listing import Said
from edi_service.codes.lists import ProcedureLists, ProcedureSet, import_list
from edi_service.codes.sets import NO_CODE_SETS, CodeSets, scopes
from edi_service.codes.states import States

DAY = date(2026, 1, 1)


def test_what_is_not_asked_is_said_of_every_code_set() -> None:
    for scope in scopes(NO_CODE_SETS):
        assert all((scope.name, scope.elements, scope.asked, scope.not_asked))


def test_what_is_asked_depends_on_what_is_held() -> None:
    release = Release(name="", starts=DAY, ends=DAY, source="", sha256="", codes=())
    brought = import_list("99213", ProcedureSet.CPT, Said(starts=DAY, ends=DAY))
    held = CodeSets(
        states=States({}),
        diagnoses=Releases([release]),
        procedures=ProcedureLists((brought,)),
    )
    with_nothing = {scope.name: scope for scope in scopes(NO_CODE_SETS)}
    with_all = {scope.name: scope for scope in scopes(held)}

    assert "(none)" in with_nothing["ICD-10-CM"].asked
    assert "(2026-01-01 to 2026-01-01)" in with_all["ICD-10-CM"].asked
    assert "no table is held" in with_nothing["States"].asked
    assert "Postal Service" in with_all["States"].asked
    procedures = "CPT, HCPCS level II, CDT, HIPPS"
    assert "no list was brought" in with_nothing[procedures].not_asked
    assert "membership" in with_all[procedures].asked
    assert "membership" not in with_all[procedures].not_asked
