"""The page for those who run the service says what is so."""

from __future__ import annotations

import configparser
import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from edi_service.entry.cli import command_line
from edi_service.service.config import Config, parse_config
from edi_service.service.exchange.advice import advise
from edi_service.service.exchange.partners import Service, SftpServer, TradingPartner
from edi_service.service.exchange.pickup import TEMPORARY
from edi_service.service.run import KEPT_AT_ONCE

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = re.findall(r"^    edi-service (.*)$", PAGE, re.MULTILINE)


def test_the_configuration_on_the_page_is_one() -> None:
    config = parse_config("\n".join(BLOCKS))

    assert set(config.trading_partners) == {"maple", "elm", "birch"}
    assert config.partners["example-health"].via == "maple"
    assert [each.says for each in advise(config) if each.remedy] == [
        "its acknowledgments have nowhere to go and stay in the store"  # birch, in this example
    ]


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_on_the_page_is_known(line: str) -> None:
    command = get_command(command_line())
    words = shlex.split(line)
    while hasattr(command, "commands"):
        command = command.commands[words.pop(0)]
    options = {name for parameter in command.params for name in parameter.opts}

    assert {word for word in words if word.startswith("--")} <= options


def test_what_the_page_counts_is_so() -> None:
    assert f"{KEPT_AT_ONCE} claims a step" in PAGE
    assert all(f"`{ending}`" in PAGE for ending in TEMPORARY if ending != ".crdownload")
    assert f"http://127.0.0.1:{Service().health.port}" in PAGE
    assert f"port = {SftpServer().port}" in PAGE


def test_every_word_of_a_partner_is_on_the_page_or_the_one_for_configurations() -> None:
    pages = PAGE + (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")

    for struct in (TradingPartner, Service, Config):
        missing = [name for name in struct.__struct_fields__ if name not in pages]
        assert missing == [], struct.__name__


def test_the_unit_starts_what_there_is() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # names keep their case
    unit.read(ROOT / "docs" / "operating" / "edi-service.service")
    program, command, *_ = shlex.split(unit["Service"]["ExecStart"])

    assert Path(program).name == "edi-service"
    assert command in get_command(command_line()).commands  # type: ignore[attr-defined]  # a group has them
    assert unit["Service"]["UMask"] == "0077"


def machines_of_compose() -> dict[str, list[str]]:
    """The command of each machine of the compose file."""
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    found = re.findall(
        r"^  ([a-z0-9-]+):(?:(?!^  \S).)*?command: \[(.*?)\]", text, re.MULTILINE | re.DOTALL
    )
    return {name: [word.strip(' "') for word in words.split(",")] for name, words in found}


def test_the_compose_file_has_one_pickup_and_two_workers() -> None:
    machines = machines_of_compose()

    assert {name: words[-1] for name, words in machines.items()} == {
        "pickup": "pickup",
        "worker-1": "worker",
        "worker-2": "worker",
    }
