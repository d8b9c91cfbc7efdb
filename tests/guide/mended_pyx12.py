"""
pyx12 with two faults of its own mended, as the proof of what we say of it.

Most verdicts on which the two engines differ are said to be faults of pyx12's.  Mended for the
length of a comparison, it has to come to our verdict; nothing else about it is changed.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pyx12.x12n_document
from pyx12.map_if import element_if
from pyx12.map_walker import walk_tree

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Walker(walk_tree):  # type: ignore[misc] # pyx12 has no types for mypy
    """Looks for what is required in a loop also when the loop begins anew at once."""

    def _match_segment_at_loop_entry(  # noqa: PLR0917 - pyx12's own parameters
        self,
        node: Any,
        seg_data: Any,
        orig_node: Any,
        seg_count: int,
        cur_line: int,
        ls_id: str | None,
        pop_node_list: list[Any],
    ) -> Any:
        first, *others = [child for place in sorted(node.pos_map) for child in node.pos_map[place]]
        for child in others:
            if child.is_loop():
                self._is_loop_match(child, seg_data, seg_count, cur_line, ls_id)
            elif child.pos != first.pos:
                self._try_match_segment_child(
                    node, child, seg_data, orig_node, seg_count, cur_line, ls_id, pop_node_list
                )
        return super()._match_segment_at_loop_entry(
            node, seg_data, orig_node, seg_count, cur_line, ls_id, pop_node_list
        )


_when_empty = element_if._validate_when_empty  # noqa: SLF001 - what is mended is within


def _required_when_empty(element: Any) -> Any:
    """
    The faults of an empty element, the first of an optional composite among them.

    pyx12 comes here from a composite only where another component of it has a value.
    """
    if element.usage == "R" and element.parent.is_composite():
        with patch.object(element.parent, "usage", "R"):
            return _when_empty(element)
    return _when_empty(element)


@contextmanager
def mended() -> Iterator[None]:
    """pyx12 without the two faults, for as long as the block lasts."""
    with (
        patch.object(pyx12.x12n_document, "walk_tree", _Walker),
        patch.object(element_if, "_validate_when_empty", _required_when_empty),
    ):
        yield
