"""Files that other people published go through whole."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from edi_service.claims import code_kinds
from edi_service.claims.ambulance import trips
from edi_service.claims.attachments import attachments
from edi_service.claims.checks import check
from edi_service.claims.coordination import other_payers
from edi_service.claims.drugs import drugs
from edi_service.claims.notes import notes
from edi_service.claims.providers import providers
from edi_service.claims.teeth import oral_cavities, teeth
from edi_service.codes.sets import CodeSets
from edi_service.finding import Report
from tests.builders import read_all
from tests.claims.checking import STATES, findings

if TYPE_CHECKING:
    from edi_service.claims.model import Claim

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"

pytestmark = pytest.mark.skipif(
    not CORPUS.exists(), reason="the corpus of published files is not here"
)


def _files() -> list[tuple[str, int, bool]]:
    """Name, number of claims and validity of every 837 of release 005010."""
    manifest = CORPUS / "MANIFEST.tsv"
    if not manifest.exists():
        return []
    with manifest.open(encoding="utf-8") as source:
        return [
            (row["file"], int(row["CLM_segments"]), row["validity"] == "valid")
            for row in csv.DictReader(source, delimiter="\t")
            if row["transaction"].startswith("837")
            and row["version(GS08/ST03)"].startswith("005010X")
        ]


@pytest.mark.parametrize(("name", "count"), [(name, count) for name, count, _ in _files()])
def test_every_claim_of_a_published_file_is_read(name: str, count: int) -> None:
    claims, _ = read_all((CORPUS / name).read_bytes())

    assert len(claims) == count
    report = Report()
    for claim in claims:
        assert claim.lines
        check(claim, report)
        for read in (providers, attachments, notes, other_payers, trips, drugs, teeth):
            read(claim)


INVENTED = (code_kinds.NPI_WRONG, code_kinds.TAXONOMY_FORM)
STATES_ONLY = CodeSets(states=STATES)  # no release covers claims as old as these
GRAMMARS = "kputnam+stupidedi/"
UNDECLARED = "LinuxForHealth+x12/"  # several files use another separator than their ISA declares


@pytest.mark.parametrize(
    "name", [name for name, _, valid in _files() if valid and not name.startswith(UNDECLARED)]
)
def test_a_valid_published_file_has_claims_that_agree_with_themselves(name: str) -> None:
    claims, findings = read_all((CORPUS / name).read_bytes())

    report = Report()
    for claim in claims:
        check(claim, report)
    assert [str(found) for found in report.take() if found.kind not in INVENTED] == []
    assert [found for found in findings if found.kind.code.startswith("CM")] == []


def test_what_valid_published_files_are_told_of_their_codes() -> None:
    names = [name for name, _, valid in _files() if valid and name.startswith(GRAMMARS)]
    every = [
        found for name in names for found in findings((CORPUS / name).read_bytes(), STATES_ONLY)
    ]
    told = {(found.kind.code, found.position.designator) for found in every}
    taxonomies = {found.message for found in every if found.kind is code_kinds.TAXONOMY_FORM}

    # Their identifiers were made up without check digits, and their taxonomy codes are older than
    # the form of today; but all amounts balance, and no situation lacks what it asks for.
    assert told == {("CD01", "NM109"), ("CD09", "PRV03")}
    assert taxonomies == {
        f"'{code}' is no taxonomy code" for code in ("203BF0100Y", "203BA0200N", "363LP0200N")
    }


def _claims(name: str) -> list[Claim]:
    return read_all((CORPUS / "kputnam+stupidedi" / name).read_bytes())[0]


def test_dependents_are_the_patients_of_their_claims() -> None:
    claims = _claims("hist.837P-big.edi")
    patients = [claim.parties.patient for claim in claims]

    assert len(claims) == 150
    assert any(claim.parties.dependent for claim in claims)
    assert all(patient.party.last_name and patient.birth_date for patient in patients)


def test_other_payers_and_their_decisions_are_read() -> None:
    name = "005010__X222A1__HC837__pass__COB-claim-from-billing-provider-to-payer-b.edi"
    [claim] = _claims(name)
    [payer] = other_payers(claim)

    assert str(payer.paid) == "39.15"
    assert payer.payer.identifier == "999996666"
    assert [(line.line, str(line.paid)) for line in payer.lines] == [
        ("1", "40"),
        ("2", "15"),
        ("3", "21.04"),
    ]


def test_dental_claims_name_their_teeth() -> None:
    [claim] = _claims("005010__X224A2__HC837__pass__multiple-tooth-numbers.edi")

    assert len(teeth(claim)) > 1
    assert oral_cavities(claim) == ()
