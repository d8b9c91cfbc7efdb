"""A partner writes, replaces and deletes while its files are read: nothing it left is lost."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from edi_service.edge.exchange.aside import set_aside
from edi_service.edge.exchange.folder import DropFolder
from edi_service.service.exchange.pickup import Patience, Pickup

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from edi_service.service.exchange.pickup import Aside, Entry

NAMES = ("a.837", "b.837")


class Partner:
    """
    Does something to its files at each moment it is given, as the seed has it.

    Attributes:
        left: what each name holds as far as the partner knows; a name it deleted is not there.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder = folder
        self._random = random.Random(seed)  # noqa: S311 -- no secret, and the same every time
        self._moves_left = 12
        self._version = 0
        self.left: dict[str, bytes] = {}

    @property
    def is_done(self) -> bool:
        """Whether it will do no more."""
        return self._moves_left == 0

    def move(self) -> None:
        """Do something, or nothing."""
        if self.is_done or self._random.random() < 0.5:
            return
        self._moves_left -= 1
        name = self._random.choice(NAMES)
        act = self._random.choice((self._replace, self._rewrite, self._grow, self._cut, self._drop))
        act(name)

    def _content(self) -> bytes:
        self._version += 1
        return b"version %d " % self._version * self._random.randint(1, 2000)

    def _replace(self, name: str) -> None:
        """Upload beside and rename: other bytes, another file."""
        beside = self._folder / "upload.tmp"
        beside.write_bytes(self._content())
        self.left[name] = beside.read_bytes()
        os.replace(beside, self._folder / name)  # noqa: PTH105 -- Path.rename is watched

    def _rewrite(self, name: str) -> None:
        """Other bytes in the same file."""
        self.left[name] = self._content()
        (self._folder / name).write_bytes(self.left[name])

    def _grow(self, name: str) -> None:
        """More bytes at the end, or the first of them."""
        more = self._content()
        with (self._folder / name).open("ab") as file:
            file.write(more)
        self.left[name] = (self._folder / name).read_bytes()

    def _cut(self, name: str) -> None:
        """Half of the bytes."""
        path = self._folder / name
        if path.exists():
            os.truncate(path, path.stat().st_size // 2)
            self.left[name] = path.read_bytes()

    def _drop(self, name: str) -> None:
        """Delete it."""
        if (self._folder / name).exists():
            os.unlink(self._folder / name)  # noqa: PTH108 -- Path.unlink is watched
            self.left.pop(name)


class Watched(DropFolder):
    """A folder whose partner moves whenever it is looked at."""

    def __init__(self, folder: Path, partner: Partner) -> None:
        super().__init__(folder)
        self._partner = partner

    def entries(self) -> list[Entry]:
        self._partner.move()
        found = super().entries()
        self._partner.move()
        return found

    def is_unchanged(self, entry: Entry) -> bool:
        self._partner.move()
        return super().is_unchanged(entry)

    def open(self, entry: Entry, offset: int):  # type: ignore[no-untyped-def]  # noqa: ANN201 -- as the base
        self._partner.move()
        return _Moving(super().open(entry, offset), self._partner)


class _Moving:
    """A file whose partner moves between one piece and the next."""

    def __init__(self, opened: object, partner: Partner) -> None:
        self._opened = opened
        self._partner = partner

    def __enter__(self) -> BinaryIO:
        self._stream = self._opened.__enter__()  # type: ignore[attr-defined]
        return cast("BinaryIO", self)

    def __exit__(self, *fault: object) -> object:
        return self._opened.__exit__(*fault)  # type: ignore[attr-defined]

    def read(self, size: int) -> bytes:
        """A small piece, so that there are several."""
        self._partner.move()
        return cast("bytes", self._stream.read(min(size, 5000)))


def moving(partner: Partner, act: Callable[..., object]) -> Callable[..., object]:
    """*act*, with a moment for the partner before and after."""

    def both(*arguments: object, **options: object) -> object:
        partner.move()
        result = act(*arguments, **options)
        partner.move()
        return result

    return both


def test_what_a_partner_left_is_received_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in range(1000):
        folder = tmp_path / str(seed)
        folder.mkdir()
        partner = Partner(folder, seed)
        with monkeypatch.context() as watched:
            watched.setattr(Path, "rename", moving(partner, Path.rename))
            received = take_all(Watched(folder, partner), partner, tmp_path)

        for name, content in partner.left.items():
            assert content in received, f"seed {seed}: {name} was lost"
        assert list(folder.iterdir()) == [], f"seed {seed}"


def take_all(source: Watched, partner: Partner, aside_in: Path) -> list[bytes]:
    """Look until the partner is done and nothing is left; what was received."""
    received: list[bytes] = []

    def receive(_: Entry, aside: Aside) -> None:
        partner.move()
        with aside.open() as stream:
            received.append(stream.read())
        partner.move()

    pickup = Pickup(source, Patience(settled_seconds=1), lambda: set_aside(aside_in), receive)
    now, quiet = 0.0, 0
    while quiet < 8:
        pickup.look(now)
        now += 0.7
        quiet = quiet + 1 if partner.is_done else 0
    return received
