"""Queries of accounts. It must not decide who may enter."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.accounts.models import GrantRow, LinkRow, MachineRow, PersonRow, SessionRow, TriesRow
from server.accounts.schemas import MachineState
from server.db.paging import Columns, Paged, Slice, paged

Row = dict[str, Any]
BY = {
    "usuario": PersonRow.usuario,
    "nombre": PersonRow.name,
    "estado": PersonRow.status,
    "desde": PersonRow.made_at,
}
"""What people can be ordered by."""
MACHINES_BY: Columns = {
    "id": MachineRow.id,
    "nombre": MachineRow.name,
    "desde": MachineRow.made_at,
    "vence": MachineRow.ends_at,
}
SESSIONS_BY: Columns = {
    "marca": SessionRow.mark,
    "desde": SessionRow.opened_at,
    "uso": SessionRow.seen_at,
    "direccion": SessionRow.address,
}


async def person(session: AsyncSession, person_id: str) -> PersonRow | None:
    """One person."""
    return await session.get(PersonRow, person_id)


async def person_named(session: AsyncSession, usuario: str) -> PersonRow | None:
    """One person by the name with which they enter."""
    return (await session.scalars(select(PersonRow).where(PersonRow.usuario == usuario))).first()


async def people(session: AsyncSession, text: str, status: str, part: Slice) -> Paged[PersonRow]:
    """Some people, of a text and a status (empty: any), by the name with which they enter."""
    query = select(PersonRow)
    if status:
        query = query.where(PersonRow.status == status)
    if text:
        query = query.where(
            or_(PersonRow.usuario.icontains(text, autoescape=True), PersonRow.name.icontains(text, autoescape=True))
        )
    return await paged(session, query, part, BY)


async def add_person(session: AsyncSession, row: Row) -> None:
    """Add a person."""
    await session.execute(insert(PersonRow), [row])


async def change_person(session: AsyncSession, person_id: str, **values: object) -> None:
    """Change columns of a person."""
    await session.execute(update(PersonRow).where(PersonRow.id == person_id).values(**values))


async def use_step(session: AsyncSession, person_id: str, step: int) -> bool:
    """Note the step of a one-time code; False when it, or a later one, was used before."""
    query = update(PersonRow).where(PersonRow.id == person_id, PersonRow.last_step < step).values(last_step=step)
    return (await session.execute(query.returning(PersonRow.id))).first() is not None


async def grants(session: AsyncSession, holders: Collection[str]) -> Sequence[GrantRow]:
    """Grants of people or machines, in order."""
    query = select(GrantRow).where(GrantRow.holder.in_(holders))
    return (await session.scalars(query.order_by(GrantRow.role, GrantRow.level, GrantRow.number))).all()


async def set_grants(session: AsyncSession, holder: str, rows: Iterable[Row]) -> None:
    """Replace the grants of a person or machine."""
    await session.execute(delete(GrantRow).where(GrantRow.holder == holder))
    if found := list(rows):
        await session.execute(insert(GrantRow), found)


async def holders(session: AsyncSession, role: str, status: str) -> Sequence[str]:
    """People of a status who hold a role over the whole entidad."""
    query = select(PersonRow.id).join(GrantRow, GrantRow.holder == PersonRow.id)
    query = query.where(GrantRow.role == role, GrantRow.number == 0, PersonRow.status == status)
    return (await session.scalars(query)).all()


async def add_session(session: AsyncSession, row: Row) -> None:
    """Add a session."""
    await session.execute(insert(SessionRow), [row])


async def session_marked(session: AsyncSession, mark: str) -> tuple[SessionRow, PersonRow] | None:
    """A session and whose it is."""
    query = select(SessionRow, PersonRow).join(PersonRow, PersonRow.id == SessionRow.person)
    row = (await session.execute(query.where(SessionRow.mark == mark))).first()
    return (row[0], row[1]) if row else None


async def sessions_of(
    session: AsyncSession, person_id: str, now: datetime, text: str, part: Slice
) -> Paged[SessionRow]:
    """Sessions of a person that were neither closed nor are over, of part of an address or of a browser's name."""
    query = select(SessionRow).where(
        SessionRow.person == person_id, SessionRow.closed_at.is_(None), SessionRow.ends_at > now
    )
    if text:
        columns = (SessionRow.address, SessionRow.agent)
        query = query.where(or_(*(column.icontains(text, autoescape=True) for column in columns)))
    return await paged(session, query, part, SESSIONS_BY)


async def seen(session: AsyncSession, mark: str, at: datetime) -> None:
    """Note that a session was used."""
    await session.execute(update(SessionRow).where(SessionRow.mark == mark).values(seen_at=at))


async def strengthen(session: AsyncSession, mark: str, factors: int) -> None:
    """Note that another factor was shown in a session."""
    await session.execute(update(SessionRow).where(SessionRow.mark == mark).values(factors=factors))


async def close_sessions(
    session: AsyncSession, person_id: str, at: datetime, marks: Collection[str] | None, but: str = ""
) -> int:
    """Close sessions of a person: those of ``marks``, or all when None, except ``but``; gives how many."""
    query = update(SessionRow).where(
        SessionRow.person == person_id, SessionRow.closed_at.is_(None), SessionRow.mark != but
    )
    if marks is not None:
        query = query.where(SessionRow.mark.in_(marks))
    return len((await session.execute(query.values(closed_at=at).returning(SessionRow.mark))).all())


async def add_link(session: AsyncSession, row: Row) -> None:
    """Add an address that opens once; those of before of the same person and kind open no more."""
    older = update(LinkRow).where(
        LinkRow.person == row["person"], LinkRow.kind == row["kind"], LinkRow.used_at.is_(None)
    )
    await session.execute(older.values(used_at=row["made_at"]))
    await session.execute(insert(LinkRow), [row])


async def link(session: AsyncSession, mark: str, now: datetime) -> LinkRow | None:
    """An address that was not used nor is over."""
    query = select(LinkRow).where(LinkRow.mark == mark, LinkRow.used_at.is_(None), LinkRow.ends_at > now)
    return (await session.scalars(query)).first()


async def use_link(session: AsyncSession, mark: str, at: datetime) -> bool:
    """Use an address; False when it was used meanwhile."""
    query = (
        update(LinkRow).where(LinkRow.mark == mark, LinkRow.used_at.is_(None), LinkRow.ends_at > at).values(used_at=at)
    )
    return (await session.execute(query.returning(LinkRow.mark))).first() is not None


async def tries(session: AsyncSession, keys: Collection[str]) -> dict[str, TriesRow]:
    """Failed tries by key."""
    return {row.key: row for row in await session.scalars(select(TriesRow).where(TriesRow.key.in_(keys)))}


async def set_tries(session: AsyncSession, row: Row) -> None:
    """Write the failed tries of a key anew."""
    await session.execute(delete(TriesRow).where(TriesRow.key == row["key"]))
    await session.execute(insert(TriesRow), [row])


async def forget_tries(session: AsyncSession, key: str) -> None:
    """Forget the failed tries of a key."""
    await session.execute(delete(TriesRow).where(TriesRow.key == key))


async def forget_tries_before(session: AsyncSession, moment: datetime) -> None:
    """Forget the failed tries that nobody repeated since a moment."""
    await session.execute(delete(TriesRow).where(TriesRow.last_at < moment))


async def machines(session: AsyncSession, text: str, state: str, part: Slice) -> Paged[MachineRow]:
    """Some machines, of part of a name and a state (empty: any)."""
    query = select(MachineRow)
    if text:
        query = query.where(MachineRow.name.icontains(text, autoescape=True))
    if state:
        is_open = state == MachineState.ABIERTA
        query = query.where(MachineRow.closed_at.is_(None) if is_open else MachineRow.closed_at.is_not(None))
    return await paged(session, query, part, MACHINES_BY)


async def machine(session: AsyncSession, machine_id: str) -> MachineRow | None:
    """One machine."""
    return await session.get(MachineRow, machine_id)


async def machine_marked(session: AsyncSession, mark: str) -> MachineRow | None:
    """A machine by the mark of its token."""
    return (await session.scalars(select(MachineRow).where(MachineRow.mark == mark))).first()


async def add_machine(session: AsyncSession, row: Row) -> None:
    """Add a machine."""
    await session.execute(insert(MachineRow), [row])


async def close_machine(session: AsyncSession, machine_id: str, at: datetime) -> str | None:
    """Close a machine's door; gives its name, None when there is no such machine or it was closed."""
    query = update(MachineRow).where(MachineRow.id == machine_id, MachineRow.closed_at.is_(None)).values(closed_at=at)
    return (await session.execute(query.returning(MachineRow.name))).scalar()


async def people_count(session: AsyncSession) -> int:
    """How many people there are."""
    return await session.scalar(select(func.count()).select_from(PersonRow)) or 0
