"""A folder that takes what leaves: private files, each whole or not there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from edi_service.edge.folder import PRIVATE_FILE, PRIVATE_FOLDER

if TYPE_CHECKING:
    from pathlib import Path


class MailboxFolder:
    """
    A :class:`~edi_service.service.casework.sending.Mailbox` that is a folder.

    It is made where there is none.

    A request that is there already is never written over: it may have been sent.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        self._folder = folder

    def prepare(self, name: str, data: bytes) -> None:
        """
        Write a file beside its place.

        Raises:
            FileExistsError: a request of this name is there.
            OSError: it cannot be written.
        """
        place = self._folder / name
        if place.suffix == ".278" and place.exists():
            raise FileExistsError(17, "is there already; it is not written over", str(place))
        partial = self._partial(name)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        with os.fdopen(os.open(partial, flags, mode=PRIVATE_FILE), "wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())

    def put(self, name: str) -> None:
        """Show a file that was prepared."""
        self._partial(name).replace(self._folder / name)

    def drop(self, name: str) -> None:
        """Forget a file, whether or not it was prepared."""
        self._partial(name).unlink(missing_ok=True)

    def _partial(self, name: str) -> Path:
        return self._folder / f".partial-{name}"
