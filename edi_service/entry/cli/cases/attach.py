"""``edi-service cases attach``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from edi_service.entry.cli.cases.options import AsOfOption, ByOption, CaseArgument
from edi_service.entry.cli.failure import give_up, say
from edi_service.entry.cli.options import ConfigOption, KeysOption, PoliciesOption, StoreOption


def attach(
    *,
    case: CaseArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The document.")],
    code: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="KIND",
            help="A word of the policies, PWK01, or the LOINC code of a payer's question.",
        ),
    ],
    store: StoreOption,
    by: ByOption,
    title: Annotated[str, typer.Option(help="What it is, in words.")] = "",
    ring: KeysOption = None,
    policies: PoliciesOption = None,
    config: ConfigOption = None,
    as_of: AsOfOption = "",
) -> None:
    """Attach a document to a case: where it lies and the hash of its bytes are kept."""
    from edi_service.wiring.asked import CannotDoIt, StoreOptions  # noqa: PLC0415 -- keeps --help quick
    from edi_service.wiring.documents import DocumentOptions, attach_file  # noqa: PLC0415

    options = DocumentOptions(
        store=StoreOptions(url=store, keys=ring),
        case_id=case,
        policies=tuple(policies or ()),
        config=config,
        as_of=as_of,
    )
    try:
        done = attach_file(options, file, code, title=title, actor=by, say=say)
    except CannotDoIt as fault:
        give_up(str(fault))
    typer.echo(f"{done.record.title}: attached as {done.record.control_number}.")
    typer.echo(f"Documents held: {done.checklist.completeness}.")
