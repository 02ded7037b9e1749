"""Keeps and reads files by content for the other modules. It must not decide what a file is worth, nor delete any.

In a folder a file is durable before its row is. Elsewhere its bytes wait in the database, with its row, until they can
be read in their store. Either way what was answered is durable, and no answer waits for a network.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from server.context import Context
from server.kit.objects import ObjectMissing
from server.objetos import repository, schemas
from server.objetos.schemas import Clase, Pending
from shared.crypto.hashing import sha256_hex

Claim = schemas.Claim


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one class of one server."""

    context: Context
    clase: Clase

    async def keep(self, session: AsyncSession, items: Sequence[bytes], *, original: bool = True) -> list[str]:
        """Keep bytes and give their SHA-256; durable when the caller's transaction is, if not before."""
        stores = self.context.stores
        if not stores.remote:
            store = stores.of(self.clase.value)
            return await asyncio.to_thread(lambda: store.put_many(items, original=original))
        named = {sha256_hex(each): each for each in items}
        await repository.add_waiting(session, self.clase.value, named)
        return [sha256_hex(each) for each in items]

    async def read(self, name: str) -> bytes:
        """The bytes of a hash, checked; raises ``ObjectMissing`` S854 S855, ``StoreAway`` S851."""
        stores, clase = self.context.stores, self.clase.value
        if not stores.remote:
            return await asyncio.to_thread(stores.of(clase).get, name)
        async with self.context.reading() as session:
            waiting = (await repository.waiting(session, clase, [name])).get(name)
        if waiting is not None and sha256_hex(waiting) == name:
            return waiting
        here = await asyncio.to_thread(self._in_data, name)
        return here if here is not None else await stores.run(stores.of(clase).get, name)

    def _in_data(self, name: str) -> bytes | None:
        """What lies in ``data`` since before there was a bucket."""
        try:
            return self.context.stores.local(self.clase.value).get(name)
        except ObjectMissing:
            return None


async def pending(session: AsyncSession, claims: Iterable[Claim]) -> Pending:
    """How much waits for its store."""
    found = [await repository.pending(session, claim) for claim in claims]
    return Pending(sum(each.number for each in found), sum(each.size for each in found))


async def kept(session: AsyncSession) -> tuple[str, ...]:
    """``class/SHA-256`` of everything that was put elsewhere."""
    return tuple(f"{clase}/{sha256}" for clase, sha256 in await repository.kept(session))
