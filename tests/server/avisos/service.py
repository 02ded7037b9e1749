"""Decides about notices inside the caller's transaction. It must not commit."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from server.audit import service as audit
from server.audit.service import Change
from server.db.paging import Paged, Slice
from server.http.errors import PeticionInvalida
from tests.server.avisos import repository, rules
from tests.server.avisos.models import NoticeRow
from tests.server.avisos.rules import Refused, State, Step
from tests.server.avisos.schemas import Notice

MODULE = "avisos"


async def notices(session: AsyncSession, text: str, state: str, part: Slice) -> Paged[Notice]:
    """Some notices of a text and a state (empty: any)."""
    return (await repository.notices(session, text, state, part)).map(_notice)


async def notice(session: AsyncSession, notice_id: int) -> Notice:
    """One notice; raises ``PeticionInvalida`` S103 for none."""
    return _notice(await _row(session, notice_id))


async def put_up(session: AsyncSession, text: str, by: str, now: datetime) -> Notice | Refused:
    """Put up a notice."""
    refused = rules.text_fault(text)
    if refused is not None:
        return refused
    step = rules.STEPS[Step.PONER]
    row = await repository.add(session, text, step.target.value, (by, now))
    await audit.record(session, now, [Change(by, MODULE, step.told, str(row.id), {}, after={"texto": text})])
    return _notice(row)


async def take(session: AsyncSession, notice_id: int, step: Step, by: str, now: datetime) -> Notice | Refused:
    """Take a notice down, or put it back."""
    row = await _row(session, notice_id)
    before, found = State(row.state), rules.after(State(row.state), step)
    if isinstance(found, Refused):
        return found
    row.state = found.value
    change = Change(
        by, MODULE, rules.STEPS[step].told, str(row.id), {}, before={"estado": before}, after={"estado": found}
    )
    await audit.record(session, now, [change])
    return _notice(row)


async def _row(session: AsyncSession, notice_id: int) -> NoticeRow:
    row = await repository.notice(session, notice_id)
    if row is None:
        raise PeticionInvalida("S103", "no such notice")
    return row


def _notice(row: NoticeRow) -> Notice:
    return Notice(row.id, row.text, State(row.state), row.made_by, row.made_at)
