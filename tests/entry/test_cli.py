"""The command as a user meets it: its exit codes, its words, and what it keeps to itself."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from edi_service.entry import cli
from tests.command import run_command

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "fixtures" / "scenarios"
EXAMPLES = ROOT / "fixtures" / "policies" / "examples"
IMAGING = SCENARIOS / "0010-patient-is-a-dependent" / "claims.837"
QUIET = SCENARIOS / "0011-authorization-on-the-claim" / "claims.837"
DAMAGED = SCENARIOS / "0021-damaged-and-foreign-bytes" / "claims.837"
AS_OF = ("--as-of", "2026-06-05")
COMMANDS = list(cli.COMMANDS)


def edi_service(
    *arguments: str | Path, stdin: bytes = b"", cwd: Path = ROOT
) -> subprocess.CompletedProcess[bytes]:
    return run_command(*arguments, folder=cwd, typed=stdin)


def test_nothing_wrong_is_exit_code_0(tmp_path: Path) -> None:
    done = edi_service("process", QUIET, "--out", tmp_path, *AS_OF, "--policies", EXAMPLES)
    assert done.returncode == 0, done.stderr
    assert b"Claims" in done.stdout
    assert b"worklist.csv" in done.stdout


def test_an_error_on_a_claim_is_exit_code_1(tmp_path: Path) -> None:
    done = edi_service("process", IMAGING, "--out", tmp_path, *AS_OF, "--policies", EXAMPLES)
    assert done.returncode == 1, done.stderr
    assert b"PA01" in done.stdout
    assert len(list((tmp_path / "requests").iterdir())) == 1


def test_claims_are_split_on_request_by_claim_or_by_set(tmp_path: Path) -> None:
    claims = SCENARIOS / "0024-some-claims-of-a-set-are-held" / "claims.837"
    for stop, accepted in ((), 3), (("--stop", "claim"), 3), (("--stop", "set"), 0):
        edi_service("process", claims, "--out", tmp_path, *AS_OF, "--split", *stop)
        assert (tmp_path / "accepted.837").read_bytes().count(b"CLM*") == accepted
        assert (tmp_path / "held.837").read_bytes().count(b"CLM*") == 6 - accepted


def test_what_stops_cannot_be_said_without_a_split(tmp_path: Path) -> None:
    done = edi_service("process", QUIET, "--out", tmp_path / "out", *AS_OF, "--stop", "set")
    assert done.returncode == 2
    assert b"--split" in done.stderr
    assert not (tmp_path / "out").exists()


def test_totals_can_be_had_as_json(tmp_path: Path) -> None:
    done = edi_service("process", QUIET, "--out", tmp_path, *AS_OF, "--format", "json")
    assert json.loads(done.stdout) == json.loads((tmp_path / "summary.json").read_bytes())


def test_claims_may_come_by_standard_input(tmp_path: Path) -> None:
    data = QUIET.read_bytes()
    done = edi_service("process", "-", "--out", tmp_path, *AS_OF, stdin=data)
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "summary.json").read_bytes())["bytes"] == len(data)


def test_a_folder_with_some_bad_files_is_read_as_far_as_it_can_be(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "1-good.837").write_bytes(QUIET.read_bytes())
    (folder / "2-empty.837").write_bytes(b"")
    (folder / "3-picture.837").write_bytes(bytes(range(256)) * 40)
    (folder / "4-damaged.837").write_bytes(DAMAGED.read_bytes())
    (folder / "5-same.837").write_bytes(QUIET.read_bytes())
    (folder / "6-good.837").write_bytes(IMAGING.read_bytes())

    done = edi_service("process", folder, "--out", tmp_path / "out", *AS_OF)

    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    summary = json.loads((tmp_path / "out" / "summary.json").read_bytes())
    assert summary["files"] == 6
    rows = (tmp_path / "out" / "findings.jsonl").read_text().splitlines()
    files = {Path(json.loads(row)["file"]).name for row in rows}
    assert {"2-empty.837", "3-picture.837", "4-damaged.837", "5-same.837"} <= files
    assert summary["findings"]["TX01"] == 1


def test_the_same_input_and_options_give_the_same_bytes(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for out in folders:
        edi_service("process", IMAGING, "--out", out, *AS_OF, "--policies", EXAMPLES)
    one, two = (
        {path.name: path.read_bytes() for path in out.rglob("*") if path.is_file()}
        for out in folders
    )
    assert one == two


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["nowhere.837"], "nowhere.837 is neither a file nor a folder"),
        ([QUIET, "--as-of", "tomorrow"], "'tomorrow' is no date or time in ISO 8601"),
        ([QUIET, "--config", "{tmp}/bad.toml"], "unknown field `zoen`"),
        ([QUIET, "--config", "{tmp}/none.toml"], "none.toml cannot be read: No such file"),
        ([QUIET, "--policies", "{tmp}/policies"], "refused"),
        ([QUIET, "--policies", "{tmp}/nowhere"], "no folder that can be read"),
        ([QUIET, "--facts", "{tmp}/facts.csv"], "shoe_size"),
        ([QUIET, "--authorizations", "{tmp}/bad.json"], "bad.json"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_2(
    options: list[str | Path], says: str, tmp_path: Path
) -> None:
    (tmp_path / "bad.toml").write_text('zoen = "America/Chicago"\n')
    (tmp_path / "bad.json").write_text("{")
    (tmp_path / "facts.csv").write_text("claim_number,billing_npi,shoe_size\nA,1,43\n")
    (tmp_path / "policies" / "a").mkdir(parents=True)
    (tmp_path / "policies" / "a" / "b.xml").write_text("<policy/>")
    arguments = [str(each).replace("{tmp}", str(tmp_path)) for each in options]

    done = edi_service("process", *arguments, "--out", tmp_path / "out")

    assert done.returncode == 2
    assert says in done.stderr.decode()
    assert len(done.stderr.decode().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_an_output_that_cannot_be_written_is_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file, not a folder")
    done = edi_service("process", QUIET, "--out", tmp_path / "out", *AS_OF)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_explain_says_what_a_code_means() -> None:
    done = edi_service("explain", "pa01")
    assert done.returncode == 0
    assert done.stdout.startswith(b"PA01 (error): ")
    assert b"What to do:" in done.stdout


def test_explain_lists_every_code() -> None:
    lines = edi_service("explain", "ALL").stdout.decode().splitlines()
    codes = [line.split()[0] for line in lines]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[A-Z]{2}\d\d", code) for code in codes)
    assert {"SX01", "EV01", "CM01", "PS01", "PA01", "RT01", "RQ01", "TX01"} <= set(codes)


def test_explain_does_not_know_every_word() -> None:
    done = edi_service("explain", "ZZ99")
    assert done.returncode == 2
    assert b"ZZ99 is not a finding's code" in done.stderr


def test_synth_writes_to_standard_output_or_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.837"
    to_output = edi_service("synth", "--kind", "I", "--claims", "3", "--seed", "5")
    to_file = edi_service("synth", "--kind", "I", "--claims", "3", "--seed", "5", "--output", path)
    assert (to_output.returncode, to_file.returncode) == (0, 0)
    assert to_output.stdout == path.read_bytes()
    assert to_output.stdout.startswith(b"ISA*00*")


@pytest.mark.parametrize("kind", ["P", "I", "D"])
def test_check_has_nothing_to_say_of_an_invented_file(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "claims.837"
    edi_service("synth", "--kind", kind, "--claims", "400", "--seed", "9", "--output", path)

    done = edi_service("check", path)

    assert done.returncode == 0
    assert done.stdout.endswith(b"400 claims, 0 of them with errors; 0 findings.\n")


def test_synth_says_where_it_cannot_write(tmp_path: Path) -> None:
    done = edi_service("synth", "--kind", "P", "--output", tmp_path / "none" / "a.837")
    assert done.returncode == 2
    assert b"cannot be written" in done.stderr


def test_the_version_can_be_asked_for() -> None:
    assert edi_service("--version").stdout.startswith(b"edi-service 0.")


def test_help_loads_nothing_heavy() -> None:
    heavy = ["lxml", "pyx12", "holidays", "structlog", "msgspec", "edi_service.wiring"]
    script = (
        "import sys; import edi_service.entry.cli; "
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == b"[]"


@pytest.mark.parametrize(
    ("command", "unwanted"),
    [
        ("check", ["structlog", "edi_service.policy.library", "edi_service.service.run"]),
        ("process", ["sqlalchemy", "edi_service.service.casework", "edi_service.acknowledge.file"]),
    ],
)
def test_a_command_loads_only_what_it_needs(
    tmp_path: Path, command: str, unwanted: list[str]
) -> None:
    """What is loaded makes up most of the time that a file of a few claims takes."""
    unwanted += ["pydantic", "rich", "jinja2", "holidays", "dbos", "edi_service.entry.cli.serve"]
    path = tmp_path / "claims.837"
    edi_service("synth", "--kind", "P", "--claims", "1", "--output", path)
    out = ["--out", str(tmp_path / "out")] if command == "process" else []
    script = (
        "import sys; from edi_service.entry.cli import command_line; "
        "command_line(sys.argv[1:])(sys.argv[1:], standalone_mode=False); "
        f"print([name for name in {unwanted!r} if name in sys.modules])"
    )
    words = [sys.executable, "-c", script, command, str(path), *out]
    done = subprocess.run(words, capture_output=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == b"[]"


def test_a_command_that_is_not_there_is_refused_with_those_that_are() -> None:
    done = edi_service("proces")
    assert done.returncode == 2
    assert b"No such command 'proces'" in done.stderr


def test_options_of_the_command_itself_go_before_any_command() -> None:
    assert edi_service("--version", "check").stdout.startswith(b"edi-service 0.")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    done = edi_service(command, "--help")
    assert done.returncode == 0
    assert len(done.stdout) > 200


def test_no_health_data_is_logged(tmp_path: Path) -> None:
    done = edi_service("process", IMAGING, "--out", tmp_path, *AS_OF, "--policies", EXAMPLES)
    for secret in (b"QUILL", b"AVERY", b"RIVER", b"M10000001", b"20120604", b"A10001"):
        assert secret not in done.stderr
        assert secret not in done.stdout
    for line in done.stderr.splitlines():
        assert {"event", "level", "timestamp"} <= json.loads(line).keys()


def test_no_file_name_holds_health_data(tmp_path: Path) -> None:
    edi_service("process", IMAGING, "--out", tmp_path, *AS_OF, "--policies", EXAMPLES)
    [request] = (tmp_path / "requests").iterdir()
    assert re.fullmatch(r"[0-9a-f]{16}\.278", request.name)
