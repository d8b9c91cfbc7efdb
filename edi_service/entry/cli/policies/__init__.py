"""``edi-service policies``: the policies themselves, for those who write and teach them."""

from __future__ import annotations

import typer

from edi_service.entry.cli.policies.diff import diff
from edi_service.entry.cli.policies.explain import explain
from edi_service.entry.cli.policies.lint import lint
from edi_service.entry.cli.policies.list import list_
from edi_service.entry.cli.policies.new import new
from edi_service.entry.cli.policies.sheet import sheet
from edi_service.entry.cli.policies.show import show
from edi_service.entry.cli.policies.simulate import simulate
from edi_service.entry.cli.policies.test import prove

policies = typer.Typer(
    help="List, read, check and write policies.", no_args_is_help=True, rich_markup_mode=None
)
policies.command("list")(list_)
policies.command("show")(show)
policies.command("lint")(lint)
policies.command("test")(prove)
policies.command("explain")(explain)
policies.command("diff")(diff)
policies.command("simulate")(simulate)
policies.command("sheet")(sheet)
policies.command("new")(new)
