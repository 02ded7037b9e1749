"""Signed checkpoints: once a day the server signs how long the trail is and how it ends.

It must not sign a trail that is not sound up to there, and must not replace what was signed. Whoever rewrites the whole
table makes a chain that holds; it no longer agrees with what was signed before, copies of which auditors keep.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Final

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from server.audit import repository, service
from server.audit.models import CheckpointRow
from server.audit.schemas import Checkpoint
from server.audit.service import TrailBroken
from server.context import Context
from shared.crypto.errors import KeyInvalid, SignatureInvalid
from shared.crypto.signing import SigningKey, VerifyingKey
from shared.domain.hora import ZONE
from shared.formats.canonical import moment_text, twin

PURPOSE: Final = "trail-checkpoint/1"
EVERY_S: Final = 600


async def sign_today(session: AsyncSession, key: SigningKey, now: datetime) -> Checkpoint | TrailBroken | None:
    """Sign the trail as it ends now, once a day (UTC-6); None when today's is there or nothing changed since the last.

    The caller holds the right to write. Gives where the trail breaks instead of signing it.
    """
    last, newest = await repository.last_checkpoint(session), await repository.last(session)
    day = now.astimezone(ZONE).date().isoformat()
    if newest is None or (last is not None and (last.day >= day or last.n == newest.n)):
        return None
    sound = await service.check(session, (last.n, last.hash) if last else None)
    if isinstance(sound, TrailBroken):
        return sound
    signature = key.sign(PURPOSE, _signed(day, newest.n, newest.hash, now)).hex()
    made = Checkpoint(day, newest.n, newest.hash, now, signature)
    row = CheckpointRow(day=day, n=made.n, hash=made.hash, at=now, signature=signature)
    await repository.add_checkpoint(session, row)
    return made


async def check(session: AsyncSession, key: VerifyingKey) -> TrailBroken | int:
    """How many checkpoints agree with the trail, or the first that does not (``firma`` or ``punto``)."""
    rows = await repository.checkpoints(session)
    for row in rows:
        entry = await repository.entry(session, row.n)
        if entry is None or entry.hash != row.hash:
            return TrailBroken(row.n, "punto")
        try:
            key.verify(PURPOSE, _signed(row.day, row.n, row.hash, row.at), bytes.fromhex(row.signature))
        except (SignatureInvalid, ValueError):
            return TrailBroken(row.n, "firma")
    return len(rows)


async def checkpoints(session: AsyncSession) -> tuple[Checkpoint, ...]:
    """Every checkpoint, newest first."""
    rows = await repository.checkpoints(session)
    return tuple(Checkpoint(row.day, row.n, row.hash, row.at, row.signature) for row in reversed(rows))


@asynccontextmanager
async def running(context: Context) -> AsyncIterator[None]:
    """Sign each day's checkpoint while the server is up: at its start, and looking again every ten minutes.

    Without a readable key nothing is signed, which the page says; results are taken in all the same.
    """
    key = await asyncio.to_thread(_key, context)
    if key is None:
        yield
        return
    await _sign(context, key)
    task = asyncio.create_task(_sign_each_day(context, key))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _key(context: Context) -> SigningKey | None:
    try:
        return SigningKey.from_pem(context.config.key.read_bytes())
    except (OSError, KeyInvalid):
        return None


async def _sign(context: Context, key: SigningKey) -> None:
    with suppress(DBAPIError):  # somebody holds the right to write for long: the next look is in ten minutes
        async with context.writing() as session:
            await sign_today(session, key, context.clock.now())


async def _sign_each_day(context: Context, key: SigningKey) -> None:
    while True:
        await asyncio.sleep(EVERY_S)
        await _sign(context, key)


def _signed(day: str, n: int, entry_hash: str, at: datetime) -> bytes:
    return twin({"day": day, "n": n, "hash": entry_hash, "at": moment_text(at)})
