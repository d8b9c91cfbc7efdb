"""
Durable work, on DBOS: what was begun goes on after a crash, and no step is kept twice.

This is the one module that knows the engine.  A piece of work is a function of plain words and
numbers; it is known by an id, and the same id twice is one piece of work.  Its database steps
commit together with the engine's own mark, so that a step that was kept is not done again.
Nothing about people goes through here: the engine's tables are not sealed.
"""

from __future__ import annotations

import errno
import sqlite3
import traceback
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, ParamSpec, TypeVar

from dbos import (
    DBOS,
    DBOSConfig,
    DBOSPortableJSONSerializer,
    PortableWorkflowError,
    SetEnqueueOptions,
    SetWorkflowID,
    SQLAlchemyDatasource,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from edi_service.edge.store.database import let_go_after, make_private
from edi_service.service.store import StoreUnreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sqlalchemy import Connection, Engine

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

APPLICATION = "edi-service"
# Work that is under way goes on only under the version it was begun with.  It is raised when the
# steps of a piece of work change, and never by a release alone.
STEPS_VERSION = "1"
# What is written once is kept so by unique keys; a reader needs no more than what is committed.
POSTGRESQL_ISOLATION: Final = "READ COMMITTED"
SQLITE_ISOLATION: Final = "SERIALIZABLE"  # it has no other
_DONE = "SUCCESS"
_ENDED = (_DONE, "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
_PASSING = "for now: "  # how the outcome of work begins that may be tried again
_OF_THE_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE)
_OF_THE_DATABASE = (StoreUnreachable.__name__, OperationalError.__name__)
_BESIDE = ".engine"
_STOPPING = 20  # seconds that work under way has to come to the end of its step


class DurableWork:
    """
    The engine over the database of a store.

    Args:
        database: of the store.
        machine: a name that this machine keeps; work it has begun is its own.
        looks: seconds between two looks for work that waits.
        lease: seconds after which what this machine has locked is free, should it stand still.
    """

    def __init__(
        self, database: Engine, machine: str, looks: float = 0.2, lease: float = 60.0
    ) -> None:
        self._machine = machine
        self._looks = looks
        self._under_way: set[str] = set()  # ids of what threads of this process are at
        self._left: set[str] = set()  # ids of what nobody was at, at the last look
        is_sqlite = database.url.get_backend_name() == "sqlite"
        self._isolation: Literal["READ COMMITTED", "SERIALIZABLE"]
        self._isolation = SQLITE_ISOLATION if is_sqlite else POSTGRESQL_ISOLATION
        serializer = DBOSPortableJSONSerializer()
        let_go_after(database, lease)
        DBOS(
            config=DBOSConfig(
                name=APPLICATION,
                system_database_url=_engine_database(database),
                application_version=STEPS_VERSION,
                executor_id=machine,
                serializer=serializer,
                console_log_level="WARNING",
                enable_otlp=False,
                use_listen_notify=False,
                sys_db_idle_transaction_timeout_sec=lease,
            )
        )
        url = database.url.render_as_string(hide_password=False)
        self._steps = SQLAlchemyDatasource.create(url, engine=database, serializer=serializer)

    def work(self, name: str, function: Callable[Parameters, None]) -> Callable[Parameters, str]:
        """
        *function* as a sort of work, known as *name* from now on, in this and later releases.

        What it raises is no end of the engine's: it is the outcome of the work, by its name and
        where it was raised, since messages may quote what must not be kept unsealed.  That the
        work is somebody else's by now, or has to stop, the engine says by what is no Exception.
        """

        @wraps(function)
        def run(*arguments: Parameters.args, **options: Parameters.kwargs) -> str:
            work_id = DBOS.workflow_id or ""
            self._under_way.add(work_id)
            try:
                function(*arguments, **options)
            except Exception as fault:  # noqa: BLE001 -- it is the outcome
                return _named(fault)
            finally:
                self._under_way.discard(work_id)
            return ""

        return DBOS.workflow(name=name)(run)

    def step(
        self, name: str, function: Callable[Parameters, Result]
    ) -> Callable[Parameters, Result]:
        """*function* as a step whose effect is on files and other machines: it may come twice."""
        return DBOS.step(name=name, retries_allowed=False)(_plain(function))

    def database_step(
        self, name: str, function: Callable[Parameters, Result]
    ) -> Callable[Parameters, Result]:
        """*function* as a step that is kept once; within it :meth:`connection` is the store's."""
        kept_once = self._steps.transaction(name=name, isolation_level=self._isolation)
        return kept_once(_plain(function))

    def connection(self) -> Connection:
        """The transaction of the database step that is running."""
        return self._steps.sql_session().connection()

    def start(self, queues: Iterable[tuple[str, int, int]], *, works: bool) -> None:
        """
        Begin.

        Args:
            queues: the name of each, how many pieces of work of one partner may run at a time on
                all machines, and how many in all on this machine.
            works: whether this machine does work, or only hands it in.
        """
        listed = list(queues)
        DBOS.listen_queues([name for name, _, _ in listed] if works else [])
        DBOS.launch()
        for name, of_partner, on_machine in listed:
            DBOS.register_queue(
                name,
                partition_concurrency=of_partner,
                worker_concurrency=on_machine,
                polling_interval_sec=self._looks,
                on_conflict="always_update",
            )

    def stop(self) -> None:
        """End, after the steps under way; what is not done goes on at the next start."""
        DBOS.destroy(workflow_completion_timeout_sec=_STOPPING)

    def hand_in(
        self,
        queue: str,
        work: Callable[Parameters, object],
        work_id: str,
        partner: str,
        *arguments: Parameters.args,
        **options: Parameters.kwargs,
    ) -> None:
        """Ask for a piece of *work*; nothing happens when there is one with *work_id*."""
        with SetWorkflowID(work_id), SetEnqueueOptions(queue_partition_key=partner):
            DBOS.enqueue_workflow(queue, work, *arguments, **options)

    def outcome(self, work_id: str) -> str | None:
        """
        How a piece of work ended: empty when well, else the name of what went wrong.

        None where it has not ended, or is not known.
        """
        found = DBOS.list_workflows(workflow_ids=[work_id], load_input=False)
        if not found or found[0].status not in _ENDED:
            return None
        return str(found[0].output or "") if found[0].status == _DONE else found[0].status

    def adopt(self, machine: str, queue: str) -> int:
        """Let others go on with what *machine*, which does not answer, has begun; how many."""
        begun = self._begun_by(machine)
        for work_id in begun:
            DBOS.resume_workflow(work_id, queue_name=queue)
        return len(begun)

    def _begun_by(self, machine: str) -> list[str]:
        found = DBOS.list_workflows(
            status="PENDING", executor_id=machine, load_input=False, load_output=False
        )
        return [each.workflow_id for each in found]

    def take_up_again(self, queue: str) -> int:
        """
        Go on with what this machine has begun and is no longer at; how many pieces.

        A database that goes away just when the engine marks a step or an outcome ends the thread
        and leaves the mark "begun".  The engine takes such work up at the next start, and other
        machines when this one is silent; while it lives, nobody would.  Work that has been met so
        at two calls is handed in again; its steps that were kept are not done again.
        """
        begun = self._begun_by(self._machine)
        left = {work_id for work_id in begun if work_id not in self._under_way}
        again = left & self._left
        for work_id in sorted(again):
            DBOS.resume_workflow(work_id, queue_name=queue)
        self._left = left - again
        return len(again)

    def forget(self, before: datetime) -> int:
        """Forget work that was done before; how many pieces."""
        done = DBOS.list_workflows(
            status=list(_ENDED),
            end_time=before.isoformat(),
            load_input=False,
            load_output=False,
        )
        if done:
            DBOS.delete_workflows([found.workflow_id for found in done])
        return len(done)


def is_passing(outcome: str) -> bool:
    """Whether work met no fault of its own: a database that is away, a disk that is full."""
    return outcome.startswith(_PASSING)


def _named(fault: Exception) -> str:
    """What went wrong and where, without a word of what it was about."""
    *_, last = traceback.extract_tb(fault.__traceback__)
    passing = _PASSING if _is_of_the_machine(fault) else ""
    return f"{passing}{type(fault).__name__} at {Path(last.filename).name}:{last.lineno}"


def _is_of_the_machine(fault: Exception) -> bool:
    if isinstance(fault, PortableWorkflowError):  # one that was written down before a crash
        return fault.name in _OF_THE_DATABASE
    if isinstance(fault, OSError):
        return fault.errno in _OF_THE_MACHINE
    if isinstance(fault, DBAPIError) and fault.connection_invalidated:
        return True
    return isinstance(fault, StoreUnreachable | OperationalError)


def _plain(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """*function* as one that the engine can write its notes on, which it cannot on a method."""

    @wraps(function)
    def call(*arguments: Parameters.args, **options: Parameters.kwargs) -> Result:
        return function(*arguments, **options)

    return call


def _engine_database(database: Engine) -> str:
    """
    Where the engine keeps its own tables.

    On PostgreSQL in a schema of the same database.  On SQLite in a file beside the store's, since
    the two write at the same time, and a file lets one write.
    """
    url = database.url
    if url.get_backend_name() != "sqlite":
        return url.render_as_string(hide_password=False)
    path = f"{url.database}{_BESIDE}"
    make_private(path)
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA journal_mode=WAL")
    file.close()
    return make_url("sqlite://").set(database=path).render_as_string()
