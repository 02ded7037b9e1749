"""The table of the trail. It must never be updated or deleted from."""

from datetime import datetime

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db.base import Base


class AuditRow(Base):
    """One change: ``data``, ``before`` and ``after`` are canonical JSON; ``hash`` covers all of the row and ``prev``.

    What is empty is left out of the hash, so that entries made before a column existed keep theirs.
    """

    __tablename__ = "audit_entry"

    n: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    module: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(120))
    data: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(80))
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(12))
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class CheckpointRow(Base):
    """What the server signed of the trail on one day (UTC-6); never changed."""

    __tablename__ = "audit_checkpoint"

    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    n: Mapped[int] = mapped_column(Integer)
    hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    signature: Mapped[str] = mapped_column(String(128))
