"""
The service under steady drops, and what memory it takes: a program that runs beside other tests.

The claims of a few files come again and again, each time under numbers of their own.  The service
remembers texts that it has met, up to a bound, and with new ones in every file it grows for
hundreds of files until its memories are full, which would hide what is never let go of.

``python -m tests.serving.soak SECONDS FOLDER`` leaves what it has measured in ``FOLDER/soak.json``;
where it cannot, a file ``FOLDER/broken``.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from edi_service.claims.model import ClaimKind
from edi_service.service.synth import synthesize
from tests.serving.office import Office, running
from tests.warm import warmed

if TYPE_CHECKING:
    from collections.abc import Sequence

FOUND = "soak.json"
BROKEN = "broken"  # lies there once nothing will be found any more
CLAIMS = 20  # of a file
DIFFERENT = 8  # files, but for their numbers
EVERY = 1.0  # seconds between two files
MEGABYTE = 1024 * 1024
_ISA13 = slice(90, 99)


class Soaked(Struct, frozen=True, kw_only=True):
    """
    What a soak was like.

    Attributes:
        seconds: for how long files were dropped.
        memory: of the service, sampled with every file: resident bytes.
        handles: the files and sockets it had open, likewise.
        files: how many were dropped.
        done: how many were worked to their end.
        undelivered: how many answers had not arrived in the end.
        books: what ``edi-service books`` said, and with what it left.
        balanced: the exit code of that.
    """

    seconds: float
    memory: list[int]
    handles: list[int]
    files: int
    done: int
    undelivered: int
    books: str
    balanced: int

    def growth(self) -> float:
        """Bytes that the memory has grown by from the second quarter to the last."""
        return _late(self.memory) - _early(self.memory)

    def more_handles(self) -> float:
        """How many more files were open in the last quarter than in the second."""
        return _late(self.handles) - _early(self.handles)


def _early(samples: Sequence[int]) -> float:
    """The second quarter: by then it is warm."""
    return median(samples[len(samples) // 4 : len(samples) // 2])


def _late(samples: Sequence[int]) -> float:
    return median(samples[-(len(samples) // 4) :])


def written(number: int) -> bytes:
    """One of :data:`DIFFERENT` files of claims, whose interchange and group are so numbered."""
    data = b"".join(synthesize(ClaimKind.PROFESSIONAL, CLAIMS, number % DIFFERENT))
    before, after = data[_ISA13], f"{number + 1:09d}".encode()
    group, numbered = str(int(before)).encode(), str(int(after)).encode()
    return (
        data.replace(b"*%b*X*" % group, b"*%b*X*" % numbered)
        .replace(b"~GE*1*%b~" % group, b"~GE*1*%b~" % numbered)
        .replace(before, after)
    )


def soak(office: Office, seconds: float) -> Soaked:
    """Drop files into an office for so long."""
    office.start()
    office.wait_for_event("serving")
    process = Path(f"/proc/{office.machines['left'].pid}")
    memory: list[int] = []
    handles: list[int] = []
    begun = time.monotonic()
    while time.monotonic() < begun + seconds:
        number = len(memory)
        office.drop(f"{number}.837", written(number))
        time.sleep(EVERY)
        resident = int((process / "statm").read_text().split()[1])
        memory.append(resident * os.sysconf("SC_PAGE_SIZE"))
        handles.append(len(list((process / "fd").iterdir())))
    counts = office.wait_until_done(len(memory), seconds=600)
    told = office.balanced()
    return Soaked(
        seconds=seconds,
        memory=memory,
        handles=handles,
        files=len(memory),
        done=counts.done,
        undelivered=counts.undelivered,
        books=told.stdout,
        balanced=told.returncode,
    )


def main(seconds: float, folder: Path) -> None:
    """Soak, and leave what was found."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with warmed() as warm:
            url = f"sqlite:///{folder / 'store.sqlite'}"
            for office in running(Office(folder / "office", url, warm=warm)):
                found = msgspec.json.encode(soak(office, seconds))
    except BaseException:
        (folder / BROKEN).touch()
        raise
    beside = folder / f"{FOUND}.tmp"
    beside.write_bytes(found)
    beside.rename(folder / FOUND)


if __name__ == "__main__":
    main(float(sys.argv[1]), Path(sys.argv[2]))
