"""What hypothesis feeds the properties with: good files, damaged files, and sources that drip."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.x12.reading import GS, ISA_VALUES, group, interchange, isa, transaction_set

PIECES = (
    b"~",
    b"~~",
    b"*",
    b":",
    b"'",
    b"\n",
    b"\r\n",
    b" ",
    b"\t",
    b"\xff",
    b"\xef\xbb\xbf",
    b"IS",
    b"ISA",
    b"ISA*",
    b"IEA",
    b"IEA*1*000000001~",
    b"NTE*ADD*VISA AND LISA",
    b"GE*1*1~",
    b"SE*3*0001~",
    b"ST*837*0001~",
    GS.encode() + b"~",
    isa().encode() + b"~",
    isa().encode() + b"\n",
    isa("|").encode() + b"'",
    isa(isa12="00401", isa11="U").encode() + b"~",
    isa().encode()[:60] + b"\n" + isa().encode()[60:] + b"~",
    isa().replace(" ", "").encode() + b"~",
)

damaged = st.lists(st.sampled_from(PIECES) | st.binary(max_size=8)).map(b"".join)
"""Bytes that look like X12 here and there."""

damaged_interchanges = damaged.map(lambda body: isa().encode() + b"~" + body)
"""The same, within an interchange that can be read."""

read_sizes = st.lists(st.integers(min_value=1, max_value=300), min_size=1, max_size=5)
"""How many bytes a source gives, turn by turn."""

line_breaks = st.sampled_from(["", "\n", "\r\n", "\r", "\n\n"])

values = st.text(
    st.characters(exclude_characters="*^:~\r\n", exclude_categories=["Cs"]), max_size=12
)
"""What may stand in an element, beyond what X12 allows."""

segments = st.builds(
    lambda identifier, elements: "*".join([identifier, *elements]),
    st.sampled_from(["NM1", "REF", "HL", "CLM", "NTE", "STC", "SVC"]),
    st.lists(values, max_size=4),
)


@st.composite
def good_files(draw: st.DrawFn) -> bytes:
    """Interchanges without any fault in their envelopes, with line breaks where they may stand."""
    written = [draw(line_breaks)]
    for number in range(draw(st.integers(1, 3))):
        bodies = draw(st.lists(st.lists(segments, min_size=1, max_size=5), max_size=3))
        sets = [transaction_set(*body, number=f"{i:04d}") for i, body in enumerate(bodies)]
        texts = interchange(*(group(*sets) if sets else group()), number=f"{number:09d}")
        uniform = draw(st.booleans())
        line_break = draw(line_breaks)
        for text in texts.decode().removesuffix("~").split("~"):
            written += [text, "~", line_break if uniform else draw(line_breaks)]
    return "".join(written).encode()


changed_elements = st.tuples(st.integers(1, len(ISA_VALUES)), values)
"""An element of the ISA and what it is changed to."""
