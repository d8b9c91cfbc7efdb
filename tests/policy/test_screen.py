"""The quick no is never said to a claim that a policy means, nor to a rule that would speak."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from edi_service.claims.model import ClaimKind
from edi_service.edge.guides import find_guide
from edi_service.edge.knowledge import read_library
from edi_service.finding import Report
from edi_service.policy.model import PayerAlias
from edi_service.policy.rules import CLAIM_RULES
from edi_service.policy.screen import (
    EVERY_TOPIC,
    NOTHING,
    Screen,
    ServicesScreen,
    Sort,
    Topic,
    could_mean,
    named,
)
from edi_service.policy.selection import Ages, CodeList, CodeRange, DatedCode, Services
from edi_service.policy.services import meant
from edi_service.policy.stand import Stand
from edi_service.service.stream import read_arrival
from edi_service.service.synth import synthesize
from edi_service.x12.tally import Tally
from tests.policy.casework import a_claim
from tests.policy.making import DAY, PAYER, a_library, a_policy, a_subject

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.claims.model import Claim

EXAMPLES = Path(__file__).parents[2] / "fixtures" / "policies" / "examples"
LIBRARY = read_library((EXAMPLES,), ())
STANDS = [
    Stand(policy, revision)
    for policy in LIBRARY.policies
    for revision in policy.revisions
    if revision.requirement is not None
]
KINDS = [ClaimKind.PROFESSIONAL, ClaimKind.INSTITUTIONAL]


def claims_of(kind: ClaimKind) -> list[Claim]:
    data = b"".join(synthesize(kind, 400, 11))
    passed = read_arrival(io.BytesIO(data), "", Report(), Tally(), find_guide=find_guide)
    return [each.claim for each in passed if each.claim is not None]


def a_screen(stands: Iterable[Stand]) -> Screen:
    return Screen({Topic.DEMAND: ServicesScreen(named(stands))})


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_a_policy_means_is_let_pass(kind: ClaimKind) -> None:
    claims = claims_of(kind)
    screens = [(stand, a_screen([stand])) for stand in STANDS]
    let_pass = held_back = 0
    for claim in claims:
        for stand, screen in screens:
            services = stand.revision.services
            passes = bool(screen.look(claim).topics)
            if services:  # a policy without any means every line
                let_pass += passes
                held_back += not passes
            if not services or meant(services, claim, None).lines:
                assert passes, stand.policy.id

    assert let_pass
    assert held_back > let_pass


@pytest.mark.parametrize("kind", KINDS)
def test_no_rule_would_speak_of_a_topic_that_was_ruled_out(kind: ClaimKind) -> None:
    payers = sorted({policy.payer for policy in LIBRARY.policies})
    places = ["11", "21", "23", "12", "81", "27"]
    spoken: set[str] = set()
    for number, claim in enumerate(claims_of(kind)):
        moved = claim
        if kind is ClaimKind.PROFESSIONAL:
            moved = replace(claim, facility_code=places[number % len(places)])
        alias = PayerAlias(payer=payers[number % len(payers)], line_of_business="commercial")
        subject = a_subject(moved, payer=alias)
        applying = LIBRARY.applying(subject.payer, moved.first_day)
        topics = applying.topics(moved)
        for rule in CLAIM_RULES:
            if rule.topic is not None and rule.topic not in topics:
                assert not list(rule.check(subject, applying)), rule.kind.code
            elif rule.topic is not None and list(rule.check(subject, applying)):
                spoken.add(rule.kind.code)

    assert spoken


def test_a_policy_without_services_means_every_line() -> None:
    [claim, *_] = claims_of(ClaimKind.PROFESSIONAL)
    unlisted = [stand for stand in STANDS if not stand.revision.services]

    assert unlisted
    assert all(a_screen([stand]).look(claim).topics for stand in unlisted)


def test_nothing_is_meant_where_there_is_no_policy() -> None:
    [claim, *_] = claims_of(ClaimKind.PROFESSIONAL)

    assert not a_screen([]).look(claim).topics


def test_a_claim_without_lines_may_concern_anything() -> None:
    [claim, *_] = claims_of(ClaimKind.PROFESSIONAL)

    assert a_screen([]).look(replace(claim, lines=())).topics == EVERY_TOPIC


IMAGING = (CodeRange("70551", "70553"),)
READ_ONLY = Services(modifiers=("26",))
LISTED_BY_STATE = CodeList("some.csv", "", {"70551": (DatedCode("70551", state="NY"),)})


def a_sort(procedure: str = "70551", modifiers: tuple[str, ...] = (), place: str = "11") -> Sort:
    return Sort(procedure, "", "", ClaimKind.PROFESSIONAL, place, "", modifiers, is_emergency=False)


@pytest.mark.parametrize("modifiers", [("26",), ("59", "26")])
def test_a_line_that_is_surely_taken_out_is_held_back(modifiers: tuple[str, ...]) -> None:
    services = Services(codes=IMAGING, excepting=(READ_ONLY,))
    assert could_mean(services, a_sort())
    assert could_mean(services, a_sort(modifiers=("59",)))
    assert not could_mean(services, a_sort(modifiers=modifiers))


@pytest.mark.parametrize(
    "excepting",
    [
        Services(codes=IMAGING, whole_claim=True),
        Services(codes=IMAGING, code_list=LISTED_BY_STATE),
        Services(codes=IMAGING, excepting=(READ_ONLY,)),
        Services(codes=IMAGING, starts=date(2026, 3, 1)),
        Services(codes=IMAGING, units_over=Decimal(1)),
        Services(codes=IMAGING, together_with=(CodeRange("99213", "99213"),)),
        Services(codes=IMAGING, diagnoses=(CodeRange("R51", "R51"),)),
        Services(codes=IMAGING, states=("NY",)),
        Services(codes=IMAGING, ages=Ages(under=18)),
        Services(codes=IMAGING, gold_card=True),
    ],
)
def test_what_hangs_on_more_than_the_line_takes_nothing_out_beforehand(excepting: Services) -> None:
    assert not excepting.is_told_by_line
    assert could_mean(Services(codes=IMAGING, excepting=(excepting,)), a_sort(modifiers=("26",)))


def test_a_line_taken_out_may_still_stand_for_the_claim_as_a_whole() -> None:
    services = Services(codes=IMAGING, whole_claim=True, excepting=(READ_ONLY,))
    lines = [{"procedure": "70551", "modifiers": ["26"]}, {"procedure": "99213"}]
    claim = a_claim(DAY, {"lines": lines})

    assert [line.procedure for line in meant((services,), claim, "OH").lines] == ["99213"]
    assert could_mean(services, a_sort(modifiers=("26",)))


def test_claims_with_the_same_sorts_of_line_get_the_same_look() -> None:
    policy = a_policy(
        '<authorization required="yes"><services codes="70551"/></authorization>'
        '<places><misfit id="one" title="One." against="procedure"><when codes="99213"/></misfit>'
        "</places>"
    )
    screen = a_library(policy).applying(PAYER, DAY).screen
    one, two = {"procedure": "70551"}, {"procedure": "99213"}
    both = screen.look(a_claim(DAY, {"lines": [one, two]}))

    assert screen.look(a_claim(DAY, {"lines": [one, two, two, one]})) is both
    assert both.topics == {Topic.DEMAND}
    assert [each.row.id for each in both.misfits] == ["one"]
    assert screen.look(a_claim(DAY, {"lines": [{"procedure": "00000"}]})) is NOTHING


def test_what_a_screen_remembers_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edi_service.policy.screen.MOST_REMEMBERED", 1)
    screen = Screen({Topic.DEMAND: lambda sort: sort.procedure == "70551", Topic.PLACE: bool})
    looks = [
        screen.look(a_claim(DAY, {"lines": [{"procedure": code}]})).topics
        for code in ("70551", "99213", "70551", "70552")
    ]
    assert looks == [
        {Topic.DEMAND, Topic.PLACE},
        {Topic.PLACE},
        {Topic.DEMAND, Topic.PLACE},
        {Topic.PLACE},
    ]


@pytest.mark.parametrize(
    ("when", "lines", "diagnosis", "could"),
    [
        ('diagnoses="R51"', ["99213"], "R51", True),
        ('diagnoses="R51"', ["99213"], "I10", False),
        ('codes="99213" together-with="70551"', ["99213", "70551"], "I10", True),
        ('codes="99213" together-with="70551"', ["99213"], "I10", False),
        ('codes="70551"', ["99213"], "I10", False),
    ],
)
def test_a_misfit_is_a_topic_where_diagnoses_and_neighbours_bear_it_out(
    when: str, lines: list[str], diagnosis: str, *, could: bool
) -> None:
    body = (
        '<places><misfit id="one" title="One." against="diagnosis">'
        f"<when {when}/></misfit></places>"
    )
    claim = a_claim(
        DAY,
        {
            "lines": [{"procedure": code} for code in lines],
            "diagnoses": [{"qualifier": "ABK", "code": diagnosis}],
        },
    )
    assert a_library(a_policy(body)).applying(PAYER, DAY).topics(claim) == (
        {Topic.DIAGNOSIS} if could else set()
    )


@pytest.mark.parametrize(
    ("services", "asks"),
    [
        (Services(codes=IMAGING), False),
        (Services(codes=IMAGING, states=("NY",)), True),
        (Services(code_list=LISTED_BY_STATE), True),
        (Services(code_list=CodeList("a.csv", "", {"70551": (DatedCode("70551"),)})), False),
        (Services(codes=IMAGING, excepting=(Services(states=("NY",)),)), True),
    ],
)
def test_services_know_whether_they_hang_on_the_state(services: Services, *, asks: bool) -> None:
    assert services.asks_for_state is asks
