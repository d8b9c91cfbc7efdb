"""Every claim goes into one of two files, and both can be sent."""

from __future__ import annotations

import io
import random
import stat
import tracemalloc
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_service import wiring
from edi_service.claims.model import ClaimKind
from edi_service.edge.guides import find_guide
from edi_service.edge.reference import validate
from edi_service.finding import Report, Severity
from edi_service.service.split import ByClaim, BySet, Split
from edi_service.service.stream import read_arrival
from edi_service.service.synth import synthesize
from edi_service.x12.tally import Tally
from tests.properties.test_process import damaged

if TYPE_CHECKING:
    from edi_service.finding import Finding

SCENARIOS = Path(__file__).parents[2] / "fixtures" / "scenarios"
FAMILY = SCENARIOS / "0010-patient-is-a-dependent" / "claims.837"
MIXED = SCENARIOS / "0024-some-claims-of-a-set-are-held" / "claims.837"


@dataclass
class Halves:
    accepted: bytes
    held: bytes


def split(*inputs: bytes, by_set: bool = False) -> Halves:
    accepted, held = io.BytesIO(), io.BytesIO()
    one = Split(BySet(accepted, held, io.BytesIO) if by_set else ByClaim(accepted, held))
    for data in inputs:
        report = Report()
        source = io.BytesIO(data)
        for passed in read_arrival(source, "0", report, Tally(), find_guide=find_guide):
            one.take(passed, report.take(before_segment=passed.end))
        one.end_arrival(report.findings)
    return Halves(accepted.getvalue(), held.getvalue())


def synth(kind: ClaimKind, claims: int, seed: int) -> bytes:
    return b"".join(synthesize(kind, claims, seed))


def claims_of(data: bytes) -> list[tuple[str, ...]]:
    """The segments of each claim."""
    source, found = io.BytesIO(data), []
    for claim, *_ in read_arrival(source, "0", Report(), Tally(), find_guide=find_guide):
        if claim is not None and claim.placed is not None:
            found.append(tuple(claim.placed.texts))
    return found


def findings_of(data: bytes) -> list[Finding]:
    report = Report()
    source = io.BytesIO(data)
    if not data:  # a file without claims
        return []
    for _ in read_arrival(source, "0", report, Tally(), find_guide=find_guide):
        pass
    return report.findings


def errors_of(data: bytes) -> list[str]:
    return [each.kind.code for each in findings_of(data) if each.severity >= Severity.ERROR]


def numbers_of(data: bytes) -> list[str]:
    """CLM01 of each claim."""
    return [texts[0].split("*")[1] for texts in claims_of(data)]


def envelopes_are_right(data: bytes) -> bool:
    codes = [each.kind.code for each in findings_of(data)]
    return not [code for code in codes if code.startswith(("SX", "EV"))]


def spoil(data: bytes, seed: int) -> bytes:
    """Give some claims a fault, be it within, at their end or in a level above."""
    segments = data.split(b"~")
    draw = random.Random(seed)  # noqa: S311 -- a test's choice
    for at, segment in enumerate(segments):
        if draw.random() < 0.1:
            if segment.startswith(b"CLM*"):
                segments[at] = segment.replace(b"*Y*", b"*Q*", 1)
            elif segment.startswith((b"SV1*", b"SV2*", b"SV3*", b"DMG*", b"SBR*")):
                segments[at] = b""
            elif segment.startswith((b"N4*", b"HI*")):
                segments[at] = segment + b"*" + b"9" * 80
    return b"~".join(each for each in segments if each.strip()) + b"~"


@pytest.mark.parametrize("kind", list(ClaimKind))
@pytest.mark.parametrize("by_set", [False, True])
def test_a_file_without_errors_is_accepted_whole(kind: ClaimKind, by_set: bool) -> None:  # noqa: FBT001
    data = synth(kind, 40, 3)
    halves = split(data, by_set=by_set)
    assert claims_of(halves.accepted) == claims_of(data)
    assert not errors_of(halves.accepted)
    assert halves.held == b""


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(ClaimKind)), st.integers(1, 25), st.integers(0, 10_000), st.booleans())
def test_each_claim_is_in_one_of_the_files_and_both_are_right(
    kind: ClaimKind,
    count: int,
    seed: int,
    by_set: bool,  # noqa: FBT001
) -> None:
    data = spoil(synth(kind, count, seed), seed)
    halves = split(data, by_set=by_set)
    accepted, held, whole = claims_of(halves.accepted), claims_of(halves.held), claims_of(data)
    assert sorted(accepted + held) == sorted(whole)
    assert [each for each in whole if each in set(accepted)] == accepted
    assert [each for each in whole if each in set(held)] == held
    assert not errors_of(halves.accepted)
    assert envelopes_are_right(halves.accepted)
    assert envelopes_are_right(halves.held)


@settings(max_examples=200, deadline=None)
@given(damaged(), st.booleans())
def test_a_damaged_file_loses_no_claim_and_none_with_an_error_is_accepted(
    data: bytes,
    by_set: bool,  # noqa: FBT001
) -> None:
    halves = split(data, by_set=by_set)
    assert sorted(claims_of(halves.accepted) + claims_of(halves.held)) == sorted(claims_of(data))
    assert not errors_of(halves.accepted)


@pytest.mark.parametrize("kind", [ClaimKind.PROFESSIONAL, ClaimKind.INSTITUTIONAL])
def test_what_is_accepted_passes_the_reference_validator(kind: ClaimKind) -> None:
    halves = split(spoil(synth(kind, 12, 5), 5))
    assert claims_of(halves.held)
    verdict = validate(halves.accepted)
    assert verdict.accepted, verdict.reason


def family(*claims: str) -> bytes:
    """The file of a dependent whose claim is there once for each of *claims*, edited by it."""
    before, rest = FAMILY.read_text().replace("\n", "").split("CLM*", 1)
    claim, _ = rest.split("SE*29", 1)
    body = ["CLM*" + claim.replace("A10001", f"N{at}") + each for at, each in enumerate(claims, 1)]
    text = before + "".join(body)
    set_text = text[text.index("ST*") :]
    count = set_text.count("~") + 1
    return f"{text}SE*{count}*0001~GE*1*1~IEA*1*000000001~".encode()


def test_an_error_in_a_claim_holds_that_claim_alone() -> None:
    data = family("", "", "").replace(b"N2*900***11:B:1*Y", b"N2*900***11:B:1*Q")
    halves = split(data)
    assert numbers_of(halves.accepted) == ["N1", "N3"]
    assert numbers_of(halves.held) == ["N2"]
    assert b"HL*3*2*23*0~" in halves.held


def test_an_error_in_a_claim_holds_its_set_when_asked() -> None:
    data = family("", "", "").replace(b"N2*900***11:B:1*Y", b"N2*900***11:B:1*Q")
    halves = split(data, by_set=True)
    assert halves.accepted == b""
    assert halves.held == data


def test_what_is_missing_at_the_end_of_a_claim_holds_it_and_not_the_next() -> None:
    whole = family("", "", "")
    line = whole[whole.index(b"LX*1") : whole.index(b"CLM*N2")]
    for at, number in enumerate(["N1", "N2", "N3"]):
        parts = whole.split(line)
        data = b"".join(
            part + (b"" if index in (at, 3) else line) for index, part in enumerate(parts)
        )
        halves = split(data)
        assert numbers_of(halves.held) == [number]
        assert len(numbers_of(halves.accepted)) == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"NM1*PR*2*EXAMPLE HEALTH*****PI*EXHLTH01~", b""),  # missing, told at the next level
        (b"N4*MAPLETON*OH*432150002~", b""),  # of the dependent
        (b"SBR*P*", b"SBR*?*"),
        (b"BHT*0019*", b"BHT*9999*"),
        (b"NM1*40*2*CLEARING HOUSE*****46*CLEARING01~", b""),  # missing, told at the first HL
        (b"GS*HC*SUBMITTER01*CLEARING01*20260701*1200*1*", b"GS*HC*S*C*20260701*1200*X*"),
    ],
)
def test_an_error_above_holds_all_claims_under_it(old: bytes, new: bytes) -> None:
    data = family("", "").replace(old, new, 1)
    halves = split(data)
    assert numbers_of(halves.held) == ["N1", "N2"]
    assert halves.accepted == b""


def test_an_error_in_one_level_leaves_the_claims_of_another_alone() -> None:
    assert numbers_of(split(MIXED.read_bytes()).accepted)
    assert numbers_of(split(MIXED.read_bytes()).held)


def test_a_wrong_count_holds_no_claim_but_its_set_when_asked() -> None:
    data = family("", "").replace(b"~SE*", b"~SE*9", 1)
    assert split(data).accepted == family("", "")
    assert split(data).held == b""
    assert numbers_of(split(data, by_set=True).held) == ["N1", "N2"]


def test_a_claim_whose_end_may_be_lost_is_held() -> None:
    data = family("", "")
    halves = split(data[: data.index(b"~SE*") + 1])
    assert numbers_of(halves.accepted) == ["N1"]
    assert numbers_of(halves.held) == ["N2"]
    assert envelopes_are_right(halves.held)


def test_a_subscriber_whose_dependents_went_elsewhere_has_no_levels_below() -> None:
    before, level = family("").replace(b"SBR*P**", b"SBR*P*18*").split(b"HL*3")
    own = level[level.index(b"CLM*") : level.index(b"~SE*") + 1].replace(b"N1", b"N0")
    level = b"HL*3" + level.replace(b"***11:B:1*Y", b"***11:B:1*Q")
    halves = split(before + own + level)
    assert b"HL*2*1*22*0~" in halves.accepted
    assert b"HL*2*1*22*1~" in halves.held
    both = split(before + own + level.replace(b"*Q*", b"*Y*"))
    assert both.accepted.count(b"HL*2*1*22*0~") == both.accepted.count(b"HL*3*1*22*1~") == 1
    assert b"HL*4*3*23*0~" in both.accepted


def test_delimiters_and_line_breaks_are_kept() -> None:
    data = family("", "").replace(b"*", b"|").replace(b"~", b"!\r\n")
    assert split(data).accepted == data


def test_interchanges_of_several_inputs_follow_one_another() -> None:
    one, two = family(""), family("", "").replace(b"000000001", b"000000002")
    assert split(one, two).accepted == one + two


def test_sets_without_claims_and_stray_bytes_are_in_neither_file() -> None:
    other = b"ST*999*0009~AK1*HC*1~SE*3*0009~"
    data = family("")
    mixed = data.replace(b"ST*837", other + b"ST*837").replace(b"GE*1", b"GE*2")
    halves = split(b"stray" + mixed + b"stray")
    assert halves.accepted == data
    assert halves.held == b""


def test_without_a_split_there_are_no_files_of_claims(tmp_path: Path) -> None:
    wiring.process(
        wiring.Options(inputs=(str(FAMILY),), out=tmp_path / "out", as_of="2026-06-05"),
        lambda _done, _total: None,
    )
    assert not list((tmp_path / "out").glob("*.837"))


@pytest.mark.parametrize("stop", ["claim", "set"])
def test_the_folder_gets_both_files_private_and_a_duplicate_only_once(
    tmp_path: Path, stop: str
) -> None:
    for name in ("a.837", "b.837"):
        (tmp_path / name).write_bytes(MIXED.read_bytes())
    options = wiring.Options(
        inputs=(str(tmp_path / "a.837"), str(tmp_path / "b.837")),
        out=tmp_path / "out",
        as_of="2026-06-05",
        split=True,
        stop=stop,
    )
    wiring.process(options, lambda _done, _total: None)
    names = []
    for name in ("accepted.837", "held.837"):
        path = tmp_path / "out" / name
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        names += numbers_of(path.read_bytes())
    assert sorted(names) == sorted(numbers_of(MIXED.read_bytes()))
    assert not list((tmp_path / "out").glob(".*"))


@pytest.mark.slow
@pytest.mark.parametrize("by_set", [False, True])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, by_set: bool) -> None:  # noqa: FBT001
    def peak(claims: int) -> int:
        path = tmp_path / "in.837"
        path.write_bytes(synth(ClaimKind.PROFESSIONAL, claims, 1))
        with path.open("rb") as source, Path("/dev/null").open("wb") as sink:
            spool = lambda: (tmp_path / "spool").open("w+b")  # noqa: E731
            one = Split(BySet(sink, sink, spool) if by_set else ByClaim(sink, sink))
            report = Report()
            tracemalloc.start()
            for passed in read_arrival(source, "0", report, Tally(), find_guide=find_guide):
                one.take(passed, report.take(before_segment=passed.end))
            one.end_arrival(report.findings)
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return most

    peak(500)  # what is remembered of a guide is there from now on
    assert peak(8_000) < peak(2_000) * 1.5 + 2_000_000
