"""The one road of bundles into the server: verified beside the event loop, stored in groups, answered when durable.

It must not answer before the commit, nor treat two origins differently.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from server.catalog.service import Themes
from server.context import Context
from server.http.errors import PeticionInvalida
from server.ingest import service
from server.ingest.judging import judge_many
from server.ingest.schemas import Answer, Arrival
from shared.formats.results_v1 import BundleChecks
from shared.formats.theme_v1 import Theme

JUDGED_TOGETHER = 16
"""Bundles that one hop into a thread verifies: few enough that nobody waits long behind them."""
MAX_WAITING_BYTES = 64 << 20
"""Bytes that may wait in memory; beyond, senders are told to come back."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    data: bytes
    origin: str
    answer: asyncio.Future[Answer]


T = TypeVar("T")
_Judged = tuple[Sequence[_Waiting], Sequence[Arrival]]


class Reception:
    """Takes bundles from HTTP, the watched folder and the command line."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._themes = Themes()
        self._arrived: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._judged: asyncio.Queue[_Judged] = asyncio.Queue(maxsize=context.config.batch)
        self._waiting_bytes = 0

    @property
    def max_bytes(self) -> int:
        """The largest bundle that is taken."""
        return self._context.config.max_body_bytes

    async def receive(self, data: bytes, origin: str) -> Answer:
        """Verify and store; returns when the bytes and what was decided are durable.

        Raises ``PeticionInvalida``: S101 too large, S104 no theme yet, S105 too much is waiting.
        """
        if len(data) > self.max_bytes:
            raise PeticionInvalida("S101", f"{len(data)} bytes")
        if self._waiting_bytes + len(data) > MAX_WAITING_BYTES:
            raise PeticionInvalida("S105", "too many bundles are waiting")
        self._waiting_bytes += len(data)
        try:
            answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
            self._arrived.put_nowait(_Waiting(data, origin, answer))
            return await answer
        finally:
            self._waiting_bytes -= len(data)

    async def run(self) -> None:
        """Verify and store what arrives until cancelled."""
        verifiers = self._context.config.verifiers
        with ThreadPoolExecutor(verifiers, "verify") as pool:
            async with asyncio.TaskGroup() as tasks:
                for _ in range(verifiers):
                    tasks.create_task(self._judge(pool))
                tasks.create_task(self._store())

    async def _judge(self, pool: ThreadPoolExecutor) -> None:
        loop = asyncio.get_running_loop()
        while True:
            waiting = await _some(self._arrived, JUDGED_TOGETHER, _one)
            try:
                theme = await self._theme()
                config = self._context.config
                checks = BundleChecks(self._context.anchor, self._context.clock.now(), theme, config.mode)
                items = [(each.data, each.origin) for each in waiting]
                arrivals = await loop.run_in_executor(pool, judge_many, items, checks)
            except Exception as error:  # noqa: BLE001 - whoever waits is told; the loop must go on
                _fail(waiting, error)
                continue
            await self._judged.put((waiting, arrivals))

    async def _store(self) -> None:
        while True:
            groups = await _some(self._judged, self._context.config.batch, _size)
            waiting = [each for group, _ in groups for each in group]
            try:
                answers = await self._settle([arrival for _, group in groups for arrival in group])
            except Exception as error:  # noqa: BLE001 - nothing was committed: whoever waits is told and sends again
                _fail(waiting, error)
                continue
            for each, answer in zip(waiting, answers, strict=True):
                if not each.answer.done():
                    each.answer.set_result(answer)

    async def _settle(self, arrivals: Sequence[Arrival]) -> list[Answer]:
        context = self._context
        theme = await self._theme()
        async with context.writing() as session:
            refused = await service.to_keep(session, arrivals, context.config.max_refused)
            kept = await asyncio.to_thread(context.refused.put_many, refused) if refused else ()
            return await service.settle(session, arrivals, theme, context.clock.now(), kept)

    async def _theme(self) -> Theme:
        if self._themes.kept is not None:
            return self._themes.kept
        async with self._context.reading() as session:
            return await self._themes.current(session)


@asynccontextmanager
async def running(context: Context) -> AsyncIterator[Reception]:
    """A reception that works until the block ends."""
    reception = Reception(context)
    task = asyncio.create_task(reception.run())
    try:
        yield reception
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _some(queue: asyncio.Queue[T], most: int, size: Callable[[T], int]) -> list[T]:
    """Wait for one item, then take what else is there, up to about ``most`` by ``size``."""
    items = [await queue.get()]
    total = size(items[0])
    while total < most and not queue.empty():
        items.append(queue.get_nowait())
        total += size(items[-1])
    return items


def _one(_item: object) -> int:
    return 1


def _size(group: _Judged) -> int:
    return len(group[0])


def _fail(waiting: Sequence[_Waiting], error: Exception) -> None:
    for each in waiting:
        if not each.answer.done():
            each.answer.set_exception(error)
