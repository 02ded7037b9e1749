"""Queries of passkeys, the challenges that they answered, known browsers. It must not decide who may enter."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.accounts.models import ChallengeRow, DeviceRow, PasskeyRow, PersonRow
from server.accounts.repository import Row


async def passkeys_of(session: AsyncSession, person_id: str) -> Sequence[PasskeyRow]:
    """The passkeys of a person, the oldest first."""
    query = select(PasskeyRow).where(PasskeyRow.person == person_id)
    return (await session.scalars(query.order_by(PasskeyRow.made_at, PasskeyRow.id))).all()


async def with_passkeys(session: AsyncSession, people: Collection[str]) -> frozenset[str]:
    """Who of these people has a passkey."""
    return frozenset(await session.scalars(select(PasskeyRow.person).where(PasskeyRow.person.in_(people))))


async def passkey(session: AsyncSession, passkey_id: str) -> tuple[PasskeyRow, PersonRow] | None:
    """One passkey and whose it is."""
    query = select(PasskeyRow, PersonRow).join(PersonRow, PersonRow.id == PasskeyRow.person)
    row = (await session.execute(query.where(PasskeyRow.id == passkey_id))).first()
    return (row[0], row[1]) if row else None


async def add_passkey(session: AsyncSession, row: Row) -> None:
    """Add a passkey."""
    await session.execute(insert(PasskeyRow), [row])


async def passkey_used(session: AsyncSession, passkey_id: str, uses: int, at: datetime) -> None:
    """Note that a passkey entered."""
    await session.execute(update(PasskeyRow).where(PasskeyRow.id == passkey_id).values(uses=uses, used_at=at))


async def drop_passkey(session: AsyncSession, person_id: str, passkey_id: str) -> str | None:
    """Drop a passkey of a person; gives its name, None when they have no such."""
    query = delete(PasskeyRow).where(PasskeyRow.person == person_id, PasskeyRow.id == passkey_id)
    return (await session.execute(query.returning(PasskeyRow.name))).scalar()


async def drop_passkeys(session: AsyncSession, person_id: str) -> None:
    """Drop every passkey of a person."""
    await session.execute(delete(PasskeyRow).where(PasskeyRow.person == person_id))


async def use_challenge(session: AsyncSession, mark: str, ends_at: datetime, now: datetime) -> bool:
    """Note that a challenge was answered, and forget those that are over; False when it was answered before."""
    await session.execute(delete(ChallengeRow).where(ChallengeRow.ends_at <= now))
    if await session.get(ChallengeRow, mark) is not None:
        return False
    await session.execute(insert(ChallengeRow), [{"mark": mark, "ends_at": ends_at}])
    return True


async def knows_device(session: AsyncSession, mark: str, usuario: str, now: datetime) -> bool:
    """Whether this user entered in this browser."""
    query = select(DeviceRow.mark).join(PersonRow, PersonRow.id == DeviceRow.person)
    query = query.where(DeviceRow.mark == mark, PersonRow.usuario == usuario, DeviceRow.ends_at > now)
    return (await session.scalars(query)).first() is not None


async def add_device(session: AsyncSession, mark: str, person_id: str, ends_at: datetime) -> None:
    """Know a browser from now on."""
    await session.execute(insert(DeviceRow), [{"mark": mark, "person": person_id, "ends_at": ends_at}])


async def forget_devices(session: AsyncSession, person_id: str, but: str = "") -> None:
    """Know no browser of a person any more, except one."""
    await session.execute(delete(DeviceRow).where(DeviceRow.person == person_id, DeviceRow.mark != but))


async def forget_devices_before(session: AsyncSession, moment: datetime) -> None:
    """Forget the browsers whose time is over."""
    await session.execute(delete(DeviceRow).where(DeviceRow.ends_at <= moment))
