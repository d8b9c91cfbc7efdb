"""Several processes at one task: the results are the same bytes as those of one."""

from __future__ import annotations

import io
import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_service import wiring
from edi_service.claims.model import ClaimKind
from edi_service.edge import workers
from edi_service.edge.workers import Crew
from edi_service.service.synth.stream import synthesize
from edi_service.wiring import checking
from tests.builders import a_claim, a_transaction_set, an_interchange, enclosed
from tests.entry.test_cli import edi_service
from tests.properties.test_process import damaged
from tests.service.test_scenarios import FOLDERS, contents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from edi_service.edge.workers import Task

SCENARIOS = Path(__file__).parents[2] / "fixtures" / "scenarios"
EXAMPLES = SCENARIOS.parent / "policies" / "examples"
FILES = [folder / "claims.837" for folder in FOLDERS]


@pytest.fixture
def everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut wherever a file may be cut."""
    monkeypatch.setattr(workers, "WORTH", 0)
    monkeypatch.setattr(workers, "LEAST", 1)
    monkeypatch.setattr(workers, "TASKS_EACH", 10**9)


def processed(out: Path, *inputs: Path | str, jobs: int, **more: Any) -> dict[str, bytes]:
    more = {"as_of": "2026-06-05", **more}
    options = wiring.Options(inputs=tuple(map(str, inputs)), out=out, jobs=jobs, **more)
    wiring.process(options, lambda _done, _total: None)
    return contents(out)


def checked(*inputs: Path | str, jobs: int, **more: Any) -> tuple[bytes, bool]:
    target = io.BytesIO()
    options = wiring.CheckOptions(inputs=tuple(map(str, inputs)), jobs=jobs, **more)
    has_errors = wiring.check(options, target, lambda _done, _total: None)
    return target.getvalue(), has_errors


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """One process does all tasks of two: what is cut is the same, and nothing has to start."""
    real = Crew.__init__

    def without_helpers(
        crew: Crew[Any, Any, Any], helpers: int, make: Any, options: object
    ) -> None:
        del helpers
        real(crew, 0, make, options)

    monkeypatch.setattr(Crew, "__init__", without_helpers)


@pytest.mark.usefixtures("everywhere", "alone")
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_scenario_ends_alike_when_it_is_cut(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    told = tomllib.loads(Path("scenario.toml").read_text(encoding="utf-8"))
    names = {"facts": "facts.csv", "authorizations": "authorizations.csv", "config": "config.toml"}
    more: dict[str, Any] = {key: Path(name) for key, name in names.items() if Path(name).is_file()}
    more["policies"] = tuple(Path(each) for each in told.get("policies", []))
    one = processed(tmp_path / "one", "claims.837", jobs=1, **more)
    assert processed(tmp_path / "two", "claims.837", jobs=2, **more) == one


@pytest.mark.usefixtures("everywhere", "alone")
@pytest.mark.parametrize("output_format", ["text", "json", "html"])
def test_all_files_are_checked_alike_when_they_are_cut(output_format: str) -> None:
    one = checked(*FILES, jobs=1, output_format=output_format)
    assert checked(*FILES, jobs=2, output_format=output_format) == one
    policies = checked(*FILES, jobs=1, policies=(EXAMPLES,), as_of="2026-06-05")
    assert checked(*FILES, jobs=2, policies=(EXAMPLES,), as_of="2026-06-05") == policies


@pytest.mark.parametrize("jobs", [2, 3])
@pytest.mark.usefixtures("everywhere")
def test_processes_write_what_one_would_have_written(tmp_path: Path, jobs: int) -> None:
    one = processed(tmp_path / "1", *FILES, jobs=1, policies=(EXAMPLES,), first_control_number=97)
    assert sum(name.startswith("requests/") for name in one) > 2
    many = processed(
        tmp_path / "n", *FILES, jobs=jobs, policies=(EXAMPLES,), first_control_number=97
    )
    assert many == one


@pytest.mark.usefixtures("everywhere")
def test_processes_find_what_one_would_have_found() -> None:
    assert checked(*FILES, jobs=3) == checked(*FILES, jobs=1)


@pytest.mark.usefixtures("everywhere", "alone")
def test_a_copy_of_a_file_is_named_once_and_not_read(tmp_path: Path) -> None:
    data = an_interchange(*(a_claim(number=f"A{number}") for number in range(5)))
    for name in ("a.837", "b.837"):
        (tmp_path / name).write_bytes(data)
    names = [tmp_path / "a.837", tmp_path / "b.837"]
    one = processed(tmp_path / "1", *names, jobs=1, split=True)
    assert b"TX01" in one["findings.jsonl"]
    assert one["accepted.837"].count(b"CLM*") == 5
    assert processed(tmp_path / "2", *names, jobs=2, split=True) == one


@pytest.mark.usefixtures("everywhere", "alone")
@pytest.mark.parametrize("rows", ["A1,,in\nA9,,in\n", "A1,,in\n"])
def test_facts_are_asked_for_alike(tmp_path: Path, rows: str) -> None:
    """The first row names no provider, and claims of two have its number."""
    one_provider = an_interchange(a_claim(number="A1"), a_claim(number="A2"))
    other = one_provider.replace(b"1245319599", b"1993999998")
    (tmp_path / "a.837").write_bytes(one_provider)
    (tmp_path / "b.837").write_bytes(other + b"\n")
    facts = tmp_path / "facts.csv"
    facts.write_text(f"claim_number,billing_npi,network\n{rows}", encoding="utf-8")
    names = [tmp_path / "a.837", tmp_path / "b.837"]
    one = processed(tmp_path / "1", *names, jobs=1, facts=facts)
    assert processed(tmp_path / "2", *names, jobs=2, facts=facts) == one


@pytest.mark.parametrize("kind", list(ClaimKind))
@pytest.mark.usefixtures("everywhere", "alone")
def test_invented_claims_are_cut_at_every_level(kind: ClaimKind, tmp_path: Path) -> None:
    data = tmp_path / "claims.837"
    data.write_bytes(b"".join(synthesize(kind, 40, seed=4)))
    one = processed(tmp_path / "1", data, jobs=1)
    assert processed(tmp_path / "2", data, jobs=2) == one


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Damaged files, some with several sets or interchanges."""
    if draw(st.booleans()):
        return draw(damaged()) + draw(st.sampled_from([b"", b"\n", b"junk"])) + draw(damaged())
    claims = [a_claim(number=f"A{number}") for number in range(4)]
    many = [a_transaction_set(*claims[: draw(st.integers(1, 4))]) for _ in range(3)]
    segments = enclosed(*many).split(b"~")
    for _ in range(draw(st.integers(0, 3))):
        at, other = (draw(st.integers(0, len(segments) - 1)) for _ in range(2))
        change = draw(st.sampled_from(["drop", "double", "swap", "bare", "blank"]))
        if change == "drop":
            segments[at] = b""
        elif change == "double":
            segments.insert(other, segments[at])
        elif change == "swap":
            segments[at], segments[other] = segments[other], segments[at]
        elif change == "bare":
            segments[at] = segments[at].split(b"*")[0]
        else:
            segments[at] = b" " + segments[at]
    return b"~".join(segments)


@pytest.mark.usefixtures("everywhere", "alone")
@settings(max_examples=40)
@given(data=files())
def test_whatever_is_damaged_is_told_alike(
    data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    name = tmp_path_factory.mktemp("in") / "damaged.837"
    name.write_bytes(data)
    assert checked(name, jobs=2, output_format="json") == checked(
        name, jobs=1, output_format="json"
    )


@pytest.mark.usefixtures("everywhere", "alone")
@pytest.mark.parametrize("stop", ["claim", "set"])
def test_all_files_are_split_alike_when_they_are_cut(tmp_path: Path, stop: str) -> None:
    more: dict[str, Any] = {"policies": (EXAMPLES,), "split": True, "stop": stop}
    one = processed(tmp_path / "1", *FILES, jobs=1, **more)
    assert processed(tmp_path / "2", *FILES, jobs=2, **more) == one
    assert one["accepted.837"].count(b"CLM*") > 10
    assert one["held.837"].count(b"CLM*") > 10


@pytest.mark.usefixtures("everywhere")
def test_processes_split_what_one_would_have_split(tmp_path: Path) -> None:
    one = processed(tmp_path / "1", *FILES, jobs=1, policies=(EXAMPLES,), split=True)
    assert processed(tmp_path / "3", *FILES, jobs=3, policies=(EXAMPLES,), split=True) == one


def a_spoiled_set(*, kind: ClaimKind, bad: frozenset[int], cut_at: int) -> bytes:
    """Invented claims of which some say a charge that their lines do not make up."""
    claims = b"".join(synthesize(kind, cut_at, seed=4)).split(b"~CLM*")
    spoiled = [
        claim.replace(b"*", b"*9", 1) if number in bad else claim
        for number, claim in enumerate(claims)
    ]
    return b"~CLM*".join(spoiled)


@pytest.mark.usefixtures("everywhere", "alone")
@pytest.mark.parametrize("stop", ["claim", "set"])
@pytest.mark.parametrize("kind", list(ClaimKind))
def test_claims_of_one_set_go_where_they_would_have_gone_wherever_it_is_cut(
    kind: ClaimKind, stop: str, tmp_path: Path
) -> None:
    data = tmp_path / "claims.837"
    data.write_bytes(a_spoiled_set(kind=kind, bad=frozenset({3, 4, 11, 40}), cut_at=40))
    one = processed(tmp_path / "1", data, jobs=1, split=True, stop=stop)
    assert processed(tmp_path / "2", data, jobs=2, split=True, stop=stop) == one
    assert b"CLM*" in one["held.837"]


@pytest.mark.usefixtures("everywhere", "alone")
@settings(max_examples=40)
@given(data=files(), stop=st.sampled_from(["claim", "set"]))
def test_whatever_is_damaged_is_split_alike(
    data: bytes, stop: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("in")
    name = folder / "damaged.837"
    name.write_bytes(data)
    one = processed(folder / "1", name, jobs=1, split=True, stop=stop)
    assert processed(folder / "2", name, jobs=2, split=True, stop=stop) == one


def answered(
    folder: Path, *inputs: Path | str, jobs: int, **more: Any
) -> tuple[bytes, bool, dict[str, bytes]]:
    more = {"as_of": "2026-06-05T09:30", "acknowledgments": folder, **more}
    return *checked(*inputs, jobs=jobs, **more), contents(folder)


@pytest.mark.usefixtures("everywhere", "alone")
@pytest.mark.parametrize("output_format", ["text", "html"])
def test_all_files_are_answered_alike_when_they_are_cut(tmp_path: Path, output_format: str) -> None:
    one = answered(tmp_path / "1", *FILES, jobs=1, output_format=output_format)
    assert answered(tmp_path / "2", *FILES, jobs=2, output_format=output_format) == one
    assert len(one[2]) > len(FILES)


@pytest.mark.usefixtures("everywhere")
def test_processes_answer_what_one_would_have_answered(tmp_path: Path) -> None:
    one = answered(tmp_path / "1", *FILES, jobs=1)
    assert answered(tmp_path / "3", *FILES, jobs=3) == one


@pytest.mark.usefixtures("everywhere", "alone")
@pytest.mark.parametrize("kind", list(ClaimKind))
def test_rejected_claims_of_a_set_are_answered_alike_wherever_it_is_cut(
    kind: ClaimKind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "claims.837"
    data.write_bytes(a_spoiled_set(kind=kind, bad=frozenset({3, 4, 11, 40}), cut_at=40))
    one = answered(tmp_path / "1", data, jobs=1)
    monkeypatch.setattr(checking, "_check_alone", None)  # nothing has to be read again
    assert answered(tmp_path / "2", data, jobs=2) == one
    assert {Path(name).suffix for name in one[2]} == {".999", ".277ca"}


@pytest.mark.usefixtures("everywhere", "alone")
def test_a_number_that_was_in_another_part_is_still_known_to_be_repeated(tmp_path: Path) -> None:
    """What one reads of a stretch cannot tell, so all is read once more, and answered anew."""
    claims = [a_claim(number=f"A{number}") for number in range(4)]
    data = tmp_path / "claims.837"
    data.write_bytes(enclosed(*(a_transaction_set(*claims) for _ in range(3))))
    one = answered(tmp_path / "1", data, jobs=1)
    assert b"ST02 is that of a transaction set before it" in one[0]
    assert answered(tmp_path / "2", data, jobs=2) == one


@pytest.mark.usefixtures("everywhere", "alone")
@settings(max_examples=40)
@given(data=files())
def test_whatever_is_damaged_is_answered_alike(
    data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("in")
    name = folder / "damaged.837"
    name.write_bytes(data)
    one = answered(folder / "1", name, jobs=1, output_format="json")
    assert answered(folder / "2", name, jobs=2, output_format="json") == one


def test_the_command_takes_the_number_of_processes(tmp_path: Path) -> None:
    arguments = ("--as-of", "2026-06-05", "--policies", EXAMPLES, "--format", "json")
    one = edi_service("process", SCENARIOS, "--out", tmp_path / "1", *arguments)
    two = edi_service("process", SCENARIOS, "--out", tmp_path / "2", *arguments, "--jobs", "0")
    assert (two.returncode, two.stdout) == (one.returncode, one.stdout)
    assert contents(tmp_path / "2") == contents(tmp_path / "1")


def test_standard_input_is_read_by_one_process() -> None:
    data = FILES[0].read_bytes()
    one = edi_service("check", "-", stdin=data)
    two = edi_service("check", "-", "--jobs", "2", stdin=data)
    assert (two.returncode, two.stdout) == (one.returncode, one.stdout)


@pytest.mark.usefixtures("everywhere")
def test_a_process_that_dies_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = workers.take_turns

    def kill_helpers(
        worker: Any, tasks: Iterable[Task], folder: Path, after_each: Callable[[], None]
    ) -> None:
        for process in _children():
            os.kill(process, 9)
        real(worker, tasks, folder, after_each)

    monkeypatch.setattr(workers, "take_turns", kill_helpers)
    with pytest.raises(wiring.CannotDoIt, match="has ended before its work was done"):
        processed(tmp_path / "out", *FILES, jobs=2)
    assert not (tmp_path / "out").exists()


def _children() -> Iterator[int]:
    from multiprocessing import active_children  # noqa: PLC0415 -- only those of this test

    return (process.pid for process in active_children() if process.pid)


@pytest.mark.parametrize("is_fork", [True, False])
def test_helpers_begin_as_copies_or_anew_and_do_the_same(
    is_fork: bool,  # noqa: FBT001 -- given by pytest
    everywhere: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    del everywhere
    monkeypatch.setattr(workers, "may_fork", lambda: is_fork)
    one = processed(tmp_path / "1", *FILES[:4], jobs=1)
    assert processed(tmp_path / "3", *FILES[:4], jobs=3) == one


def test_encounters_and_authorizations_are_told_the_same_by_several(
    everywhere: None, tmp_path: Path
) -> None:
    del everywhere
    for folder, name in (
        (SCENARIOS / "0025-authorizations-on-file-that-do-not-fit", "authorizations"),
        (SCENARIOS / "0026-records-that-do-not-agree-with-the-bill", "encounters"),
    ):
        [given] = folder.glob(f"{name}.*")
        told: dict[str, Any] = {name: given, "policies": (EXAMPLES,)}
        one = processed(tmp_path / f"{name}1", folder / "claims.837", jobs=1, **told)
        two = processed(tmp_path / f"{name}2", folder / "claims.837", jobs=2, **told)
        assert one == two
        assert b'"PA17"' in one["findings.jsonl"] or b'"PS04"' in one["findings.jsonl"]
