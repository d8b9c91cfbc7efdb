"""Clauses of a revision that nothing can reach, because an earlier one has answered already."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from msgspec.structs import replace

from edi_service.codes.clock import Length
from edi_service.finding import Severity
from edi_service.policy.model import CircumstanceCode
from edi_service.policy.retrospective.windows import length_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.model import Circumstance, Revision, Window
    from edi_service.policy.selection import CodeList, CodeRange, Services

SELECTORS = ("bill_types", "places", "admission_types", "modifiers")
"""What is compared word by word between an exemption and what it is taken from."""
_CODE = re.compile(r"[A-Z0-9][0-9]{3}[A-Z0-9](?:-[A-Z0-9][0-9]{3}[A-Z0-9])?|[A-Z0-9]{1,4}\*")


def clauses(revision: Revision) -> Iterator[tuple[Severity, str]]:
    """What is wrong with single clauses of *revision*, each with how grave that is."""
    for exempt in revision.exempt:
        if revision.services and all(_is_apart(exempt, each) for each in revision.services):
            yield Severity.ERROR, "an <exempt> takes out nothing that the <services> mean"
    for code_list in _lists(revision):
        yield from _list(code_list, revision)
    retrospective = revision.retrospective
    if retrospective is None:
        return
    for circumstance in retrospective.circumstances:
        yield from _windows(circumstance)
    for earlier, later in combinations(retrospective.circumstances, 2):
        if _answers(earlier, later):
            says = f"{later.code} is never reached: {earlier.code} before it accepts all of it"
            yield Severity.ERROR, f"the circumstance {says}"


def _windows(circumstance: Circumstance) -> Iterator[tuple[Severity, str]]:
    for earlier, later in combinations(circumstance.windows, 2):
        if _covers(earlier, later):
            length = length_in_words(later.length)
            says = f"{length} of {circumstance.code} never count: a window above is open longer"
            yield Severity.ERROR, says


def _answers(earlier: Circumstance, later: Circumstance) -> bool:
    """Whether *earlier* says yes wherever *later* would."""
    return (
        earlier.code in (CircumstanceCode.ANY, later.code)
        and set(earlier.evidence) <= set(later.evidence)
        and all(any(_covers(wide, each) for wide in earlier.windows) for each in later.windows)
    )


def _covers(wide: Window, narrow: Window) -> bool:
    """Whether *wide* is open whenever *narrow* is: the same count, and no shorter."""
    if wide.length is None or narrow.length is None:
        return False
    same = Length(0, wide.length.unit)
    return (
        wide.length.unit is narrow.length.unit
        and wide.length.count >= narrow.length.count
        and set(wide.before) <= set(narrow.before)
        and replace(wide, length=same, channel=None, before=())
        == replace(narrow, length=same, channel=None, before=())
    )


def _is_apart(exempt: Services, services: Services) -> bool:
    """Whether no line can fit both, as far as one can tell without a claim."""
    for name in SELECTORS:
        ours, theirs = set(getattr(exempt, name)), set(getattr(services, name))
        if ours and theirs and not ours & theirs:
            return True
    if not exempt.codes or services.code_list is not None or services.whole_claim:
        return False
    return bool(services.codes) and not any(
        _overlap(one, other) for one in exempt.codes for other in services.codes
    )


def _overlap(one: CodeRange, other: CodeRange) -> bool:
    if "*" in one.first + other.first:
        beginnings = sorted((one.first.rstrip("*"), other.first.rstrip("*")), key=len)
        return beginnings[1].startswith(beginnings[0]) or one.first in other or other.first in one
    return any(code in other for code in (one.first, one.last)) or other.first in one


def _lists(revision: Revision) -> Iterator[CodeList]:
    waiting = [*revision.services, *revision.exempt]
    while waiting:
        services = waiting.pop()
        waiting += services.excepting
        if services.code_list is not None:
            yield services.code_list


def _list(code_list: CodeList, revision: Revision) -> Iterator[tuple[Severity, str]]:
    """Codes that are none, and a list none of whose rows counts while the revision is in force."""
    for code in code_list.rows:
        if code and not _CODE.fullmatch(code):
            yield Severity.ERROR, f"{code_list.name} has {code!r}, which is no procedure code"
    is_live = any(
        (row.ends is None or revision.starts <= row.ends)
        and (row.starts is None or revision.ends is None or row.starts <= revision.ends)
        for rows in code_list.rows.values()
        for row in rows
    )
    if not is_live:
        yield Severity.ERROR, f"no row of {code_list.name} counts while the revision is in force"
