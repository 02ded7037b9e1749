"""Tables of the cases: where each one stands, and every step that was taken. Steps are never changed or removed."""

from datetime import datetime

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db.base import Base


class CaseRow(Base):
    """The case of one casilla, from the first step that somebody took.

    ``version`` counts steps; ``holder`` is who looks at it; ``proposal`` the step that proposes or that was decided (0:
    none); ``basis`` the bundles on which that rests, as `ingest.service.bases` says.
    """

    __tablename__ = "revision_case"

    clave: Mapped[str] = mapped_column(String(11), primary_key=True)
    state: Mapped[str] = mapped_column(String(12), index=True)
    version: Mapped[int]
    holder: Mapped[str] = mapped_column(String(32))
    holder_name: Mapped[str] = mapped_column(String(80))
    proposal: Mapped[int]
    basis: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[datetime]


class StepRow(Base):
    """One step of a case: who, when, why; ``chosen`` and ``effect`` are canonical JSON."""

    __tablename__ = "revision_step"

    clave: Mapped[str] = mapped_column(String(11), primary_key=True)
    n: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    action: Mapped[str] = mapped_column(String(12))
    person: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(80))
    motive: Mapped[str] = mapped_column(String(24))
    words: Mapped[str] = mapped_column(Text)
    chosen: Mapped[str] = mapped_column(Text)
    effect: Mapped[str] = mapped_column(Text)
