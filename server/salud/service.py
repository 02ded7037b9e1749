"""Watches over one server: asks the probes, keeps what they found, puts it among the measures. It must not mend.

What concerns no module is asked here: database, disk, keys, theme, clock, last cut.
"""

import asyncio
import logging
import shutil
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, cast

from fastapi import Request

from server.catalog.service import Themes
from server.context import Context
from server.db.engine import unflushed
from server.db.migrate import is_current
from server.http.errors import PeticionInvalida
from server.ingest import service as ingest
from server.ingest.schemas import Status
from server.kit.health import Check, Level, ready
from server.kit.logs import note
from server.kit.secret import check_closed
from server.prep import service as prep
from server.salud import rules
from shared.crypto.signing import SigningKey
from shared.domain.errors import DatoInvalido

EVERY_S: Final = 10
FRESH_S: Final = 2
"""Whoever asks more often than this gets what was found before: asking costs nothing to the server."""
Steady = Callable[[], float]


@dataclass(slots=True)
class Watch:
    """What one server was found to be, and when."""

    context: Context
    steady: Steady = time.monotonic
    clock: rules.ClockWatch = field(default_factory=rules.ClockWatch)
    themes: Themes = field(default_factory=Themes)
    changed_at: datetime | None = None
    _found: tuple[Check, ...] = ()
    _at: float = 0
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def checks(self) -> tuple[Check, ...]:
        """What the probes found, now or a moment ago."""
        async with self._lock:
            known = len(self._found) == len(self.context.health)  # a module that starts later asks for more
            if not known or self.steady() - self._at > FRESH_S:
                await self._look()
            return self._found

    async def run(self) -> None:
        """Look again and again until cancelled."""
        while True:
            async with self._lock:
                await self._look()
            await asyncio.sleep(EVERY_S)

    async def _look(self) -> None:
        before = {check.name: check.level for check in self._found}
        self._found, self._at = await self.context.health.look(), self.steady()
        meters = self.context.meters
        for check in self._found:
            meters.health(check.name, check.level, check.value)
            if check.level != before.get(check.name, Level.FINE):
                self.changed_at = self.context.clock.now()
                level = logging.INFO if check.level is Level.FINE else logging.WARNING
                note(level, "health", name=check.name, code=check.code, severity=int(check.level))
        meters.readiness(ready=ready(self._found))

    def register(self) -> None:
        """Add what is asked of every server."""
        health, context = self.context.health, self.context
        health.add("base", self._database)
        health.add("disco", self._disk)
        health.add("tema", self._theme)
        health.add("llave", self._key, Level.WARNS)
        health.add("reloj", self._clock, Level.WARNS)
        health.add("corte", self._cut, Level.WARNS)
        context.meters.follow("clock_jumps", "Jumps of the hour since the start", lambda: self.clock.jumps)

    async def _database(self) -> Check:
        if not await is_current(self.context.engine):
            return Check("base", Level.STOPS, "S821")
        if await unflushed(self.context.engine):
            return Check("base", Level.WARNS, "S849")
        return Check("base", Level.FINE)

    async def _disk(self) -> Check:
        usage = await asyncio.to_thread(shutil.disk_usage, self.context.config.data)
        return rules.disk(usage.free)

    async def _theme(self) -> Check:
        try:
            async with self.context.reading() as session:
                await self.themes.current(session)
        except PeticionInvalida:
            return Check("tema", Level.STOPS, "S827")
        return Check("tema", Level.FINE)

    async def _key(self) -> Check:
        fine = await asyncio.to_thread(_key_is_readable, self.context)
        return Check("llave", Level.FINE if fine else Level.WARNS, "" if fine else "S820")

    async def _clock(self) -> Check:
        return self.clock.look(self.context.clock.now(), self.steady())

    async def _cut(self) -> Check:
        at = await asyncio.to_thread(prep.last_cut_at, self.context.config)
        async with self.context.reading() as session:
            stores = await ingest.counts(session)
        for status, number in stores.items():
            self.context.meters.stores(status.value, number)
        return rules.cut(self.context.clock.now() - at if at is not None else None, stores[Status.ACEPTADO])


@asynccontextmanager
async def running(context: Context) -> AsyncIterator[Watch]:
    """Watch while the server is up, as ``app.state.salud``."""
    watch = Watch(context)
    watch.register()
    task = asyncio.create_task(watch.run())
    try:
        yield watch
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def watch_of(request: Request) -> Watch:
    """The watch over the application that serves ``request``."""
    return cast("Watch", request.app.state.salud)


def _key_is_readable(context: Context) -> bool:
    try:
        check_closed(context.config.key)
        SigningKey.from_pem(context.config.key.read_bytes())
        return bool(context.config.certificate.read_bytes())
    except (OSError, DatoInvalido):
        return False
