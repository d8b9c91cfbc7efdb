"""
Claims written back into an 837: each as it stood, under the levels and envelopes it hangs from.

Nothing is kept but what is open, so that a file of any length can be copied claim by claim.  What
has to agree with what is written is written anew: HL01, HL02, the counts and the trailers.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from edi_service.x12.segment import LINE_BREAKS, Segment, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from edi_service.claims.model import Claim
    from edi_service.guide.model import Placed
    from edi_service.x12.envelope import TransactionSet
    from edi_service.x12.headers import GroupHeader, InterchangeHeader
    from edi_service.x12.segment import Delimiters

    Write = Callable[[bytes], object]


class _OpenLevel(NamedTuple):
    """A level that was written; *ends* says whether its HL04 was turned from 1 to 0."""

    placed: Placed
    ends: bool
    number: int  # HL01


class SetCopy:
    """
    Some claims of one transaction set, from ST to SE, its levels counted from 1.

    A level is written when a claim under it comes, and again when the claims before it made it
    the last of its branch and now a level hangs from it.

    Args:
        transaction_set: the set the claims come from.
        header: what precedes its first HL (1000A, 1000B); None when there is nothing.
        line_break: what follows each terminator.
        write: takes the bytes.
    """

    def __init__(
        self, transaction_set: TransactionSet, header: Placed | None, line_break: str, write: Write
    ) -> None:
        quote = transaction_set.position.quote
        assert quote is not None  # noqa: S101 -- an ST was read there
        self._delimiters = transaction_set.delimiters
        self._number = Segment.parse(quote.text, self._delimiters).value(2)
        self._line_break = line_break
        self._write = write
        self._head = [quote.text, *(header.texts if header else ())]
        self.restart()
        self._write(_bytes(self._head, self._delimiters, line_break))

    def restart(self) -> None:
        """Go back to where no claim was written."""
        self._open: list[_OpenLevel] = []
        self._levels = 0
        self._segments = len(self._head)

    def add(self, claim: Claim, texts: Sequence[str] | None = None) -> None:
        """Write *claim*, as *texts* where they are given, and those of its levels not open."""
        assert claim.placed is not None  # noqa: S101 -- it was read from a file
        levels = claim.parties.levels
        wanted = [(level, self._ends(level, levels)) for level in levels]
        same = 0
        for (placed, ends), there in zip(wanted, self._open, strict=False):
            if placed is not there.placed or ends != there.ends:
                break
            same += 1
        del self._open[same:]
        new = [self._level(placed, ends=ends) for placed, ends in wanted[same:]]
        self._put([*chain.from_iterable(new), *(texts or claim.placed.texts)])

    def close(self) -> None:
        """Write the SE."""
        self._put([_join(self._delimiters, "SE", str(self._segments + 1), self._number)])

    def _ends(self, level: Placed, levels: tuple[Placed, ...]) -> bool:
        """Whether HL04 says that levels follow, where this claim follows instead."""
        return level is levels[-1] and level.segment(0).value(4) == "1"

    def _level(self, placed: Placed, *, ends: bool) -> list[str]:
        """The segments of a level with the numbers it has here."""
        self._levels += 1
        elements = list(placed.segment(0).elements)
        if len(elements) > 1:
            elements[1] = str(self._levels)
        if self._open and len(elements) > 2 and elements[2]:
            elements[2] = str(self._open[-1].number)
        if ends:
            elements[4] = "0"
        self._open.append(_OpenLevel(placed, ends, self._levels))
        return [_join(self._delimiters, *elements), *placed.texts[1:]]

    def _put(self, texts: list[str]) -> None:
        self._segments += len(texts)
        self._write(_bytes(texts, self._delimiters, self._line_break))


class EnvelopeCopy:
    """
    The interchanges and functional groups around copied transaction sets, in one output.

    An ISA and a GS are written as they stood, with their control numbers, when a set within them
    comes; the GE and IEA count what was written.
    """

    def __init__(self, write: Write) -> None:
        self.write = write
        self._interchange: InterchangeHeader | None = None
        self._group: GroupHeader | None = None
        self._delimiters: Delimiters | None = None
        self._line_break = ""
        self._groups = self._sets = 0

    def enter(self, transaction_set: TransactionSet, line_break: str) -> None:
        """Another set is about to be written: open the envelopes it stands in."""
        if transaction_set.interchange is not self._interchange:
            self.close()
            self._interchange = transaction_set.interchange
            self._delimiters, self._line_break = transaction_set.delimiters, line_break
            self._put(transaction_set.interchange.text)
        if transaction_set.group is not self._group:
            self._close_group()
            if transaction_set.group.text:
                self._group = transaction_set.group
                self._groups += 1
                self._put(transaction_set.group.text)
        self._sets += 1

    def close(self) -> None:
        """End what is open."""
        self._close_group()
        if self._interchange is not None:
            self._trailer("IEA", self._groups, self._interchange.control_number)
        self._interchange, self._groups = None, 0

    def _close_group(self) -> None:
        if self._group is not None:
            self._trailer("GE", self._sets, self._group.control_number)
        self._group, self._sets = None, 0

    def _trailer(self, identifier: str, count: int, number: str) -> None:
        assert self._delimiters is not None  # noqa: S101 -- an interchange is open
        self._put(_join(self._delimiters, identifier, str(count), number))

    def _put(self, text: str) -> None:
        assert self._delimiters is not None  # noqa: S101 -- an interchange is open
        self.write(_bytes([text], self._delimiters, self._line_break))


def copy_of(
    claim: Claim,
    transaction_set: TransactionSet,
    header: Placed | None,
    texts: Sequence[str] | None = None,
) -> bytes:
    """
    *claim* as an interchange of its own: its envelopes and levels, and nothing beside it.

    Its segments are *texts* where they are given.
    """
    return SingleCopies().copy(claim, transaction_set, header, texts)


class SingleCopies:
    """Copies claims, each as an interchange of its own; what those of a set share is made once."""

    def __init__(self) -> None:
        self._shared: tuple[TransactionSet, Placed | None, str] | None = None
        self._head, self._tail = b"", b""
        self._parts: list[bytes] = []

    def copy(
        self,
        claim: Claim,
        transaction_set: TransactionSet,
        header: Placed | None,
        texts: Sequence[str] | None = None,
    ) -> bytes:
        """As :func:`copy_of`."""
        assert claim.placed is not None  # noqa: S101 -- it was read from a file
        self._share(transaction_set, header, line_break_of(claim.placed))
        self._parts.clear()
        self._set.restart()
        self._set.add(claim, texts)
        self._set.close()
        return b"".join((self._head, *self._parts, self._tail))

    def _share(
        self, transaction_set: TransactionSet, header: Placed | None, line_break: str
    ) -> None:
        """Make what precedes and follows the claims of a set, unless it was the last one's."""
        shared = self._shared
        if (
            shared is not None
            and shared[0] is transaction_set
            and shared[1] is header
            and shared[2] == line_break
        ):
            return
        self._shared = transaction_set, header, line_break
        ends: list[bytes] = []
        envelope = EnvelopeCopy(ends.append)
        envelope.enter(transaction_set, line_break)
        self._set = SetCopy(transaction_set, header, line_break, ends.append)
        self._head = b"".join(ends)
        ends.clear()
        envelope.close()
        self._tail = b"".join(ends)
        self._set = SetCopy(transaction_set, header, line_break, self._parts.append)


def line_break_of(placed: Placed) -> str:
    """What stands after the terminators where *placed* was read; empty when nothing does."""
    block = placed.origins[0][0]
    stands_alone = len(block.texts) == 1  # then what follows it lies before the next block
    gap = block.gaps[0] if block.gaps else block.before * stands_alone
    return "".join(character for character in gap if character in LINE_BREAKS)[: len(LINE_BREAKS)]


def _join(delimiters: Delimiters, *elements: str) -> str:
    return delimiters.element.join(elements)


def _bytes(texts: Iterable[str], delimiters: Delimiters, line_break: str) -> bytes:
    return encode("".join(text + delimiters.segment + line_break for text in texts))
