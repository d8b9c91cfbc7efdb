"""Every kind of finding that a rule makes, in the order of their codes."""

from __future__ import annotations

from edi_service.policy.rules import RULES

KINDS = tuple(sorted((rule.kind for rule in RULES), key=lambda kind: kind.code))
