"""``edi-service cases mend``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from edi_service.entry.cli.cases.options import AsOfOption, ByOption
from edi_service.entry.cli.failure import FOUND_ERRORS, give_up, say
from edi_service.entry.cli.options import (
    CodesOption,
    ConfigOption,
    KeysOption,
    PoliciesOption,
    StoreOption,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.wiring.mending import WrittenClaim


class How(StrEnum):
    """How a claim goes out; the words of a policy's ``<approved>``, and of a held claim."""

    HELD = "held-claim-released"
    NEW = "new-claim"
    CORRECTED = "corrected-claim"
    REPROCESSED = "payer-reprocesses"


def mend(
    *,
    case: Annotated[
        str, typer.Argument(metavar="CASE", help="The id of a case, or of a claim without one.")
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the mended claim goes.")],
    store: StoreOption,
    by: ByOption,
    how: Annotated[
        How | None,
        typer.Option("--as", help="How the claim goes out; as the policy says by default."),
    ] = None,
    payer_claim: Annotated[
        str,
        typer.Option(
            metavar="NUMBER",
            help="The payer's number of the claim that is replaced; the remittance's by default.",
        ),
    ] = "",
    numbers_above: Annotated[
        int,
        typer.Option(
            metavar="N",
            min=0,
            max=999_999_000,
            help="The highest ISA13 that your billing system has used between the same two.",
        ),
    ] = 0,
    facts: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What claims cannot say, as for process.")
    ] = None,
    encounters: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Visits by your own records, as for process."),
    ] = None,
    authorizations: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Authorizations on file, as for process."),
    ] = None,
    policies: PoliciesOption = None,
    config: ConfigOption = None,
    codes: CodesOption = None,
    ring: KeysOption = None,
    as_of: AsOfOption = "",
) -> None:
    """
    Write the claim of an approved case with the payer's number in it, to be sent.

    A claim without a case is mended by the authorizations on file.

    Exit code 0: it is written, or the payer wants none; 1: it cannot be; 2: it could not be done.
    """
    from edi_service.wiring.asked import CannotDoIt, StoreOptions  # noqa: PLC0415 -- keeps --help quick
    from edi_service.wiring.knowing import Knowing  # noqa: PLC0415
    from edi_service.wiring.mending import MendOptions, mend_case  # noqa: PLC0415

    options = MendOptions(
        store=StoreOptions(url=store, keys=ring),
        case_id=case,
        out=out,
        manner=how.value if how else "",
        payer_claim=payer_claim,
        numbers_above=numbers_above,
    )
    knowing = Knowing(
        as_of=as_of,
        policies=tuple(policies or ()),
        facts=facts,
        encounters=encounters,
        authorizations=authorizations,
        config=config,
        codes=codes,
    )
    try:
        written = mend_case(options, knowing, by, say)
    except CannotDoIt as fault:
        give_up(str(fault))
    for line in _told(written, out):
        typer.echo(line)
    if written.has_errors:
        raise typer.Exit(FOUND_ERRORS)


def _told(written: WrittenClaim, out: Path) -> Iterator[str]:
    """What was written, for which cases, what could be corrected, and what was found."""
    mended = written.mended
    if mended.manner is not None and written.files:
        yield f"{mended.manner.value.replace('-', ' ')}: {out / written.files[0]}"
        yield f"shows the numbers of: {', '.join(mended.cases) or 'authorizations on file'}"
    for each in mended.proposals:
        line = f" of line {each.line}" if each.line else ""
        proposed = " or ".join(each.proposed)
        yield f"not changed: {each.element}{line} is {each.now}; {each.finding} expects {proposed}"
    for found in mended.findings:
        yield str(found)
