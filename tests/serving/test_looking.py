"""A place that others could look at as well is looked at by whoever holds it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from edi_service.edge.exchange.folder import DropFolder
from edi_service.service.exchange.pickup import Patience, Step
from edi_service.service.store import StoreUnreachable
from edi_service.wiring.serving.looking import Looking
from edi_service.wiring.serving.places import WayIn

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from edi_service.service.exchange.pickup import Aside, Entry


class Ward:
    """A place that is looked at as *may_look* has it, and what was told of it."""

    def __init__(self, folder: Path, may_look: Callable[[], bool]) -> None:
        way = WayIn(
            partner="maple",
            name="remote",
            source=DropFolder(folder),
            patience=Patience(settled_seconds=0.0, incomplete_seconds=0.0),
        )
        self.taken: list[str] = []
        self.troubles: list[str] = []
        self.steps: list[Step] = []
        self._folder = folder
        self.looking = Looking(way, 0.01, self._aside, self._receive, self._told, may_look)

    def _aside(self) -> Aside:
        from edi_service.edge.exchange.aside import set_aside  # noqa: PLC0415 -- for these alone

        return set_aside(self._folder.parent)

    def _receive(self, partner: str, entry: Entry, aside: Aside) -> None:
        assert partner == "maple"
        self.taken.append(entry.name)
        aside.close()

    def _told(self, way: WayIn, steps: list[Step], trouble: str) -> None:
        assert way.partner == "maple"
        self.steps += steps
        self.troubles.append(trouble)

    def for_a_while(self, until: Callable[[], bool] = lambda: False) -> None:
        """Let it look until something is so, or for a moment."""
        self.looking.start()
        for _ in range(20 if until() is False else 1):
            if until():
                break
            time.sleep(0.05)
        self.looking.stop()


def test_who_does_not_hold_a_place_leaves_it_alone(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.837").write_bytes(b"ISA")
    ward = Ward(folder, lambda: False)
    ward.for_a_while()
    assert (ward.taken, ward.steps, ward.troubles) == ([], [], [])
    assert (folder / "a.837").exists()


def test_who_holds_it_takes_what_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.837").write_bytes(b"ISA")
    ward = Ward(folder, lambda: True)
    ward.for_a_while(lambda: Step.REMOVED in ward.steps)
    assert ward.taken == ["a.837"]


def test_a_store_that_cannot_say_who_holds_it_is_trouble_and_no_look(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()

    def cannot_say() -> bool:
        message = "the database does not answer"
        raise StoreUnreachable(message)

    ward = Ward(folder, cannot_say)
    ward.for_a_while(lambda: bool(ward.troubles))
    assert ward.troubles[0] == "the database does not answer"
    assert ward.steps == []


def test_a_file_that_cannot_be_kept_is_told_and_the_others_are_taken(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "JANE DOE", "z"):
        (folder / name).write_bytes(b"a letter")

    class Odd(Ward):
        def _receive(self, partner: str, entry: Entry, aside: Aside) -> None:
            if entry.name == "JANE DOE":
                raise ValueError(entry.name)
            super()._receive(partner, entry, aside)

    ward = Odd(folder, lambda: True)
    ward.for_a_while(lambda: Step.REMOVED in ward.steps)

    assert set(ward.taken) == {"a", "z"}
    assert Step.FAILED in ward.steps
    assert "a file cannot be kept: ValueError" in ward.troubles
    assert not any("DOE" in trouble for trouble in ward.troubles)
