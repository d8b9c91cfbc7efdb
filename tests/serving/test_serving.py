"""The service as partners and its operators meet it: files in, answers out, books that balance."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from edi_service.claims.model import ClaimKind
from edi_service.finding import Report
from edi_service.service.exchange.drops import DropState
from edi_service.service.synth import synthesize
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from tests.serving.office import Office


def claims(kind: str = "P", count: int = 30, seed: int = 1) -> bytes:
    """An invented file of claims."""
    return b"".join(synthesize(ClaimKind(kind), count, seed))


def sets_in(office: Office) -> list[str]:
    """ST01 of every set that the partner finds."""
    found = []
    for path in sorted(office.outbound.iterdir()):
        assert not path.name.startswith("."), "nothing is left half-delivered"
        tally, report = Tally(), Report()
        source = io.BytesIO(path.read_bytes())
        found += [
            one.set_id for one in read_sets(read_blocks(source, report, tally), report, tally)
        ]
        assert report.take() == []
    return found


def test_files_are_worked_and_answered(office: Office) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("dental.837", claims("D", 20, 3))
    office.start()
    office.drop("office visits.837", claims("P", 300, 1))
    office.drop("stays.837", claims("I", 40, 2))
    office.drop("packed.zip", packed.getvalue())

    counts = office.wait_until_done(files=4)  # the archive, and the file in it

    assert (counts.done, counts.claims, counts.claims_kept) == (4, 360, 360)
    assert counts.accepted + counts.rejected == 360
    assert sorted(sets_in(office)) == ["277"] * 3 + ["999"] * 3
    assert list(office.inbound.iterdir()) == []
    assert office.stop() == 0
    told = office.balanced()
    assert told.returncode == 0, told.stdout


def test_what_cannot_be_worked_as_it_is_waits_for_a_person(office: Office) -> None:
    whole = claims()
    office.start()
    office.drop("first.837", whole)
    office.wait_until_done(files=1)
    office.drop("again.837", whole)
    office.drop("other.837", whole.replace(b"CLM*", b"CLM*X"))
    office.drop("letter.txt", b"Dear clearinghouse,")
    office.drop("real.837", claims(seed=7).replace(b"*T*:", b"*P*:"))
    office.wait_until_done(files=5)

    by_state = {(drop.name, drop.state): drop.reason for drop in office.drops()}
    assert ("first.837", DropState.DONE) in by_state
    assert ("again.837", DropState.DUPLICATE) in by_state
    assert "used before" in by_state["other.837", DropState.QUARANTINED]
    assert "no X12 interchange" in by_state["letter.txt", DropState.QUARANTINED]
    assert "production" in by_state["real.837", DropState.QUARANTINED]
    assert office.balanced().returncode == 0


@pytest.mark.slow
def test_a_number_that_was_used_before_is_answered(office: Office) -> None:
    whole = claims()
    office.start()
    office.drop("first.837", whole)
    office.wait_until_done(files=1)
    before = set(office.outbound.iterdir())
    office.drop("other.837", whole.replace(b"CLM*", b"CLM*X"))
    office.drop("group.837", whole.replace(whole[90:99], b"000000777"))
    office.wait_until_done(files=3)

    found = {path.suffix: path.read_bytes() for path in set(office.outbound.iterdir()) - before}
    assert set(found) == {".ta1", ".999"}
    assert b"*R*025~" in found[".ta1"]
    assert b"IK5*R*23~AK9*R*1*1*0*19~" in found[".999"]
    assert office.balanced().returncode == 0


def test_a_file_that_waited_is_worked_when_it_is_released(office: Office) -> None:
    office.more = "duplicate_days = 30\n"
    whole = claims()
    office.start()
    office.drop("first.837", whole)
    office.drop("other.837", whole.replace(b"CLM*", b"CLM*X"))
    office.wait_until_done(files=2)
    [waiting] = [drop for drop in office.drops() if drop.state is DropState.QUARANTINED]

    office.stop()
    office.more = "duplicate_days = 0\n"
    assert office.command("drops", "release", waiting.drop_id).returncode == 0
    office.start()
    counts = office.wait_until_done(files=2)

    assert (counts.done, counts.quarantined) == (2, 0)


@pytest.mark.slow
@pytest.mark.parametrize("answer", [1, 2])
def test_work_that_failed_for_good_leaves_books_that_balance(office: Office, answer: int) -> None:
    """A number was taken for an answer that is not made; released, the file gets each once."""
    office.start(fault=f"fail {answer}")
    office.drop("a.837", claims())
    office.wait_until_done(files=1)
    [failed] = office.drops()
    assert failed.state is DropState.QUARANTINED
    assert "ValueError" in failed.reason
    told = office.balanced()
    assert told.returncode == 0, told.stdout
    office.kill()

    assert office.command("drops", "release", failed.drop_id).returncode == 0
    office.start()
    counts = office.wait_until_done(files=1)

    assert (counts.done, counts.claims, counts.claims_kept) == (1, 30, 30)
    assert (counts.numbers_used, counts.numbers_void) == (2, 1)
    assert sorted(sets_in(office)) == ["277", "999"]
    told = office.balanced()
    assert told.returncode == 0, told.stdout


def test_what_came_before_the_service_ran_is_taken_when_it_does(office: Office) -> None:
    office.drop("early.837", claims())
    office.start("left", "--role", "pickup")
    office.wait_until(lambda counts: counts.taken == 1)
    office.stop("left")

    office.start("right", "--role", "worker")
    counts = office.wait_until_done(files=1)

    assert counts.done == 1
    assert sets_in(office) == ["999", "277"]


def test_health_is_told(office: Office) -> None:
    office.start()
    port = office.wait_for_event("serving")["port"]

    def ask(path: str) -> str:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return str(answer.read().decode())

    assert ask("/health") == "alive\n"
    assert ask("/ready") == "ready\n"
    office.drop("a.837", claims())
    office.wait_until_done(files=1)
    assert 'edi_service_files_total{partner="maple",step="taken"} 1.0' in ask("/metrics")


def test_nothing_about_people_is_in_logs_metrics_or_the_engine(office: Office) -> None:
    office.start()
    port = office.wait_for_event("serving")["port"]
    data = claims().replace(b"NM1*IL*1*", b"NM1*IL*1*CANARY").replace(b"CLM*", b"CLM*CANARY")
    office.drop("CANARY.837", data)
    office.drop("CANARY.txt", b"CANARY")
    office.wait_until_done(files=2)
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        metrics = answer.read()
    office.stop()

    assert b"CANARY" not in metrics
    assert "CANARY" not in office.log()
    for path in office.folder.parent.rglob("*sqlite*"):
        assert b"CANARY" not in path.read_bytes(), path.name


def test_every_number_says_what_it_was_taken_for(office: Office) -> None:
    office.more = "answers = ['999']\n"
    office.start()
    office.drop("a.837", claims())
    office.wait_until_done(files=1)
    [drop] = office.drops()

    told = office.command("books", "--numbers").stdout.splitlines()
    books = office.balanced().stdout

    assert len(told) == 2
    assert all(line.startswith("ISA13") and drop.drop_id in line for line in told)
    [void] = [line for line in told if "void" in line]
    assert void.endswith("void: the partner wants no 277CA")
    assert "the partner wants no 277CA" in books


@pytest.mark.parametrize("command", ["books", "doctor", "drops"])
def test_commands_beside_the_service(office: Office, command: str) -> None:
    office.start()
    office.drop("a.837", claims())
    office.wait_until_done(files=1)
    arguments = {"drops": ("drops", "list")}.get(command, (command,))

    told = office.command(*arguments)

    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout
