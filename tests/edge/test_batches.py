"""Requests gathered into files that grow: one for each address, in the order they came."""

from __future__ import annotations

from collections import defaultdict

import pytest
from msgspec.structs import replace

from edi_service.edge.batches import Batches
from edi_service.edge.reference import validate
from edi_service.review.profile import Partner
from tests.review.making import a_case, a_professional, a_stay, about_stay, ask

HERE, THERE = Partner(receiver_id="HERE"), Partner(receiver_id="THERE")


class Files:
    """Files in memory that bytes are appended to."""

    def __init__(self) -> None:
        self.held: defaultdict[str, bytes] = defaultdict(bytes)

    def append(self, name: str, data: bytes) -> None:
        self.held[name] += data


def request(number: int, partner: Partner) -> bytes:
    case_id = f"{number:016x}"
    made = ask(a_professional(), a_case(case_id=case_id), partner)
    assert made.data is not None
    return made.data


def test_each_address_has_a_file_numbered_in_the_order_they_are_met() -> None:
    files = Files()
    batches = Batches(41, files.append, "requests")
    written = [batches.add(request(n, [HERE, THERE][n % 2])) for n in (1, 2, 3, 4, 6)]
    batches.finish()
    there, here = "requests/batch-000000041.278", "requests/batch-000000042.278"
    assert written == [there, here, there, here, here]
    for name, cases, number in ((there, (1, 3), 41), (here, (2, 4, 6), 42)):
        data = files.held[name]
        assert validate(data).accepted
        found = [text for text in data.decode().split("~") if text.startswith("BHT")]
        assert [text.split("*")[3] for text in found] == [f"{case:016x}-1" for case in cases]
        assert data.endswith(f"~GE*{len(cases)}*{number}~IEA*1*{number:09d}~".encode())


@pytest.mark.parametrize(
    "other",
    [
        replace(HERE, usage="P"),
        replace(HERE, delimiters="|!>\x7e"),
        replace(HERE, sender_id="OTHER"),
        replace(HERE, application_receiver="CARDIOLOGY"),
        replace(HERE, receiver_qualifier="30"),
    ],
)
def test_what_a_partner_keeps_apart_stays_apart(other: Partner) -> None:
    batches = Batches(1, Files().append, "requests")
    assert batches.add(request(1, HERE)) != batches.add(request(2, other))


def test_stays_and_services_travel_together() -> None:
    stay = ask(a_stay(), about_stay(), replace(HERE, sender_id="CLINIC"))
    assert stay.data is not None
    files = Files()
    batches = Batches(1, files.append, "requests")
    names = {batches.add(request(1, replace(HERE, sender_id="CLINIC"))), batches.add(stay.data)}
    batches.finish()
    (name,) = names
    assert validate(files.held[name]).accepted


def test_without_requests_there_is_no_file() -> None:
    files = Files()
    Batches(1, files.append, "requests").finish()
    assert files.held == {}
