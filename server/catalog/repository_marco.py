"""Queries of the institute's lists and of the files that people deliver. It must not decide."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    String,
    Subquery,
    Table,
    delete,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    union,
    update,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.ext.asyncio import AsyncSession

from server.catalog import models
from server.catalog.models import CargaRow
from server.db.base import Base
from server.db.paging import Paged, Slice, paged

Row = Mapping[str, Any]
_TABLES: Final[Mapping[str, type[Base]]] = {
    "entidades": models.MarcoEntidadRow,
    "distritos": models.MarcoDistritoRow,
    "municipios": models.MarcoMunicipioRow,
    "secciones": models.MarcoSeccionRow,
    "casillas": models.MarcoCasillaRow,
    "lista_nominal": models.MarcoListaNominalRow,
    "elecciones": models.MarcoEleccionRow,
    "mapa_distritos": models.MarcoMapaDistritoRow,
    "mapa_municipios": models.MarcoMapaMunicipioRow,
}
_SECCION: Table = models.MarcoSeccionRow.__table__  # type: ignore[assignment]  # a declarative class's table is a Table
_CHUNK: Final = 500
CARGA_ORDER: Final = {"archivo": CargaRow.id, "entrego": CargaRow.received_by, "cerro": CargaRow.closed_by}


@dataclass(frozen=True, slots=True)
class Where:
    """Which rows of a list are wanted; what is None or empty asks for nothing.

    Attributes:
        text: part of a text or of the key.
        distrito, municipio: what the row must lie in.
        within: the distritos and municipios that somebody sees; None for everything.
    """

    text: str = ""
    distrito: int | None = None
    municipio: int | None = None
    within: tuple[frozenset[int], frozenset[int]] | None = None


async def rows(session: AsyncSession, lista: str, names: Sequence[str]) -> Sequence[Row]:
    """The columns ``names`` of every row of a list."""
    table = _table(lista)
    found = await session.execute(select(*(table.c[name] for name in names)))
    return cast("Sequence[Row]", found.mappings().all())


async def listed(session: AsyncSession, lista: str, where: Where, part: Slice) -> Paged[Row]:
    """A part of a list in the order of one of its columns and, among equals, by key."""
    query, key = _query(lista, where), _key(lista)
    total = await session.scalar(select(func.count()).select_from(query.subquery()))
    column = query.selected_columns.get(part.order, key)
    order = (column.desc(), key.desc()) if part.descending else (column, key)
    found = await session.execute(query.order_by(*order).offset(part.skip).limit(part.most))
    return Paged(cast("Sequence[Row]", found.mappings().all()), total or 0)


async def counted(session: AsyncSession, lista: str, where: Where, total: str) -> tuple[int, int]:
    """How many rows there are, and the sum of the column ``total`` (0 for none)."""
    inner = _query(lista, where).subquery()
    summed = func.coalesce(func.sum(inner.c[total]), 0) if total else func.coalesce(0, 0)
    found = (await session.execute(select(func.count(), summed).select_from(inner))).one()
    return cast("tuple[int, int]", (found[0], found[1]))


async def people_by(session: AsyncSession, unit: str, where: Where) -> Mapping[int, int]:
    """The lista nominal of each distrito or municipio (``unit``)."""
    nominal = _table("lista_nominal")
    joined = nominal.join(_SECCION, nominal.c.seccion == _SECCION.c.seccion)
    query = select(_SECCION.c[unit], func.sum(nominal.c.lista_nominal)).select_from(joined)
    asked = query.where(*_conditions("lista_nominal", nominal, where)).group_by(_SECCION.c[unit])
    return {row[0]: row[1] for row in await session.execute(asked)}


async def remove(session: AsyncSession, lista: str, keys: Sequence[int | str]) -> None:
    """Remove rows by key."""
    key = _key(lista)
    for start in range(0, len(keys), _CHUNK):
        await session.execute(delete(_table(lista)).where(key.in_(keys[start : start + _CHUNK])))


async def add(session: AsyncSession, lista: str, added: Iterable[Row]) -> None:
    """Add rows."""
    kept = [dict(row) for row in added]
    if kept:
        connection = await session.connection()
        await connection.execute(insert(_table(lista)), kept)


def carga_files() -> Subquery:
    """Delivered files, and the differences that were reviewed, which are made again from them: see ``Claim.named``."""
    delivered = select(CargaRow.sha256, CargaRow.size, literal(True).label("original"))
    reviewed = select(CargaRow.differences, null(), literal(False)).where(CargaRow.differences != "")
    return union(delivered, reviewed).subquery()


async def carga(session: AsyncSession, carga_id: int) -> CargaRow | None:
    """One delivered file."""
    return await session.get(CargaRow, carga_id)


async def cargas(session: AsyncSession, lista: str, status: str, part: Slice) -> Paged[CargaRow]:
    """Delivered files."""
    query = select(CargaRow)
    query = query.where(CargaRow.lista == lista) if lista else query
    query = query.where(CargaRow.status == status) if status else query
    return await paged(session, query, part, CARGA_ORDER)


async def open_carga(session: AsyncSession, lista: str, sha256: str, states: Sequence[str]) -> CargaRow | None:
    """The delivery of these bytes for this list that is in one of these states."""
    query = select(CargaRow).where(CargaRow.lista == lista, CargaRow.sha256 == sha256, CargaRow.status.in_(states))
    return (await session.scalars(query)).first()


async def add_carga(session: AsyncSession, values: Mapping[str, Any]) -> CargaRow:
    """Add a delivery under the next number."""
    last = await session.scalar(select(func.max(CargaRow.id)))
    row = CargaRow(id=(last or 0) + 1, **values)
    session.add(row)
    await session.flush()
    return row


async def change_carga(session: AsyncSession, carga_id: int, **values: object) -> None:
    """Change columns of a delivery."""
    await session.execute(update(CargaRow).where(CargaRow.id == carga_id).values(**values))


def _table(lista: str) -> Table:
    return cast("Table", _TABLES[lista].__table__)


def _key(lista: str) -> "Column[Any]":
    return next(iter(_table(lista).primary_key.columns))


def _query(lista: str, where: Where) -> "Select[Any]":
    table = _table(lista)
    if "seccion" in table.c and lista != "secciones":
        joined = table.outerjoin(_SECCION, table.c.seccion == _SECCION.c.seccion)
        query = select(table, _SECCION.c.distrito, _SECCION.c.municipio).select_from(joined)
    else:
        query = select(table)
    return query.where(*_conditions(lista, table, where))


def _conditions(lista: str, table: Table, where: Where) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if where.text:
        columns = [sql_cast(_key(lista), String), *(c for c in table.c if c.name in {"nombre", "domicilio"})]
        found.append(or_(*(column.icontains(where.text, autoescape=True) for column in columns)))
    if where.distrito is not None:
        found.append(_lies(lista, table, (frozenset({where.distrito}), frozenset())))
    if where.municipio is not None:
        found.append(_lies(lista, table, (frozenset(), frozenset({where.municipio}))))
    if where.within is not None:
        found.append(_lies(lista, table, where.within))
    return found


def _lies(lista: str, table: Table, within: tuple[frozenset[int], frozenset[int]]) -> ColumnElement[bool]:
    """Rows that lie in one of these distritos or municipios; what belongs to no place lies everywhere."""
    of_seccion = or_(_SECCION.c.distrito.in_(within[0]), _SECCION.c.municipio.in_(within[1]))
    if "seccion" in table.c:
        return of_seccion
    for place, (name, unit) in enumerate((("distritos", "distrito"), ("municipios", "municipio"))):
        if lista == name:
            return or_(table.c[unit].in_(within[place]), table.c[unit].in_(select(_SECCION.c[unit]).where(of_seccion)))
    return _key(lista).is_not(None)
