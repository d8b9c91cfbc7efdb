"""``process --batch``: requests travel together, one interchange for each sender and receiver."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from edi_service.edge import workers
from edi_service.edge.reference import validate
from tests.entry.test_cli import edi_service
from tests.entry.test_jobs import EXAMPLES, FILES, SCENARIOS, processed

if TYPE_CHECKING:
    from pathlib import Path

# Two of them ask the same payer for the same clinic.
NAMES = ("0008", "0010", "0022", "0023")
FACTS = SCENARIOS / "0008-place-finding-overridden-with-a-reason" / "facts.csv"
INPUTS = [path for path in FILES if path.parent.name.startswith(NAMES)]


def run(out: Path, **more: Any) -> dict[str, bytes]:
    return processed(out, *INPUTS, policies=(EXAMPLES,), facts=FACTS, **more)


def sets_of(interchange: bytes) -> list[list[str]]:
    """Each transaction set from BHT on, without the SE."""
    found: list[list[str]] = []
    for text in interchange.decode("ascii").split("~"):
        if text.startswith("BHT"):
            found.append([])
        if found and not text.startswith(("ST*", "SE*", "GE*", "IEA*")) and text:
            found[-1].append(text)
    return found


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return run(tmp_path_factory.mktemp("apart"), jobs=1)


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return run(tmp_path_factory.mktemp("together"), jobs=1, batch=True, first_control_number=500)


def requests(products: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in products.items() if name.startswith("requests/")}


def test_every_request_is_in_one_batch_as_it_was(
    apart: dict[str, bytes], together: dict[str, bytes]
) -> None:
    alone = [found for data in requests(apart).values() for found in sets_of(data)]
    batched = [found for data in requests(together).values() for found in sets_of(data)]
    assert sorted(batched) == sorted(alone)
    assert len(alone) > len(requests(together)) > 1


def test_batches_are_numbered_on_and_have_an_address_each(together: dict[str, bytes]) -> None:
    addresses = set()
    for number, (name, data) in enumerate(sorted(requests(together).items()), start=500):
        assert name == f"requests/batch-{number:09d}.278"
        isa = data.decode("ascii").split("~")[0].split("*")
        assert int(isa[13]) == number
        addresses.add((isa[6], isa[8]))
    assert len(addresses) == len(requests(together))


def test_the_reference_validator_accepts_a_batch(together: dict[str, bytes]) -> None:
    for data in requests(together).values():
        verdict = validate(data)
        assert verdict.accepted, verdict
        (group,) = [text for text in data.decode("ascii").split("~") if text.startswith("GE*")]
        assert group.split("*")[1] == str(len(sets_of(data)))


def test_a_case_names_the_batch_its_request_is_in(together: dict[str, bytes]) -> None:
    rows = [json.loads(line) for line in together["cases.jsonl"].splitlines()]
    asked = [row for row in rows if row["request"]]
    assert asked
    for row in asked:
        data = together[row["request"]].decode("ascii")
        assert data.count(f"BHT*0007*13*{row['case_id']}-1*") == 1


def test_several_processes_write_the_same_batches(
    together: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "WORTH", 0)
    monkeypatch.setattr(workers, "LEAST", 1)
    assert run(tmp_path, jobs=2, batch=True, first_control_number=500) == together


def test_the_command_takes_the_option(tmp_path: Path) -> None:
    (visit,) = [path for path in FILES if path.parent.name.startswith("0002")]
    told = edi_service(
        "process", str(visit), "--policies", str(EXAMPLES), "--as-of", "2026-06-12T14:30",
        "--batch", "--first-control-number", "7", "--out", str(tmp_path / "out"),
    )  # fmt: skip
    assert told.returncode in {0, 1}, told.stderr
    (found,) = (tmp_path / "out" / "requests").iterdir()
    assert found.name == "batch-000000007.278"
