"""What the trail is told of accounts: tries to enter, one's own account, the accounts of others. It must not decide."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from server.accounts import repository
from server.accounts.schemas import By, Source
from server.audit import service as audit
from server.audit.service import Change, Outcome

MODULE: Final = "accounts"
NOBODY: Final = "desconocido"


async def of_entering(
    session: AsyncSession,
    usuario: str,
    action: str,
    around: tuple[Source, datetime],
    outcome: Outcome = Outcome.DONE,
    **data: object,
) -> None:
    """Who entered, left or failed to; a name that nobody has is not written, since people type passwords there."""
    source, now = around
    subject = usuario if await repository.person_named(session, usuario) else NOBODY
    change = Change(subject, MODULE, action, subject, data, address=source.address, outcome=outcome)
    await audit.record(session, now, [change])


async def of_own(session: AsyncSession, by: By, now: datetime, action: str, **data: object) -> None:
    """What somebody changed of their own account."""
    await audit.record(session, now, [Change(by.actor, MODULE, action, by.actor, data, by.role, by.address)])


async def of_another(
    session: AsyncSession,
    around: tuple[By, datetime],
    what: tuple[str, str],
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """What somebody changed (action, of whom or what) of another's account, or of a machine."""
    (by, now), (action, subject) = around, what
    change = Change(by.actor, MODULE, action, subject, {}, by.role, by.address, before=before, after=after)
    await audit.record(session, now, [change])
