from __future__ import annotations

import copy
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from edi_service.claims.attachments import Attachment
from edi_service.claims.drugs import Drug
from edi_service.claims.model import (
    ClaimKind,
    CodedAmount,
    CodedDay,
    Diagnosis,
    Procedure,
    Reference,
)
from edi_service.claims.notes import Note
from edi_service.finding import Report
from edi_service.report.claim_row import ClaimRow, TripRow, claim_row
from edi_service.report.parts import (
    BillingRow,
    LineRow,
    OtherPayerRow,
    PatientRow,
    PayerRow,
    ProviderRow,
    SubscriberRow,
)
from edi_service.service.synth import synthesize
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally
from tests.builders import read_set

TEXT = (Path(__file__).parents[2] / "schemas" / "output" / "claim.schema.json").read_text("utf-8")
SCHEMA: dict[str, Any] = json.loads(TEXT)
VALIDATOR = Draft202012Validator(SCHEMA)

STRUCTS: dict[str, type[msgspec.Struct]] = {
    "attachment": Attachment,
    "billing": BillingRow,
    "diagnosis": Diagnosis,
    "drug": Drug,
    "line": LineRow,
    "note": Note,
    "occurrence": CodedDay,
    "other_payer": OtherPayerRow,
    "patient": PatientRow,
    "payer": PayerRow,
    "procedure": Procedure,
    "provider": ProviderRow,
    "reference": Reference,
    "subscriber": SubscriberRow,
    "trip": TripRow,
    "value": CodedAmount,
}

FACILITY = ProviderRow(
    role="77",
    loop="2310C",
    line=None,
    npi="2000000002",
    name="MOSSGATE HOSPITAL",
    taxonomy=None,
    state="PA",
)
ROW = ClaimRow(
    claim_id="0123456789abcdef",
    file="claims.837",
    kind="P",
    interchange="000000003",
    group="3",
    set="0001",
    segment_number=21,
    claim_number="SYN00000001",
    frequency="1",
    charge=Decimal("307.50"),
    place_of_service="41",
    bill_type=None,
    first_day=date(2026, 9, 24),
    last_day=date(2026, 9, 25),
    admitted="2026-09-24T07:40",
    discharged="2026-09-25",
    admission_type="1",
    admission_source=None,
    patient_status="01",
    related_causes=("AA",),
    accident_state="PA",
    delay_reason=None,
    release_of_information="Y",
    references=(Reference("G1", "AUTH1", "OTHER"),),
    authorizations=("AUTH1",),
    diagnoses=(Diagnosis("ABK", "R0789", "Y"),),
    procedures=(Procedure("BBR", "0SRC0J9", date(2026, 9, 24)),),
    occurrences=(CodedDay("A1", date(2026, 9, 24)),),
    values=(CodedAmount("80", Decimal(3)),),
    conditions=("09",),
    billing=BillingRow(
        npi="2000000002",
        name="MOSSGATE PHYSICIANS GROUP",
        taxonomy="193200000X",
        tax_id="001744162",
        state="PA",
    ),
    subscriber=SubscriberRow(
        last_name="DAPPLEWICK",
        first_name="CORVINA",
        middle_name="",
        suffix="",
        member_id="INV377302877",
        birth_date=None,
        gender=None,
        group_number="GRP50835",
        claim_filing="CI",
        responsibility="P",
    ),
    patient=PatientRow(
        last_name="DAPPLEWICK",
        first_name="GWINDA",
        middle_name="",
        suffix="",
        birth_date=date(2015, 9, 10),
        gender="F",
        relationship="19",
    ),
    payer=PayerRow(
        identifier="EXHLTH01",
        name="EXAMPLE HEALTH",
        payer="example-health",
        line_of_business="commercial",
    ),
    providers=[msgspec.structs.replace(FACILITY, role="82", loop="2420A", line="1")],
    service_facility=FACILITY,
    ambulance=[
        TripRow(
            line=None,
            patient_weight=Decimal(140),
            reason="A",
            miles=Decimal("12.5"),
            round_trip=None,
            stretcher=None,
            conditions=("01",),
        )
    ],
    attachments=(Attachment("OZ", "EL", "A1", ""),),
    notes=(Note("ADD", "AS ARRANGED", ""),),
    other_payers=[
        OtherPayerRow(
            responsibility="S",
            claim_filing="MB",
            identifier="XMEDICARE",
            name="MEDICARE",
            paid=Decimal(0),
            adjudicated=date(2026, 10, 1),
            authorization=None,
            control_number=None,
            denied=True,
        )
    ],
    drugs=(Drug("1", "N4", "01234567891", Decimal(2), "ML", "", ""),),
    lines=(
        LineRow(
            number="1",
            procedure_qualifier="HC",
            procedure="A0429",
            modifiers=("RH",),
            description=None,
            revenue_code=None,
            charge=Decimal("307.50"),
            unit="UN",
            quantity=Decimal(1),
            place_of_service=None,
            starts=date(2026, 9, 24),
            ends=date(2026, 9, 24),
            diagnosis_pointers=(1,),
            emergency=True,
            authorizations=(),
            control_number="SYN00000001L1",
            ndc="01234567891",
        ),
    ),
)
BARE_ROW = msgspec.structs.replace(
    ROW,
    interchange=None,
    group=None,
    set=None,
    segment_number=None,
    frequency=None,
    charge=Decimal("0.00000001"),  # Python writes 1E-8
    place_of_service=None,
    first_day=None,
    last_day=None,
    admitted=None,
    discharged=None,
    references=(),
    diagnoses=(),
    patient=None,
    providers=[],
    service_facility=None,
    other_payers=[],
    lines=(),
)

# A good row with one thing changed: where, and what stands there instead.
SPOILED: list[tuple[str, object]] = [
    ("claim_id", "SYN00000001"),
    ("kind", "X"),
    ("segment_number", 0),
    ("claim_number", None),
    ("charge", 307.5),
    ("first_day", "20260924"),
    ("admitted", "2026-09-24T07"),
    ("related_causes", None),
    ("references.0.value", None),
    ("diagnoses.0.rank", 1),
    ("procedures.0.day", ""),
    ("values.0.amount", 3),
    ("billing.npi", 2000000002),
    ("subscriber.birth_date", "about 1960"),
    ("patient.member_id", "INV377302877"),
    ("payer.identifier", None),
    ("providers.0.role", None),
    ("ambulance.0.miles", "far"),
    ("attachments.0.line", None),
    ("other_payers.0.denied", "yes"),
    ("drugs.0.quantity", None),
    ("lines.0.diagnosis_pointers.0", "1"),
    ("lines.0.charge", None),
    ("lines.0.emergency", "Y"),
    ("policy", "example-health/advanced-imaging"),
]


def written(row: msgspec.Struct) -> Any:
    """*row* as it is read back from the output folder."""
    return json.loads(msgspec.json.Encoder(decimal_format="string").encode(row))


def faults(row: object) -> list[str]:
    return [fault.message for fault in VALIDATOR.iter_errors(row)]


def changed(row: Any, path: str, value: object) -> Any:
    result = copy.deepcopy(row)
    *way, last = path.split(".")
    target = result
    for step in way:
        target = target[int(step) if isinstance(target, list) else step]
    target[int(last) if isinstance(target, list) else last] = value
    return result


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("row", [ROW, BARE_ROW], ids=["full", "bare"])
def test_a_good_row_is_accepted(row: ClaimRow) -> None:
    assert faults(written(row)) == []


@pytest.mark.parametrize("kind", [ClaimKind.PROFESSIONAL, ClaimKind.INSTITUTIONAL])
def test_the_rows_of_an_invented_file_are_accepted(kind: ClaimKind) -> None:
    report, tally = Report(), Tally()
    source = io.BytesIO(b"".join(synthesize(kind, 60, 1)))
    rows = [
        claim_row(claim, "claims.837", None)
        for transaction_set in read_sets(read_blocks(source, report, tally), report, tally)
        for claim in read_set(transaction_set, kind, report, lambda _: "0123456789abcdef")
    ]

    assert len(rows) == 60
    assert [fault for row in rows for fault in faults(written(row))] == []


@pytest.mark.parametrize(("path", "value"), SPOILED)
def test_a_spoiled_row_is_refused(path: str, value: object) -> None:
    assert len(faults(changed(written(ROW), path, value))) == 1


def test_no_key_may_be_left_out() -> None:
    row = written(ROW)

    for key in row:
        assert faults({other: row[other] for other in row if other != key}), key


@pytest.mark.parametrize("definition", ["", *STRUCTS])
def test_the_schema_has_the_keys_of_the_row_and_no_others(definition: str) -> None:
    struct = STRUCTS[definition] if definition else ClaimRow
    described = SCHEMA["$defs"][definition] if definition else SCHEMA
    fields = [field.encode_name for field in msgspec.structs.fields(struct)]

    assert list(described["properties"]) == fields
    assert described["required"] == fields
    assert described["additionalProperties"] is False


def test_every_object_in_the_schema_is_that_of_a_row() -> None:
    objects = {name for name, each in SCHEMA["$defs"].items() if each["type"] == "object"}

    assert objects == set(STRUCTS)


def test_the_kinds_of_claim_are_those_of_the_program() -> None:
    assert SCHEMA["properties"]["kind"]["enum"] == [kind.value for kind in ClaimKind]
