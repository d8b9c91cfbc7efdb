"""The folder that acknowledgments are written to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from edi_service.acknowledge.file import Document

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


class AnswersFolder:
    """Keeps each acknowledgment in a file of its own, named by its control number and kind."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)

    def keep(self, document: Document) -> None:
        """Write *document* under a name that appears only when it is whole."""
        name = f"{document.control_number:09d}.{document.kind.value.lower()}"
        partial = self._folder / f".{name}.partial"
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        with os.fdopen(os.open(partial, flags, mode=PRIVATE_FILE), "wb") as target:
            for part in document.parts:
                target.write(part)
        partial.replace(self._folder / name)
