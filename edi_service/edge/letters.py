"""The folder that the simulated payer hands its letters over in."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from edi_service.edge.answers import PRIVATE_FILE, PRIVATE_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from edi_service.simulator.outgoing import Sent

_LETTER = re.compile(r"\d{4,}\.(?:ta1|999|278)")


def keep_letters(folder: Path, letters: Iterable[Sent]) -> list[str]:
    """
    Write *letters* into *folder*, named by their place and kind, so that names sort as they came.

    What an earlier run left under such names is removed first.  Returns the names.
    """
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    for path in folder.iterdir():
        if _LETTER.fullmatch(path.name):
            path.unlink()
    names = []
    for place, letter in enumerate(letters, 1):
        name = f"{place:04d}.{letter.kind.lower()}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        with os.fdopen(os.open(folder / name, flags, mode=PRIVATE_FILE), "wb") as target:
            target.write(letter.data)
        names.append(name)
    return names
