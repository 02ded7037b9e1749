"""Queries of jobs. It must not decide when something is due or given up."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.jobs.models import JobRow, NoteRow
from server.jobs.schemas import Job, State

_EMPTY: Final = {"done": 0, "total": 0, "fault": "", "discarded_by": "", "reason": ""}
_OF_POSTGRES: Final = text(
    "SELECT id, task_name, CAST(status AS text) AS status, attempts FROM procrastinate_jobs"
    " WHERE CAST(status AS text) = ANY(:states) ORDER BY id DESC LIMIT :most"
)


async def waiting(session: AsyncSession, task: str) -> int | None:
    """The job of a task that waits."""
    query = select(JobRow.id).where(JobRow.task == task, JobRow.state == State.ESPERA.value)
    return await session.scalar(query.order_by(JobRow.id).limit(1))


async def has_slot(session: AsyncSession, slot: str) -> bool:
    """Whether the job of an hour of a schedule was put."""
    return await session.scalar(select(JobRow.id).where(JobRow.slot == slot)) is not None


async def add(session: AsyncSession, row: Mapping[str, Any]) -> int:
    """Add a job under the next number; the caller holds the right to write."""
    number = (await session.scalar(select(func.max(JobRow.id))) or 0) + 1
    await session.execute(insert(JobRow), [{**row, "id": number}])
    return number


async def due(session: AsyncSession, now: datetime, stale: datetime) -> JobRow | None:
    """The first job that somebody should do: it waits and is due, or nobody has given a sign of doing it since."""
    query = select(JobRow).where(
        ((JobRow.state == State.ESPERA.value) & (JobRow.due_at <= now))
        | ((JobRow.state == State.EN_CURSO.value) & (JobRow.beat_at < stale))
    )
    doing = select(JobRow.task).where(JobRow.state == State.EN_CURSO.value, JobRow.beat_at >= stale)
    return (await session.scalars(query.where(JobRow.task.not_in(doing)).order_by(JobRow.id).limit(1))).first()


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
