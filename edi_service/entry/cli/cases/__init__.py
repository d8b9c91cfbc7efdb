"""``edi-service cases``: the cases of a store, worked one by one."""

from __future__ import annotations

import typer

from edi_service.entry.cli.cases.attach import attach
from edi_service.entry.cli.cases.cover import cover
from edi_service.entry.cli.cases.documents import documents
from edi_service.entry.cli.cases.mend import mend

cases = typer.Typer(
    help="Work the cases of a store one by one.", no_args_is_help=True, rich_markup_mode=None
)
cases.command("documents")(documents)
cases.command("attach")(attach)
cases.command("cover")(cover)
cases.command("mend")(mend)
