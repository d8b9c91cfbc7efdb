"""Lines to a server that break, stall and deceive."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.edge.exchange.sources import Loop

_PIECE = 4096  # bytes


class Line:
    """
    Passes bytes between a client and the server at *port*.

    Attributes:
        budget: how many bytes from the server a connection brings before it breaks; None: all.
        allowance: the same for bytes to the server.
        stalls: whether it stays open and silent then, rather than break.
        pace: how many bytes pass in a second, in each direction; None: as many as can.
        broken: how many connections have broken.
    """

    def __init__(self, port: int) -> None:
        self._server_port = port
        self.budget: int | None = None
        self.allowance: int | None = None
        self.pace: float | None = None
        self.stalls = False
        self.broken = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def listen(self) -> None:
        """Begin."""
        self._server = await asyncio.start_server(self._pass, "127.0.0.1", 0)
        self.port: int = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """End, and whatever is still passing with it."""
        self._server.close()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _pass(self, here: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        there, forth = await asyncio.open_connection("127.0.0.1", self._server_port)
        loop = asyncio.get_running_loop()
        copying = {
            loop.create_task(self._copy(here, forth, self.allowance)),
            loop.create_task(self._copy(there, back, self.budget)),
        }
        try:
            ended, _ = await asyncio.wait(copying, return_when=asyncio.FIRST_COMPLETED)
            if any(each.result() == 0 for each in ended):
                self.broken += 1
                if self.stalls:
                    await asyncio.sleep(3600)
        finally:
            for each in copying:
                each.cancel()
            for writer in (back, forth):
                writer.transport.abort()
            await asyncio.sleep(0)  # their ends are told in the next turn of the loop

    async def _copy(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, budget: int | None
    ) -> int | None:
        """Pass bytes until they end or *budget* is used up; what is left of that."""
        with suppress(ConnectionError):
            while data := await source.read(_PIECE if budget is None else min(_PIECE, budget)):
                target.write(data)
                await target.drain()
                if self.pace is not None:
                    await asyncio.sleep(len(data) / self.pace)
                if budget is not None:
                    budget -= len(data)
                    if budget == 0:
                        break
        return budget


@contextmanager
def line_to(port: int, loop: Loop) -> Iterator[Line]:
    """A line to the server at *port*."""
    line = Line(port)
    loop.run(line.listen())
    try:
        yield line
    finally:
        loop.run(line.close())
