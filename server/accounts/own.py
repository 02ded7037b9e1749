"""What people do with their own account: password, one-time codes, sessions. It must not touch another's account."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Identity
from server.accounts import people, repository, repository_keys, trail, tries
from server.accounts.schemas import By, OpenSession, Person, Refused
from server.accounts.service import TWO_FACTORS, Keys
from server.db.paging import Paged, Slice
from server.http.errors import PeticionInvalida
from shared.crypto.passwords import code_step


async def sessions(
    session: AsyncSession, identity: Identity, now: datetime, text: str, part: Slice
) -> Paged[OpenSession]:
    """One's open sessions, of part of an address or of a browser's name (empty: any)."""
    found = await repository.sessions_of(session, identity.id, now, text, part)
    return found.map(lambda r: OpenSession(r.mark, r.opened_at, r.seen_at, r.address, r.agent, r.factors))


async def close(session: AsyncSession, identity: Identity, marks: Sequence[str] | None, by: By, now: datetime) -> int:
    """Close some of one's sessions, or all but this one (None); gives how many."""
    closed = await repository.close_sessions(session, identity.id, now, marks, "" if marks else identity.session)
    if closed:
        await trail.of_own(session, by, now, "cerrar_sesiones", cuantas=closed)
    return closed


async def held(session: AsyncSession, identity: Identity) -> Person:
    """One's account as it stands, with every grant, also those that want a second factor."""
    found = await people.person(session, identity.id)
    if found is None:
        raise PeticionInvalida("S103", "the account is gone")
    return found


async def grant_try(session: AsyncSession, identity: Identity, now: datetime) -> str | datetime:
    """Use up a try at saying one's password again: the hash to weigh it against, or until when to wait."""
    wait = await tries.use_up(session, tries.of_account(identity.id), now)
    if wait is not None:
        return wait
    row = await repository.person(session, identity.id)
    return row.password if row else ""


async def forget_tries(session: AsyncSession, identity: Identity, now: datetime) -> None:
    """Forget the failures of somebody who said their password."""
    await tries.give_back(session, tries.of_account(identity.id), now)


async def set_password(session: AsyncSession, identity: Identity, hashed: str, by: By, now: datetime) -> None:
    """Change one's password; the other sessions close, since whoever changes it may fear them."""
    await repository.change_person(session, identity.id, password=hashed)
    await repository.close_sessions(session, identity.id, now, None, identity.session)
    await repository_keys.forget_devices(session, identity.id)
    await trail.of_own(session, by, now, "cambiar_contrasena")


async def set_seed(
    session: AsyncSession, keys: Keys, identity: Identity, proof: tuple[str, str], around: tuple[By, datetime]
) -> Refused | None:
    """Begin with one-time codes: ``proof`` is the seed that the page showed and a code that the telephone made of it.

    The session counts from now on as opened with two factors: its holder has just shown both.
    """
    (seed, code), (by, now) = proof, around
    step = code_step(seed, code, now, 0)
    row = await repository.person(session, identity.id)
    if step is None:
        return Refused.CODE
    if row is None or row.seed:
        return Refused.SELF
    if not identity.strong and await repository_keys.with_passkeys(session, [identity.id]):
        return Refused.WEAK_SESSION
    locked = keys.vault.lock(seed, identity.id)
    await repository.change_person(session, identity.id, seed=locked, last_step=step)
    await repository.close_sessions(session, identity.id, now, None, identity.session)
    await repository.strengthen(session, identity.session, TWO_FACTORS)
    await trail.of_own(session, by, now, "segundo_factor")
    return None
