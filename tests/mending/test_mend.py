"""What a decision does to a claim, and when it does nothing."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from edi_service.edge.guides import find_guide
from edi_service.mending import kinds
from edi_service.mending.approval import Approval, LineApproval, Manner, manner_of
from edi_service.policy.model import NextStep
from edi_service.service.casework.mending import Original, mend_in
from tests.builders import a_claim, a_line, an_interchange, read_one, spoiled
from tests.mending.cutting import segments

if TYPE_CHECKING:
    from tests.builders import Kind

A1 = Approval(manner=Manner.RELEASED, number="A1")


def mended(data: bytes, approval: Approval = A1) -> tuple[list[str], list[str]]:
    """The segments written (none when nothing is), and the codes of the findings."""
    claim = read_one(data)
    assert claim.placed is not None
    found = mend_in(
        Original(BytesIO(data), "0", claim.placed.number),
        approval,
        find_guide=find_guide,
        control_number=5,
    )
    texts = [] if found.data is None else segments(found.data)
    return texts, [each.kind.code for each in found.findings]


def references(data: bytes, approval: Approval = A1) -> list[str]:
    """The REF*G1 and REF*F8 of what is written, with the line each stands in."""
    texts, codes = mended(data, approval)
    assert codes == []
    line, found = "", []
    for text in texts:
        line = text.split("*")[1] if text.startswith("LX*") else line
        if text.startswith(("REF*G1*", "REF*F8*")):
            found.append(f"{line}{'/' if line else ''}{text[4:]}")
    return found


def lines(**numbers: str) -> tuple[LineApproval, ...]:
    return tuple(LineApproval(line[1:], number) for line, number in numbers.items())


THREE = [a_line(number, procedure="70553") for number in (1, 2, 3)]


@pytest.mark.parametrize(
    ("claim", "approval", "expected"),
    [
        pytest.param(a_claim(), A1, ["G1*A1"], id="put in"),
        pytest.param(a_claim(extra="REF*G1*OLD~"), A1, ["G1*A1"], id="replaced"),
        pytest.param(
            a_claim(extra="REF*G1*OLD~REF*G1*OLDER~"), A1, ["G1*A1"], id="two replaced by one"
        ),
        pytest.param(a_claim(extra="REF*9F*R1~REF*EA*M1~"), A1, ["G1*A1"], id="among others"),
        pytest.param(
            a_claim(a_line(1, extra="REF*G1*OLD~")), A1, ["G1*A1", "1/G1*A1"], id="also in a line"
        ),
        pytest.param(
            a_claim(*THREE),
            Approval(manner=Manner.RELEASED, lines=lines(_1="A1", _2="A1")),
            ["G1*A1"],
            id="lines that share one number show it once",
        ),
        pytest.param(
            a_claim(*THREE),
            Approval(manner=Manner.RELEASED, number="A0", lines=lines(_1="", _2="A2")),
            ["G1*A0", "2/G1*A2"],
            id="the event's number and another for a line",
        ),
        pytest.param(
            a_claim(*THREE, extra="REF*G1*WRONG~"),
            Approval(manner=Manner.RELEASED, lines=lines(_1="A1", _2="A2")),
            ["1/G1*A1", "2/G1*A2"],
            id="a wrong number goes when the lines have their own",
        ),
        pytest.param(
            a_claim(*THREE, extra="REF*G1*GOOD~"),
            Approval(
                manner=Manner.RELEASED,
                number="A1",
                lines=lines(_3=""),
                standing=frozenset({"GOOD"}),
            ),
            ["G1*GOOD", "3/G1*A1"],
            id="a number that stands for the others stays",
        ),
        pytest.param(
            a_claim(*THREE, extra="REF*G1*GOOD~"),
            Approval(
                manner=Manner.RELEASED,
                lines=lines(_1="A1", _2="A1", _3="A1"),
                standing=frozenset({"GOOD"}),
            ),
            ["G1*A1"],
            id="no line is left that it could stand for",
        ),
        pytest.param(
            a_claim(),
            Approval(manner=Manner.CORRECTED, number="A1", payer_control_number="P9"),
            ["G1*A1", "F8*P9"],
            id="corrected",
        ),
        pytest.param(
            a_claim(frequency="7", extra="REF*F8*P1~"),
            Approval(manner=Manner.CORRECTED, number="A1"),
            ["G1*A1", "F8*P1"],
            id="corrected again, of the same claim",
        ),
        pytest.param(
            a_claim(frequency="7", extra="REF*F8*P1~"), A1, ["G1*A1", "F8*P1"], id="held, released"
        ),
        pytest.param(
            a_claim(frequency="7", extra="REF*F8*P1~"),
            Approval(manner=Manner.NEW, number="A1"),
            ["G1*A1"],
            id="new, where a replacement was denied",
        ),
    ],
)
def test_numbers_go_where_they_belong(claim: str, approval: Approval, expected: list[str]) -> None:
    assert references(an_interchange(claim), approval) == expected


def test_a_number_for_another_payer_is_left_alone() -> None:
    line = a_line(1, extra="REF*G1*THEIRS**2U:OTHER1~")
    assert references(an_interchange(a_claim(line))) == ["G1*A1", "1/G1*THEIRS**2U:OTHER1"]


def test_only_the_frequency_of_clm05_is_changed() -> None:
    approval = Approval(manner=Manner.CORRECTED, number="A1", payer_control_number="P9")
    texts, _ = mended(an_interchange(a_claim(place="22")), approval)
    assert "CLM*A1*125***22:B:7*Y*A*Y*Y" in texts


@pytest.mark.parametrize(
    ("kind", "claim", "approval", "code"),
    [
        ("I", {}, Approval(manner=Manner.RELEASED, lines=lines(_1="A1", _2="A2")), "MD01"),
        (
            "I",
            {},
            Approval(manner=Manner.RELEASED, number="A1", lines=lines(_1="A2")),
            "MD01",
        ),
        (
            "I",
            {"extra": "REF*G1*GOOD~"},
            Approval(
                manner=Manner.RELEASED,
                number="A1",
                lines=lines(_1=""),
                standing=frozenset({"GOOD"}),
            ),
            "MD01",
        ),
        ("P", {}, Approval(manner=Manner.CORRECTED, number="A1"), "MD02"),
        ("P", {"extra": "REF*F8*P1~"}, Approval(manner=Manner.CORRECTED, number="A1"), "MD02"),
        ("P", {}, Approval(manner=Manner.RELEASED, number="A*1"), "MD03"),
        ("P", {}, Approval(manner=Manner.RELEASED, number="A\n1"), "MD03"),
        ("P", {}, Approval(manner=Manner.RELEASED, number="A" * 51), "MD03"),
        (
            "P",
            {},
            Approval(manner=Manner.CORRECTED, number="A1", payer_control_number="P~"),
            "MD03",
        ),
        ("P", {}, Approval(manner=Manner.RELEASED, number="A1", lines=lines(_9="")), "MD04"),
        ("P", {"frequency": "8"}, A1, "MD05"),
        (
            "I",
            {"frequency": "7", "extra": "REF*F8*P1~"},
            Approval(manner=Manner.NEW, number="A1"),
            "MD06",
        ),
        ("P", {}, Approval(manner=None, number="A1"), "MD08"),
        ("P", {}, Approval(manner=Manner.RELEASED), "MD09"),
        ("P", {}, Approval(manner=Manner.RELEASED, lines=lines(_1="A1", _2="")), "MD09"),
        ("P", {}, Approval(manner=Manner.REPROCESSED), "MD10"),
    ],
)
def test_nothing_is_written_where_something_is_in_the_way(
    kind: Kind, claim: dict[str, str], approval: Approval, code: str
) -> None:
    body = a_claim(a_line(1, kind=kind), a_line(2, kind=kind), kind=kind, **claim)
    assert mended(an_interchange(body, kind=kind), approval) == ([], [code])


def test_no_message_tells_the_number_that_cannot_be_written() -> None:
    data = an_interchange()
    claim = read_one(data)
    assert claim.placed is not None
    found = mend_in(
        Original(BytesIO(data), "0", claim.placed.number),
        Approval(manner=Manner.RELEASED, number="SECRET*1"),
        find_guide=find_guide,
        control_number=5,
    )
    assert "SECRET" not in " ".join(map(str, found.findings))


def test_a_claim_outside_of_a_group_is_not_taken_out() -> None:
    data = an_interchange()
    bare = spoiled(data, f"{segments(data)[1]}~", "")
    assert mended(bare) == ([], [kinds.NOT_WHOLE.code])


def test_a_segment_without_a_claim_is_told() -> None:
    found = mend_in(
        Original(BytesIO(an_interchange()), "0", 3), A1, find_guide=find_guide, control_number=5
    )
    assert found.data is None
    assert [each.kind for each in found.findings] == [kinds.NOT_WHOLE]


def test_a_claim_that_its_guide_refuses_is_not_sent() -> None:
    data = spoiled(an_interchange(), "HI*ABK:J069~", "")
    assert mended(data) == ([], [kinds.MENDED_UNSOUND.code])


@pytest.mark.parametrize(
    ("approved", "was_sent", "manner"),
    [
        (None, False, Manner.RELEASED),
        (NextStep("corrected-claim", ""), False, Manner.RELEASED),
        (NextStep("corrected-claim", ""), True, Manner.CORRECTED),
        (NextStep("new-claim", ""), True, Manner.NEW),
        (NextStep("payer-reprocesses", ""), True, Manner.REPROCESSED),
        (None, True, None),
    ],
)
def test_the_payer_says_how_the_claim_goes_out(
    approved: NextStep | None,
    was_sent: bool,  # noqa: FBT001
    manner: Manner | None,
) -> None:
    assert manner_of(approved, was_sent=was_sent) is manner


BY_CASE = NextStep("new-claim", "", "corrected-claim", "payer-reprocesses")


@pytest.mark.parametrize(
    ("approved", "in_part", "on_appeal", "manner"),
    [
        (BY_CASE, False, False, Manner.NEW),
        (BY_CASE, True, False, Manner.CORRECTED),
        (BY_CASE, False, True, Manner.REPROCESSED),
        (BY_CASE, True, True, Manner.REPROCESSED),
        (NextStep("corrected-claim", ""), True, True, Manner.CORRECTED),
    ],
)
def test_a_part_and_an_appeal_may_be_other_ways(
    approved: NextStep,
    in_part: bool,  # noqa: FBT001
    on_appeal: bool,  # noqa: FBT001
    manner: Manner,
) -> None:
    found = manner_of(approved, was_sent=True, in_part=in_part, on_appeal=on_appeal)
    assert found is manner
    assert manner_of(approved, was_sent=False, in_part=in_part, on_appeal=on_appeal) is (
        Manner.RELEASED
    )
