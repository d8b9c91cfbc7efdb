"""The one word for a policy that cannot be used."""

from __future__ import annotations


class PolicyRefused(Exception):  # noqa: N818 -- a sentence for its reader, not an error of ours
    """A policy or one of its lists cannot be used; the message says where and why."""
