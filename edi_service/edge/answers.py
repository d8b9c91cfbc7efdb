"""The folder that acknowledgments are written to."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

from edi_service.edge.spool import DiskSpools

if TYPE_CHECKING:
    from types import TracebackType

    from edi_service.acknowledge.file import Document

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


class AnswersFolder:
    """
    Keeps each acknowledgment in a file of its own, named by its control number and kind.

    Use it in a ``with``: leaving that before :meth:`publish` leaves the folder as it was.

    Attributes:
        spools: where lies what is known of many claims until it is written.
    """

    spools: DiskSpools

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        self._folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        self._workplace = TemporaryDirectory(prefix=".partial-", dir=self._folder)
        self.spools = DiskSpools(Path(self._workplace.name))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.spools.close()
        self._workplace.cleanup()

    def keep(self, document: Document) -> None:
        """Write *document*."""
        name = f"{document.control_number:09d}.{document.kind.value.lower()}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        handle = os.open(Path(self._workplace.name) / name, flags, mode=PRIVATE_FILE)
        with os.fdopen(handle, "wb") as target:
            for part in document.parts:
                target.write(part)

    def forget(self) -> None:
        """Keep none of what was written so far."""
        for path in Path(self._workplace.name).iterdir():
            path.unlink()

    def publish(self) -> None:
        """Put everything in place, each answer whole under its name."""
        for path in sorted(Path(self._workplace.name).iterdir()):
            path.replace(self._folder / path.name)
