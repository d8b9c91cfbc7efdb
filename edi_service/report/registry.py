"""
The registry of a policy library: what it holds, how far each reading goes, and what is missing.

A page in Markdown for those who decide whether to rely on an answer.  Everything on it is taken
from the policies themselves, so that it cannot say more than they do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.policy.model import ANY_PAYER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from edi_service.policy.model import Policy, Revision

_HEAD = """\
# The registry of the policy library

What the library holds, revision by revision: whose rule, about what, from which day of service to
which, when it was read and how sure the reading is. Certainty `A`: the rule's own words were read;
`B`: in part, or at second hand; `C`: generally known and not read again. A stale source is older
than two years or superseded: read it again before relying on it. Below the table stands what each
reading leaves out. This page is made from the policies; [policies.md](policies.md) explains them.
"""
_COLUMNS = (
    *("Payer", "Policy", "Lines of business", "Days of service", "Read on", "Published"),
    *("Certainty", "Stale", "Cases"),
)


def registry(policies: Iterable[Policy], cases: Mapping[str, int]) -> str:
    """
    The page on *policies*, by payer and subject.

    Args:
        policies: those of a library.
        cases: how many cases stand beside each, by its id.
    """
    ordered = sorted(policies, key=lambda each: (each.payer, each.id))
    payers = {each.payer for each in ordered} - {ANY_PAYER}
    return "\n".join(
        (
            _HEAD,
            f"{len(ordered)} policies of {len(payers)} payers and programs.",
            "",
            _row(_COLUMNS),
            _row("---" for _ in _COLUMNS),
            *(row for each in ordered for row in _rows(each, cases.get(each.id, 0))),
            "",
            "## What each reading leaves out",
            *(line for each in ordered for line in _left_out(each)),
            "",
        )
    )


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _rows(policy: Policy, cases: int) -> Iterator[str]:
    """A row for each revision."""
    for revision in policy.revisions:
        source = revision.source
        yield _row(
            (
                "every payer" if policy.payer == ANY_PAYER else f"`{policy.payer}`",
                f"`{policy.id}`: {policy.title}",
                ", ".join(policy.lines_of_business) or "any",
                _days(revision),
                source.retrieved.isoformat(),
                source.published.isoformat() if source.published else "undated",
                source.certainty.value,
                "yes" if source.is_stale else "no",
                str(cases),
            )
        )


def _days(revision: Revision) -> str:
    return f"{revision.starts} to {revision.ends}" if revision.ends else f"from {revision.starts}"


def _left_out(policy: Policy) -> Iterator[str]:
    """Where it was read, and its notes: what a reading could not settle is written there."""
    yield from ("", f"### {policy.title} (`{policy.id}`)", "")
    for revision in policy.revisions:
        source = revision.source
        yield f"- {_days(revision)}: [{source.title}]({source.href}), {source.locator}"
        yield from (f"  - {note}" for note in revision.notes)
