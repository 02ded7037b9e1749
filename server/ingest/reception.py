"""The one road of bundles into the server: verified beside the event loop, stored in groups, answered when durable.

It must not answer before the commit, nor treat two origins differently.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Self, TypeVar

from server.catalog.service import Themes
from server.context import Context
from server.http.errors import PeticionInvalida
from server.ingest import settling
from server.ingest.judging import InThread, Judge
from server.ingest.schemas import (
    Answer,
    Arrival,
    Item,
    Judged,
    Paper,
    PaperAnswer,
    PaperReceipt,
    Receipt,
    Refusal,
    Settled,
    Verified,
)
from server.kit.health import Check, Level
from server.kit.logs import note
from server.objetos.schemas import Clase
from server.objetos.service import Files
from shared.crypto.hashing import sha256_hex
from shared.domain.errors import DatoInvalido
from shared.formats.theme_v1 import Theme

JUDGED_TOGETHER = 16
"""Bundles that one hop to a judge verifies: few enough that nobody waits long behind them."""
REFUSED = "rechazado"
QUEUE = "cola"
STORING = "guardar"
FAILED_S = 30.0
"""After a group that could not be stored, and none since that was, how long the server says that it takes nothing in.

Then it says no more of it, so that whoever sends only to servers that do finds out.
"""
QUEUE_PERMILLE = 800
"""Part of ``max_waiting_bytes`` from which the server's health warns."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    data: bytes
    origin: str
    sender: str
    answer: asyncio.Future[Settled]
    paper: Paper | None = None

    @property
    def item(self) -> Item:
        return self.paper or self.data


T = TypeVar("T")
_Judged = tuple[Sequence[_Waiting], Sequence[Arrival]]


class Reception:
    """Takes bundles from HTTP, the watched folder and the command line."""

    def __init__(self, context: Context, judge: Judge) -> None:
        self._context = context
        self._judge = judge
        self._refused = Files(context, Clase.RECHAZADOS)
        self._themes = Themes()
        self._arrived: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._judged: asyncio.Queue[_Judged] = asyncio.Queue(maxsize=context.config.batch)
        self._waiting_bytes = 0
        self._freed = asyncio.Event()
        self._failed_at: float | None = None
        context.meters.follow("ingest_waiting_bytes", "Bytes that wait to be durable", lambda: self._waiting_bytes)

    @property
    def max_bytes(self) -> int:
        """The largest bundle that is taken."""
        return self._context.config.max_body_bytes

    async def queue(self) -> Check:
        """Whether more arrives than is made durable: near the limit it warns, beyond it senders are told S105."""
        full = self._waiting_bytes * 1000 >= self._context.config.max_waiting_bytes * QUEUE_PERMILLE
        level, code = (Level.WARNS, "S824") if full else (Level.FINE, "")
        return Check(QUEUE, level, code, self._waiting_bytes)

    async def storing(self) -> Check:
        """Whether the last group was stored: a database may answer whoever reads and have no room to write."""
        failing = self._failed_at is not None and time.monotonic() - self._failed_at < FAILED_S
        return Check(STORING, Level.STOPS, "S881") if failing else Check(STORING, Level.FINE)

    async def receive(self, data: bytes, origin: str) -> Answer:
        """As ``take``, of bytes that are at hand: waits for room where ``take`` would have been refused it."""
        with self.room() as room:
            await room.wait(min(len(data), self.max_bytes))
            return await self.take(data, origin)

    def room(self) -> "Room":
        """Room for the bytes of one bundle, from when they are read until they are durable."""
        return Room(self)

    async def take(self, data: bytes, origin: str, sender: str = "") -> Answer:
        """Verify and store; returns when the bytes and what was decided are durable. The caller holds `room` for them.

        ``sender``: who brought them, where that was shown; only the trail tells it.

        Raises ``PeticionInvalida``: S101 too large, S104 no theme yet, S109 nothing can verify.
        """
        answer = await self._answered(data, origin, sender)
        if isinstance(answer, PaperReceipt):
            raise TypeError("a bundle is no acta on paper")
        return answer

    async def take_paper(self, paper: Paper, origin: str, sender: str = "") -> PaperAnswer:
        """As ``receive``, of the whole QR of an acta on paper."""
        data = "\n".join(paper.chunks).encode("ascii")
        with self.room() as room:
            await room.wait(min(len(data), self.max_bytes))
            answer = await self._answered(data, origin, sender, paper)
        if isinstance(answer, Receipt):
            raise TypeError("an acta on paper is no bundle")
        return answer

    async def _answered(self, data: bytes, origin: str, sender: str, paper: Paper | None = None) -> Settled:
        meters, began = self._context.meters, time.perf_counter()
        try:
            answer = await self._take(data, origin, sender, paper)
        except DatoInvalido as error:
            meters.refused(error.code)
            raise
        if isinstance(answer, Refusal):
            meters.refused(answer.code)
        outcome = _outcome(answer)
        meters.answered(origin, outcome, time.perf_counter() - began)
        return answer

    async def _take(self, data: bytes, origin: str, sender: str, paper: Paper | None) -> Settled:
        if len(data) > self.max_bytes:
            raise PeticionInvalida("S101", f"{len(data)} bytes")
        answer: asyncio.Future[Settled] = asyncio.get_running_loop().create_future()
        self._arrived.put_nowait(_Waiting(data, origin, sender, answer, paper))
        return await answer

    def hold(self, size: int) -> bool:
        """Hold room for so many bytes more; False where there is none."""
        if self._waiting_bytes + size > self._context.config.max_waiting_bytes:
            return False
        self._waiting_bytes += size
        return True

    def free(self, size: int) -> None:
        """Give room back."""
        self._waiting_bytes -= size
        self._freed.set()
        self._freed = asyncio.Event()

    async def freed(self) -> None:
        """Return when somebody gave room back."""
        await self._freed.wait()

    def send_back(self) -> PeticionInvalida:
        """What a sender is told for whom there is no room; counted."""
        self._context.meters.refused("S105")
        return PeticionInvalida("S105", "too many bundles are waiting")

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
                items = [each.item for each in waiting]
                with self._context.tracer.span("ingest.verify", bundles=len(items)):
                    verdicts = await self._judge.judge(items, self._context.clock.now(), theme)
                arrivals = [_arrival(each, verdict) for each, verdict in zip(waiting, verdicts, strict=True)]
            except Exception as error:  # noqa: BLE001 - whoever waits is told; the loop must go on
                if not isinstance(error, PeticionInvalida):
                    note(logging.ERROR, "ingest.verify", error, bundles=len(waiting))
                _fail(waiting, error)
                continue
            await self._judged.put((waiting, arrivals))

    async def _store(self) -> None:
        while True:
            groups = await _some(self._judged, self._context.config.batch, _size)
            waiting = [each for group, _ in groups for each in group]
            began = time.perf_counter()
            try:
                with self._context.tracer.span("ingest.store", bundles=len(waiting)):
                    answers = await self._settle([arrival for _, group in groups for arrival in group])
            except Exception as error:  # noqa: BLE001 - nothing was committed: whoever waits is told and sends again
                self._failed_at = time.monotonic()
                note(logging.ERROR, "ingest.store", error, bundles=len(waiting))
                _fail(waiting, error)
                continue
            self._failed_at = None
            self._context.meters.committed(len(waiting), time.perf_counter() - began)
            for each, answer in zip(waiting, answers, strict=True):
                if not each.answer.done():
                    each.answer.set_result(answer)

    async def _settle(self, arrivals: Sequence[Arrival]) -> list[Settled]:
        context = self._context
        theme = await self._theme()
        async with context.writing() as session:
            refused = await settling.to_keep(session, arrivals, context.config.max_refused)
            kept = await self._refused.keep(session, refused) if refused else ()
            return await settling.settle(session, arrivals, theme, context.clock.now(), kept)

    async def _theme(self) -> Theme:
        if self._themes.kept is not None:
            return self._themes.kept
        async with self._context.reading() as session:
            return await self._themes.current(session)


class Room:
    """Room in memory for one bundle; it grows as bytes come, so that who sends little holds little."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._held = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._reception.free(self._held)

    def grow(self, size: int) -> None:
        """Hold room for so many bytes more; raises ``PeticionInvalida`` S105 where there is none."""
        if not self._reception.hold(size):
            raise self._reception.send_back()
        self._held += size

    async def wait(self, size: int) -> None:
        """Hold room for so many bytes more, when there is."""
        while not self._reception.hold(size):
            await self._reception.freed()
        self._held += size


@asynccontextmanager
async def running(context: Context, judge: Judge | None = None) -> AsyncIterator[Reception]:
    """A reception that works until the block ends, and its judge with it: a thread unless one is given."""
    judge = judge or InThread(context.anchor, context.config.mode)
    reception = Reception(context, judge)
    context.health.add(QUEUE, reception.queue, Level.WARNS)
    context.health.add(STORING, reception.storing)
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


def _outcome(answer: Settled) -> str:
    if isinstance(answer, Refusal):
        return REFUSED
    return answer.cotejo.value if isinstance(answer, PaperReceipt) else answer.outcome.value


def _arrival(waiting: _Waiting, verdict: Judged) -> Arrival:
    sha256 = verdict.sha256 if isinstance(verdict, Verified) else sha256_hex(waiting.data)
    return Arrival(waiting.data, sha256, waiting.origin, verdict, waiting.sender)


def _one(_item: object) -> int:
    return 1


def _size(group: _Judged) -> int:
    return len(group[0])


def _fail(waiting: Sequence[_Waiting], error: Exception) -> None:
    for each in waiting:
        if not each.answer.done():
            each.answer.set_exception(error)
