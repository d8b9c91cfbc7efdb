"""A partner's server is looked at by one machine for all, and by another when that is gone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from edi_service.claims.model import ClaimKind
from edi_service.edge.store.tables import places
from edi_service.service.synth import synthesize
from tests.edge.exchange.sources import partner_server, remote, running_loop

if TYPE_CHECKING:
    from pathlib import Path

    import asyncssh

    from tests.serving.office import Office


def elm(port: int, key: asyncssh.SSHKey) -> str:
    """A partner whose files are fetched from its server."""
    [shown] = remote(port, key).host_keys
    return f"""
[trading_partners.elm]
outbound = "out-elm"
patience = {{ settled_seconds = 0.2 }}
[trading_partners.elm.inbound_remote]
host = "127.0.0.1"
port = {port}
user = "office"
host_keys = ["{shown}"]
password_from = "ELM_PASSWORD"
look_seconds = 0.2
"""


def leave(folder: Path, name: str, seed: int) -> None:
    (folder / name).write_bytes(b"".join(synthesize(ClaimKind.PROFESSIONAL, 20, seed)))


def holder(office: Office) -> str:
    with office.store() as store, store.engine.connect() as connection:
        question = select(places.c.machine).where(places.c.place == "elm remote")
        return str(connection.execute(question).scalar_one())


def wait_until_empty(folder: Path) -> None:
    deadline = time.monotonic() + 60
    while any(folder.iterdir()):
        assert time.monotonic() < deadline, "a file that was taken stays"
        time.sleep(0.1)


@pytest.mark.slow
def test_the_machine_that_holds_a_place_is_followed_by_another(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not office.url.startswith("postgresql"):
        pytest.skip("SQLite takes one machine")
    monkeypatch.setenv("ELM_PASSWORD", "correct horse")
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    with running_loop() as loop, partner_server(theirs, loop) as (port, key):
        office.others = elm(port, key)
        machines = {"left", "right"}
        for machine in sorted(machines):
            office.start(machine, program="edi_service")  # begun now, it sees the variable
        leave(theirs, "first.837", 1)
        office.wait_until_done(files=1)
        first = holder(office)

        office.kill(first)
        leave(theirs, "second.837", 2)
        office.wait_until_done(files=2)

        [other] = machines - {first}
        assert holder(office) == other
        wait_until_empty(theirs)
        assert office.stop(other) == 0
    assert [drop.partner for drop in office.drops()] == ["elm", "elm"]
    assert office.balanced().returncode == 0
