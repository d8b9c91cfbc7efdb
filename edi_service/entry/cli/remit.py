"""``edi-service remit``: what payers paid and denied, read into the store."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from edi_service.entry.cli.failure import FOUND_ERRORS, give_up, say
from edi_service.entry.cli.options import (
    AsOfOption,
    AuthorizationsOption,
    CodesOption,
    ConfigOption,
    EligibilityOption,
    EncountersOption,
    FactsOption,
    KeysOption,
    PoliciesOption,
    StoreOption,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.wiring.remitting import RemittedFile


class RemitFormat(StrEnum):
    """How the results are shown on standard output."""

    TEXT = "text"
    JSON = "json"


def remit(
    *,
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="835 files, folders of them, or - for standard input."
        ),
    ],
    store: StoreOption,
    ring: KeysOption = None,
    as_of: AsOfOption = "",
    policies: PoliciesOption = None,
    facts: FactsOption = None,
    encounters: EncountersOption = None,
    eligibility: EligibilityOption = None,
    authorizations: AuthorizationsOption = None,
    config: ConfigOption = None,
    codes: CodesOption = None,
    output_format: Annotated[
        RemitFormat, typer.Option("--format", help="How the results are shown.")
    ] = RemitFormat.TEXT,
) -> None:
    """
    Read 835 remittances; denials for an authorization open cases of the store or wake them.

    Every claim is counted. Exit code 0: nothing of error severity was found; 1: something was;
    2: it could not be done.
    """
    from edi_service import wiring  # noqa: PLC0415 -- keeps --help quick

    knowing = wiring.Knowing(
        as_of=as_of,
        policies=tuple(policies or ()),
        facts=facts,
        encounters=encounters,
        eligibility=eligibility,
        authorizations=authorizations,
        config=config,
        codes=codes,
    )
    show = _as_json if output_format is RemitFormat.JSON else _as_text
    has_errors = False
    try:
        options = wiring.StoreOptions(url=store, keys=ring)
        for each in wiring.remit(tuple(inputs), options, knowing, say):
            has_errors |= each.has_errors
            for line in show(each):
                typer.echo(line)
    except wiring.CannotDoIt as fault:
        give_up(str(fault))
    if has_errors:
        raise typer.Exit(FOUND_ERRORS)


def _as_text(file: RemittedFile) -> Iterator[str]:
    """The counts, the cases and the findings of a file, a line each."""
    remitted = file.remitted
    yield f"{file.name}: {sum(remitted.counts.values()):,} claims"
    for verdict, count in remitted.counts.items():
        if count:
            yield f"  {count:>9,}  {verdict.value}"
    for case in remitted.cases:
        yield f"case {case.case_id}  {case.policy}  {case.did}: {case.state}"
    for found in remitted.findings:
        of = f" (claim {found.claim_id})" if found.claim_id else ""
        yield f"{found}{of}"


def _as_json(file: RemittedFile) -> Iterator[str]:
    """One line for a file."""
    import msgspec  # noqa: PLC0415 -- only here

    from edi_service.report.rows import finding_row  # noqa: PLC0415

    remitted = file.remitted
    row = {
        "file": file.name,
        "claims": {verdict.value: count for verdict, count in remitted.counts.items()},
        "cases": [case._asdict() for case in remitted.cases],
        "findings": [finding_row(found, file.name) for found in remitted.findings],
    }
    yield msgspec.json.encode(row).decode()
