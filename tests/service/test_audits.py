"""Every folder of fixtures/audits is a test: claims in, a page and tables out."""

from __future__ import annotations

import shutil
import stat
import tomllib
import tracemalloc
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from edi_service import wiring
from edi_service.claims.model import ClaimKind
from edi_service.service.synth.stream import synthesize
from tests.builders import a_claim, a_line, an_interchange
from tests.service.test_scenarios import FOLDERS, SCENARIOS, contents

AUDITS = SCENARIOS.parent / "audits"
EXAMPLES = SCENARIOS.parent / "policies" / "examples"


def audited(out: Path, *inputs: Path | str, **more: Any) -> dict[str, bytes]:
    """What an audit of *inputs* writes, by name."""
    told = {"as_of": "2026-06-12", "policies": (EXAMPLES,), **more}
    options = wiring.Options(inputs=tuple(map(str, inputs)), out=out, **told)
    wiring.audit(options, lambda _done, _total: None)
    return contents(out)


@pytest.mark.parametrize("folder", sorted(AUDITS.iterdir()), ids=lambda folder: folder.name)
def test_an_audit_ends_as_it_says(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(folder)
    told = tomllib.loads(Path("audit.toml").read_text(encoding="utf-8"))
    assert told["tells"].endswith(".")
    products = audited(
        tmp_path / "out",
        *told["inputs"],
        as_of=told["as_of"],
        policies=tuple(map(Path, told["policies"])),
        across=told.get("across", False),
        **{
            name: Path(told[name])
            for name in told.keys() & {"authorizations", "encounters", "rates"}
        },
    )
    expected = folder / "expected"
    if request.config.getoption("--rewrite"):
        shutil.rmtree(expected, ignore_errors=True)
        shutil.copytree(tmp_path / "out", expected)
        pytest.skip("rewritten: read the difference before it is committed")
    assert products == contents(expected)


def test_twice_the_same_audit_is_the_same_bytes(tmp_path: Path) -> None:
    inputs = [folder / "claims.837" for folder in FOLDERS]
    assert audited(tmp_path / "one", *inputs) == audited(tmp_path / "two", *inputs)


def test_the_money_of_the_audit_is_that_of_process(tmp_path: Path) -> None:
    inputs = [str(SCENARIOS)]
    options = wiring.Options(
        inputs=(*inputs,), out=tmp_path / "run", as_of="2026-06-12", policies=(EXAMPLES,)
    )
    summary = wiring.process(options, lambda _done, _total: None).summary
    products = audited(tmp_path / "audit", *inputs)
    for name in ("by-place", "by-provider", "by-payer", "by-week", "by-month"):
        rows = [line.split(",") for line in products[f"{name}.csv"].decode().splitlines()]
        at_risk, claims = rows[0].index("At risk"), rows[0].index("Claims")
        shift = [len(row) - len(rows[0]) for row in rows]  # a quoted label holds commas
        pairs = list(zip(rows, shift, strict=True))[1:]
        assert sum(Decimal(row[at_risk + by]) for row, by in pairs) == summary.amount_at_risk, name
        assert sum(int(row[claims + by]) for row, by in pairs) == summary.claims, name


def test_what_follows_hundreds_of_claims_is_counted_for_each(tmp_path: Path) -> None:
    file = tmp_path / "claims.837"
    file.write_bytes(b"".join(synthesize(ClaimKind.PROFESSIONAL, claims=700, seed=3)))
    products = audited(tmp_path / "audit", file, as_of="2026-11-16")
    options = wiring.Options(
        inputs=(str(file),), out=tmp_path / "run", as_of="2026-11-16", policies=(EXAMPLES,)
    )
    summary = wiring.process(options, lambda _done, _total: None).summary
    found = [
        msgspec.json.decode(line)
        for line in (tmp_path / "run" / "findings.jsonl").read_bytes().splitlines()
    ]
    heads, *rows = [
        line.rsplit(",", 15) for line in products["by-provider.csv"].decode().splitlines()
    ]
    counted = {
        head: sum(Decimal(row[index]) for row in rows) for index, head in enumerate(heads) if index
    }
    serious = [row for row in found if row["severity"] != "note"]
    assert counted["Claims"] == 700
    assert counted["Cases"] == sum(summary.cases.values()) > 0
    assert counted["At risk"] == summary.amount_at_risk
    assert counted["Claims with findings"] == len({row["claim_id"] for row in serious})


def test_an_audit_of_nothing_is_a_page_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty.837").write_bytes(b"")
    products = audited(tmp_path / "audit", tmp_path / "empty.837")
    page = products["audit.html"].decode()
    assert "<svg" not in page
    assert page.count("Nothing to show.") == 7
    assert products["by-provider.csv"].count(b"\n") == 1


CANARIES = ("QUAGGA", "ZEBULON", "XYLIA", "ZM99887766", "ZACCOUNT77", "19480229", "1948-02-29")


def a_canary() -> bytes:
    """Claims with cases and findings of all sorts, about somebody who can be found again."""
    imaging = a_claim(a_line(procedure="70553"), number="ZACCOUNT77", place="11")
    stay = a_claim(a_line(procedure="99223", place="11"), number="ZACCOUNT77", place="21")
    shifted = a_claim(number="ZACCOUNT77", place="ZM99887766")
    data = an_interchange(imaging, stay, shifted, dependent=True)
    for old, new in (
        (b"NM1*IL*1*HOLLIS*CLARA*J***MI*M00012345", b"NM1*IL*1*QUAGGA*XYLIA*J***MI*ZM99887766"),
        (b"NM1*QC*1*HOLLIS*BEN", b"NM1*QC*1*QUAGGA*ZEBULON"),
        (b"DMG*D8*20150607", b"DMG*D8*19480229"),
        (b"*PI*EXHLTH", b"*PI*EXHLTH01"),
    ):
        assert old in data
        data = data.replace(old, new)
    return data


def test_nobody_the_claims_are_about_is_in_an_audit(tmp_path: Path) -> None:
    data = a_canary()
    (tmp_path / "in.837").write_bytes(data)
    damaged = data.replace(b"*XX*1467893214", b"*XX*ZM99887766").replace(b"DTP*472*D8", b"DTP*4")
    (tmp_path / "damaged.837").write_bytes(damaged)
    products = audited(
        tmp_path / "out", tmp_path / "in.837", tmp_path / "damaged.837", as_of="2026-02-04"
    )
    assert b"example-health" in products["by-payer.csv"]
    assert products["urgent.csv"].count(b"\n") > 1
    for name, product in products.items():
        for canary in CANARIES:
            assert canary.encode() not in product.upper(), (name, canary)


def test_a_code_that_is_none_is_not_repeated(tmp_path: Path) -> None:
    (tmp_path / "in.837").write_bytes(a_canary())
    products = audited(tmp_path / "out", tmp_path / "in.837")
    assert b"Place not assigned,1," in products["by-place.csv"]


def test_an_audit_is_private_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    out = tmp_path / "out"
    audited(out, FOLDERS[0] / "claims.837")
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()} == {0o600}
    assert not list(out.glob(".*"))


@pytest.mark.slow
def test_memory_does_not_grow_with_the_claims(tmp_path: Path) -> None:
    def peak(claims: int) -> int:
        path = tmp_path / "in.837"
        path.write_bytes(b"".join(synthesize(ClaimKind.INSTITUTIONAL, claims=claims, seed=1)))
        tracemalloc.start()
        audited(tmp_path / "out", path, as_of="2026-11-16")
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(300)  # what is remembered of guides and policies is there from now on
    assert peak(3_000) < peak(1_000) * 1.3 + 1_000_000
