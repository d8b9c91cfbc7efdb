"""
One transaction set out of many: a file as long as any, without a place to rest in it.

    python -m benchmarks.joined claims.837 joined.837

Only for files that ``edi-service synth`` wrote: ``~`` ends a segment, one interchange, one group,
and the same submitter and receiver in every set.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK = 1 << 20
_LEVEL = re.compile(rb"(?<![^~])HL\*(\d+)\*(\d*)")


def join(source: BinaryIO, target: BinaryIO) -> None:
    """Write the claims of all sets of *source* as one set, its levels numbered through."""
    levels = segments = 0
    for piece in _pieces(source):
        opening, _, hierarchy = piece.partition(b"~HL*")
        if not hierarchy:
            target.write(b"~" + _closing(piece, segments + 1))
            return
        if not segments:
            target.write(opening)
            segments = opening[opening.index(b"~ST*") + 1 :].count(b"~") + 1
        hierarchy = b"HL*" + hierarchy
        target.write(b"~" + _renumbered(hierarchy, levels))
        levels += len(_LEVEL.findall(hierarchy))
        segments += hierarchy.count(b"~") + 1


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    """What stands between the ends of sets, the rest of SE before the next set's ST included."""
    held = b""
    while block := source.read(BLOCK):
        *whole, held = (held + block).split(b"~SE*")
        yield from whole
    yield held


def _renumbered(hierarchy: bytes, before: int) -> bytes:
    """The levels of a set, so many others before them."""

    def moved(level: re.Match[bytes]) -> bytes:
        parent = int(level[2]) + before if level[2] else ""
        return f"HL*{int(level[1]) + before}*{parent}".encode()

    return _LEVEL.sub(moved, hierarchy)


def _closing(last: bytes, segments: int) -> bytes:
    """SE to IEA, out of what followed the name of the last SE."""
    _, _, after = last.partition(b"~")
    return b"SE*%d*0001~" % segments + re.sub(rb"^GE\*\d+", b"GE*1", after)


def main() -> None:
    """Join one file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    arguments = parser.parse_args()
    with arguments.source.open("rb") as source, arguments.target.open("wb") as target:
        join(source, target)


if __name__ == "__main__":
    main()
