"""
Durable work to be killed at: counts in a database, step by step.

Run as a program: the URL of a database, the name of a machine, how many pieces of work to hand in.
It ends when every piece is done.
"""

from __future__ import annotations

import sys
import time

from sqlalchemy import Column, Integer, MetaData, String, Table, func, insert, select

from edi_service.edge.engine import DurableWork
from edi_service.edge.store import database

counts = Table("counts", MetaData(), Column("piece", String), Column("number", Integer))
STEPS = 5
QUEUE = "counting"


def main(url: str, machine: str, pieces: int) -> None:
    """Count until everything is counted."""
    engine = database.connect(url)
    durable = DurableWork(engine, machine, looks=0.05)

    def keep(piece: str, number: int) -> int:
        durable.connection().execute(insert(counts), [{"piece": piece, "number": number}])
        return number

    keeps = durable.database_step("keep", keep)

    def count(piece: str) -> None:
        for number in range(STEPS):
            keeps(piece, number)

    counting = durable.work("count", count)
    durable.start([(QUEUE, 4, 4)], works=True)
    for piece in range(pieces):
        durable.hand_in(QUEUE, counting, f"piece-{piece}", f"partner-{piece % 3}", str(piece))
    while True:
        with engine.connect() as connection:
            connection.execution_options(**database.READING)
            done = connection.execute(select(func.count()).select_from(counts)).scalar_one()
        if done >= pieces * STEPS:
            break
        time.sleep(0.05)
    durable.stop()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
