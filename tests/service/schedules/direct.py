"""An engine of the tests: work is done at once, and can be cut off between two steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar

from sqlalchemy import update

from edi_service.cases.progress import State
from edi_service.edge.store.tables import cases
from edi_service.service.schedules.work import ScheduledWork

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from edi_service.edge.store.books import SqlBooks
    from edi_service.service.schedules.settings import Schedule
    from edi_service.service.schedules.work import Sweep
    from edi_service.service.store import Store

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class CutOff(Exception):  # noqa: N818 -- what a crash looks like from within
    """The machine is gone."""


class Direct:
    """Does each step once, at once; before the one after *last* the machine is gone."""

    def __init__(self, last: int = 1_000_000) -> None:
        self.left = last

    def work(self, name: str, function: Callable[Parameters, None]) -> Callable[Parameters, str]:
        def run(*arguments: Parameters.args, **options: Parameters.kwargs) -> str:
            function(*arguments, **options)
            return ""

        del name
        return run

    def step(
        self, name: str, function: Callable[Parameters, Result]
    ) -> Callable[Parameters, Result]:
        return self.database_step(name, function)

    def database_step(
        self, name: str, function: Callable[Parameters, Result]
    ) -> Callable[Parameters, Result]:
        def run(*arguments: Parameters.args, **options: Parameters.kwargs) -> Result:
            if self.left == 0:
                raise CutOff
            self.left -= 1
            return function(*arguments, **options)

        del name
        return run


def decided_meanwhile(books: SqlBooks, case_id: str) -> None:
    """In place of ``lock_case``: whoever held the case before has let its payer approve."""
    change = update(cases).where(cases.c.case_id == case_id).values(state=State.APPROVED.value)
    books._connection.execute(change)  # noqa: SLF001 -- as another transaction would have


def do(
    store: Store,
    sweeps: Mapping[Schedule, Sweep],
    now: datetime,
    engine: Direct | None = None,
) -> None:
    """Do the day of *now* for each of *sweeps*, over *store*."""
    work = ScheduledWork(
        steps=engine or Direct(), within=store, sweeps=sweeps, now=lambda: now
    ).work
    for schedule in sweeps:
        assert work(schedule.value, f"{now.date()}", 0) == ""
