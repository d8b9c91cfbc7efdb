"""``edi-service audit``: places of service and authorizations of a directory, on one page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from edi_service.entry.cli.failure import FOUND_ERRORS, give_up
from edi_service.entry.cli.options import (
    AcrossOption,
    AsOfOption,
    AuthorizationsOption,
    CodesOption,
    ConfigOption,
    EligibilityOption,
    EncountersOption,
    FactsOption,
    InputsArgument,
    PoliciesOption,
    RatesOption,
)


def audit(
    *,
    inputs: InputsArgument,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the page and the tables go.")],
    as_of: AsOfOption = "",
    policies: PoliciesOption = None,
    facts: FactsOption = None,
    encounters: EncountersOption = None,
    eligibility: EligibilityOption = None,
    authorizations: AuthorizationsOption = None,
    rates: RatesOption = None,
    across: AcrossOption = False,
    config: ConfigOption = None,
    codes: CodesOption = None,
) -> None:
    """
    Audit 837 claims: findings by place, provider and payer, deadlines, money at risk, causes.

    Exit code 0: nothing of error severity was found; 1: something was; 2: it could not be done.
    """
    from edi_service import wiring  # noqa: PLC0415 -- keeps --help quick
    from edi_service.entry.cli.log import start_logging  # noqa: PLC0415
    from edi_service.entry.cli.progress import progress  # noqa: PLC0415

    start_logging()
    options = wiring.Options(
        inputs=tuple(inputs),
        out=out,
        as_of=as_of,
        policies=tuple(policies or ()),
        facts=facts,
        encounters=encounters,
        eligibility=eligibility,
        authorizations=authorizations,
        rates=rates,
        across=across,
        config=config,
        codes=codes,
    )
    try:
        with progress() as advance:
            outcome = wiring.audit(options, advance)
    except wiring.CannotDoIt as fault:
        give_up(str(fault))
    typer.echo(f"{outcome.summary.claims:,} claims audited; open {out / 'audit.html'}.")
    if outcome.has_errors:
        raise typer.Exit(FOUND_ERRORS)
