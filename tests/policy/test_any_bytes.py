"""Whatever the bytes, a file is read or refused; nothing else ever comes out."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_service.facts.parse import FactsRefused, parse_authorizations, parse_facts
from edi_service.finding import Report
from edi_service.policy.language.lists import parse_list
from edi_service.policy.language.load import PolicyRefused, load_policy
from edi_service.policy.payers import PayersRefused, parse_aliases
from tests.facts.making import a_claim
from tests.policy.casework import POLICIES, schema

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = sorted(POLICIES.rglob("*.xml"))
PIECES = st.sampled_from(
    [b"", b"<", b">", b'"', b"-", b"0", b"9999", b"&amp;", b"&x;", b"<a/>", b"\0", b"\xff", b"Z"]
)
CELLS = st.text(st.sampled_from('",;:\n\r\0=é\ufeff[]{}20-T'), max_size=12)


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """*data* with up to three stretches cut out and something else put in."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(data)))
        end = start + draw(st.integers(0, 30))
        data = data[:start] + draw(PIECES) + data[end:]
    return data


def load_as(path: Path, data: bytes) -> None:
    """Load *data* as if it stood in the file at *path*."""
    lists = {each.name: each.read_bytes() for each in path.parent.glob("*.csv")}
    own = f"{path.parent.name}/{path.stem}"
    assert load_policy(data, schema(), lists, expected_id=own).id == own


@given(path=st.sampled_from(SHIPPED), data=st.data())
def test_a_damaged_policy_is_read_or_refused(path: Path, data: st.DataObject) -> None:
    with suppress(PolicyRefused):
        load_as(path, data.draw(damaged(path.read_bytes())))


@given(path=st.sampled_from(SHIPPED), data=st.binary(max_size=200))
def test_what_is_no_policy_is_refused_in_one_line(path: Path, data: bytes) -> None:
    with pytest.raises(PolicyRefused) as refused:
        load_as(path, data)
    assert "\n" not in str(refused.value)


@given(rows=st.lists(st.lists(CELLS, max_size=7), max_size=4), data=st.binary(max_size=80))
def test_a_code_list_is_read_or_refused(rows: list[list[str]], data: bytes) -> None:
    text = "code,from,to,state,modifier\n" + "\n".join(",".join(row) for row in rows)
    for each in (text.encode(), data):
        with suppress(PolicyRefused):
            assert parse_list("some.csv", each).rows


@given(rows=st.lists(st.lists(CELLS, max_size=7), max_size=4))
def test_a_payer_table_is_read_or_refused(rows: list[list[str]]) -> None:
    text = "payer,line_of_business,identifier,claim_filing,source,certainty\n"
    with suppress(PayersRefused):
        parse_aliases(text + "\n".join(",".join(row) for row in rows))


@given(rows=st.lists(st.lists(CELLS, max_size=5), max_size=4), text=CELLS | st.text())
def test_facts_and_authorizations_are_read_or_refused(rows: list[list[str]], text: str) -> None:
    body = "\n".join(",".join(row) for row in rows)
    with suppress(FactsRefused):
        parse_facts(f"claim_number,denied,admitted,overrides\n{body}", name="f")
    with suppress(FactsRefused):
        parse_facts(text, name="f").find(a_claim(), Report())
    with suppress(FactsRefused):
        parse_authorizations(f"number,payer,member,ends,units\n{body}", name="f")
