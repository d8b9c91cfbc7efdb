"""``edi-service cases``: the cases of a store, shown and worked one by one."""

from __future__ import annotations

import typer

from edi_service.entry.cli.cases.answer import answer
from edi_service.entry.cli.cases.attach import attach
from edi_service.entry.cli.cases.close import close
from edi_service.entry.cli.cases.cover import cover
from edi_service.entry.cli.cases.documents import documents
from edi_service.entry.cli.cases.enclose import enclose
from edi_service.entry.cli.cases.list import list_
from edi_service.entry.cli.cases.mend import mend
from edi_service.entry.cli.cases.override import override
from edi_service.entry.cli.cases.send import send
from edi_service.entry.cli.cases.show import show
from edi_service.entry.cli.cases.unmatched import unmatched

cases = typer.Typer(
    help="Show the cases of a store, and work them one by one.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
cases.command("list")(list_)
cases.command("show")(show)
cases.command("unmatched")(unmatched)
cases.command("send")(send)
cases.command("documents")(documents)
cases.command("attach")(attach)
cases.command("cover")(cover)
cases.command("enclose")(enclose)
cases.command("mend")(mend)
cases.command("answer")(answer)
cases.command("override")(override)
cases.command("close")(close)
