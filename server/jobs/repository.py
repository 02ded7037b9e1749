"""Queries of jobs. It must not decide when something is due or given up."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.jobs.models import JobRow, NoteRow
from server.jobs.schemas import Backlog, Job, State

_EMPTY: Final = {"done": 0, "total": 0, "fault": "", "discarded_by": "", "reason": ""}
_OF_POSTGRES: Final = text(
    "SELECT id, task_name, CAST(status AS text) AS status, attempts FROM procrastinate_jobs"
    " WHERE CAST(status AS text) = ANY(:states) ORDER BY id DESC LIMIT :most"
)

_WAITING_OF_POSTGRES: Final = text(
    "SELECT count(*), coalesce(greatest(extract(epoch FROM now() - min(coalesce(job.scheduled_at, event.at))), 0), 0)"
    " FROM procrastinate_jobs job LEFT JOIN LATERAL (SELECT max(at) AS at FROM procrastinate_events"
    " WHERE job_id = job.id AND type IN ('deferred', 'deferred_for_retry')) event ON true"
    " WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at <= now())"
)


async def waiting(session: AsyncSession, task: str) -> int | None:
    """The job of a task that waits."""
    query = select(JobRow.id).where(JobRow.task == task, JobRow.state == State.ESPERA.value)
    return await session.scalar(query.order_by(JobRow.id).limit(1))


async def last_slot(session: AsyncSession, task: str) -> tuple[int, str]:
    """The newest job of a task that its schedule put, by its number and its hour; (0, "") before the first."""
    query = select(JobRow.id, JobRow.slot).where(JobRow.task == task, JobRow.slot.is_not(None))
    row = (await session.execute(query.order_by(JobRow.id.desc()).limit(1))).first()
    return (row[0], row[1] or "") if row is not None else (0, "")


async def add(session: AsyncSession, row: Mapping[str, Any]) -> int:
    """Add a job under the next number; the caller holds the right to write."""
    number = (await session.scalar(select(func.max(JobRow.id))) or 0) + 1
    await session.execute(insert(JobRow), [{**row, "id": number}])
    return number


async def due(session: AsyncSession, now: datetime, stale: timedelta, longest: timedelta) -> JobRow | None:
    """The first job that somebody should do: it waits and is due, or nobody gave a sign of doing it for ``stale``.

    A moment further ahead than ``longest``, or a sign of life from ahead, was written before the clock went back.
    """
    alive = JobRow.beat_at.between(now - stale, now + stale)
    reached = (JobRow.due_at <= now) | (JobRow.due_at > now + longest)
    query = select(JobRow).where(
        ((JobRow.state == State.ESPERA.value) & reached) | ((JobRow.state == State.EN_CURSO.value) & ~alive)
    )
    doing = select(JobRow.task).where(JobRow.state == State.EN_CURSO.value, alive)
    return (await session.scalars(query.where(JobRow.task.not_in(doing)).order_by(JobRow.id).limit(1))).first()


async def backlog(session: AsyncSession, now: datetime) -> Backlog:
    """What of SQLite's jobs is due and waits."""
    query = select(func.count(), func.min(JobRow.due_at)).where(
        JobRow.state == State.ESPERA.value, JobRow.due_at <= now
    )
    count, since = (await session.execute(query)).one()
    return Backlog(count, int((now - since).total_seconds()) if count else 0)


async def backlog_of_postgres(session: AsyncSession) -> Backlog:
    """What of procrastinate's jobs is due and waits, by the database's own clock."""
    count, oldest_s = (await session.execute(_WAITING_OF_POSTGRES)).one()
    return Backlog(count, int(oldest_s))


async def change(session: AsyncSession, job: int, states: Collection[State], **values: object) -> bool:
    """Change a job that is in one of these states."""
    query = update(JobRow).where(JobRow.id == job, JobRow.state.in_([each.value for each in states]))
    return (await session.execute(query.values(**values).returning(JobRow.id))).first() is not None


async def job(session: AsyncSession, number: int) -> JobRow | None:
    """One job as it is now."""
    return await session.get(JobRow, number, populate_existing=True)


async def newest(session: AsyncSession, states: Sequence[State], most: int) -> list[Job]:
    """The newest of SQLite's jobs in these states."""
    query = select(JobRow).where(JobRow.state.in_([each.value for each in states])).order_by(JobRow.id.desc())
    rows = (await session.scalars(query.limit(most))).all()
    return await _noted(session, [(row.id, row.task, State(row.state), row.tries) for row in rows])


async def newest_of_postgres(session: AsyncSession, names: Mapping[str, State], most: int) -> list[Job]:
    """The newest of procrastinate's jobs whose status is one of ``names``."""
    rows = await session.execute(_OF_POSTGRES, {"states": list(names), "most": most})
    return await _noted(session, [(row[0], row[1], names[row[2]], row[3]) for row in rows])


async def note(session: AsyncSession, number: int, **values: object) -> None:
    """Tell something of a job; what is not named stays as it was."""
    query = update(NoteRow).where(NoteRow.job == number).values(**values).returning(NoteRow.job)
    if (await session.execute(query)).first() is None:
        await session.execute(insert(NoteRow), [{**_EMPTY, "job": number, **values}])


async def _noted(session: AsyncSession, rows: Sequence[tuple[int, str, State, int]]) -> list[Job]:
    notes = {
        each.job: each for each in await session.scalars(select(NoteRow).where(NoteRow.job.in_([r[0] for r in rows])))
    }
    return [_job(row, notes.get(row[0])) for row in rows]


def _job(row: tuple[int, str, State, int], told: NoteRow | None) -> Job:
    if told is None:
        return Job(*row)
    number, task, state, tries = row
    state = State.DESCARTADO if told.discarded_by else state
    return Job(number, task, state, tries, told.done, told.total, told.fault, told.reason)
