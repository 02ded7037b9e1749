"""Two territories with an object of every kind in one of them, and who comes before it. It must not assert."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from sqlalchemy import insert, inspect, text, update
from starlette.testclient import TestClient

from server.access import TRAITS, WHOLE, Grant, Level, Role, Territory
from server.accounts import entering, people, repository, repository_keys
from server.accounts import service as accounts
from server.accounts.schemas import By, Source, Standing, Wrong
from server.app import create_app
from server.audit.service import Outcome
from server.catalog.marco import Lista
from server.catalog.models import CargaRow
from server.config import ServerConfig
from server.context import Context, make_context
from server.db.paging import Slice
from server.jobs.models import JobRow
from server.jobs.postgres import STATES
from server.jobs.schemas import State
from server.kit.clock import FixedClock
from server.module import Module
from server.modules import MODULES
from shared.formats.theme_v1 import CasillaTema
from tests.server.catalog.lists import csv_of, fill, open_context
from tests.server.catalog.lists import deliver as deliver_list
from tests.server.databases import engine_of
from tests.server.harness import World, apart, beside, deliver, other_store
from tests.server.revision.people import Clicks

NEW_PASSWORD: Final = "las jacarandas pintan la banqueta"
ME: Final = By("prueba", "", "")
FAR: Final = 7_000_000
"""Added to numbers of deliveries: a name of one digit is found in any page."""
HOURS: Final = timedelta(hours=9)
"""After which every casilla that is silent is late."""


@dataclass(frozen=True)
class Thing:
    """One object by its name: ``theirs``, a name that nothing has, and what its owner asks for where that differs."""

    theirs: str
    absent: str
    own: str = ""


_PUT: Final = text(
    "INSERT INTO procrastinate_jobs (id, queue_name, task_name, priority, args, status, attempts)"
    " VALUES (:id, 'default', 'prueba', 0, '{}', CAST(:status AS procrastinate_job_status), 4)"
)
"""A job of PostgreSQL, where no worker runs."""
NO: Final = Outcome.REFUSED.value
"""The trail also tells of what was tried and refused; that is no change."""


class Database:
    """The tables of a running server, read beside it, and again when it wrote something."""

    def __init__(self, config: ServerConfig) -> None:
        self._connection = engine_of(config).connect().execution_options(isolation_level="AUTOCOMMIT")
        self._version = -1
        self._rows: list[tuple[object, ...]] = []

    def rows(self) -> list[tuple[object, ...]]:
        """Each row of each table."""
        sqlite = self._connection.dialect.name == "sqlite"
        changes = "PRAGMA data_version" if sqlite else "SELECT pg_current_wal_insert_lsn() - '0/0'"
        version = self._connection.execute(text(changes)).scalar_one()
        if version != self._version:
            names = sorted(inspect(self._connection).get_table_names())
            read = [(name, self._connection.execute(text(f"SELECT * FROM {name}"))) for name in names]  # noqa: S608 - ours
            self._version, self._rows = version, [(name, *row) for name, rows in read for row in rows if NO not in row]
        return self._rows

    def close(self) -> None:
        """Let go of it."""
        self._connection.close()
        self._connection.engine.dispose()


@dataclass(frozen=True)
class Stage:
    """A running server with its objects and browsers by name."""

    world: World
    database: Database
    browsers: dict[str, TestClient]
    things: dict[str, Thing]
    hashes: dict[str, str]
    clave: str
    my_clave: str

    def clicks(self, name: str) -> Clicks:
        """Somebody before the pages of cases."""
        return Clicks(self.browsers[name])

    def whole(self) -> tuple[object, object]:
        """Everything that the server keeps: each row of each table, each file."""
        data = self.world.config.data
        files = [path for path in data.rglob("*") if path.is_file() and "sqlite3" not in path.name]
        return self.database.rows(), sorted((str(path.relative_to(data)), path.stat().st_size) for path in files)


@contextmanager
def staged(world: World, modules: Sequence[Module] = MODULES) -> Iterator[Stage]:
    """The server with everything in its place."""
    later = replace(world, clock=FixedClock(world.clock.now() + HOURS))
    mine, place, other = _places(later)
    with TestClient(create_app(later.config, later.clock, modules), base_url="http://127.0.0.1") as nobody:
        browsers = {"nadie": nobody, **_browsers(later, nobody, mine, other)}
        theirs = _case(later, nobody, place, "a")
        own = _case(later, nobody, 0, "b")
        things, hashes = apart(_things(later, mine, other))
        things |= _more(browsers["administracion"], apart(_own(later, browsers)))
        things |= {
            "bundle": Thing(theirs, "0" * 64),
            "option": Thing(theirs, "0" * 64, own),
            "casilla": Thing(other.id.clave, "149999B0100"),
        }
        with closing(Database(later.config)) as database:
            yield Stage(later, database, browsers, things, hashes, other.id.clave, mine.id.clave)


def _places(world: World) -> tuple[CasillaTema, int, CasillaTema]:
    casillas = world.institute.theme.casillas
    mine = casillas[0]
    here = {mine.distrito.number, mine.municipio.number}
    place, other = next((n, c) for n, c in enumerate(casillas) if not here & {c.distrito.number, c.municipio.number})
    return mine, place, other


def _browsers(world: World, nobody: TestClient, mine: CasillaTema, other: CasillaTema) -> dict[str, TestClient]:
    here = Territory(Level.DISTRITO, mine.distrito.number)
    there = Territory(Level.DISTRITO, other.distrito.number)
    grants = {
        "mio_distrito": Grant(Role.CONSEJO, here),
        "mio_municipio": Grant(Role.CONSEJO, Territory(Level.MUNICIPIO, mine.municipio.number)),
        "vecino": Grant(Role.CONSEJO, there),
        "vecina": Grant(Role.CONSEJO, there),
        "dueno": Grant(Role.CONSEJO, there),
    }
    for role in Role:
        if not TRAITS[role].machine and not TRAITS[role].stays:
            grants |= {role.value: Grant(role, WHOLE), f"{role.value}@": Grant(role, here)}
    return {name: beside(nobody, token) for name, token in apart(_accounts(world, grants)).items()}


async def _accounts(world: World, grants: Mapping[str, Grant]) -> dict[str, str]:
    """A session of somebody new for each grant, by its token."""
    context, tokens = make_context(world.config, world.clock), {}
    keys, now = accounts.keys_of(context), world.clock.now()
    try:
        async with context.writing() as session:
            for number, (name, grant) in enumerate(grants.items()):
                asked = f"persona-{number}", "Persona de prueba", (grant,)
                made = await people.invite(session, keys, asked, ME, now)
                if isinstance(made, Wrong):
                    raise LookupError(made)  # noqa: TRY004 - a refusal is no type
                await repository.change_person(session, made[0], status=Standing.ACTIVA.value)
                opened = await entering.open_session(session, keys, made[0], 2, (Source("127.0.0.1"), now))
                tokens[name] = opened.token
    finally:
        await context.engine.dispose()
    return tokens


def _case(world: World, client: TestClient, place: int, letter: str) -> str:
    """Two bundles of one store, which wait for people; gives the hash of one."""
    made = [world.bundle(place, voters, store=other_store(letter)) for voters in (100, 101)]
    first, _ = [str(deliver(client, each.public).json()["sha256"]) for each in made]
    return first


async def _things(world: World, mine: CasillaTema, other: CasillaTema) -> tuple[dict[str, Thing], dict[str, str]]:
    """Rows of the marco in both territories, and four delivered files."""
    things = {
        "distrito": Thing(str(other.distrito.number), "998"),
        "municipio": Thing(str(other.municipio.number), "998"),
        "seccion": Thing(str(other.id.seccion.number), "9998"),
        "marco": Thing(other.id.clave, "149999B0100"),
    }
    places, hashes = (mine, other), {}
    rows: list[tuple[str | int, ...]] = []
    async with open_context(world) as context:
        await fill(
            context,
            {
                Lista.DISTRITOS: [(c.distrito.number, "Distrito") for c in places],
                Lista.MUNICIPIOS: [(c.municipio.number, "Municipio") for c in places],
                Lista.SECCIONES: [(c.id.seccion.number, c.distrito.number, c.municipio.number) for c in places],
                Lista.CASILLAS: [(c.id.clave, 1, c.domicilio) for c in places],
            },
        )
        for number in range(1, 5):
            rows.append((f"JAL-2027-{number}", "Elección", "2027-06-06"))
            carga = await deliver_list(context, Lista.ELECCIONES, csv_of(Lista.ELECCIONES, rows))
            things[f"carga{number}"] = Thing(str(carga.id + FAR), "9999999")
            hashes[f"carga{number}"] = carga.sha256
        async with context.writing() as session:
            await session.execute(update(CargaRow).values(id=CargaRow.id + FAR))
        things |= await _jobs(context)
    return things, hashes


async def _jobs(context: Context) -> dict[str, Thing]:
    """Two jobs that failed for good and one that waits, behind one that is being done; none changes by itself."""
    ids = {"doing": FAR + 50, "failed1": FAR + 51, "failed2": FAR + 52, "waiting": FAR + 53}
    states = dict(zip(ids.values(), (State.EN_CURSO, State.FALLIDO, State.FALLIDO, State.ESPERA), strict=True))
    async with context.writing() as session:
        if context.engine.dialect.name == "sqlite":
            now = context.clock.now()  # it stands still: alive for ever, and never due
            due_at = now + timedelta(minutes=1)
            row = {"task": "prueba", "arguments": "{}", "slot": None, "tries": 4, "beat_at": now, "due_at": due_at}
            rows = [{**row, "id": id_, "state": state.value, "cancel": False} for id_, state in states.items()]
            await session.execute(insert(JobRow), rows)
        else:
            names = {state: name for name, state in STATES.items()}
            await session.execute(_PUT, [{"id": id_, "status": names[state]} for id_, state in states.items()])
    return {name: Thing(str(id_), "9999999") for name, id_ in ids.items()}


async def _own(world: World, browsers: dict[str, TestClient]) -> dict[str, Thing]:
    """What people have of their own: another session and two passkeys of the owner; and a person, and a machine."""
    context = make_context(world.config, world.clock)
    keys, now = accounts.keys_of(context), world.clock.now()
    try:
        async with context.writing() as session:
            who = await accounts.person_of(session, browsers["dueno"].cookies["sesion"], now, demand_second=True)
            owner = who.identity.id
            token = (await entering.open_session(session, keys, owner, 2, (Source("127.0.0.1"), now))).token
            again = await accounts.person_of(session, token, now, demand_second=True)
            for letter in "ab":
                row = {"person": owner, "public_key": b"k", "uses": 0, "name": f"Llave {letter}", "made_at": now}
                await repository_keys.add_passkey(
                    session, {**row, "id": letter * 64, "credential": letter.encode(), "used_at": None}
                )
            grants = (Grant(Role.RESULTADOS),)
            made = await people.invite(session, keys, ("invitada", "Persona invitada", grants), ME, now)
            await people.add_machine(session, keys, ("Otra máquina", (Grant(Role.DIFUSION),)), ME, now)
            machine = (await people.machines(session, "", "", Slice())).rows[0].id
    finally:
        await context.engine.dispose()
    if isinstance(made, Wrong):
        raise LookupError(made)  # noqa: TRY004 - a refusal is no type
    return {
        "person": Thing(made[0], "f" * 32),
        "machine": Thing(machine, "f" * 32),
        "session": Thing(again.identity.session, "e" * 64),
        "passkey": Thing("a" * 64, "e" * 64),
    }


def _more(admin: TestClient, things: dict[str, Thing]) -> dict[str, Thing]:
    """An address that opens no more, and the one that took its place."""
    asked = {"usuario": "enlazada", "nombre": "Persona", "cargo": "resultados", "nivel": "entidad", "numero": ""}
    pages = [admin.post("/personas/nueva", data=asked).text]
    listed = admin.get("/api/v1/personas?busca=enlazada").json()
    pages.append(admin.post(f"/personas/{listed[0]['id']}/enlace", data={"nada": ""}).text)
    dead, live = (re.findall(r"/enlace/([\w-]{43})", page)[0] for page in pages)
    return things | {"link": Thing(dead, "x" * 43, live)}
