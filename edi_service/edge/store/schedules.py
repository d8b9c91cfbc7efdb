"""What is done once a day: its runs, whose place is whose, and what is let go."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import delete, exists, func, select, update

from edi_service.edge.store.cases import CasesRead, CasesWritten
from edi_service.edge.store.drops import PRODUCT
from edi_service.edge.store.tables import (
    arrival_parts,
    arrivals,
    cases,
    drops,
    envelopes,
    places,
    product_parts,
    products,
    schedule_runs,
)
from edi_service.service.exchange.drops import DropState, ProductState
from edi_service.service.schedules.records import ScheduleRun

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from edi_service.edge.store.forms import Row
    from edi_service.service.records import CaseRecord

_PRODUCTS = [column for column in products.columns if column.name != "data"]
_TO_BE_WORKED = (DropState.TAKEN.value, DropState.QUARANTINED.value)


class SchedulesRead(CasesRead):
    """Looks up schedules, and pages through cases."""

    def schedule_run(self, schedule: str, day: date) -> ScheduleRun | None:
        """The run of a day."""
        question = select(schedule_runs).filter_by(schedule=schedule, day=day.isoformat())
        row = self._first(question)
        return None if row is None else _run(row)

    def last_runs(self) -> list[ScheduleRun]:
        """The last run of each schedule that was finished."""
        table = schedule_runs
        last = (
            select(table.c.schedule, func.max(table.c.day).label("day"))
            .where(table.c.finished_at.is_not(None))
            .group_by(table.c.schedule)
            .subquery()
        )
        is_last = (table.c.schedule == last.c.schedule) & (table.c.day == last.c.day)
        question = select(table).join(last, is_last).order_by(table.c.schedule)
        return [_run(row) for row in self._rows(question)]

    def cases_after(self, case_id: str, states: Collection[str], limit: int) -> list[CaseRecord]:
        """At most *limit* cases in one of *states*, in the order of their ids, after one."""
        question = select(cases).where((cases.c.case_id > case_id) & cases.c.state.in_(states))
        rows = self._rows(question.order_by(cases.c.case_id).limit(limit))
        return [self._case_record(row) for row in rows]


class SchedulesWritten(SchedulesRead, CasesWritten):
    """Keeps schedules, and lets go of what was kept long enough."""

    def lock_run(self, schedule: str, day: date) -> ScheduleRun | None:
        """The run of a day, which nobody else goes on with until the transaction is over."""
        question = select(schedule_runs).filter_by(schedule=schedule, day=day.isoformat())
        row = self._first(question.with_for_update())
        return None if row is None else _run(row)

    def keep_run(self, run: ScheduleRun) -> None:
        """Keep what was done for a day so far."""
        row = {
            "schedule": run.schedule,
            "day": run.day.isoformat(),
            "began_at": run.began_at,
            "finished_at": run.finished_at,
            "reached": run.reached,
            "found": msgspec.json.encode(run.found).decode(),
        }
        if not self._insert_if_new(schedule_runs, row):
            key = {"schedule": row["schedule"], "day": row["day"]}
            self._connection.execute(update(schedule_runs).filter_by(**key).values(row))
        if run.finished_at is not None:
            self.audit("schedule done", run.schedule, run.day.isoformat())

    def lock_case(self, case_id: str) -> None:
        """Let nobody else write about a case until the transaction is over."""
        self._lock_case(case_id)

    def hold_place(self, place: str, machine: str, silent_since: datetime) -> bool:
        """Let a machine be the one that looks at a place; False while another does."""
        mine = {"place": place, "machine": machine, "seen_at": self._at}
        if self._insert_if_new(places, mine):
            return True
        is_free = (places.c.machine == machine) | (places.c.seen_at < silent_since)
        change = update(places).where((places.c.place == place) & is_free).values(mine)
        return self._connection.execute(change).rowcount == 1

    def let_files_go(self, before: datetime, limit: int) -> int:
        """Let go of the bytes of at most *limit* files worked before a moment; how many."""
        is_needed = exists().where(
            (drops.c.sha256 == arrivals.c.sha256)
            & (drops.c.state.in_(_TO_BE_WORKED) | (drops.c.finished_at >= before))
        )
        has_bytes = exists().where(arrival_parts.c.sha256 == arrivals.c.sha256)
        question = select(arrivals.c.sha256).where(
            (arrivals.c.received_at < before) & has_bytes & ~is_needed
        )
        found = list(self._connection.execute(question.limit(limit)).scalars())
        self._connection.execute(delete(arrival_parts).where(arrival_parts.c.sha256.in_(found)))
        for sha256 in found:
            self.audit("bytes let go", sha256)
        return len(found)

    def let_products_go(self, before: datetime, limit: int) -> int:
        """Let go of the bytes of at most *limit* products delivered before a moment; how many."""
        table = products
        question = select(*_PRODUCTS).where(
            (table.c.state == ProductState.DELIVERED.value)
            & (table.c.delivered_at < before)
            & table.c.let_go_at.is_(None)
        )
        found = self._records(PRODUCT, question.limit(limit))
        lots = [product.lot for product in found if product.lot]
        self._connection.execute(delete(product_parts).where(product_parts.c.lot.in_(lots)))
        for product in found:
            key = {"product_id": product.product_id}
            nothing = self._seal_data(table, key, b"")
            change = update(table).filter_by(**key)
            self._connection.execute(change.values(data=nothing, let_go_at=self._at))
            self.audit("bytes let go", product.product_id)
        return len(found)

    def let_numbers_go(self, partner: str, before: datetime) -> int:
        """Let go of the numbers that a partner used before a moment; how many."""
        is_old = (envelopes.c.partner == partner) & (envelopes.c.seen_at < before)
        gone = self._connection.execute(delete(envelopes).where(is_old)).rowcount
        if gone:
            self.audit("used numbers let go", partner, f"{gone}")
        return gone


def _run(row: Row) -> ScheduleRun:
    return ScheduleRun(
        schedule=row["schedule"],
        day=date.fromisoformat(row["day"]),
        began_at=row["began_at"],
        finished_at=row["finished_at"],
        reached=row["reached"],
        found=msgspec.json.decode(row["found"], type=dict[str, int]),
    )
