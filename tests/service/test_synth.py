from __future__ import annotations

import csv
import re
import tracemalloc
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from edi_service.claims.model import ClaimKind
from edi_service.codes import npi
from edi_service.edge import resources
from edi_service.edge.reference import validate
from edi_service.service.synth import payers, synthesize
from edi_service.service.synth.stream import CLAIMS_A_PROVIDER, CLAIMS_A_SET, SEASONED_EVERY
from edi_service.service.synth.text import amount, segment

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = tuple(ClaimKind)
every_kind = pytest.mark.parametrize("kind", KINDS)


def file(kind: ClaimKind, claims: int, seed: int = 1, *, seasoning: bool = True) -> bytes:
    return b"".join(synthesize(kind, claims, seed, seasoning=seasoning))


def segments(data: bytes) -> Iterator[list[str]]:
    for text in data.decode("ascii").removesuffix("~").split("~"):
        yield text.split("*")


def named(data: bytes, *identifiers: str) -> list[list[str]]:
    return [elements for elements in segments(data) if elements[0] in identifiers]


@every_kind
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_reference_validator_finds_nothing(kind: ClaimKind, seed: int) -> None:
    verdict = validate(file(kind, 60, seed))

    assert verdict.accepted
    assert verdict.faults == ()


@every_kind
def test_every_seasoned_claim_of_the_catalogue_is_valid_too(kind: ClaimKind) -> None:
    assert validate(file(kind, 10 * SEASONED_EVERY)).accepted


@every_kind
def test_the_same_seed_gives_the_same_bytes(kind: ClaimKind) -> None:
    assert file(kind, 120, seed=7) == file(kind, 120, seed=7)


@every_kind
def test_another_seed_gives_other_bytes_and_another_control_number(kind: ClaimKind) -> None:
    one, other = file(kind, 20, seed=7), file(kind, 20, seed=8)

    assert one[:90] == other[:90]
    assert named(one, "ISA")[0][13] != named(other, "ISA")[0][13]
    assert named(one, "CLM") != named(other, "CLM")


def test_the_kinds_of_one_seed_have_control_numbers_of_their_own() -> None:
    numbers = {named(file(kind, 1, seed=5), "ISA")[0][13] for kind in KINDS}

    assert len(numbers) == len(KINDS)


@pytest.mark.parametrize("seed", [-1, 0, 10**12])
def test_any_seed_makes_a_control_number_of_nine_digits(seed: int) -> None:
    (isa,) = named(file(ClaimKind.PROFESSIONAL, 1, seed), "ISA")

    assert len(isa[13]) == 9
    assert 0 < int(isa[13]) <= 999_999_999


@every_kind
@pytest.mark.parametrize("claims", [1, CLAIMS_A_PROVIDER, CLAIMS_A_PROVIDER + 1, CLAIMS_A_SET + 1])
def test_as_many_claims_as_were_asked_for(kind: ClaimKind, claims: int) -> None:
    data = file(kind, claims)

    numbers = [elements[1] for elements in named(data, "CLM")]
    assert len(numbers) == claims
    assert len(set(numbers)) == claims


def test_no_transaction_set_holds_more_claims_than_the_guides_recommend() -> None:
    counts: list[int] = []
    for elements in named(file(ClaimKind.PROFESSIONAL, 2 * CLAIMS_A_SET + 10), "ST", "CLM"):
        if elements[0] == "ST":
            counts.append(0)
        else:
            counts[-1] += 1

    assert counts == [CLAIMS_A_SET, CLAIMS_A_SET, 10]


@every_kind
def test_the_envelopes_count_what_they_hold(kind: ClaimKind) -> None:
    data = file(kind, CLAIMS_A_SET + 10)
    every = list(segments(data))
    begins = [index for index, elements in enumerate(every) if elements[0] == "ST"]
    ends = [index for index, elements in enumerate(every) if elements[0] == "SE"]

    for begin, end in zip(begins, ends, strict=True):
        assert every[end][1] == str(end - begin + 1)
        assert every[end][2] == every[begin][2]
    assert named(data, "GE") == [["GE", "2", named(data, "GS")[0][6]]]
    assert named(data, "IEA") == [["IEA", "1", named(data, "ISA")[0][13]]]


@every_kind
def test_hierarchical_levels_are_numbered_from_one_and_name_open_parents(kind: ClaimKind) -> None:
    parents: dict[str, str] = {}
    children: Counter[str] = Counter()
    for expected, (_, number, parent, code, _) in enumerate(named(file(kind, 150), "HL"), start=1):
        assert number == str(expected)
        assert {"20": "", "22": "20", "23": "22"}[code] == parents.get(parent, "")
        parents[number] = code
        children[parent] += 1

    for _, number, _, _, has_children in named(file(kind, 150), "HL"):
        assert has_children == str(int(children[number] > 0))


@every_kind
def test_the_lines_of_a_claim_add_up_to_its_charge(kind: ClaimKind) -> None:
    charges: list[Decimal] = []
    sums: list[Decimal] = []
    for elements in named(file(kind, 500), "CLM", "SV1", "SV2", "SV3"):
        if elements[0] == "CLM":
            charges.append(Decimal(elements[2]))
            sums.append(Decimal(0))
        else:
            sums[-1] += Decimal(elements[3 if elements[0] == "SV2" else 2])

    assert charges == sums


@every_kind
def test_every_provider_has_a_valid_identifier_of_the_range_nobody_is_given(
    kind: ClaimKind,
) -> None:
    found = {elements[9] for elements in named(file(kind, 300), "NM1") if "XX" in elements}

    assert len(found) > 50
    assert all(npi.is_valid(number) and number.startswith("2") for number in found)


@every_kind
def test_every_day_of_service_lies_in_2026_before_the_file_was_made(kind: ClaimKind) -> None:
    data = file(kind, 300)
    made = named(data, "GS")[0][4]

    served = [elements for elements in named(data, "DTP") if elements[1] != "441"]
    days = [day[:8] for elements in served for day in elements[3].split("-")]
    assert all("20260101" <= day < made for day in days if len(day) == 8)


@every_kind
def test_there_are_subscribers_dependents_and_authorizations(kind: ClaimKind) -> None:
    data = file(kind, 300)

    levels = Counter(elements[3] for elements in named(data, "HL"))
    assert levels["22"] == 300
    assert 30 < levels["23"] < 150
    assert 5 < sum(elements[1] == "G1" for elements in named(data, "REF")) < 200


@every_kind
def test_the_payers_are_medicare_and_those_of_the_example_policies(kind: ClaimKind) -> None:
    with (resources.policies() / "examples" / "payers.csv").open(encoding="utf-8") as source:
        payer_of = {row["identifier"]: row["payer"] for row in csv.DictReader(source)}
    # riverbend-plan is there to show words of the language; no claims are invented for it.
    examples = {each for each, payer in payer_of.items() if payer != "riverbend-plan"}

    met = {elements[9] for elements in named(file(kind, 600), "NM1") if elements[1] == "PR"}
    assert met == examples | {payers.MEDICARE.identifier}


@pytest.mark.parametrize(
    ("kind", "indicator"),
    [
        (ClaimKind.PROFESSIONAL, "MB"),
        (ClaimKind.INSTITUTIONAL, "MA"),
        (ClaimKind.DENTAL, "MB"),
    ],
)
def test_medicare_is_known_by_its_claim_filing_indicator(kind: ClaimKind, indicator: str) -> None:
    filings = [elements[9] for elements in named(file(kind, 300), "SBR")]

    assert filings.count(indicator) > 40
    assert not {"MA", "MB"} - {indicator} & set(filings)


@every_kind
def test_a_claim_is_about_as_long_as_claims_are(kind: ClaimKind) -> None:
    data = file(kind, 2000)

    assert 500 < len(data) / 2000 < 700
    assert 2 < len(named(data, "LX")) / 2000 < 3.7


def test_seasoning_can_be_left_out() -> None:
    def inpatient_visits_in_an_office(data: bytes) -> int:
        place, count = "", 0
        for elements in named(data, "CLM", "SV1"):
            if elements[0] == "CLM":
                place = elements[5][:2]
            elif place == "11" and elements[1] == "HC:99223":
                count += 1
        return count

    assert inpatient_visits_in_an_office(file(ClaimKind.PROFESSIONAL, 500)) > 2
    assert not inpatient_visits_in_an_office(file(ClaimKind.PROFESSIONAL, 500, seasoning=False))


@every_kind
def test_memory_does_not_grow_with_the_number_of_claims(kind: ClaimKind) -> None:
    tracemalloc.start()
    try:
        length = sum(len(piece) for piece in synthesize(kind, 20_000, 1))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert length > 10_000_000
    assert peak < 6_000_000


@pytest.mark.parametrize("claims", [0, -1])
def test_fewer_than_one_claim_is_refused_at_once(claims: int) -> None:
    with pytest.raises(ValueError, match="at least one claim"):
        synthesize(ClaimKind.PROFESSIONAL, claims, 1)


def dental_claims(count: int = 1_000) -> list[list[list[str]]]:
    """The segments of each dental claim from CLM on."""
    found: list[list[list[str]]] = []
    for elements in segments(file(ClaimKind.DENTAL, count)):
        if elements[0] == "CLM":
            found.append([])
        if found and elements[0] not in {"HL", "SE", "GE", "IEA"}:
            found[-1].append(elements)
    return found


def test_dental_procedures_have_the_form_of_their_set() -> None:
    services = named(file(ClaimKind.DENTAL, 1_000), "SV3")

    assert all(re.fullmatch(r"AD:D[0-9]{4}", elements[1]) for elements in services)
    assert len({elements[1] for elements in services}) > 15


def test_dental_claims_are_mostly_of_an_office() -> None:
    places = Counter(claim[0][5] for claim in dental_claims())

    assert places["11:B:1"] > 0.8 * places.total()
    assert {place.split(":")[0] for place in places} == {"11", "21", "24"}


def test_dental_claims_name_teeth_surfaces_quadrants_and_prostheses() -> None:
    data = file(ClaimKind.DENTAL, 1_000)
    teeth = named(data, "TOO")
    services = [[*elements, *[""] * 12] for elements in named(data, "SV3")]

    assert {"3", "8", "A", "32"} <= {elements[2] for elements in teeth}
    assert {"O", "M:O", "F"} <= {elements[3] for elements in teeth if len(elements) > 3}
    assert {"", "00", "10", "30"} == {elements[4] for elements in services}
    assert {"", "I", "R"} == {elements[5] for elements in services}
    assert {"", "3"} == {elements[6] for elements in services}


def test_a_line_that_replaces_a_prosthesis_says_when_the_first_was_placed() -> None:
    replacing, placed = 0, 0
    for elements in named(file(ClaimKind.DENTAL, 1_000), "SV3", "DTP"):
        replacing += elements[0] == "SV3" and elements[5:6] == ["R"]
        placed += elements[:2] == ["DTP", "441"]

    assert replacing == placed > 10


def test_a_dental_line_names_its_day_only_where_it_is_not_the_claims() -> None:
    of_lines = 0
    for claim in dental_claims():
        days = [elements[3] for elements in claim if elements[:2] == ["DTP", "472"]]
        of_lines += len(days) - 1
        assert all(day > days[0] for day in days[1:])

    assert of_lines > 10


def test_dental_claims_carry_attachments_with_numbers_of_their_own() -> None:
    attachments = named(file(ClaimKind.DENTAL, 1_000), "PWK")

    assert {elements[1] for elements in attachments} == {"RB", "P6", "DA"}
    assert len({elements[6] for elements in attachments}) == len(attachments) > 100


def test_dental_claims_tell_of_accidents_braces_missing_teeth_and_diagnoses() -> None:
    met = Counter(elements[0] for claim in dental_claims() for elements in claim)
    claims = dental_claims()
    of_accidents = [claim for claim in claims if claim[0][11:12] == ["OA"]]

    assert min(met["DN1"], met["DN2"], met["HI"], len(of_accidents)) > 10
    assert met["HI"] < len(claims) / 2
    assert all(["DTP", "439"] in [each[:2] for each in claim] for claim in of_accidents)


def test_a_segment_ends_with_its_last_element_that_says_something() -> None:
    assert segment("NM1", "40", "2", "", "") == "NM1*40*2~"


@pytest.mark.parametrize(
    ("cents", "text"),
    [(0, "0"), (5, "0.05"), (50, "0.5"), (100, "1"), (1_000, "10"), (12_550, "125.5")],
)
def test_an_amount_has_no_needless_zeros(cents: int, text: str) -> None:
    assert amount(cents) == text
