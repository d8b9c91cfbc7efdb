"""Room on the disks of the service: told of before there is none, and kept for its work."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import URL

    from edi_service.service.config import Config

_MEBIBYTE = 1024**2


class Room:
    """
    Looks whether disks have as much free as they are to have.

    A file that is taken is set aside and kept, so that it takes its own size twice.  What is left
    of a disk that is nearly full is for files taken before, and for their answers.

    Args:
        taking: where bytes lie that come in, by words for each place.
        giving: where bytes lie that go out.
        least: bytes that are to be free on each; 0: no place is looked at.
        told: told of each place why it will not do; empty when it does.
        free: how many bytes are free where a folder lies.
    """

    def __init__(
        self,
        taking: dict[str, Path],
        giving: dict[str, Path],
        least: int,
        told: Callable[[str, str], None],
        free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    ) -> None:
        self._taking = taking
        self._giving = giving
        self._least = least
        self._told = told
        self._free = free

    def look_at_disks(self) -> bool:
        """Look at every place; whether files may be taken."""
        if not self._least:
            return True
        for place, folder in self._giving.items():
            self._look_at(place, folder)
        found = [self._look_at(place, folder) for place, folder in self._taking.items()]
        return all(found)

    def _look_at(self, place: str, folder: Path) -> bool:
        try:
            free = self._free(folder)
        except OSError:
            return True  # whoever uses it says better what is wrong with it
        reason = ""
        if free < self._least:
            reason = (
                f"only {free // _MEBIBYTE:,} MiB are free, "
                f"and {self._least // _MEBIBYTE:,} are to be (service.least_free_mib)"
            )
        self._told(f"disk of {place}", reason)
        return not reason


def room_of(config: Config, base: Path, store: URL, told: Callable[[str, str], None]) -> Room:
    """
    The disks of the service of *config*.

    Args:
        config: the configuration.
        base: the folder that relative names start from.
        store: the database; one of PostgreSQL has a disk of its own to be looked after.
        told: as :class:`Room` has it.
    """
    service = config.service
    taking = {"the service's folder": base / service.folder}
    if store.get_backend_name() == "sqlite":
        taking["the store"] = Path(str(store.database)).parent
    return Room(taking, dict(_outbound(config, base)), service.least_free_mib * _MEBIBYTE, told)


def _outbound(config: Config, base: Path) -> Iterator[tuple[str, Path]]:
    for key, partner in config.trading_partners.items():
        if partner.outbound:
            yield f"outbound of {key}", base / partner.outbound
    if any(partner.sftp_keys for partner in config.trading_partners.values()):
        yield "our SFTP server", base / config.service.sftp.root
