"""Queries of the notice board. It must not decide."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.db.paging import Paged, Slice, paged
from tests.server.avisos.models import NoticeRow

BY = {"id": NoticeRow.id, "made_at": NoticeRow.made_at}


async def notices(session: AsyncSession, text: str, state: str, part: Slice) -> Paged[NoticeRow]:
    """Some notices of a text and a state (empty: any)."""
    query = select(NoticeRow)
    if text:
        query = query.where(NoticeRow.text.icontains(text, autoescape=True))
    if state:
        query = query.where(NoticeRow.state == state)
    return await paged(session, query, part, BY)


async def notice(session: AsyncSession, notice_id: int) -> NoticeRow | None:
    """One notice."""
    return await session.get(NoticeRow, notice_id)


async def add(session: AsyncSession, text: str, state: str, made: tuple[str, datetime]) -> NoticeRow:
    """Add a notice."""
    row = NoticeRow(text=text, state=state, made_by=made[0], made_at=made[1])
    session.add(row)
    await session.flush()
    return row
