"""``edi-service cases override``."""

from __future__ import annotations

from typing import Annotated

import typer

from edi_service.entry.cli.cases.options import (
    AsOfOption,
    ByOption,
    CaseArgument,
    ReasonOption,
    options_of,
    show_event,
)
from edi_service.entry.cli.failure import give_up
from edi_service.entry.cli.options import ConfigOption, KeysOption, StoreOption


def override(
    *,
    case_id: CaseArgument,
    state: Annotated[str, typer.Argument(metavar="STATE", help="The state it is to be in.")],
    reason: ReasonOption,
    store: StoreOption,
    by: ByOption,
    keys: KeysOption = None,
    as_of: AsOfOption = "",
    config: ConfigOption = None,
) -> None:
    """Put a case into any state, such as approved or "claim mended", with a reason."""
    from edi_service.wiring.asked import CannotDoIt  # noqa: PLC0415 -- keeps --help quick
    from edi_service.wiring.casework import override_case  # noqa: PLC0415 -- likewise

    options = options_of(store, keys, as_of=as_of, config=config)
    try:
        event = override_case(options, case_id, state, actor=by, reason=reason)
    except CannotDoIt as fault:
        give_up(str(fault))
    show_event(case_id, event)
