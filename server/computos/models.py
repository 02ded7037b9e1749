"""Tables of results: one row an acta, one row a figure, and what they add up to. Nothing is typed here."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db.base import LARGE, Base


class ActaRow(Base):
    """One verified acta de escrutinio, with its place; only those ``counted`` enter sums."""

    __tablename__ = "computos_acta"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    store_id: Mapped[str] = mapped_column(String(32), unique=True)
    clave: Mapped[str] = mapped_column(String(11), index=True)
    distrito: Mapped[int] = mapped_column(index=True)
    municipio: Mapped[int] = mapped_column(index=True)
    seccion: Mapped[int] = mapped_column(index=True)
    urna: Mapped[str] = mapped_column(String(40))
    bundle: Mapped[str] = mapped_column(String(64))
    emitidos: Mapped[int]
    habilitaciones: Mapped[int]
    closed_at: Mapped[datetime]
    received_at: Mapped[datetime]
    counted: Mapped[bool]


class FiguraRow(Base):
    """One figure of an acta: ``contest`` is its place in the theme, ``key`` one of the contest's ``count_keys``."""

    __tablename__ = "computos_figura"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy declares it as an instance's

    acta: Mapped[int] = mapped_column(ForeignKey("computos_acta.id"), primary_key=True)
    contest: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    votes: Mapped[int]


class SumaRow(Base):
    """What the counted actas of a distrito add up to in one figure, kept in step with them by every transaction.

    ``actas`` is how many hold the figure: none is no row that anyone reads.
    """

    __tablename__ = "computos_suma"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy declares it as an instance's

    distrito: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    contest: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    votes: Mapped[int] = mapped_column(LARGE)
    actas: Mapped[int]
