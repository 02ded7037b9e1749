"""Tables of the catalogue: what the signed theme says and, apart from it, the marco: lists that people delivered.

They must not hold a rule.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, LargeBinary, String, Text
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


class _OfTheme:
    """A numbered unit of an election, as its theme names it."""

    theme: Mapped[str] = mapped_column(ForeignKey("catalog_theme.hash"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(300))


class DistritoRow(_OfTheme, Base):
    """A local district of an election."""

    __tablename__ = "catalog_distrito"


class MunicipioRow(_OfTheme, Base):
    """A municipality of an election."""

    __tablename__ = "catalog_municipio"


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


class _Named:
    """What people call a row of the institute's own lists, which they deliver and sign."""

    nombre: Mapped[str] = mapped_column(String(300))


class _OfDistrito:
    """By the number of a distrito; 0 is voting from abroad."""

    distrito: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)


class _OfMunicipio:
    """By the number of a municipio; 0 is voting from abroad."""

    municipio: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)


class _OfCasilla:
    """By the clave of a casilla, from which ``entidad``, ``seccion`` and ``tipo`` follow."""

    clave_casilla: Mapped[str] = mapped_column(String(11), primary_key=True)
    entidad: Mapped[int]
    seccion: Mapped[int] = mapped_column(index=True)
    tipo: Mapped[str] = mapped_column(String(1))


class _Shaped:
    """The simplified shape of a unit: WKT, degrees."""

    forma: Mapped[str] = mapped_column(Text)


class MarcoEntidadRow(_Named, Base):
    """The entidad of the institute's own lists; the theme's tables stand above."""

    __tablename__ = "catalog_marco_entidad"

    entidad: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)


class MarcoDistritoRow(_OfDistrito, _Named, Base):
    """A distrito of the institute's list."""

    __tablename__ = "catalog_marco_distrito"


class MarcoMunicipioRow(_OfMunicipio, _Named, Base):
    """A municipio of the institute's list."""

    __tablename__ = "catalog_marco_municipio"


class MarcoSeccionRow(Base):
    """A seccion, with the distrito and the municipio to which it belongs."""

    __tablename__ = "catalog_marco_seccion"

    seccion: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    distrito: Mapped[int] = mapped_column(index=True)
    municipio: Mapped[int] = mapped_column(index=True)


class MarcoCasillaRow(_OfCasilla, Base):
    """A casilla of the institute's list."""

    __tablename__ = "catalog_marco_casilla"

    ubicacion: Mapped[int]
    domicilio: Mapped[str] = mapped_column(String(300))


class MarcoListaNominalRow(_OfCasilla, Base):
    """How many people of the lista nominal vote at a casilla."""

    __tablename__ = "catalog_marco_lista_nominal"

    lista_nominal: Mapped[int]


class MarcoEleccionRow(_Named, Base):
    """An election as called; ``fecha`` is its day (ISO)."""

    __tablename__ = "catalog_marco_eleccion"

    eleccion: Mapped[str] = mapped_column(String(40), primary_key=True)
    fecha: Mapped[str] = mapped_column(String(10))


class MarcoMapaDistritoRow(_OfDistrito, _Shaped, Base):
    """The shape of a distrito."""

    __tablename__ = "catalog_marco_mapa_distrito"


class MarcoMapaMunicipioRow(_OfMunicipio, _Shaped, Base):
    """The shape of a municipio."""

    __tablename__ = "catalog_marco_mapa_municipio"


class CargaRow(Base):
    """A file that somebody delivered to take the place of a list, and what became of it.

    ``differences`` is the hash of what it changes, as it was when it was reviewed; empty before.
    """

    __tablename__ = "catalog_carga"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    lista: Mapped[str] = mapped_column(String(40), index=True)
    name: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    status: Mapped[str] = mapped_column(String(12), index=True)
    faults: Mapped[int]
    received_by: Mapped[str] = mapped_column(String(80))
    received_at: Mapped[datetime]
    differences: Mapped[str] = mapped_column(String(64))
    reviewed_by: Mapped[str] = mapped_column(String(80))
    reviewed_at: Mapped[datetime | None]
    closed_by: Mapped[str] = mapped_column(String(80))
    closed_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(300))
