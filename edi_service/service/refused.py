"""What all refusals have in common, so that whoever tells of one need not load all that refuse."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 -- a sentence for its reader
    """What was asked cannot be done; the message says why in one sentence, and names nobody."""
