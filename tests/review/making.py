"""Valid cases, claims and partners to spoil one thing of; everybody in them is invented."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from edi_service.cases.model import Case, Decision
from edi_service.claims.model import (
    Claim,
    ClaimKind,
    Coverage,
    Diagnosis,
    Parties,
    Party,
    Person,
    Procedure,
    Reference,
    ServiceLine,
)
from edi_service.codes.clock import Deadline
from edi_service.edge.reference import validate
from edi_service.policy.certainty import Certainty
from edi_service.policy.model import Channel, CircumstanceCode, Source
from edi_service.review.profile import Partner
from edi_service.review.request import write_request
from edi_service.review.service_type import ServiceTypes

if TYPE_CHECKING:
    from edi_service.review.approach import Approach
    from edi_service.review.envelope import Request
    from edi_service.x12.segment import Delimiters

AS_OF = datetime(2026, 11, 15, 9, 30, tzinfo=UTC)
SERVICE_DAY = date(2026, 10, 2)
SERVICE_TYPES_FILE = Path(__file__).parents[2] / "schemas/codes/service-types.csv"

BILLING = Party(
    entity="85",
    last_name="INVENTED ORTHOPEDIC GROUP",
    identifier_qualifier="XX",
    identifier="1234567893",
    taxonomy="207X00000X",
    street=("1 MAIN ST",),
    city="DALLAS",
    state="TX",
    postal_code="75201",
    references=(Reference("EI", "123456789"),),
)
SUBSCRIBER = Person(
    Party(
        entity="IL",
        is_person=True,
        last_name="DOE",
        first_name="JANE",
        identifier_qualifier="MI",
        identifier="MEM0001",
        street=("5 ELM ST", "UNIT B"),
        city="DALLAS",
        state="TX",
        postal_code="75202",
    ),
    date(1980, 1, 1),
    "F",
)
DEPENDENT = Person(
    Party(
        entity="QC",
        is_person=True,
        last_name="DOE",
        first_name="JIM",
        middle_name="Q",
        suffix="JR",
        street=("5 ELM ST",),
        city="DALLAS",
        state="TX",
        postal_code="75202",
    ),
    date(2010, 1, 1),
    "M",
)
PAYER = Party(
    entity="PR", last_name="EXAMPLE HEALTH PLAN", identifier_qualifier="PI", identifier="00001"
)
PARTIES = Parties(
    billing=BILLING,
    coverage=Coverage(
        responsibility="P", relationship="18", group_number="GRP01", claim_filing="CI"
    ),
    subscriber=SUBSCRIBER,
    payer=PAYER,
)
OF_DEPENDENT = msgspec.structs.replace(
    PARTIES,
    coverage=msgspec.structs.replace(PARTIES.coverage, relationship=""),
    dependent=DEPENDENT,
    dependent_relationship="19",
)
SOURCE = Source(
    title="Invented Provider Manual",
    href="https://payer.example/manual.pdf",
    locator="section 7",
    retrieved=date(2026, 3, 2),
    certainty=Certainty.READ,
)


def a_line(**changes: Any) -> ServiceLine:
    """Repair of a broken shin."""
    line = ServiceLine(
        number="1",
        charge=Decimal(1500),
        procedure_qualifier="HC",
        procedure="27759",
        modifiers=("RT",),
        unit="UN",
        quantity=Decimal(1),
        diagnosis_pointers=(1, 2),
        starts=SERVICE_DAY,
        ends=SERVICE_DAY,
    )
    return msgspec.structs.replace(line, **changes)


def a_professional(**changes: Any) -> Claim:
    """One line of surgery in an outpatient hospital."""
    claim = Claim(
        kind=ClaimKind.PROFESSIONAL,
        number="PCN12345",
        claim_id="c0ffee",
        charge=Decimal(1500),
        facility_code="22",
        facility_qualifier="B",
        frequency="1",
        release_of_information="Y",
        diagnoses=(Diagnosis("ABK", "S8252XA"), Diagnosis("ABF", "W010XXA")),
        lines=(a_line(),),
        parties=PARTIES,
    )
    return msgspec.structs.replace(claim, **changes)


def a_stay(**changes: Any) -> Claim:
    """Four days in hospital with a procedure on the coronary arteries."""
    claim = Claim(
        kind=ClaimKind.INSTITUTIONAL,
        number="PCN777",
        claim_id="facade",
        charge=Decimal(8000),
        facility_code="11",
        facility_qualifier="A",
        frequency="1",
        release_of_information="Y",
        statement_from=SERVICE_DAY,
        statement_to=date(2026, 10, 6),
        admitted=SERVICE_DAY,
        admission_type="1",
        admission_source="1",
        patient_status="01",
        diagnoses=(
            Diagnosis("ABK", "I214", "Y"),
            Diagnosis("ABJ", "R079"),
            Diagnosis("ABF", "I10", "Y"),
        ),
        procedures=(Procedure("BBR", "027034Z", SERVICE_DAY),),
        lines=(
            ServiceLine(
                number="1",
                charge=Decimal(8000),
                revenue_code="0120",
                unit="DA",
                quantity=Decimal(4),
            ),
        ),
        parties=msgspec.structs.replace(
            PARTIES,
            billing=msgspec.structs.replace(
                BILLING, last_name="EXAMPLE HOSPITAL", identifier="1987654328", taxonomy=""
            ),
        ),
    )
    return msgspec.structs.replace(claim, **changes)


def a_case(**changes: Any) -> Case:
    """One that may still be asked about, because the coverage was not known."""
    case = Case(
        case_id="0123456789abcdef",
        claim_id="c0ffee",
        payer="example-health",
        line_of_business="commercial",
        policy="example-health/surgery",
        revision=date(2026, 1, 1),
        circumstance=CircumstanceCode.COVERAGE_UNKNOWN,
        evidence=(),
        decision=Decision.ALLOWED,
        lines=("1",),
        is_whole_claim=False,
        amount_at_risk=Decimal(1500),
        held_by=(),
        missing_facts=(),
        deadline=Deadline(date(2026, 12, 1)),
        clock=None,
        documents=(),
        channel=Channel.X217,
        next_action="Send the 278 request by 2026-12-01.",
        source=SOURCE,
        certainty=Certainty.READ,
        trace=(),
    )
    return msgspec.structs.replace(case, **changes)


def with_billing(claim: Claim, **changes: Any) -> Claim:
    """*claim* with another billing provider."""
    billing = msgspec.structs.replace(claim.parties.billing, **changes)
    return with_parties(claim, billing=billing)


def with_subscriber(claim: Claim, **changes: Any) -> Claim:
    """*claim* with something else said of the subscriber's name and identifier."""
    person = claim.parties.subscriber
    party = msgspec.structs.replace(person.party, **changes)
    return with_parties(claim, subscriber=msgspec.structs.replace(person, party=party))


def with_parties(claim: Claim, **changes: Any) -> Claim:
    """*claim* with other parties."""
    return msgspec.structs.replace(claim, parties=msgspec.structs.replace(claim.parties, **changes))


@cache
def service_types() -> ServiceTypes:
    """The table that is shipped."""
    return ServiceTypes.parse(SERVICE_TYPES_FILE.read_text(encoding="utf-8"))


def ask(
    claim: Claim,
    case: Case | None = None,
    partner: Partner | None = None,
    *,
    attempt: int = 1,
    approach: Approach | None = None,
) -> Request:
    """The request for *claim*, with every default of this module."""
    return write_request(
        case or a_case(),
        claim,
        partner or Partner(),
        101,
        AS_OF,
        attempt=attempt,
        approach=approach,
        service_types=service_types(),
    )


def about_stay(**changes: Any) -> Case:
    """The case of a whole stay."""
    return a_case(is_whole_claim=True, **changes)


def assert_valid(request: Request) -> list[str]:
    """The request is written, pyx12 accepts it, and so does :func:`assert_sound`."""
    segments = assert_sound(request)
    assert request.data is not None
    verdict = validate(request.data)
    assert verdict.accepted, (verdict, segments)
    return segments


def assert_sound(request: Request, delimiters: Delimiters | None = None) -> list[str]:
    """
    The request is written, and right in what no map can say; returns its segments.

    Counts, the parents of levels, one service a level, pointers to diagnoses that are there, an
    admission day for a stay, and nothing empty at an end.
    """
    assert request.data is not None, [str(found) for found in request.findings]
    assert not request.held_by
    element = delimiters.element if delimiters else "*"
    component = delimiters.component if delimiters else ":"
    terminator = delimiters.segment if delimiters else "~"
    segments = request.data.decode("ascii").split(terminator)
    assert segments.pop() == ""
    parts = [segment.split(element) for segment in segments]
    assert all(part[-1] for part in parts[1:])
    inside = parts[2:-2]
    assert inside[0][:2] == ["ST", "278"]
    assert inside[-1][1:] == [str(len(inside)), inside[0][2]]
    _assert_levels([part for part in inside if part[0] == "HL"])
    (review,) = [part for part in inside if part[0] == "UM"][:1]
    dates = {part[1] for part in inside if part[0] == "DTP"}
    assert "435" in dates if review[1] == "AR" else "AAH" in dates
    is_dental = any(part[0] == "SV3" for part in inside)
    diagnoses = next((part[1:] for part in inside if part[0] == "HI"), [])
    assert diagnoses or is_dental
    for part in inside:
        if part[0] == "SV1":
            pointers = part[7].split(component) if len(part) > 7 else []
            assert all(1 <= int(pointer) <= len(diagnoses) for pointer in pointers)
        if part[0] == "MSG":
            assert len(part[1]) <= 264
    services = [part[0] for part in inside if part[0] in {"SV1", "SV2", "SV3"}]
    assert len(services) == sum(part[0] == "HL" and part[3] == "SS" for part in inside)
    return segments


def _assert_levels(levels: list[list[str]]) -> None:
    parents = {"20": "", "21": "20", "22": "21", "23": "22", "SS": "EV"}
    codes = {"": ""} | {level[1]: level[3] for level in levels}
    assert [level[1] for level in levels] == [str(n) for n in range(1, len(levels) + 1)]
    for level in levels:
        above = codes[level[2]]
        assert above in {"22", "23"} if level[3] == "EV" else above == parents[level[3]]
        has_children = any(other[2] == level[1] for other in levels)
        assert level[4] == str(int(has_children))


def of_loop(segments: list[str], name: str, after: str) -> list[str]:
    """The segments *name* behind the first that starts with *after*, up to the next NM1 or HL."""
    start = next(index for index, text in enumerate(segments) if text.startswith(after))
    found = []
    for text in segments[start + 1 :]:
        if text.startswith(("NM1", "HL", "SE")):
            break
        if text.split("*")[0] == name:
            found.append(text)
    return found


def codes(request: Request) -> list[str]:
    """The codes of what was found."""
    return [found.kind.code for found in request.findings]
