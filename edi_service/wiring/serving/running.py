"""
``edi-service serve``: everything that runs, begun in order and ended in the opposite one.

Pickup looks where files come in and takes them; a worker works them.  Either may run alone, on
any number of machines, over one PostgreSQL.
"""

from __future__ import annotations

import gc
import signal
import socket
import threading
import uuid
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from msgspec.structs import replace

from edi_service.edge import knowledge
from edi_service.edge.engine import DurableWork, is_passing
from edi_service.edge.exchange.aside import set_aside
from edi_service.edge.guides import find_guide
from edi_service.edge.health import HealthServer
from edi_service.edge.store.within import StoreWithin
from edi_service.service.exchange.delivery import Delivery
from edi_service.service.exchange.drops import DropState
from edi_service.service.exchange.filework import ACTOR, FileWork
from edi_service.service.exchange.numbering import settle_once, take_answer_number
from edi_service.service.exchange.receiving import Receiver
from edi_service.service.exchange.served import note_departure
from edi_service.service.exchange.tracing import Span
from edi_service.service.records import Lane
from edi_service.service.store import StoreRefused
from edi_service.wiring.asked import in_one_sentence, read_desk
from edi_service.wiring.codes import existing_code_folder
from edi_service.wiring.keeping import opened
from edi_service.wiring.serving.desks import ServingDesks
from edi_service.wiring.serving.hinting import Hinting
from edi_service.wiring.serving.keys import KeyRings
from edi_service.wiring.serving.known import Known
from edi_service.wiring.serving.listening import start_sftp
from edi_service.wiring.serving.looking import Looking
from edi_service.wiring.serving.metrics import Metrics
from edi_service.wiring.serving.minding import Minding
from edi_service.wiring.serving.places import open_places
from edi_service.wiring.serving.room import room_of
from edi_service.wiring.serving.scheduling import scheduling_of
from edi_service.wiring.serving.tracing import open_tracing

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from edi_service.edge.store.store import SqlStore
    from edi_service.service.desk import Desk
    from edi_service.service.exchange.drops import DropRecord, ProductRecord
    from edi_service.service.exchange.pickup import Aside, Entry
    from edi_service.service.ports import Arrival
    from edi_service.service.store import Books
    from edi_service.wiring.asked import StoreOptions
    from edi_service.wiring.keeping import Say
    from edi_service.wiring.serving.places import WayIn

QUEUE = "files"
_PRIVATE_FOLDER = 0o700
# How often cycles are looked for (gc.set_threshold).  Some 800 objects are left in them with each
# file, which a command that soon ends need not look for; with what they hold it comes to much.
_CYCLES = (10_000, 10, 10)


class Role(StrEnum):
    """What a machine does."""

    ALL = "all"
    PICKUP = "pickup"
    WORKER = "worker"

    @property
    def picks_up(self) -> bool:
        """Whether it looks where files come in."""
        return self is not Role.WORKER

    @property
    def works(self) -> bool:
        """Whether it works files."""
        return self is not Role.PICKUP


class Serving:
    """
    The service on this machine, from :meth:`start` until it is closed.

    Args:
        desk: policies, code sets, authorizations, and the configuration with all partners.
        base: the folder that relative names start from.
        store: where everything is kept.
        role: what this machine does.
        now: the moment.
    """

    def __init__(
        self, desk: Desk, base: Path, store: SqlStore, role: Role, now: Callable[[], datetime]
    ) -> None:
        self._desk = desk
        self._config = config = desk.config
        self._base = base
        self._store = store
        self._role = role
        self._now = now
        self._log = structlog.get_logger()
        self._machine = config.service.machine or socket.gethostname()
        self._folder = base / config.service.folder
        self._closing = ExitStack()
        self.metrics = Metrics()
        self._tracing = open_tracing(
            config.service.telemetry, self._machine, self.metrics.registry, self._closing
        )
        self._folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        self._places = open_places(config, base)
        self._closing.push(self._places.closing)
        self._rings = KeyRings(
            config, base, self._folder / "pgp", self._aside, self.metrics.trouble
        )
        self._closing.callback(self._rings.close)
        self._durable = DurableWork(store.engine, self._machine, lease=config.service.lease_seconds)
        self._delivery = Delivery(
            read=store.read,
            write=self._begin,
            targets={
                partner: self._rings.target(partner, target)
                for partner, target in self._places.ways_out.items()
            },
            departing=lambda books, product: note_departure(books, product, self._now()),
            arrived=self._told_delivered,
            new_token=lambda: uuid.uuid4().hex,
        )
        self._known = Known(config, base, store, self.metrics.trouble)
        self._within = StoreWithin(store, self._durable.connection)
        self._work = self._file_work()
        self._scheduling = scheduling_of(
            desk, store, self._within, self._durable, QUEUE, now, self.metrics.trouble
        )
        self._room = room_of(config, base, store.engine.url, self.metrics.trouble)
        self._lookings: list[Looking] = []

    def start(self) -> None:
        """
        Begin everything.

        Raises:
            OSError: a port cannot be had.
            KnowledgeRefused: a file of what claims cannot say cannot be read.
        """
        self._known.read()
        service = self._config.service
        health = HealthServer(
            service.health.address, service.health.port, self.metrics.registry, self._not_ready
        )
        self._closing.callback(health.close)
        self._durable.start(
            [(QUEUE, self._most_at_once(), service.at_once)], works=self._role.works
        )
        self._closing.callback(self._durable.stop)
        minding = self._minding()
        minding.start()
        self._closing.callback(minding.stop)
        if self._role.picks_up:
            self._start_looking()
            sftp = start_sftp(self._config, self._base, self._folder, self._hint, self._closing)
            if sftp is not None:
                self._log.info("sftp listening", port=sftp)
        self._log.info("serving", machine=self._machine, role=self._role.value, port=health.port)

    def close(self) -> None:
        """End everything; what is not done goes on at the next start, or on another machine."""
        self._closing.close()
        self._log.info("stopped", machine=self._machine)

    # Taking files

    def _start_looking(self) -> None:
        for way in self._places.ways_in:
            receiver = self._receiver(way.partner)
            looking = Looking(
                way,
                way.every or self._config.service.look_seconds,
                self._aside,
                partial(self._receive, receiver),
                self.metrics.looked,
                partial(self._may_look, way),
            )
            looking.start()
            self._closing.callback(looking.stop)
            self._lookings.append(looking)
        hinting = Hinting(
            {each.way.folder: each.hint for each in self._lookings if each.way.folder is not None}
        )
        hinting.start()
        self._closing.callback(hinting.stop)

    def _receiver(self, partner: str) -> Receiver:
        return Receiver(
            lambda at: self._store.begin(actor=ACTOR, at=at),
            self._aside,
            self._rings.unpacker(partner),
        )

    def _unpack(self, drop: DropRecord, arrival: Arrival) -> bool:
        """Unpack an archive that was refused and is released."""
        if drop.partner not in self._config.trading_partners:
            return False
        return self._receiver(drop.partner).unpack_again(drop, arrival, self._now())

    def _may_look(self, way: WayIn) -> bool:
        """Whether there is room, and this machine is the one that looks; any may, at its own."""
        if not self._room.look_at_disks():
            return False
        if way.folder is not None:
            return True
        silent_since = self._now() - timedelta(seconds=self._config.service.lease_seconds)
        with self._begin() as books:
            return books.hold_place(f"{way.partner} {way.name}", self._machine, silent_since)

    def _aside(self) -> Aside:
        return set_aside(self._folder)

    def _receive(self, receiver: Receiver, partner: str, entry: Entry, aside: Aside) -> None:
        began = self._now()
        for drop in receiver.receive(partner, entry, aside, began):
            self._tracing.note(Span.RECEIVE, drop.drop_id, began, self._now(), partner=partner)
            self._hand_in(drop)

    def _hint(self, partner: str) -> None:
        for looking in self._lookings:
            if looking.way.partner == partner:
                looking.hint()

    # Working files

    def _file_work(self) -> FileWork:
        def take_number(sender: str, receiver: str, usage: str, product_id: str) -> int:
            lane = Lane(sender, receiver, usage)
            with self._within.begin(actor=ACTOR, at=self._now()) as books:
                return take_answer_number(books, lane, product_id)

        desks = ServingDesks(
            desk=self._desk,
            known=self._known,
            partners=self._config.trading_partners,
            statuses=knowledge.read_status_table(),
            find_review=find_guide,
            reasons=knowledge.read_review_reasons(),
            denials=knowledge.read_reasons(),
            take_number=self._durable.database_step("take number", take_number),
            folder=self._folder,
        )
        return FileWork(
            steps=self._durable,
            store=self._store,
            within=self._within,
            partners=self._config.trading_partners,
            desks=desks,
            unpack=self._unpack,
            delivery=self._delivery,
            now=self._now,
            tracing=self._tracing,
        )

    def _hand_in(self, drop: DropRecord) -> None:
        self._durable.hand_in(
            QUEUE, self._work.work, _work_id(drop), drop.partner, drop.drop_id, drop.tries
        )

    # Minding what was left undone

    def _minding(self) -> Minding:
        service = self._config.service
        return Minding(
            store=self._store,
            durable=self._durable,
            machine=self._machine,
            queue=QUEUE,
            lease=timedelta(seconds=service.lease_seconds),
            keep=timedelta(days=service.keep_days),
            hand_in=self._hand_in_all,
            deliver=self._deliver_all,
            schedule=self._scheduling.see_to,
            look_at_disks=self._room.look_at_disks,
            now=self._now,
            metrics=self.metrics,
        )

    def _hand_in_all(self) -> None:
        """Hand in what was taken just before a crash, and settle what could not be worked."""
        with self._store.read() as shelf:
            taken = list(shelf.drops(DropState.TAKEN))
        for drop in taken:
            outcome = self._durable.outcome(_work_id(drop))
            if outcome is None:
                self._hand_in(drop)
            elif outcome:
                self._failed(drop, outcome)

    def _failed(self, drop: DropRecord, outcome: str) -> None:
        """Try again what only met trouble of the machine; let a person see anything else."""
        if is_passing(outcome):
            again = replace(drop, tries=drop.tries + 1)
        else:
            again = replace(
                drop,
                state=DropState.QUARANTINED,
                reason=f"the work on it failed ({outcome})",
                finished_at=self._now(),
            )
        with self._begin() as books:
            if not settle_once(books, drop, again):  # another machine has seen to it meanwhile
                return
        self._log.warning("work failed", drop=drop.drop_id, outcome=outcome, tries=again.tries)

    def _deliver_all(self) -> None:
        failed = self._delivery.deliver()
        reasons = {f"delivery to {product.partner}": reason for product, reason in failed}
        for partner in self._places.ways_out:
            what = f"delivery to {partner}"
            self.metrics.trouble(what, reasons.get(what, ""))

    def _told_delivered(self, product: ProductRecord) -> None:
        made, now = product.made_at, self._now()
        self.metrics.delivered(product, (now - made).total_seconds())
        if product.drop_id:
            self._tracing.note(
                Span.DELIVER,
                product.drop_id,
                made,
                now,
                partner=product.partner,
                kind=product.kind,
            )

    def _begin(self) -> AbstractContextManager[Books]:
        return self._store.begin(actor=ACTOR, at=self._now())

    def _most_at_once(self) -> int:
        most = [partner.at_once for partner in self._config.trading_partners.values()]
        return max(most, default=1)

    def _not_ready(self) -> str:
        try:
            with self._store.read() as shelf:
                shelf.machines()
        except StoreRefused as fault:
            return str(fault)
        return self.metrics.not_ready()


def _work_id(drop: DropRecord) -> str:
    return f"{drop.drop_id}-{drop.tries}"


def present() -> datetime:
    """The moment, by the clock of this machine."""
    return datetime.now(UTC)


def serve(config_file: Path | None, options: StoreOptions, role: Role, say: Say) -> None:
    """
    Run until the process is told to end (SIGTERM, SIGINT).

    Raises:
        CannotDoIt: something that is needed cannot be read, opened or had.
    """
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    base = config_file.parent if config_file is not None else Path()
    with in_one_sentence(), opened(options, say, make=True) as store:
        service = knowledge.read_config(config_file).service
        desk = read_desk(
            config_file,
            tuple(base / folder for folder in service.policies),
            codes=knowledge.read_code_sets(existing_code_folder(None, config_file)),
        )
        serving = Serving(desk, base, store, role, present)
        try:
            serving.start()
            gc.set_threshold(*_CYCLES)
            stopping.wait()
        finally:
            serving.close()
