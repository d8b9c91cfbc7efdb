"""Looking after a service: its books, its quarantine, and whether it can run here at all."""

from __future__ import annotations

import os
import socket
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from edi_service.edge import knowledge
from edi_service.edge.exchange.pgp import PgpRefused
from edi_service.edge.exchange.server import KeysRefused, read_keys
from edi_service.finding import Severity
from edi_service.service.exchange.advice import Advice, advise
from edi_service.service.exchange.drops import DropState
from edi_service.service.store import StoreRefused
from edi_service.wiring.asked import CannotDoIt, StoreOptions, in_one_sentence
from edi_service.wiring.keeping import opened
from edi_service.wiring.serving import tracing
from edi_service.wiring.serving.disks import examine_disks
from edi_service.wiring.serving.keys import open_ring
from edi_service.wiring.serving.known import named_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edi_service.service.config import Config
    from edi_service.service.exchange.drops import DropCounts, DropRecord
    from edi_service.service.records import NumberUse
    from edi_service.wiring.keeping import Say

ACTOR = "drops"


def service_store(config_file: Path | None, url: str, keys: Path | None) -> StoreOptions:
    """The store that is asked for, else the one that the configuration names."""
    if url:
        return StoreOptions(url=url, keys=keys)
    with in_one_sentence():
        named = knowledge.read_config(config_file).service.store
    if "://" not in named and config_file is not None:
        named = str(config_file.parent / named)
    return StoreOptions(url=named, keys=keys)


def balance(options: StoreOptions, say: Say) -> tuple[list[tuple[str, int]], list[str]]:
    """
    The books as lines, and what in them does not balance.

    Raises:
        CannotDoIt: the store cannot be opened.
    """
    with in_one_sentence(), opened(options, say) as store, store.read() as shelf:
        counts, reasons = shelf.drop_counts(), shelf.void_reasons()
    void = [(f"    {reason}", count) for reason, count in reasons.items()]
    return [*_lines(counts), *void], list(_faults(counts))


def each_number(options: StoreOptions, say: Say, show: Callable[[NumberUse], None]) -> None:
    """
    Let *show* show what each control number was taken for.

    Raises:
        CannotDoIt: the store cannot be opened.
    """
    with in_one_sentence(), opened(options, say) as store, store.read() as shelf:
        for use in shelf.number_uses():
            show(use)


def _lines(counts: DropCounts) -> list[tuple[str, int]]:
    return [
        ("files in", counts.files),
        ("  done", counts.done),
        ("  quarantined", counts.quarantined),
        ("  duplicate", counts.duplicate),
        ("  to be worked", counts.taken),
        ("claims in files done", counts.claims),
        ("  accepted", counts.accepted),
        ("  rejected", counts.rejected),
        ("claims kept", counts.claims_kept),
        ("cases", counts.cases),
        ("requests", counts.requests),
        ("products", counts.products),
        ("  not delivered yet", counts.undelivered),
        ("control numbers given out", counts.numbers_given),
        ("  in what was made", counts.numbers_used),
        ("  void, with a reason", counts.numbers_void),
    ]


def _faults(counts: DropCounts) -> Iterator[str]:
    settled = counts.done + counts.quarantined + counts.duplicate + counts.taken
    if counts.files != settled:
        yield f"{counts.files:,} files came in, and {settled:,} are accounted for"
    if counts.claims != counts.accepted + counts.rejected:
        said = counts.accepted + counts.rejected
        yield f"files hold {counts.claims:,} claims, and {said:,} are accepted or rejected"
    if counts.claims_missing:
        yield f"{counts.claims_missing:,} files hold other numbers of claims than are kept"
    unexplained = counts.numbers_given - counts.numbers_used - counts.numbers_void
    if unexplained:
        yield f"{unexplained:,} control numbers were given out and are nowhere"
    if counts.numbers_missing:
        yield f"{counts.numbers_missing:,} control numbers were counted, and nobody took them"


def list_drops(options: StoreOptions, state: str, say: Say) -> list[DropRecord]:
    """
    The drops of a state, or all.

    Raises:
        CannotDoIt: there is no such state, or the store cannot be opened.
    """
    known = {each.value: each for each in DropState}
    if state and state not in known:
        message = f"{state!r} is none of {', '.join(known)}"
        raise CannotDoIt(message)
    with in_one_sentence(), opened(options, say) as store, store.read() as shelf:
        return list(shelf.drops(known.get(state)))


def release_drop(options: StoreOptions, drop_id: str, say: Say) -> str:
    """
    Let a quarantined drop be worked again; what was done, in a sentence.

    Raises:
        CannotDoIt: there is no such drop, or it is not quarantined.
    """
    with (
        in_one_sentence(),
        opened(options, say) as store,
        store.begin(actor=ACTOR, at=datetime.now(UTC)) as books,
    ):
        drop = books.drop(drop_id)
        if drop is None or drop.state is not DropState.QUARANTINED:
            message = f"there is no quarantined drop {drop_id}; `drops list` shows them"
            raise CannotDoIt(message)
        again = replace(
            drop, state=DropState.TAKEN, reason="", finished_at=None, tries=drop.tries + 1
        )
        books.settle_drop(again)
    return f"drop {drop_id} will be worked again"


def examine_service(config_file: Path | None, options: StoreOptions) -> list[Advice]:
    """
    What is wrong or risky here, and what is in order.

    Raises:
        CannotDoIt: the configuration cannot be read.
    """
    with in_one_sentence():
        config = knowledge.read_config(config_file)
    base = config_file.parent if config_file is not None else Path()
    return [
        *advise(config),
        *_of_keys(config),
        *_of_store(options),
        *_of_pgp(config, base),
        *_of_known_files(config, base),
        *examine_disks(config, base),
        *_of_ports(config),
        *_of_telemetry(config),
    ]


def _of_keys(config: Config) -> Iterator[Advice]:
    for name, partner in config.trading_partners.items():
        try:
            read_keys(name, partner.sftp_keys)
        except KeysRefused as fault:
            yield Advice(
                Severity.ERROR,
                f"trading_partners.{name}",
                str(fault),
                "Copy the line of the partner's .pub file as it is.",
            )


def _of_store(options: StoreOptions) -> Iterator[Advice]:
    said: list[str] = []
    try:
        with opened(options, said.append) as store, store.read() as shelf:
            fault = shelf.verify(None)
            runs = shelf.last_runs()
    except StoreRefused as refused:
        yield Advice(
            Severity.ERROR,
            "store",
            str(refused),
            "Name a file that can be written, or a database and user of PostgreSQL.",
        )
        return
    for run in runs:
        yield Advice(Severity.NOTE, f"schedule {run.schedule}", f"last done for {run.day}")
    for sentence in said:
        yield Advice(Severity.WARNING, "keys", sentence)
    if fault is not None:
        yield Advice(
            Severity.ERROR,
            "audit log",
            f"at entry {fault.number}: {fault.says}",
            "Somebody changed the store by other means: compare it with a backup.",
        )
    else:
        yield Advice(Severity.NOTE, "store", "it can be opened, and its audit log is whole")


def _of_pgp(config: Config, base: Path) -> Iterator[Advice]:
    """Whether the keys of partners with PGP can be used here."""
    for name, partner in config.trading_partners.items():
        if partner.pgp is None:
            continue
        subject = f"trading_partners.{name}.pgp"
        try:
            with TemporaryDirectory() as folder:
                open_ring(partner.pgp, base, Path(folder) / "ring").close()
        except PgpRefused as fault:
            remedy = "pip install 'edi-service[pgp]', and GnuPG by the system; or mend the keys."
            yield Advice(Severity.ERROR, subject, str(fault), remedy)
        else:
            yield Advice(Severity.NOTE, subject, "its keys can be read")


def _of_known_files(config: Config, base: Path) -> Iterator[Advice]:
    """Whether what claims cannot say can be read from where it is named to be."""
    zone = ZoneInfo(config.zone)
    named = list(named_files(config.service, base))
    for partner in config.trading_partners.values():
        named += named_files(partner, base)
    for sort, path in named:
        try:
            faults = knowledge.read_tables(sort, path, zone).faults
        except knowledge.KnowledgeRefused as fault:
            remedy = "Mend the file, or its name; the service does not start without it."
            yield Advice(Severity.ERROR, sort, str(fault), remedy)
            continue
        if faults:
            says = f"{faults:,} values or rows of {path} cannot be read"
            remedy = f"`edi-service process` with --{sort} says which."
            yield Advice(Severity.WARNING, sort, says, remedy)


def _of_telemetry(config: Config) -> Iterator[Advice]:
    settings = config.service.telemetry
    if settings.endpoint and not tracing.is_installed():
        yield Advice(
            Severity.ERROR,
            "service.telemetry",
            "it names a collector, and OpenTelemetry is not installed",
            tracing.REMEDY,
        )
    elif settings.headers_from and settings.headers_from not in os.environ:
        yield Advice(
            Severity.WARNING,
            "service.telemetry",
            f"the variable {settings.headers_from} with headers for the collector is not set",
            "Set it where the service is started.",
        )


def _of_ports(config: Config) -> Iterator[Advice]:
    service = config.service
    wanted = [("health", service.health.address, service.health.port)]
    if any(partner.sftp_keys for partner in config.trading_partners.values()):
        wanted.append(("sftp", service.sftp.address, service.sftp.port))
    for name, address, port in wanted:
        with closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError as fault:
                yield Advice(
                    Severity.WARNING,
                    f"service.{name}",
                    f"port {port} of {address} cannot be had: {fault.strerror}",
                    "Another program has it, perhaps this service itself; or choose another.",
                )
