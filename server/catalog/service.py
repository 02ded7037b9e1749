"""The one signed theme of this server: verified, kept, and given to other modules.

It must not accept a theme that two people have not signed, nor replace one once it is there.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Final, cast

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Level, Reach
from server.audit import service as audit
from server.catalog import repository, repository_marco
from server.catalog.models import CasillaRow, ThemeRow
from server.catalog.schemas import CasillaSchema, ImportOutcome, Unit, UnitSize
from server.context import Context
from server.http.errors import PeticionInvalida, nothing_there
from server.objetos.schemas import Claim, Clase
from shared.crypto.tuf_repo import RepositoryClient
from shared.domain.errors import DatoInvalido
from shared.formats.theme_v1 import Theme, parse_theme

THEME_FILE = "theme.json"
CATALOGO: Final = Claim(Clase.CATALOGO, repository_marco.carga_files)
"""Files that deliveries name."""


class TemaInutilizable(DatoInvalido):
    """A repository whose theme this server cannot take (codes ``S2xx``)."""


class Themes:
    """Keeps the parsed theme, which never changes once imported; asks the database until there is one."""

    def __init__(self) -> None:
        self._theme: Theme | None = None

    @property
    def kept(self) -> Theme | None:
        """The theme, if it was read before."""
        return self._theme

    async def current(self, session: AsyncSession) -> Theme:
        """The theme; raises ``PeticionInvalida`` S104 while none was imported."""
        if self._theme is None:
            row = await repository.theme(session)
            if row is None:
                raise PeticionInvalida("S104", "no theme was imported yet")
            self._theme = parse_theme(row.body)
        return self._theme


@asynccontextmanager
async def running(_context: Context) -> AsyncIterator[Themes]:
    """The kept theme of an application, as ``app.state.catalog``."""
    yield Themes()


async def theme_of(request: Request, session: AsyncSession) -> Theme:
    """The theme of the application that serves ``request``; raises as ``Themes.current``."""
    return await cast("Themes", request.app.state.catalog).current(session)


def read_signed_theme(folder: Path, trusted_root: bytes, at: datetime) -> bytes:
    """The bytes of the one theme of a TUF repository, verified at ``at``.

    Raises ``ThemeRepositoryInvalid`` (K6xx) and ``TemaInutilizable`` S202 when there is not exactly one theme.
    """
    verified = RepositoryClient().verify(folder, {"root.json": trusted_root}, at)
    names = [name for name in verified.targets if name.split("/")[-1] == THEME_FILE]
    if len(names) != 1:
        raise TemaInutilizable("S202", f"{len(names)} themes in the repository")
    return verified.targets[names[0]]


async def import_theme(session: AsyncSession, body: bytes, at: datetime) -> ImportOutcome:
    """Keep a verified theme and its geography; the caller holds the right to write.

    Raises as ``parse_theme``. A server serves one election: another theme is refused, never merged.
    """
    theme = parse_theme(body)
    present = await repository.theme_hash(session)
    if present is not None:
        return ImportOutcome.ALREADY_THERE if present == theme.hash_hex else ImportOutcome.ANOTHER_THERE
    row = ThemeRow(
        hash=theme.hash_hex,
        theme_id=theme.theme_id.value,
        version=theme.version,
        election=theme.election.id.value,
        imported_at=at,
        body=body,
    )
    await repository.add_theme(session, row, _parts(theme))
    data: dict[str, object] = {"theme": theme.hash_hex, "casillas": len(theme.casillas)}
    await audit.record(session, at, [audit.Change("cli", "catalog", "importar", theme.election.id.value, data)])
    return ImportOutcome.IMPORTED


async def casilla(session: AsyncSession, clave: str) -> CasillaSchema:
    """One casilla; raises ``PeticionInvalida`` S103."""
    row = await repository.casilla(session, clave)
    if row is None:
        raise nothing_there()
    return _schema(row)


async def casillas_of(session: AsyncSession, unit: Unit, number: int) -> tuple[CasillaSchema, ...]:
    """Casillas of one distrito, municipio or seccion, by clave; of the entidad, all of them."""
    column = None if unit is Unit.ENTIDAD else unit.value
    return tuple(_schema(row) for row in await repository.casillas_of(session, column, number))


async def casillas_within(session: AsyncSession, reach: Reach) -> tuple[CasillaSchema, ...]:
    """Casillas within a reach, by clave."""
    if reach.whole:
        return await casillas_of(session, Unit.ENTIDAD, 0)
    found: dict[str, CasillaSchema] = {}
    for level in (Level.DISTRITO, Level.MUNICIPIO):
        for number in reach.numbers(level):
            found |= {each.clave: each for each in await casillas_of(session, Unit(level.value), number)}
    return tuple(found[clave] for clave in sorted(found))


async def sizes(session: AsyncSession, unit: Unit) -> dict[int, UnitSize]:
    """Casillas and lista nominal of every distrito, municipio or seccion, by number."""
    rows = await repository.sizes(session, unit.value)
    return {number: UnitSize(casillas, lista) for number, casillas, lista in rows}


def check_reach(reach: Reach, casillas: Iterable[CasillaSchema]) -> None:
    """Raise as for what is not there (S103) unless every one of these casillas lies within a reach."""
    if not all(reach.covers(casilla.distrito, casilla.municipio) for casilla in casillas):
        raise nothing_there()


async def claves_within(session: AsyncSession, reach: Reach) -> frozenset[str] | None:
    """Claves of the casillas within a reach; None for all of them."""
    if reach.whole:
        return None
    return frozenset(casilla.clave for casilla in await casillas_within(session, reach))


def _schema(row: CasillaRow) -> CasillaSchema:
    return CasillaSchema.model_validate(row, from_attributes=True)


def _parts(theme: Theme) -> Mapping[str, repository.Rows]:
    key = {"theme": theme.hash_hex}
    return {
        "distritos": [{**key, "number": d.id.number, "name": d.name} for d in theme.distritos],
        "municipios": [{**key, "number": m.id.number, "name": m.name} for m in theme.municipios],
        "casillas": [
            {
                **key,
                "clave": c.id.clave,
                "distrito": c.distrito.number,
                "municipio": c.municipio.number,
                "seccion": c.id.seccion.number,
                "lista_nominal": c.lista_nominal,
                "boletas": c.boletas,
                "representantes": c.representantes,
                "ubicacion": c.ubicacion,
                "domicilio": c.domicilio,
            }
            for c in theme.casillas
        ],
    }
