"""
Whether what lies on disks can be reached by the service, and by nobody else.

Drop folders, and folders that partners fetch from, hold files in the clear until they are taken.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from edi_service.edge.exchange.jail import INBOUND, OUTBOUND
from edi_service.finding import Severity
from edi_service.service.exchange.advice import Advice
from edi_service.wiring.serving.known import named_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.service.config import Config

_LEAST_FREE = 1024**3  # bytes of a disk that files come to
_BY_OTHERS = 0o077
_WRITTEN_BY_ANYONE = 0o002


def examine_disks(config: Config, base: Path) -> Iterator[Advice]:
    """What is wrong or risky about folders and files that *config*, of the folder *base*, names."""
    for name in dict.fromkeys(_folders(config)):
        yield from _of_folder(name, base / name)
    for name in dict.fromkeys(_files(config, base)):
        yield from _of_file(name, base / name)
    free = shutil.disk_usage(base).free
    if free < _LEAST_FREE:
        yield Advice(
            Severity.WARNING,
            str(base),
            f"only {free // 1024**2:,} MiB are free",
            "Make room: a full disk keeps files waiting where they are.",
        )


def _folders(config: Config) -> Iterator[str]:
    service = config.service
    yield service.folder
    for key, partner in config.trading_partners.items():
        yield from filter(None, (partner.inbound, partner.outbound))
        if partner.sftp_keys:
            for folder in (INBOUND, OUTBOUND):
                yield f"{service.sftp.root}/{key}/{folder}"


def _files(config: Config, base: Path) -> Iterator[str]:
    """Those that hold health data, or open something."""
    for owner in (config.service, *config.trading_partners.values()):
        yield from (str(path) for _, path in named_files(owner, base))  # type: ignore[arg-type]  # either has them
    for partner in config.trading_partners.values():
        remotes = (partner.inbound_remote, partner.outbound_remote)
        yield from (remote.key for remote in remotes if remote is not None and remote.key)
        if partner.pgp is not None:
            yield partner.pgp.key


def _of_folder(name: str, folder: Path) -> Iterator[Advice]:
    if not folder.is_dir():
        yield Advice(Severity.NOTE, name, "the folder will be made")
        return
    mode = folder.stat().st_mode
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Advice(
            Severity.ERROR,
            name,
            "files can be neither taken from this folder nor put there",
            "Let the user that runs the service own it.",
        )
    elif mode & _WRITTEN_BY_ANYONE:
        yield Advice(
            Severity.ERROR,
            name,
            "anyone on this machine may leave files in the folder in its partner's name",
            f"chmod 700 {folder}, or 770 with a group that only the partner's user is in",
        )
    elif mode & _BY_OTHERS:
        yield Advice(
            Severity.WARNING,
            name,
            "other users of this machine may enter the folder, which holds files in the clear",
            f"chmod 700 {folder}; a partner with a user here needs its group, and nobody else does",
        )


def _of_file(name: str, file: Path) -> Iterator[Advice]:
    if file.is_file() and file.stat().st_mode & _BY_OTHERS:
        yield Advice(
            Severity.WARNING,
            name,
            "other users of this machine may read the file, which holds health data or a key",
            f"chmod 600 {file}",
        )
