"""Tables of files by content: what waits for its store, what was put, what checks found."""

from datetime import datetime

from sqlalchemy import Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db.base import LARGE, Base


class WaitingRow(Base):
    """Bytes that were answered for and are not in their store yet; the row goes when they can be read there."""

    __tablename__ = "objetos_espera"

    clase: Mapped[str] = mapped_column(String(20), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class KeptRow(Base):
    """A file that was read in its store after it was put; ``place`` is the store's."""

    __tablename__ = "objetos_guardado"

    clase: Mapped[str] = mapped_column(String(20), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    place: Mapped[str] = mapped_column(String(400))
    size: Mapped[int] = mapped_column(LARGE)
    kept_at: Mapped[datetime]


class CheckRow(Base):
    """What one check of every file found; ``report`` is canonical JSON, ``faults`` those that people must mend."""

    __tablename__ = "objetos_revision"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    faults: Mapped[int]
    report: Mapped[str] = mapped_column(Text)
