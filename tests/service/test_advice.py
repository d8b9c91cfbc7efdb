"""What is wrong or risky in a configuration."""

from __future__ import annotations

import pytest

from edi_service.finding import Severity
from edi_service.service.config import parse_config
from edi_service.service.exchange.advice import advise, worst

SOUND = """
[trading_partners.maple]
inbound = "in"
outbound = "out"
"""
REMOTE = """
[trading_partners.maple.inbound_remote]
host = "sftp.example"
user = "office"
host_keys = ["ssh-ed25519 AAAA"]
"""


def found(text: str) -> list[tuple[Severity, str, str]]:
    return [(each.severity, each.subject, each.says) for each in advise(parse_config(text))]


def test_a_sound_configuration_gives_no_advice() -> None:
    assert found(SOUND) == []
    assert worst([]) is Severity.NOTE


def test_nobody_to_take_files_from() -> None:
    [(severity, subject, says)] = found("")

    assert (severity, subject) == (Severity.WARNING, "trading_partners")
    assert "nobody" in says


@pytest.mark.parametrize(
    ("text", "severity", "subject", "says"),
    [
        (
            "[trading_partners.maple]\nusage = 'T'\n",
            Severity.ERROR,
            "trading_partners.maple",
            "no file can come from it",
        ),
        (
            "[trading_partners.maple]\ninbound = 'in'\n",
            Severity.WARNING,
            "trading_partners.maple",
            "nowhere to go",
        ),
        (SOUND + REMOTE, Severity.ERROR, "trading_partners.maple", "sftp.example knows us"),
        (SOUND + "usage = 'P'\n", Severity.NOTE, "trading_partners.maple", "production"),
        (
            SOUND + "[trading_partners.birch]\ninbound = 'in'\noutbound = 'birch'\n",
            Severity.ERROR,
            "in",
            "more than once",
        ),
        (
            "[trading_partners.maple]\ninbound = 'same'\noutbound = 'same'\n",
            Severity.ERROR,
            "same",
            "more than once",
        ),
        (
            SOUND + "[partners.texas-medicaid]\nvia = 'elm'\n",
            Severity.ERROR,
            "partners.texas-medicaid",
            "elm, which is no trading partner",
        ),
        (
            SOUND + "[partners.texas-medicaid]\nchannel = 'x217'\n",
            Severity.WARNING,
            "partners.texas-medicaid",
            "nothing says by way of whom",
        ),
        (
            SOUND + "[partners.texas-medicaid]\ntakes_inquiries = true\n",
            Severity.WARNING,
            "partners.texas-medicaid",
            "it takes inquiries, and nothing says by way of whom",
        ),
        (
            SOUND + "[service.schedules]\ndeadlines = ''\n",
            Severity.WARNING,
            "service.schedules",
            "do not expire by themselves",
        ),
        (
            SOUND
            + "[partners.texas-medicaid]\ntakes_inquiries = true\nvia = 'maple'\n"
            + "[service.schedules]\nfollow_up = ''\n",
            Severity.WARNING,
            "service.schedules",
            "none that is late is followed up",
        ),
        (
            SOUND
            + "[service.schedules]\nretention = ''\n[service.retention]\nproducts_days = 90\n",
            Severity.ERROR,
            "service.retention",
            "nothing is let go",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    text: str, severity: Severity, subject: str, says: str
) -> None:
    advice = list(advise(parse_config(text)))

    assert [(each.severity, each.subject) for each in advice] == [(severity, subject)]
    assert says in advice[0].says
    assert bool(advice[0].remedy) is (severity > Severity.NOTE)


@pytest.mark.parametrize(
    "text",
    [
        SOUND + REMOTE + "key = 'id_ed25519'\n",
        SOUND + REMOTE + "password_from = 'MAPLE_PASSWORD'\n",
        "[trading_partners.maple]\nsftp_keys = ['ssh-ed25519 AAAA']\n",
        SOUND + "[partners.texas-medicaid]\nchannel = 'x217'\nvia = 'maple'\n",
        SOUND + "[partners.texas-medicaid]\nchannel = 'portal'\n",
        SOUND + "[partners.texas-medicaid]\ntakes_inquiries = true\nvia = 'maple'\n",
        SOUND + "[service.schedules]\nfollow_up = ''\nretention = ''\n",
        SOUND + "[service.retention]\nfiles_days = 90\n",
    ],
)
def test_what_is_in_order_is_passed_over(text: str) -> None:
    assert found(text) == []


def test_the_gravest_of_many() -> None:
    text = "[trading_partners.maple]\nusage = 'T'\n[trading_partners.birch]\ninbound = 'b'\n"

    assert worst(advise(parse_config(text))) is Severity.ERROR
