"""Tables of the catalogue. They hold what the signed theme says and nothing that people typed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db.base import Base


class ThemeRow(Base):
    """An imported theme: its bytes, so that any result can be judged again years later."""

    __tablename__ = "catalog_theme"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    theme_id: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    election: Mapped[str] = mapped_column(String(40), unique=True)
    imported_at: Mapped[datetime]
    body: Mapped[bytes] = mapped_column(LargeBinary)


class DistritoRow(Base):
    """A local district of an election."""

    __tablename__ = "catalog_distrito"

    theme: Mapped[str] = mapped_column(ForeignKey("catalog_theme.hash"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(300))


class MunicipioRow(Base):
    """A municipality of an election."""

    __tablename__ = "catalog_municipio"

    theme: Mapped[str] = mapped_column(ForeignKey("catalog_theme.hash"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(300))


class CasillaRow(Base):
    """A casilla of an election; distrito and municipio 0 stand for voting from abroad."""

    __tablename__ = "catalog_casilla"

    theme: Mapped[str] = mapped_column(ForeignKey("catalog_theme.hash"), primary_key=True)
    clave: Mapped[str] = mapped_column(String(11), primary_key=True)
    distrito: Mapped[int] = mapped_column(index=True)
    municipio: Mapped[int] = mapped_column(index=True)
    seccion: Mapped[int] = mapped_column(index=True)
    lista_nominal: Mapped[int]
    boletas: Mapped[int]
    representantes: Mapped[int]
    ubicacion: Mapped[int]
    domicilio: Mapped[str] = mapped_column(String(300))
