"""Trading partners and the service itself, as the configuration has them."""

from __future__ import annotations

import pytest

from edi_service.service.config import ConfigRefused, parse_config
from edi_service.service.exchange.partners import Remote, Service, TradingPartner

REMOTE = """
[trading_partners.maple.inbound_remote]
host = "sftp.example"
user = "office"
host_keys = ["ssh-ed25519 AAAA", "ecdsa-sha2-nistp256 BBBB"]
"""


def test_what_is_left_out_is_careful() -> None:
    config = parse_config("[trading_partners.maple]\n")

    partner = config.trading_partners["maple"]
    assert partner == TradingPartner()
    assert (partner.usage, partner.answers) == ("T", ("TA1", "999", "277CA"))
    assert partner.duplicate_days > 0
    assert config.service == Service()
    assert config.service.sftp.address == config.service.health.address == "127.0.0.1"


def test_a_partner_in_full() -> None:
    config = parse_config(
        """
        [trading_partners.maple]
        inbound = "in"
        outbound = "out"
        sftp_keys = ["ssh-ed25519 AAAA"]
        answers = ["999"]
        usage = "P"
        at_once = 1
        duplicate_days = 0
        [trading_partners.maple.patience]
        needs_marker = true
        """
        + REMOTE
    )

    partner = config.trading_partners["maple"]
    assert (partner.usage, partner.answers, partner.at_once) == ("P", ("999",), 1)
    assert partner.patience.needs_marker
    assert partner.inbound_remote is not None
    assert partner.inbound_remote.port == 22


def test_the_pinned_keys_as_ssh_wants_them() -> None:
    remote = parse_config(REMOTE).trading_partners["maple"].inbound_remote
    assert isinstance(remote, Remote)

    assert remote.known_hosts() == (
        "sftp.example ssh-ed25519 AAAA\nsftp.example ecdsa-sha2-nistp256 BBBB\n"
    )


def test_another_port_is_part_of_the_name() -> None:
    remote = parse_config(REMOTE + "port = 2222\n").trading_partners["maple"].inbound_remote
    assert isinstance(remote, Remote)

    assert remote.known_hosts().startswith("[sftp.example]:2222 ssh-ed25519")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[trading_partners.maple]\ninbox = 'in'\n", "inbox"),
        ("[trading_partners.maple]\nusage = 'X'\n", "usage"),
        ("[trading_partners.maple]\nanswers = ['998']\n", "answers"),
        ("[trading_partners.maple]\nat_once = 0\n", "at_once"),
        ("[trading_partners.maple]\nduplicate_days = -1\n", "duplicate_days"),
        (REMOTE + "port = 70000\n", "port"),
        (REMOTE.replace("host_keys", "keys"), "keys"),
        (REMOTE.replace('host = "sftp.example"', ""), "host"),
        ("[service]\nlook_seconds = 0\n", "look_seconds"),
        ("[service]\nstores = 'x'\n", "stores"),
        ("[service.health]\nport = -1\n", "port"),
    ],
)
def test_a_slip_of_the_pen_is_named(text: str, says: str) -> None:
    with pytest.raises(ConfigRefused, match=says):
        parse_config(text)


def test_a_server_without_a_pinned_key_is_refused() -> None:
    with pytest.raises(ConfigRefused, match="length >= 1"):
        parse_config(REMOTE.replace('["ssh-ed25519 AAAA", "ecdsa-sha2-nistp256 BBBB"]', "[]"))
