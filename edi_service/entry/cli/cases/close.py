"""``edi-service cases close``."""

from __future__ import annotations

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


def close(
    *,
    case_id: CaseArgument,
    reason: ReasonOption,
    store: StoreOption,
    by: ByOption,
    keys: KeysOption = None,
    as_of: AsOfOption = "",
    config: ConfigOption = None,
) -> None:
    """Close a case, with a reason; nothing moves it any more but an override."""
    from edi_service.wiring.asked import CannotDoIt  # noqa: PLC0415 -- keeps --help quick
    from edi_service.wiring.casework import close_case  # noqa: PLC0415 -- likewise

    options = options_of(store, keys, as_of=as_of, config=config)
    try:
        event = close_case(options, case_id, actor=by, reason=reason)
    except CannotDoIt as fault:
        give_up(str(fault))
    show_event(case_id, event)
