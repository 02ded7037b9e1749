"""Watches over the store of files: whether it answers, what waits for it, what the last check found. It must not mend.

Whoever asks how it is gets what was found last: a store that hangs holds nobody up.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.exc import DBAPIError

from server.claims import CLAIMS
from server.context import Context
from server.kit.health import Check, Level
from server.kit.objects import ObjetoInvalido, StoreAway
from server.objetos import repository
from server.objetos.schemas import Claim, Pending
from server.objetos.service import pending

NAME: Final = "objetos"
LOOK_S: Final = 10
PATIENCE_S: Final = 5
"""For the first answer of a store, which a start waits for; afterwards its own patience counts."""
NO_LOCK: Final = "S852"
FAULTS: Final = "S856"


@dataclass(slots=True)
class Watch:
    """What was found of one server's store."""

    context: Context
    claims: Sequence[Claim]
    code: str = ""
    waiting: Pending = field(default_factory=Pending)
    faults: int = 0

    async def probe(self) -> Check:
        """What was found last: it never stops a server, which takes bundles in without its store."""
        code = self.code or (FAULTS if self.faults else "")
        return Check(NAME, Level.WARNS if code else Level.FINE, code, self.waiting.number)

    async def look(self) -> None:
        """Ask the store and the database."""
        stores = self.context.stores
        try:
            for claim in self.claims[:1] if stores.remote else self.claims:  # a bucket is one, whatever its folders
                await stores.run(stores.of(claim.clase.value).check)
            self.code = ""
        except ObjetoInvalido as error:
            self.code = error.code
        async with self.context.reading() as session:
            self.faults = await repository.last_faults(session)
            if stores.remote:
                self.waiting = await pending(session, self.claims)

    async def run(self) -> None:
        """Look again and again until cancelled."""
        while True:
            await asyncio.sleep(LOOK_S)
            with suppress(DBAPIError):  # the check of the database tells
                await self.look()


@asynccontextmanager
async def running(context: Context) -> AsyncIterator[Watch]:
    """Watch while the server is up.

    Raises ``ObjetoInvalido`` S852 for a bucket that cannot lock, S858 where files were put into another store. A
    bucket that does not answer stops nobody: what comes in waits for it.
    """
    await _check_place(context)
    watch = Watch(context, CLAIMS)
    try:
        async with asyncio.timeout(PATIENCE_S):
            await watch.look()
    except TimeoutError:
        watch.code = StoreAway("S851", "the store did not answer in time").code
    if watch.code == NO_LOCK:
        raise ObjetoInvalido("S852", "the bucket has no Object Lock: make one that has it")
    context.health.add(NAME, watch.probe, Level.WARNS)
    meters = context.meters
    meters.follow("objects_waiting", "Files that wait in the database for their store", lambda: watch.waiting.number)
    meters.follow("objects_waiting_bytes", "Bytes of those files", lambda: watch.waiting.size)
    meters.follow("objects_faults", "Files missing, damaged or unlocked at the last check", lambda: watch.faults)
    task = asyncio.create_task(watch.run())
    try:
        yield watch
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _check_place(context: Context) -> None:
    stores = context.stores
    async with context.reading() as session:
        others = await repository.places(session) - {stores.place}
        stranded = not stores.remote and await repository.any_waiting(session)
    if others or stranded:
        raise ObjetoInvalido("S858", f"files were put into {', '.join(sorted(others)) or 'a bucket'}: name it again")
