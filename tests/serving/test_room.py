"""Disks that are nearly full: told in time, and not filled by what comes in."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url

from edi_service.service.config import ConfigRefused, parse_config
from edi_service.service.store import StoreRefused, StoreUnreachable
from edi_service.wiring.serving.metrics import Metrics, reason_of
from edi_service.wiring.serving.room import Room, room_of
from tests.edge.exchange.disks import small_disk
from tests.serving.test_disks import Usage

if TYPE_CHECKING:
    from sqlalchemy import URL

MIB = 1024**2
WORK, OUT = Path("work"), Path("out")
SQLITE, POSTGRESQL = make_url("sqlite:////data/store.sqlite"), make_url("postgresql://a@b/c")
CONFIG = """
[service]
folder = "work"
{more}
[trading_partners.maple]
inbound = "in"
outbound = "out"
[trading_partners.elm]
sftp_keys = ["ssh-ed25519 AAAA"]
"""


class Disks:
    """As much free as a test has it; what is told of them is in the metrics."""

    def __init__(self, least: int = 64 * MIB) -> None:
        self.free: dict[Path, int] = {WORK: 1000 * MIB, OUT: 1000 * MIB}
        self.metrics = Metrics()
        self.room = Room(
            {"the folder": WORK}, {"outbound": OUT}, least, self.metrics.trouble, self._free
        )

    def _free(self, folder: Path) -> int:
        free = self.free[folder]
        if free < 0:
            raise OSError(errno.ENOENT, "No such file or directory")
        return free


@pytest.fixture
def disks() -> Disks:
    return Disks()


def test_with_room_files_are_taken_and_nothing_is_told(disks: Disks) -> None:
    assert disks.room.look_at_disks()
    assert disks.metrics.not_ready() == ""


@pytest.mark.parametrize(("free", "suffices"), [(64 * MIB, True), (64 * MIB - 1, False)])
def test_as_much_as_is_to_be_free_is_enough(disks: Disks, free: int, *, suffices: bool) -> None:
    disks.free[WORK] = free
    assert disks.room.look_at_disks() is suffices


def test_less_is_told_with_its_place_until_there_is_room(disks: Disks) -> None:
    disks.free[WORK] = 3 * MIB
    assert not disks.room.look_at_disks()
    assert disks.metrics.not_ready() == (
        "disk of the folder: only 3 MiB are free, and 64 are to be (service.least_free_mib)"
    )

    disks.free[WORK] = 65 * MIB
    assert disks.room.look_at_disks()
    assert disks.metrics.not_ready() == ""


def test_where_only_results_go_files_are_taken_all_the_same(disks: Disks) -> None:
    disks.free[OUT] = 0
    assert disks.room.look_at_disks()
    assert disks.metrics.not_ready().startswith("disk of outbound: only 0 MiB are free")


def test_each_place_is_told_of(disks: Disks) -> None:
    disks.free = {WORK: 0, OUT: 0}
    assert not disks.room.look_at_disks()
    assert disks.metrics.not_ready().count("disk of ") == 2


def test_a_place_that_is_not_there_is_for_others_to_tell_of(disks: Disks) -> None:
    disks.free = {WORK: -1, OUT: -1}
    assert disks.room.look_at_disks()
    assert disks.metrics.not_ready() == ""


def test_nothing_is_looked_at_where_nothing_is_to_be_free() -> None:
    disks = Disks(least=0)
    disks.free = {WORK: 0, OUT: 0}
    assert disks.room.look_at_disks()
    assert disks.metrics.not_ready() == ""


def folders_of(more: str, store: URL, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders whose disks are looked at; none of them has any room."""
    asked: list[str] = []

    def usage(folder: Path) -> Usage:
        asked.append(str(folder))
        return Usage()

    monkeypatch.setattr(shutil, "disk_usage", usage)
    told: dict[str, str] = {}
    config = parse_config(CONFIG.format(more=more))
    room_of(config, Path("/data"), store, told.__setitem__).look_at_disks()
    assert len(told) == len(asked)
    return sorted(asked)


@pytest.mark.parametrize(
    ("store", "expected"),
    [
        (SQLITE, ["/data", "/data/out", "/data/sftp", "/data/work"]),
        (POSTGRESQL, ["/data/out", "/data/sftp", "/data/work"]),
    ],
    ids=["sqlite", "postgresql"],
)
def test_the_disks_of_a_configuration(
    store: URL, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert folders_of("", store, monkeypatch) == expected
    assert folders_of("least_free_mib = 0", store, monkeypatch) == []


def test_less_than_nothing_cannot_be_asked_for() -> None:
    with pytest.raises(ConfigRefused, match="least_free_mib"):
        parse_config("[service]\nleast_free_mib = -1\n")


def test_a_real_disk(tmp_path: Path) -> None:
    told = Metrics()
    with small_disk(tmp_path / "disk", megabytes=8) as disk:
        room = Room({"it": disk.path}, {}, 4 * MIB, told.trouble)
        assert room.look_at_disks()
        disk.fill(leaving=3 * MIB)
        assert not room.look_at_disks()
        assert told.not_ready().startswith("disk of it: only ")
        disk.make_room()
        assert room.look_at_disks()
    assert told.not_ready() == ""


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/in/JANE DOE.837"), "No space left on"),
        (OSError("nothing is said"), "OSError"),
        (StoreUnreachable("database or disk is full"), "database or disk is full"),
        (StoreRefused("all ISA13 from 1234567893 are used up"), "StoreRefused"),
        (ValueError("JANE DOE"), "ValueError"),
    ],
)
def test_why_something_failed_is_said_without_what_it_was_about(
    fault: Exception, expected: str
) -> None:
    assert reason_of(fault).startswith(expected)
    assert "DOE" not in reason_of(fault)
