"""Puts into their store what waits in the database. It must not note what it did not read there.

Doing it twice, or half of it, is harmless: what lies there under its lock is not put again.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

from server.context import Context
from server.kit.objects import ObjectMissing
from server.objetos import repository
from server.objetos.schemas import Claim, Named
from server.objetos.service import pending
from server.work import Progress

BATCH: Final = 16


async def send(context: Context, claims: Sequence[Claim], progress: Progress) -> int:
    """Put everything that waits; gives how many were put. Of what has no bytes anywhere a check tells.

    Raises ``StoreAway`` S851, ``ObjetoInvalido`` S852, S853, S857: what was put until then is noted.
    """
    stores = context.stores
    if not stores.remote:
        return 0
    await stores.run(stores.of("").check)
    async with context.reading() as session:
        total = (await pending(session, claims)).number
    sent = 0
    for claim in claims:
        after = ""
        while rows := await _unsent(context, claim, after):
            after = rows[-1].sha256
            sent += await _put(context, claim, rows)
            await progress(sent, total)
    return sent


async def _unsent(context: Context, claim: Claim, after: str) -> list[Named]:
    async with context.reading() as session:
        return await repository.unsent(session, claim, after, BATCH)


async def _put(context: Context, claim: Claim, rows: Sequence[Named]) -> int:
    stores, clase = context.stores, claim.clase.value
    found = await bytes_of(context, claim, [each.sha256 for each in rows])
    put: dict[str, int] = {}
    for original in (True, False):
        items = [found[each.sha256] for each in rows if each.original is original and each.sha256 in found]
        if items:
            names = await stores.run(_put_many, context, clase, items, original)
            put |= {name: len(data) for name, data in zip(names, items, strict=True)}
    if put:
        async with context.writing() as session:
            await repository.add_kept(session, clase, put, (stores.place, context.clock.now()))
    return len(put)


def _put_many(context: Context, clase: str, items: Sequence[bytes], original: bool) -> list[str]:  # noqa: FBT001 - of a thread
    return context.stores.of(clase).put_many(items, original=original)


async def bytes_of(context: Context, claim: Claim, names: Sequence[str]) -> Mapping[str, bytes]:
    """The bytes of these files that this server holds itself: they wait, stay in the database, or lie in ``data``."""
    async with context.reading() as session:
        found = dict(await repository.waiting(session, claim.clase.value, names))
        if claim.bodies is not None:
            found |= await claim.bodies(session, [name for name in names if name not in found])
    return found | await asyncio.to_thread(_in_data, context, claim, [name for name in names if name not in found])


def _in_data(context: Context, claim: Claim, names: Sequence[str]) -> dict[str, bytes]:
    store, found = context.stores.local(claim.clase.value), {}
    for name in names:
        try:
            found[name] = store.get(name)
        except ObjectMissing:
            continue
    return found
