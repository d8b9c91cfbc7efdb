"""What `doctor` says of folders and files that others might read."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

import pytest

from edi_service.finding import Severity
from edi_service.service.config import parse_config
from edi_service.wiring.serving.disks import examine_disks

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """
[service]
facts = "facts.csv"
[trading_partners.maple]
inbound = "in"
outbound = "out"
sftp_keys = ["ssh-ed25519 AAAA"]
[trading_partners.maple.pgp]
key = "office.asc"
[trading_partners.maple.inbound_remote]
host = "sftp.example"
user = "office"
host_keys = ["ssh-ed25519 AAAA"]
key = "id_ed25519"
"""
FOLDERS = ("work", "in", "out", "sftp/maple/inbound", "sftp/maple/outbound")
FILES = ("facts.csv", "office.asc", "id_ed25519")


def told(base: Path) -> dict[str, tuple[Severity, str]]:
    found = examine_disks(parse_config(CONFIG), base)
    return {each.subject: (each.severity, each.says) for each in found}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """All of it there, and nobody else's."""
    for name in FOLDERS:
        (tmp_path / name).mkdir(mode=0o700, parents=True)
    for name in FILES:
        (tmp_path / name).touch(mode=0o600)
    return tmp_path


def test_what_is_ours_alone_gives_no_advice(base: Path) -> None:
    assert told(base) == {}


def test_what_is_not_there_yet_will_be_made(tmp_path: Path) -> None:
    assert told(tmp_path) == dict.fromkeys(FOLDERS, (Severity.NOTE, "the folder will be made"))


@pytest.mark.parametrize("name", FOLDERS)
@pytest.mark.parametrize(
    ("mode", "severity"),
    [
        (0o750, Severity.WARNING),
        (0o705, Severity.WARNING),
        (0o770, Severity.WARNING),
        (0o777, Severity.ERROR),
        (0o702, Severity.ERROR),
    ],
)
def test_a_folder_that_others_may_enter_is_named(
    base: Path, name: str, mode: int, severity: Severity
) -> None:
    (base / name).chmod(mode)

    assert {subject: found for subject, (found, _) in told(base).items()} == {name: severity}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("mode", [0o640, 0o604])
def test_a_file_that_others_may_read_is_named(base: Path, name: str, mode: int) -> None:
    (base / name).chmod(mode)

    [(subject, (severity, says))] = told(base).items()
    assert subject.endswith(name)
    assert severity is Severity.WARNING
    assert "may read the file" in says


class Usage(NamedTuple):
    """As of a disk that is nearly full."""

    total: int = 10**12
    used: int = 10**12
    free: int = 5 * 1024**2


def test_a_disk_that_is_nearly_full_is_named(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage())

    [(_, says)] = told(base).values()
    assert says == "only 5 MiB are free"
