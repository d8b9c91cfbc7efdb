"""``edi-service cases enclose``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from edi_service.entry.cli.cases.options import AsOfOption, ByOption, CaseArgument
from edi_service.entry.cli.failure import give_up, say
from edi_service.entry.cli.options import ConfigOption, KeysOption, StoreOption


class DocumentGuide(StrEnum):
    """The guides that documents for a services review are written by."""

    X211 = "005010X211"
    X316 = "006020X316"


def enclose(
    *,
    case: CaseArgument,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write it.")],
    store: StoreOption,
    by: ByOption,
    guide: Annotated[
        DocumentGuide, typer.Option(help="By which guide the payer takes documents.")
    ] = DocumentGuide.X211,
    ring: KeysOption = None,
    config: ConfigOption = None,
    as_of: AsOfOption = "",
) -> None:
    """Write the documents of a case as a 275, for a payer who takes them that way."""
    from edi_service.wiring.asked import CannotDoIt, StoreOptions  # noqa: PLC0415 -- keeps --help quick
    from edi_service.wiring.documents import DocumentOptions, enclose_documents  # noqa: PLC0415

    options = DocumentOptions(
        store=StoreOptions(url=store, keys=ring), case_id=case, config=config, as_of=as_of
    )
    try:
        count = enclose_documents(options, guide.value, out, actor=by, say=say)
    except CannotDoIt as fault:
        give_up(str(fault))
    typer.echo(f"{count} documents by {guide.value}: {out}")
