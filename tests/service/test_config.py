"""The configuration file."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from edi_service.policy.model import Channel
from edi_service.service.config import DEFAULT_ZONE, Config, ConfigRefused, parse_config

WHOLE = """
zone = "America/Chicago"

[payers.EXHLTH01]
payer = "example-health"
line_of_business = "commercial"

[providers.1987654328]
zone = "America/Denver"

[partners.example-health]
channel = "x217"
usage = "P"

[codes]
folder = "kept/codes"

[policies]
reread_after_days = 90
"""


def test_an_empty_file_is_the_default_configuration() -> None:
    assert parse_config("") == Config()
    assert parse_config("").zone == DEFAULT_ZONE


def test_everything_that_may_be_said_is_read() -> None:
    config = parse_config(WHOLE)

    assert config.zone_of("1987654328") == ZoneInfo("America/Denver")
    assert config.zone_of("1234567893") is None
    [alias] = config.aliases()
    assert (alias.identifier, alias.payer, alias.line_of_business, alias.source) == (
        "EXHLTH01",
        "example-health",
        "commercial",
        "config",
    )
    assert config.partners["example-health"].channel is Channel.X217
    assert config.partners["example-health"].usage == "P"
    assert config.codes.folder == "kept/codes"
    assert config.policies.reread_after_days == 90


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("zone =", "not TOML"),
        ("[policies]\nreread_after_days = 0", "reread_after_days"),
        ("[policies]\nreread_after = 90", "unknown field `reread_after`"),
        ("zones = 'x'", "unknown field `zones`"),
        ("[payers.A]\npayer = 'x'", "line_of_business"),
        ("[payers.A]\npayer = 'x'\nline_of_business = 'y'\nlob = 'z'", "unknown field `lob`"),
        ("[partners.x]\nusage = 'X'", "usage"),
        ("[partners.x]\nchanel = 'x217'", "unknown field `chanel`"),
        ("[providers.1]\nzone = 'Mars/Olympus'", "providers.1.zone: 'Mars/Olympus' is no IANA"),
        ("zone = '../etc/passwd'", "zone: '../etc/passwd' is no IANA time zone; write one such as"),
        ("zone = 'America'", "^zone: 'America' is no IANA time zone; write .* 'America/New_York'$"),
        ("zone = ''", "zone: '' is no IANA time zone"),
        ("[providers.1]\nzone = 'America/Indiana'", "^providers.1.zone: 'America/Indiana'"),
        ("zone = 5", "Expected `str`"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(text: str, says: str) -> None:
    with pytest.raises(ConfigRefused, match=says):
        parse_config(text)
