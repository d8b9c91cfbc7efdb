"""From options to a running service: the only place that knows everyone."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from edi_service.wiring import policies
    from edi_service.wiring.asked import (
        CannotDoIt,
        CheckOptions,
        Options,
        Outcome,
        StoreOptions,
        moment,
    )
    from edi_service.wiring.auditing import audit
    from edi_service.wiring.checking import check
    from edi_service.wiring.codes import ImportOptions, held_codes, import_codes
    from edi_service.wiring.keeping import list_keys, rotate_keys, verify_audit_log
    from edi_service.wiring.knowing import Knowing
    from edi_service.wiring.processing import process
    from edi_service.wiring.remitting import remit

__all__ = [
    "CannotDoIt",
    "CheckOptions",
    "ImportOptions",
    "Knowing",
    "Options",
    "Outcome",
    "StoreOptions",
    "audit",
    "check",
    "held_codes",
    "import_codes",
    "list_keys",
    "moment",
    "policies",
    "process",
    "remit",
    "rotate_keys",
    "verify_audit_log",
]

_ELSEWHERE = {
    "policies": "policies",
    "CannotDoIt": "asked",
    "CheckOptions": "asked",
    "Options": "asked",
    "Outcome": "asked",
    "moment": "asked",
    "process": "processing",
    "check": "checking",
    "audit": "auditing",
    "ImportOptions": "codes",
    "held_codes": "codes",
    "import_codes": "codes",
    "StoreOptions": "asked",
    "list_keys": "keeping",
    "rotate_keys": "keeping",
    "verify_audit_log": "keeping",
    "Knowing": "knowing",
    "remit": "remitting",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 -- whatever is asked for
    """What a command needs is imported for it alone: what all of them need loads for a while."""
    if name not in _ELSEWHERE:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    module = import_module(f"{__name__}.{_ELSEWHERE[name]}")
    return module if name == _ELSEWHERE[name] else getattr(module, name)
