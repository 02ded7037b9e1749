"""The one road of bundles into the server: verified beside the event loop, stored in groups, answered when durable.

It must not answer before the commit, nor treat two origins differently.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TypeVar

from server.catalog.service import Themes
from server.context import Context
from server.http.errors import PeticionInvalida
from server.ingest import settling
from server.ingest.judging import InThread, Judge
from server.ingest.schemas import Answer, Arrival, Verdict, Verified
from shared.crypto.hashing import sha256_hex
from shared.formats.theme_v1 import Theme

JUDGED_TOGETHER = 16
"""Bundles that one hop to a judge verifies: few enough that nobody waits long behind them."""
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

    def __init__(self, context: Context, judge: Judge) -> None:
        self._context = context
        self._judge = judge
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
        """Verify and store what arrives until cancelled.

        One group more than there are verifiers is under way, so that none of them waits for this loop.
        """
        async with asyncio.TaskGroup() as tasks:
            for _ in range(self._context.config.verifiers + 1):
                tasks.create_task(self._verify())
            tasks.create_task(self._store())
            tasks.create_task(self._prepare())

    async def _prepare(self) -> None:
        """Have the judge start before anyone waits for it; without a theme, or when it fails, the first group does."""
        with suppress(Exception):
            await self._judge.judge((), self._context.clock.now(), await self._theme())

    async def _verify(self) -> None:
        while True:
            waiting = await _some(self._arrived, JUDGED_TOGETHER, _one)
            try:
                theme = await self._theme()
                items = [each.data for each in waiting]
                verdicts = await self._judge.judge(items, self._context.clock.now(), theme)
                arrivals = [_arrival(each, verdict) for each, verdict in zip(waiting, verdicts, strict=True)]
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
            refused = await settling.to_keep(session, arrivals, context.config.max_refused)
            kept = await asyncio.to_thread(context.refused.put_many, refused) if refused else ()
            return await settling.settle(session, arrivals, theme, context.clock.now(), kept)

    async def _theme(self) -> Theme:
        if self._themes.kept is not None:
            return self._themes.kept
        async with self._context.reading() as session:
            return await self._themes.current(session)


@asynccontextmanager
async def running(context: Context, judge: Judge | None = None) -> AsyncIterator[Reception]:
    """A reception that works until the block ends, and its judge with it: a thread unless one is given."""
    judge = judge or InThread(context.anchor, context.config.mode)
    reception = Reception(context, judge)
    task = asyncio.create_task(reception.run())
    try:
        yield reception
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await judge.close()


async def _some(queue: asyncio.Queue[T], most: int, size: Callable[[T], int]) -> list[T]:
    """Wait for one item, then take what else is there, up to about ``most`` by ``size``."""
    items = [await queue.get()]
    total = size(items[0])
    while total < most and not queue.empty():
        items.append(queue.get_nowait())
        total += size(items[-1])
    return items


def _arrival(waiting: _Waiting, verdict: Verdict) -> Arrival:
    sha256 = verdict.sha256 if isinstance(verdict, Verified) else sha256_hex(waiting.data)
    return Arrival(waiting.data, sha256, waiting.origin, verdict)


def _one(_item: object) -> int:
    return 1


def _size(group: _Judged) -> int:
    return len(group[0])


def _fail(waiting: Sequence[_Waiting], error: Exception) -> None:
    for each in waiting:
        if not each.answer.done():
            each.answer.set_exception(error)
