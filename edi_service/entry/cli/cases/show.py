"""``edi-service cases show``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from edi_service.entry.cli.cases.options import (
    AsOfOption,
    ByOption,
    CaseArgument,
    CasesFormat,
    FormatOption,
    options_of,
)
from edi_service.entry.cli.failure import give_up
from edi_service.entry.cli.options import ConfigOption, KeysOption, PoliciesOption, StoreOption

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEP = "  "


def show(
    *,
    case_id: CaseArgument,
    store: StoreOption,
    by: ByOption,
    keys: KeysOption = None,
    show_phi: Annotated[
        bool, typer.Option("--show-phi", help="Show who the case is about, which is crossed out.")
    ] = False,
    as_of: AsOfOption = "",
    config: ConfigOption = None,
    policies: PoliciesOption = None,
    output_format: FormatOption = CasesFormat.TEXT,
) -> None:
    """Show one case whole: what is due, requests, answers, talks, documents and every event."""
    from edi_service.wiring.asked import CannotDoIt  # noqa: PLC0415 -- keeps --help quick
    from edi_service.wiring.casework import show_case  # noqa: PLC0415 -- likewise

    options = options_of(store, keys, as_of=as_of, config=config, policies=policies)
    try:
        found = show_case(options, case_id, show_phi=show_phi, actor=by)
    except CannotDoIt as fault:
        give_up(str(fault))
    import msgspec  # noqa: PLC0415 -- only here

    if output_format is CasesFormat.JSON:
        typer.echo(msgspec.json.encode(found).decode())
        return
    for line in _lines(msgspec.to_builtins(found, str_keys=True), ""):
        typer.echo(line)


def _lines(shown: dict[str, object], indent: str) -> Iterator[str]:
    """A line for each thing said; what is empty is left out, and lists of things are set in."""
    for name, value in shown.items():
        title = name.replace("_", " ")
        if isinstance(value, dict):
            yield f"{indent}{title}:"
            yield from _lines(value, indent + _STEP)
        elif isinstance(value, list | tuple) and value and isinstance(value[0], dict):
            yield f"{indent}{title}:"
            for each in value:
                yield from _entry(each, indent + _STEP)
        elif isinstance(value, list | tuple):
            if value:
                yield f"{indent}{title}: {', '.join(map(str, value))}"
        elif value not in (None, ""):
            yield f"{indent}{title}: {value}"


def _entry(shown: dict[str, object], indent: str) -> Iterator[str]:
    """One of a list: its first line marked, the others below it."""
    first = True
    for line in _lines(shown, indent + _STEP):
        yield f"{indent}- {line[len(indent) + 2 :]}" if first else line
        first = False
