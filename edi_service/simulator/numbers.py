"""Numbers that look like a payer's and say that they are not."""

from __future__ import annotations

import hashlib


class Numbers:
    """Draws numbers for one request: the same for the same *seed* and *request*."""

    def __init__(self, seed: int, request: str) -> None:
        self._key = f"{seed}:{request}"

    def draw(self, purpose: str) -> int:
        """A number of sixty-four bits."""
        return int(hashlib.sha256(f"{self._key}:{purpose}".encode()).hexdigest()[:16], 16)

    def make(self, purpose: str) -> str:
        """A number such as ``SIMA0042317765``; the first letter of *purpose* is its fourth."""
        return f"SIM{purpose[0]}{self.draw(purpose) % 10**10:010d}"
