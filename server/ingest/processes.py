"""Verifies bundles in processes of their own, so that another core does it than the one that answers and stores.

They must not outlive the server, touch its database, or lose a bundle when they are killed.
"""

import asyncio
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from typing import Final

from server.context import Context
from server.http.errors import PeticionInvalida
from server.ingest.judging import InThread, Judge
from server.ingest.schemas import Item, Judged
from server.ingest.verifying import Trust, begin, judge_here, judge_nothing
from shared.domain.eleccion import Mode
from shared.formats.theme_v1 import Theme, serialise_theme

ATTEMPTS: Final = 2
"""How often a group is verified whose process was killed, before its senders are told to come back."""


class InProcesses:
    """A pool of verifying processes, started at the first group and made anew when one of them was killed."""

    def __init__(self, root: bytes, crl: bytes, mode: Mode, count: int) -> None:
        self._root, self._crl = root, crl
        self._mode = mode
        self._count = count
        self._pool: ProcessPoolExecutor | None = None
        self._trust: Trust | None = None
        self._lock = asyncio.Lock()
        self._starter = ThreadPoolExecutor(1, "start-verifiers")
        """Processes die with the thread that started them: this one lives as long as the judge."""

    async def judge(self, items: Sequence[Item], at: datetime, theme: Theme) -> list[Judged]:
        """As ``Judge.judge``; raises ``PeticionInvalida`` S109 when the processes end again and again."""
        loop = asyncio.get_running_loop()
        for _ in range(ATTEMPTS):
            try:
                pool = await self._started(theme)
            except (BrokenProcessPool, OSError):
                continue
            try:
                return await loop.run_in_executor(pool, judge_here, items, at)
            except BrokenProcessPool:
                await self._discard(pool)
        raise PeticionInvalida("S109", "the verifying processes end; nothing was stored")

    async def close(self) -> None:
        """As ``Judge.close``; what is being verified ends first."""
        if self._pool is not None:
            await self._discard(self._pool)
        await asyncio.to_thread(self._starter.shutdown)

    async def _started(self, theme: Theme) -> ProcessPoolExecutor:
        """The pool; raises ``BrokenProcessPool`` or ``OSError`` (killed while it was told what to do)."""
        loop = asyncio.get_running_loop()
        async with self._lock:
            if self._pool is None:
                if self._trust is None:
                    self._trust = await asyncio.to_thread(self._trust_in, theme)
                pool = _pool(self._count, self._trust)
                try:
                    await loop.run_in_executor(self._starter, _start, pool, self._count)
                except BaseException:
                    pool.shutdown(wait=False, cancel_futures=True)
                    raise
                self._pool = pool
            return self._pool

    async def _discard(self, pool: ProcessPoolExecutor) -> None:
        """Let go of a pool once: two groups that saw it break would otherwise close its pipes under one another."""
        if self._pool is not pool:
            return
        self._pool = None
        await asyncio.to_thread(pool.shutdown, cancel_futures=True)

    def _trust_in(self, theme: Theme) -> Trust:
        return Trust(self._root, self._crl, serialise_theme(theme), theme.hash_hex, self._mode, os.getpid())


def _pool(count: int, trust: Trust) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), initializer=begin, initargs=(trust,))


def _start(pool: ProcessPoolExecutor, count: int) -> None:
    """Start all processes and wait until they know the theme."""
    for future in [pool.submit(judge_nothing) for _ in range(count)]:
        future.result()


async def make_judge(context: Context) -> Judge:
    """The judge that the configuration asks for; raises ``OSError`` when the root or its list can no longer be read."""
    config = context.config
    if not config.verifiers:
        return InThread(context.anchor, config.mode)
    root, crl = [await asyncio.to_thread(path.read_bytes) for path in (config.root, config.crl)]
    return InProcesses(root, crl, config.mode, config.verifiers)
