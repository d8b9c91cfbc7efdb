"""Policies from as little XML as will do, and claims held against them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from edi_service.facts.model import NO_FACTS
from edi_service.policy.examine import examine
from edi_service.policy.language.load import load_policy
from edi_service.policy.library import Library
from edi_service.policy.model import PayerAlias
from edi_service.policy.payers import PayerTable
from edi_service.policy.rule import Subject
from tests.policy.casework import a_claim, library, moment, places, schema

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from edi_service.claims.model import Claim
    from edi_service.facts.model import AuthorizationOnFile, ClaimFacts
    from edi_service.policy.examine import Examination
    from edi_service.policy.model import Policy

DAY = date(2026, 3, 2)
PAYER = PayerAlias(payer="example", line_of_business="commercial", identifier="99999")
SOURCE = (
    '<source title="Manual" href="https://payer.example/m" locator="7.2" retrieved="2026-01-02" '
    'certainty="A"/>'
)
NEEDED = '<authorization required="yes"/>'


def a_revision(body: str = NEEDED, attributes: str = 'from="2026-01-01"') -> str:
    """A revision with its source and *body*."""
    return f"<revision {attributes}>{SOURCE}{body}</revision>"


def xml_of(
    *revisions: str, subject: str = "subject", payer: str = "example", attributes: str = ""
) -> bytes:
    """The file of a policy; *revisions* may be bodies of revisions as well."""
    inside = "".join(
        each if each.startswith("<revision") else a_revision(each) for each in revisions
    )
    return (
        f'<policy xmlns="urn:edi-service:policy:1" id="example/{subject}" payer="{payer}" '
        f"{attributes}>\n<title>The subject</title>\n{inside}\n</policy>"
    ).encode()


def a_policy(
    *revisions: str,
    subject: str = "subject",
    payer: str = "example",
    attributes: str = "",
    lists: Mapping[str, bytes] | None = None,
) -> Policy:
    """A policy from its revisions, or from what stands in them."""
    data = xml_of(*revisions, subject=subject, payer=payer, attributes=attributes)
    return load_policy(data, schema(), lists or {}, expected_id=f"example/{subject}")


def a_library(*policies: Policy) -> Library:
    """A library of just these policies, with the code sets that are shipped."""
    return Library(
        policies=policies,
        payers=PayerTable([PAYER]),
        places=places(),
        states=library().states,
    )


def a_subject(
    claim: Claim | None = None,
    *,
    payer: PayerAlias | None = PAYER,
    facts: ClaimFacts = NO_FACTS,
    on_file: tuple[AuthorizationOnFile, ...] = (),
    state: str = "OH",
    zone: ZoneInfo | None = None,
    as_of: date = date(2026, 4, 1),
    **fields: Any,
) -> Subject:
    """A claim with *fields*, by default with one office visit, and what is known of it."""
    return Subject(
        claim=claim or a_claim(DAY, {"lines": [{"procedure": "99213"}], **fields}),
        payer=payer,
        facts=facts,
        on_file=on_file,
        state=state,
        zone=zone,
        as_of=moment(as_of),
    )


def look(subject: Subject, *policies: Policy) -> Examination:
    """What *policies* say of *subject*."""
    return examine(subject, a_library(*policies))


def codes(examination: Examination) -> list[str]:
    """The codes of the findings, in order."""
    return [finding.kind.code for finding in examination.findings]
