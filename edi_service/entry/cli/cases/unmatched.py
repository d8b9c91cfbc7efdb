"""``edi-service cases unmatched``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from edi_service.entry.cli.cases.options import CasesFormat, FormatOption, options_of
from edi_service.entry.cli.failure import give_up
from edi_service.entry.cli.options import KeysOption, StoreOption

if TYPE_CHECKING:
    from edi_service.service.casework.unmatched import Unmatched


def unmatched(
    *,
    store: StoreOption,
    keys: KeysOption = None,
    show_phi: Annotated[
        bool, typer.Option("--show-phi", help="Show numbers and files, which are crossed out.")
    ] = False,
    output_format: FormatOption = CasesFormat.TEXT,
) -> None:
    """
    List the answers that are about no case in the store; they are kept until somebody looks.

    Find the case they mean, and record what they say with cases answer.
    """
    from edi_service.wiring.asked import CannotDoIt  # noqa: PLC0415 -- keeps --help quick
    from edi_service.wiring.casework import list_unmatched  # noqa: PLC0415 -- likewise

    try:
        found = list_unmatched(options_of(store, keys), show_phi=show_phi)
    except CannotDoIt as fault:
        give_up(str(fault))
    if output_format is CasesFormat.TEXT:
        typer.echo(
            f"{'Answer':<16} {'Heard':<10} {'Kind':<12} {'Says':<4} {'Number':<16} "
            f"{'Reference':<24} File"
        )
    for each in found:
        typer.echo(_json(each) if output_format is CasesFormat.JSON else _text(each))


def _json(found: Unmatched) -> str:
    import msgspec  # noqa: PLC0415 -- only here

    return msgspec.json.encode(found).decode()


def _text(found: Unmatched) -> str:
    return (
        f"{found.answer_id:<16} {found.heard_at:%Y-%m-%d} {found.kind:<12} "
        f"{found.action or '-':<4} {found.number or '-':<16} {found.reference or '-':<24} "
        f"{found.file or '-'}"
    )
