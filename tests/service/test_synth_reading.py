from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from edi_service.claims.checks import SetChecks
from edi_service.claims.model import ClaimKind
from edi_service.claims.values import day
from edi_service.finding import Report
from edi_service.service.synth import synthesize
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally
from tests.builders import read_set

if TYPE_CHECKING:
    from edi_service.claims.model import Claim

CLAIMS = 6_000  # two transaction sets

every_kind = pytest.mark.parametrize("kind", list(ClaimKind))


def read(kind: ClaimKind, claims: int) -> tuple[list[Claim], Report, Tally]:
    """What our own reader makes of an invented file, and what it has to say of it."""
    report, tally = Report(), Tally()
    source = io.BytesIO(b"".join(synthesize(kind, claims, 1)))
    found: list[Claim] = []
    for transaction_set in read_sets(read_blocks(source, report, tally), report, tally):
        checks = SetChecks(file_date=day(transaction_set.group.date))
        for claim in read_set(transaction_set, kind, report, str):
            checks.check(claim, report)
            found.append(claim)
    return found, report, tally


@every_kind
def test_our_own_reader_has_nothing_to_say_of_an_invented_file(kind: ClaimKind) -> None:
    claims, report, tally = read(kind, CLAIMS)

    assert [str(finding) for finding in report.take()] == []
    assert len(claims) == CLAIMS
    assert tally.transaction_sets == 2


@every_kind
def test_every_claim_says_who_when_where_and_for_how_much(kind: ClaimKind) -> None:
    claims, _, _ = read(kind, 200)

    for claim in claims:
        assert claim.charge == sum((line.charge for line in claim.lines), Decimal(0)) > 0
        assert claim.parties.billing.npi
        assert claim.parties.patient.birth_date
        assert claim.parties.payer.identifier
        assert claim.diagnoses or kind is ClaimKind.DENTAL
        assert claim.first_day is not None
        assert claim.facility_code
