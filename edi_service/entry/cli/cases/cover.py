"""``edi-service cases cover``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from edi_service.entry.cli.cases.options import AsOfOption, CaseArgument
from edi_service.entry.cli.failure import give_up, say
from edi_service.entry.cli.options import ConfigOption, KeysOption, PoliciesOption, StoreOption


def cover(
    *,
    case: CaseArgument,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write it (HTML).")],
    store: StoreOption,
    ring: KeysOption = None,
    policies: PoliciesOption = None,
    config: ConfigOption = None,
    as_of: AsOfOption = "",
) -> None:
    """Write the cover sheet of a case's documents, for fax, mail or portal: one page."""
    from edi_service.wiring.asked import CannotDoIt, StoreOptions  # noqa: PLC0415 -- keeps --help quick
    from edi_service.wiring.documents import DocumentOptions, cover_sheet  # noqa: PLC0415

    options = DocumentOptions(
        store=StoreOptions(url=store, keys=ring),
        case_id=case,
        policies=tuple(policies or ()),
        config=config,
        as_of=as_of,
    )
    try:
        page = cover_sheet(options, say)
        with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode=0o600), "w") as to:
            to.write(page)
    except CannotDoIt as fault:
        give_up(str(fault))
    except OSError as fault:
        give_up(f"{out}: {fault.strerror}")
