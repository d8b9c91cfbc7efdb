"""Requests to a simulated payer, and what it sends back, taken apart."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from edi_service.edge.guides import find_guide
from edi_service.edge.reference import validate
from edi_service.finding import Report, Severity
from edi_service.guide.check import check_set
from edi_service.simulator.payer import Payer
from edi_service.simulator.script import DEFAULT, parse_script
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally
from tests.review.making import (
    OF_DEPENDENT,
    a_case,
    a_line,
    a_professional,
    a_stay,
    about_stay,
    ask,
)

if TYPE_CHECKING:
    from edi_service.simulator.outgoing import Sent
    from edi_service.simulator.script import Script

MOMENT = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)
GUIDE = "005010X217"


def a_request(lines: int = 1, case_id: str = "0123456789abcdef", quantity: str = "1") -> bytes:
    """One request of a professional claim with so many lines."""
    made = tuple(
        a_line(
            number=str(number),
            procedure=str(27758 + number),
            control_number=f"L{number}",
            quantity=Decimal(quantity),
        )
        for number in range(1, lines + 1)
    )
    case = a_case(case_id=case_id, lines=tuple(line.number for line in made))
    return data_of(ask(a_professional(lines=made), case).data)


def a_stay_request() -> bytes:
    """The request of a stay of four days, without service lines."""
    return data_of(ask(a_stay(procedures=()), about_stay()).data)


def a_dependents_request() -> bytes:
    """A request whose patient is the subscriber's child."""
    return data_of(ask(a_professional(parties=OF_DEPENDENT)).data)


def data_of(data: bytes | None) -> bytes:
    assert data is not None
    return data


def batch(*requests: bytes) -> bytes:
    """The transaction sets of *requests* in one interchange, numbered on."""
    head, _, _ = requests[0].partition(b"ST*278*")
    sets = []
    for number, request in enumerate(requests, 1):
        body = request[request.index(b"ST*278*") : request.index(b"GE*")]
        one = b"%04d" % number
        sets.append(
            body.replace(b"ST*278*0001", b"ST*278*" + one).replace(b"*0001~", b"*" + one + b"~")
        )
    return head + b"".join(sets) + b"GE*%d*101~IEA*1*000000101~" % len(requests)


def grown(request: bytes, text: str, before: str) -> bytes:
    """*request* with *text* put before a segment, and counted."""
    changed = request.decode().replace(before, text + before, 1)
    start = changed.index("ST*278")
    size = changed[start : changed.index("GE*")].count("~")
    head, _, tail = changed.partition("SE*")
    return f"{head}SE*{size}*{tail.partition('*')[2]}".encode()


def a_payer(script: Script = DEFAULT, *, seed: int = 1) -> Payer:
    """One that does what *script* says."""
    request, response = find_guide(GUIDE), find_guide(GUIDE, "11")
    assert request is not None
    assert response is not None
    return Payer(
        script,
        moment=MOMENT,
        request_guide=request,
        response_guide=response,
        seed=seed,
    )


def answered(script: str, *requests: bytes, seed: int = 1) -> Payer:
    """The payer after it was given *requests*, each in a file of its own."""
    payer = a_payer(parse_script(script), seed=seed)
    for number, request in enumerate(requests, 1):
        payer.take(f"{number}.278", BytesIO(request))
    return payer


def kinds(payer: Payer) -> list[str]:
    """The kinds of what it sends, in order."""
    return [letter.kind for letter in payer.letters()]


def responses(payer: Payer) -> list[list[str]]:
    """The segments of each 278 it sends."""
    return [segments(letter.data) for letter in payer.letters() if letter.kind == "278"]


def response(script: str, request: bytes) -> list[str]:
    """The segments of the one 278 that answers *request*, which is sound."""
    payer = answered(script, request)
    assert_sound(payer.letters())
    assert [did for did in payer.journal if did.is_fault] == []
    [found] = responses(payer)
    return found


def segments(data: bytes) -> list[str]:
    """The segments of an interchange with the usual delimiters."""
    texts = data.decode("ascii").split("~")
    assert texts.pop() == ""
    return texts


def of(texts: list[str], identifier: str) -> list[str]:
    """The segments with *identifier*."""
    return [text for text in texts if text.split("*")[0] == identifier]


def level(texts: list[str], code: str, place: int = 0) -> list[str]:
    """The segments behind the HL with HL03 *code*, the one at *place* of them."""
    starts = [at for at, text in enumerate(texts) if text.startswith("HL*")]
    found = [at for at in starts if texts[at].split("*")[3] == code]
    end = next((at for at in starts if at > found[place]), len(texts) - 3)
    return texts[found[place] : end]


def faults(data: bytes) -> list[str]:
    """What our guide engine has against a response."""
    report = Report()
    for one in read_sets(read_blocks(BytesIO(data), report), report, Tally()):
        guide = find_guide(one.guide, "11")
        if guide is not None:
            for _ in check_set(one, guide, report):
                pass
    return [str(found) for found in report.take() if found.severity >= Severity.ERROR]


def assert_sound(letters: list[Sent], *, ask_pyx12: bool = True) -> None:
    """Every letter passes our engine and pyx12, is marked a test and says who wrote it."""
    for letter in letters:
        assert faults(letter.data) == []
        if ask_pyx12:
            verdict = validate(letter.data)
            assert verdict.accepted, (verdict, segments(letter.data))
        texts = segments(letter.data)
        assert texts[0].split("*")[15] == "T"
        if letter.kind == "278":
            assert "PER*IC*PAYER SIMULATOR*TE*5555550100" in texts
