"""Tables of jobs: the queue where SQLite is the database, and what is told of every job. Nothing is ever deleted."""

from datetime import datetime

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db.base import LARGE, Base


class JobRow(Base):
    """One job of SQLite's queue: ``state`` is a value of ``State``; ``slot`` says which hour of a schedule it is."""

    __tablename__ = "jobs_job"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    task: Mapped[str] = mapped_column(String(40))
    arguments: Mapped[str] = mapped_column(Text)
    slot: Mapped[str | None] = mapped_column(String(80), unique=True)
    state: Mapped[str] = mapped_column(String(12), index=True)
    tries: Mapped[int]
    due_at: Mapped[datetime]
    beat_at: Mapped[datetime]
    cancel: Mapped[bool]


class NoteRow(Base):
    """What is told of a job of either queue: how far, why it failed, who put it away and why."""

    __tablename__ = "jobs_note"

    job: Mapped[int] = mapped_column(LARGE, primary_key=True, autoincrement=False)
    done: Mapped[int]
    total: Mapped[int]
    fault: Mapped[str] = mapped_column(String(120))
    discarded_by: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(300))
