"""``edi-service process``: claims in; findings, cases and 278 requests out."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from edi_service.entry.cli.failure import FOUND_ERRORS, give_up, say
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
    KeysOption,
    PoliciesOption,
    RatesOption,
)

if TYPE_CHECKING:
    from edi_service.report.summary import Summary


class Format(StrEnum):
    """How the totals are shown on standard output."""

    TEXT = "text"
    JSON = "json"


class Stop(StrEnum):
    """What an error in one claim holds."""

    CLAIM = "claim"
    SET = "set"


def process(
    *,
    inputs: InputsArgument,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the results go.")],
    as_of: AsOfOption = "",
    policies: PoliciesOption = None,
    facts: FactsOption = None,
    encounters: EncountersOption = None,
    eligibility: EligibilityOption = None,
    authorizations: AuthorizationsOption = None,
    rates: RatesOption = None,
    config: ConfigOption = None,
    codes: CodesOption = None,
    first_control_number: Annotated[
        int,
        typer.Option(metavar="N", min=1, max=999_999_999, help="ISA13 of the first request."),
    ] = 1,
    batch: Annotated[
        bool,
        typer.Option("--batch", help="One interchange of requests for each sender and receiver."),
    ] = False,
    split: Annotated[
        bool,
        typer.Option("--split", help="Also write the claims: accepted.837 and held.837."),
    ] = False,
    stop: Annotated[
        Stop | None,
        typer.Option(help="What an error holds with --split: its claim (the default) or its set."),
    ] = None,
    across: AcrossOption = False,
    store: Annotated[
        str,
        typer.Option(
            metavar="URL",
            envvar="EDI_SERVICE_STORE",
            help="Keep claims and cases there: a file of SQLite, or postgresql://….",
        ),
    ] = "",
    keys: KeysOption = None,
    jobs: Annotated[
        int,
        typer.Option(
            metavar="N",
            min=0,
            help="How many processes share the work; 0: one a processor. One does it alone with "
            "--across, --authorizations or --store, where each claim follows from those before.",
        ),
    ] = 1,
    output_format: Annotated[
        Format, typer.Option("--format", help="How the totals are shown.")
    ] = Format.TEXT,
) -> None:
    """
    Read 837 claims; write findings, retrospective review cases and 278 requests.

    Exit code 0: nothing of error severity was found; 1: something was; 2: it could not be done.
    """
    from edi_service import wiring  # noqa: PLC0415 -- keeps --help quick
    from edi_service.entry.cli.log import start_logging  # noqa: PLC0415
    from edi_service.entry.cli.progress import progress  # noqa: PLC0415

    start_logging()
    if stop is not None and not split:
        give_up("--stop says what --split holds; give both or neither")
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
        config=config,
        codes=codes,
        first_control_number=first_control_number,
        batch=batch,
        split=split,
        stop=(stop or Stop.CLAIM).value,
        across=across,
        jobs=jobs,
        store=wiring.StoreOptions(url=store, keys=keys) if store else None,
    )
    try:
        with progress() as advance:
            outcome = wiring.process(options, advance, say)
    except wiring.CannotDoIt as fault:
        give_up(str(fault))
    _show(outcome.summary, output_format, out)
    if outcome.has_errors:
        raise typer.Exit(FOUND_ERRORS)


def _show(summary: Summary, output_format: Format, out: Path) -> None:
    if output_format is Format.JSON:
        import msgspec  # noqa: PLC0415 -- only here

        from edi_service.report.encoding import encode_row  # noqa: PLC0415

        sys.stdout.buffer.write(msgspec.json.format(encode_row(summary), indent=2) + b"\n")
        sys.stdout.flush()
    else:
        from edi_service.entry.cli.table import show_table  # noqa: PLC0415 -- only here

        show_table(summary, out)
