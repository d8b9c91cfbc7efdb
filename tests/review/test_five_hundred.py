"""
Requests for five hundred invented claims of each kind pass our own engine and pyx12.

Each is asked for another reason, in another way, about some or all of its lines; they are read as
one interchange, since the reference validator reads its maps anew for each.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from io import BytesIO
from itertools import cycle
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from edi_service.cases.statement import Statement
from edi_service.claims.attachments import Attachment
from edi_service.claims.model import ClaimKind
from edi_service.edge.guides import find_guide
from edi_service.edge.reference import validate
from edi_service.finding import Report
from edi_service.guide.check import check_set
from edi_service.policy.model import CircumstanceCode
from edi_service.review import stay
from edi_service.review.approach import Approach, Earlier, Purpose
from edi_service.review.profile import Partner
from edi_service.review.request import write_request
from edi_service.service.synth.stream import synthesize
from edi_service.x12.envelope import read_sets
from edi_service.x12.gather import Gathering
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally
from tests.builders import read_all
from tests.review.making import AS_OF, a_case, service_types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.claims.model import Claim
    from edi_service.finding import Finding

HOW_MANY = 500
ASKED_AT = AS_OF.replace(year=AS_OF.year + 1)  # after every day of the invented claims
PLAIN = Partner(sender_id="SUBMITTER1", receiver_id="PAYER00001")
PARTNERS = (
    PLAIN,
    replace(PLAIN, send_amounts=True, send_group_number=True),
    replace(PLAIN, send_addresses=True, send_drugs=True, contact_name="AUTH DESK"),
    replace(PLAIN, always_send_delay_reason=True, send_procedures=False),
)
ONCE = Earlier(authorization="AUTH77", reference="REF0001")
SAID = Statement(
    necessity="SEE THE RECORDS", urgency="urgent", condition="8", prognosis="3", complication=False
)
PAPERS = (Attachment("OB", "EL", "ATT0001", ""), Attachment("M1", "FX", "ATT0002", ""))
APPROACHES: tuple[Approach | None, ...] = (
    None,
    Approach(statement=SAID, papers=PAPERS),
    *(
        Approach(purpose=purpose, earlier=ONCE, statement=SAID)
        for purpose in Purpose
        if purpose is not Purpose.INITIAL
    ),
)


def claims_of(kind: ClaimKind) -> list[Claim]:
    data = b"".join(synthesize(kind, HOW_MANY, 7, seasoning=False))
    claims, findings = read_all(data)
    assert len(claims) == HOW_MANY
    assert findings == []
    return claims


def requests_for(kind: ClaimKind) -> Iterator[bytes]:
    ways = zip(
        claims_of(kind),
        cycle(PARTNERS),
        cycle(APPROACHES),
        cycle(CircumstanceCode),
        strict=False,
    )
    for number, (claim, partner, approach, circumstance) in enumerate(ways, start=1):
        lines = [line.number for line in claim.lines]
        case = a_case(
            case_id=f"{number:016x}",
            circumstance=circumstance,
            lines=tuple(lines if number % 2 else lines[:1]),
            is_whole_claim=stay.is_stay(claim) and number % 5 > 0,
        )
        request = write_request(
            case,
            claim,
            partner,
            number,
            ASKED_AT,
            approach=approach,
            service_types=service_types(),
        )
        assert request.data is not None, [str(found) for found in request.findings]
        yield request.data


@cache
def batch(kind: ClaimKind) -> bytes:
    first, *others = requests_for(kind)
    gathering = Gathering(first, 1)
    sets = [gathering.add(request) for request in (first, *others)]
    assert gathering.sets == HOW_MANY
    return b"".join([gathering.begin(), *sets, gathering.end()])


def judged(data: bytes) -> tuple[int, list[Finding]]:
    """How many requests our engine reads, and what it objects to."""
    guide = find_guide("005010X217", "13")
    assert guide is not None
    report, tally, sets = Report(), Tally(), 0
    for transaction_set in read_sets(read_blocks(BytesIO(data), report), report, tally):
        sets += 1
        for _ in check_set(transaction_set, guide, report):
            pass
    return sets, report.take()


@pytest.mark.parametrize("kind", ClaimKind)
def test_our_engine_finds_nothing(kind: ClaimKind) -> None:
    assert judged(batch(kind)) == (HOW_MANY, [])


def test_our_engine_would_find_something() -> None:
    spoiled = batch(ClaimKind.DENTAL).replace(b"*AD:", b"*XX:", 1)
    assert len(judged(spoiled)[1]) == 1


@pytest.mark.slow
@pytest.mark.parametrize("kind", ClaimKind)
def test_the_reference_validator_finds_nothing(kind: ClaimKind) -> None:
    verdict = validate(batch(kind))
    assert verdict.accepted, verdict


@pytest.mark.parametrize("kind", ClaimKind)
def test_no_number_is_used_twice(kind: ClaimKind) -> None:
    segments = batch(kind).decode("ascii").split("~")
    for name in ("BHT", "TRN"):
        numbers = Counter(text for text in segments if text.startswith(f"{name}*"))
        assert set(numbers.values()) == {1}
