from __future__ import annotations

import io
from collections import Counter
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from edi_service.cases.model import Decision
from edi_service.cases.open import open_cases
from edi_service.claims.model import ClaimKind
from edi_service.edge import knowledge, resources
from edi_service.facts.model import ClaimFacts
from edi_service.finding import Report
from edi_service.policy.examine import examine
from edi_service.policy.rule import Subject
from edi_service.service.synth import synthesize
from edi_service.service.synth.stream import SEASONED_EVERY
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally
from tests.builders import read_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.claims.model import Claim
    from edi_service.policy.library import Library

CLAIMS = 800
DAY_OF_THE_FILE = datetime(2026, 11, 16, 12, tzinfo=ZoneInfo("America/New_York"))

every_kind = pytest.mark.parametrize("kind", list(ClaimKind))
both = pytest.mark.parametrize("kind", [ClaimKind.PROFESSIONAL, ClaimKind.INSTITUTIONAL])


@cache
def library() -> Library:
    """The library, and the example policies of the invented payers."""
    return knowledge.read_library((resources.policies() / "examples",), ())


def invented(kind: ClaimKind, *, seasoning: bool) -> Iterator[Claim]:
    report, tally = Report(), Tally()
    source = io.BytesIO(b"".join(synthesize(kind, CLAIMS, 1, seasoning=seasoning)))
    for transaction_set in read_sets(read_blocks(source, report, tally), report, tally):
        yield from read_set(transaction_set, kind, report, str)


def subject(claim: Claim) -> Subject:
    parties = claim.parties
    state = parties.billing.state
    return Subject(
        claim=claim,
        payer=library().payers.find(parties.payer.identifier, parties.coverage.claim_filing),
        facts=ClaimFacts(),
        on_file=(),
        state=state,
        zone=library().states.zone(state),
        as_of=DAY_OF_THE_FILE,
    )


def remarks(claim: Claim) -> list[str]:
    """What the policies say of *claim*, but for emergency visits that need no authorization."""
    found = examine(subject(claim), library()).findings
    return [str(each) for each in found if each.kind.code != "PA05"]


@every_kind
def test_no_policy_objects_to_an_ordinary_claim(kind: ClaimKind) -> None:
    for claim in invented(kind, seasoning=False):
        assert remarks(claim) == []


@every_kind
def test_every_seasoned_claim_gives_a_reviewer_something_to_do(kind: ClaimKind) -> None:
    for number, claim in enumerate(invented(kind, seasoning=True)):
        is_seasoned = number % SEASONED_EVERY == SEASONED_EVERY // 2
        assert bool(remarks(claim)) == is_seasoned, claim.number


@both
def test_a_demonstration_shows_every_decision(kind: ClaimKind) -> None:
    decisions: Counter[Decision] = Counter()
    for claim in invented(kind, seasoning=True):
        asked = subject(claim)
        examination = examine(asked, library())
        cases, _ = open_cases(asked, examination, list(examination.findings), str)
        decisions.update(case.decision for case in cases)

    assert set(decisions) == set(Decision)
