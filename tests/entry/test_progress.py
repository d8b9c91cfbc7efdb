"""The bar is there when somebody is watching, and only then."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from edi_service.entry.cli.progress import progress

if TYPE_CHECKING:
    import pytest


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_a_bar_move(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")

    with progress() as advance:
        advance(50, 100)
        advance(100, 100)

    assert "Reading claims" in terminal.getvalue()
    assert "100%" in terminal.getvalue()


def test_nothing_is_written_where_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    quiet = io.StringIO()
    monkeypatch.setattr(sys, "stderr", quiet)

    with progress() as advance:
        advance(1, 2)

    assert quiet.getvalue() == ""
