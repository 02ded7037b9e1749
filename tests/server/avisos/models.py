"""Table of the notice board. It must not hold a rule."""

from datetime import datetime

from sqlalchemy import MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from server.db.base import Moment


class Base(DeclarativeBase):
    """Apart from the server's own tables, since this module is an example."""

    metadata = MetaData()


class NoticeRow(Base):
    """One notice; ``state`` is a word of ``rules.State``."""

    __tablename__ = "avisos_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(Moment)
