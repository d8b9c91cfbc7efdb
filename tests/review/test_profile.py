from __future__ import annotations

import msgspec
import pytest

from edi_service.policy.model import Channel
from edi_service.review.profile import Partner
from edi_service.x12.segment import Delimiters
from tests.review.making import a_professional, ask, assert_sound, assert_valid

FULL = b"""
channel = "x217"
usage = "P"
sender_qualifier = "30"
sender_id = "123456789"
receiver_qualifier = "33"
receiver_id = "54321"
application_sender = "CLINIC"
application_receiver = "REVIEWS"
reviewer_name = "EXAMPLE REVIEWERS"
reviewer_id_qualifier = "46"
reviewer_id = "REV77"
delimiters = "|^>~"
contact_name = "AUTH DESK"
contact_phone = "5555550100"
contact_fax = "5555550101"
trace_assigner = "9987654321"
send_amounts = true
send_group_number = true
send_addresses = true
send_procedures = false
always_send_delay_reason = true
line_numbers_are_authorizations = true
"""


def test_a_table_of_the_configuration_is_read() -> None:
    partner = msgspec.toml.decode(FULL, type=Partner)
    assert partner.channel is Channel.X217
    assert partner.marks == Delimiters(element="|", repetition="^", component=">", segment="~")


def test_an_empty_table_takes_everything_from_the_claim() -> None:
    assert msgspec.toml.decode(b"", type=Partner) == Partner()
    segments = assert_valid(ask(a_professional()))
    assert segments[0] == (
        "ISA*00*          *00*          *ZZ*1234567893     *ZZ*00001          "
        "*261115*0930*^*00501*000000101*0*T*:"
    )
    assert segments[1] == "GS*HI*1234567893*00001*20261115*0930*101*X*005010X217"


@pytest.mark.parametrize(
    "text",
    [
        b'usage = "Q"',
        b'unheard_of = "1"',
        b'sender_id = "SIXTEEN LETTERS."',
        b'sender_qualifier = "99"',
        b'reviewer_id_qualifier = "XX"',
        b'channel = "pigeon"',
        b'delimiters = "*^:"',
        b'delimiters = "**:~"',
        b'delimiters = "A^:~"',
        b'delimiters = "*^-~"',
        b'delimiters = "*^.~"',
        b'delimiters = "*^:\\n"',
        b'trace_assigner = "123"',
        b'send_amounts = "yes"',
    ],
)
def test_what_no_request_can_be_written_with_is_refused_when_it_is_read(text: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.toml.decode(text, type=Partner)


def test_every_setting_shows_in_the_request() -> None:
    partner = msgspec.toml.decode(FULL, type=Partner)
    request = ask(a_professional(), partner=partner)
    assert_sound(request, partner.marks)
    plain = msgspec.structs.replace(partner, delimiters="*^:~")
    segments = assert_valid(ask(a_professional(), partner=plain))
    assert request.data is not None
    assert (
        request.data.decode().replace("|", "*").replace(">", ":").split("~")[1:-1] == segments[1:]
    )
    expected = {
        "GS*HI*CLINIC*REVIEWS*20261115*0930*101*X*005010X217",
        "NM1*X3*2*EXAMPLE REVIEWERS*****46*REV77",
        "PER*IC*AUTH DESK*TE*5555550100*FX*5555550101",
        "TRN*1*0123456789abcdef-1*9987654321",
        "TRN*1*0123456789abcdef-1-1*9987654321",
        "REF*6P*GRP01",
        "SV1*HC:27759:RT*1500*UN*1***1:2",
        "N3*1 MAIN ST",
        "N4*DALLAS*TX*75201",
        "N3*5 ELM ST*UNIT B",
        "N4*DALLAS*TX*75202",
    }
    assert expected <= set(segments)
    assert segments[0][32:67] == "30*123456789      *33*54321          "[:35]
    assert segments[0].endswith("*P*:")


def test_other_delimiters_are_used_throughout_the_request() -> None:
    request = ask(a_professional(), partner=Partner(delimiters="|!>{"))
    assert_sound(request, Partner(delimiters="|!>{").marks)
    assert request.data is not None
    assert request.data[3:4] == b"|"
