"""What a partner sends besides claims is acknowledged where that was agreed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.remittance.making import a_paid_claim, a_remittance
from tests.serving.office import ROOT, Office, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ANSWER = ROOT / "fixtures/answers/certified-in-part.edi"


@pytest.fixture
def one_office(tmp_path: Path) -> Iterator[Office]:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    yield from running(Office(tmp_path / "office", url))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("agreed", "expected"),
    [("", []), ("acknowledges = ['TA1', '278']", [".999", ".ta1"])],
)
def test_an_answer_and_a_remittance(one_office: Office, agreed: str, expected: list[str]) -> None:
    one_office.more = f"{agreed}\n"
    one_office.start()
    one_office.drop("answer.278", ANSWER.read_bytes().replace(b"*0*T*", b"*1*T*"))
    one_office.drop("paid.835", a_remittance(a_paid_claim()).replace(b"*P*:", b"*T*:"))

    counts = one_office.wait_until_done(files=2)

    assert (counts.done, counts.quarantined) == (2, 0)
    assert sorted(path.suffix for path in one_office.outbound.iterdir()) == expected
    assert one_office.balanced().returncode == 0
