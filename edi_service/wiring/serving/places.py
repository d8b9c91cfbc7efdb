"""From the configuration to the places where files come in and go out."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from edi_service.edge.exchange.connection import Connection
from edi_service.edge.exchange.folder import DropFolder
from edi_service.edge.exchange.jail import INBOUND, OUTBOUND, prepare
from edi_service.edge.exchange.outbound import OutboundFolder, RemoteOutbound
from edi_service.edge.exchange.remote import RemoteFolder
from edi_service.service.exchange.pickup import Patience

if TYPE_CHECKING:
    from pathlib import Path

    from edi_service.service.config import Config
    from edi_service.service.exchange.delivery import Target
    from edi_service.service.exchange.partners import Remote, TradingPartner
    from edi_service.service.exchange.pickup import Source

_WHOLE_AT_ONCE = Patience(settled_seconds=0.0)
_PRIVATE_FOLDER = 0o700


@dataclass(frozen=True, slots=True, kw_only=True)
class WayIn:
    """
    A place where a partner leaves files.

    Attributes:
        partner: its key.
        name: which of its places, for the log.
        source: the place.
        patience: when a file there counts as whole.
        folder: where it is on this machine; None: on another, which one machine looks at for all.
        every: seconds between two looks, where they are other than elsewhere.
    """

    partner: str
    name: str
    source: Source
    patience: Patience
    folder: Path | None = None
    every: float | None = None


@dataclass(slots=True)
class Places:
    """Every way in, every way out, and what has to be closed in the end."""

    ways_in: list[WayIn] = field(default_factory=list)
    ways_out: dict[str, Target] = field(default_factory=dict)
    closing: ExitStack = field(default_factory=ExitStack)


def open_places(config: Config, base: Path) -> Places:
    """
    The places that *config*, a file of the folder *base*, names; folders are made.

    Raises:
        OSError: a folder cannot be made.
    """
    places = Places()
    for key, partner in config.trading_partners.items():
        _add_folders(places, key, partner, base)
        if partner.sftp_keys:
            _add_jail(places, key, base / config.service.sftp.root / key)
        _add_remotes(places, key, partner, base)
    return places


def _add_folders(places: Places, key: str, partner: TradingPartner, base: Path) -> None:
    if partner.inbound:
        folder = _made(base / partner.inbound)
        places.ways_in.append(
            WayIn(
                partner=key,
                name="folder",
                source=DropFolder(folder),
                patience=partner.patience,
                folder=folder,
            )
        )
    if partner.outbound:
        places.ways_out[key] = OutboundFolder(_made(base / partner.outbound))


def _add_jail(places: Places, key: str, root: Path) -> None:
    """What a partner uploads to our own server has its name only when it is whole."""
    prepare(root)
    places.ways_in.append(
        WayIn(
            partner=key,
            name="sftp",
            source=DropFolder(root / INBOUND),
            patience=_WHOLE_AT_ONCE,
            folder=root / INBOUND,
        )
    )
    places.ways_out.setdefault(key, OutboundFolder(root / OUTBOUND))


def _add_remotes(places: Places, key: str, partner: TradingPartner, base: Path) -> None:
    if partner.inbound_remote is not None:
        connection = _connection(places, partner.inbound_remote, base)
        places.ways_in.append(
            WayIn(
                partner=key,
                name="remote",
                source=RemoteFolder(connection),
                patience=partner.patience,
                every=partner.inbound_remote.look_seconds,
            )
        )
    if partner.outbound_remote is not None:
        connection = _connection(places, partner.outbound_remote, base)
        places.ways_out[key] = RemoteOutbound(connection)


def _connection(places: Places, remote: Remote, base: Path) -> Connection:
    password = os.environ.get(remote.password_from) if remote.password_from else None
    return places.closing.enter_context(Connection(remote, base, password))


def _made(folder: Path) -> Path:
    folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    return folder
