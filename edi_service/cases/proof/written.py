"""Cases as they are written beside a policy: ``fixtures/policies/README.md`` is their manual."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from edi_service.cases.proof.claims import (
    A_DAY,
    MEMBER,
    CaseRefused,
    a_claim,
    moment,
    strictly,
)
from edi_service.codes.zones import find_zone
from edi_service.facts.encounter import Encounter, united
from edi_service.facts.model import AuthorizationOnFile, ClaimFacts
from edi_service.finding import Report
from edi_service.policy.model import ANY_PAYER, PayerAlias
from edi_service.policy.rule import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from edi_service.claims.model import Claim
    from edi_service.codes.states import States
    from edi_service.policy.model import Policy

REQUIRED = ("name", "expect")
KEYS: Mapping[str, type] = {
    **dict.fromkeys(("name", "payer", "line_of_business", "state", "zone", "decision"), str),
    **dict.fromkeys(("circumstance", "channel"), str),
    **dict.fromkeys(("penalty", "approved", "denied", "tightest"), str),
    **dict.fromkeys(("expect", "on_file", "beside", "missing", "lines"), list),
    **dict.fromkeys(("turnaround", "clocks"), list),
    **dict.fromkeys(("claim", "facts", "encounter"), dict),
    **dict.fromkeys(("day", "as_of"), date),
    "deadline": object,
}
"""What may be written of a case, and of which sort it is."""
_SORTS = {str: "text", list: "list", dict: "table", date: "day, such as 2026-06-01"}


@dataclass(frozen=True, kw_only=True)
class WrittenCase:
    """A case as written, with the defaults of its file, and the policy it stands beside."""

    policy: Policy
    written: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What it is called: the policy, and the sentence its author wrote."""
        return f"{self.policy.id}: {self.written['name']}"

    def subject(self, states: States) -> Subject:
        """
        The claim and everything known of it.

        Raises:
            CaseRefused: a field of it does not exist, or holds what it cannot.
        """
        written, policy = self.written, self.policy
        day = written.get("day", A_DAY)
        payer = written.get("payer", "any-payer" if policy.payer == ANY_PAYER else policy.payer)
        business = written.get("line_of_business", (*policy.lines_of_business, "commercial")[0])
        state = written.get("state", "")
        encounter = strictly(written.get("encounter", {}), Encounter)
        facts = strictly(written.get("facts", {}), ClaimFacts)
        return Subject(
            claim=a_claim(day, written.get("claim", {})),
            payer=PayerAlias(payer=payer, line_of_business=business) if payer else None,
            facts=united(facts, encounter, Report(), ""),
            encounter=encounter,
            on_file=tuple(
                strictly({"payer": payer, "member": MEMBER, **each}, AuthorizationOnFile)
                for each in written.get("on_file", [])
            ),
            state=state,
            zone=_zone(written["zone"]) if "zone" in written else states.zone(state),
            as_of=moment(written.get("as_of", day + timedelta(days=1))),
        )

    def beside(self) -> tuple[Claim, ...]:
        """
        Claims for the same patient, in the order of the file.

        Raises:
            CaseRefused: a field of one does not exist, or holds what it cannot.
        """
        day = self.written.get("day", A_DAY)
        return tuple(a_claim(day, each) for each in self.written.get("beside", ()))


def written_cases(policy: Policy, read: Mapping[str, Any]) -> tuple[WrittenCase, ...]:
    """
    The cases of *policy* in *read*, the content of its ``.cases.toml``.

    Raises:
        CaseRefused: a key that does not exist, or one that is missing.
    """
    if unknown := set(read) - {"defaults", "case"}:
        message = f"there is no table {', '.join(sorted(unknown))}; write [defaults] or [[case]]"
        raise CaseRefused(message)
    defaults = read.get("defaults", {})
    return tuple(
        WrittenCase(policy=policy, written=_checked({**defaults, **each}))
        for each in read.get("case", ())
    )


def _checked(written: dict[str, Any]) -> dict[str, Any]:
    called = written.get("name", "")
    name = f"the case {called or 'without a name'!r}"
    if unknown := set(written) - set(KEYS):
        message = f"{name} has the key {min(unknown)!r}, which is not one of {sorted(KEYS)}"
        raise CaseRefused(message, str(called))
    if wrong := [key for key in written if not isinstance(written[key], KEYS[key])]:
        message = (
            f"{name}: {wrong[0]} is {written[wrong[0]]!r}, which is no {_SORTS[KEYS[wrong[0]]]}"
        )
        raise CaseRefused(message, str(called))
    if missing := [key for key in REQUIRED if key not in written]:
        message = f"{name} lacks {missing[0]!r}"
        raise CaseRefused(message, str(called))
    return written


def _zone(name: str) -> ZoneInfo | None:
    found = find_zone(name) if name else None
    if name and found is None:
        message = f"{name!r} is no IANA time zone, such as 'America/New_York'"
        raise CaseRefused(message)
    return found
