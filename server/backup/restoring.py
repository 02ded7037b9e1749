"""Brings a copy back into a server that has no database yet. It must not touch one that is there, nor one that runs."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import AsyncEngine

from server.backup import engines, repository
from server.backup.making import held_by, held_in, kind_of
from server.backup.manifest import DUMPS, FILES, Kind, Manifest, RespaldoInvalido, read_manifest
from server.config import ServerConfig
from server.context import stores_of
from server.db.engine import make_engine, make_sessions
from server.db.migrate import MIGRATIONS
from server.kit.files import FileStore
from server.kit.objects import NAME, ObjectMissing, ObjetoInvalido
from shared.crypto.signing import SigningKey


async def restore(config: ServerConfig, folder: Path) -> Manifest:
    """Bring a copy back; its database and files are then what the manifest says, or nothing was done.

    Raises ``RespaldoInvalido``: S801 the copy is damaged, S802 there is a database, S803 it is in use, S804 the copy is
    of a newer program, S805 what came back is not what was copied, S806 a program failed, S807 another database;
    ``ObjetoInvalido``: S858 its files lie in another bucket, S855 one is missing, S854 or damaged, S851 it is away.
    """
    key = SigningKey.from_pem(await asyncio.to_thread(config.key.read_bytes)).public
    manifest = await asyncio.to_thread(read_manifest, folder, key)
    if manifest.kind is not kind_of(config):
        raise RespaldoInvalido("S807", f"the copy is of {manifest.kind}, the configuration has another database")
    if manifest.held.version not in _versions():
        raise RespaldoInvalido("S804", f"the copy has version {manifest.held.version} of the tables: newer than this")
    await asyncio.to_thread(_check_files, folder, manifest)
    await asyncio.to_thread(_check_elsewhere, config, manifest)
    load = _load_sqlite if manifest.kind is Kind.SQLITE else _load_postgres
    await load(config, folder / DUMPS[manifest.kind], manifest)
    await asyncio.to_thread(_put_files, config, folder, manifest)
    return manifest


async def _load_sqlite(config: ServerConfig, copy: Path, manifest: Manifest) -> None:
    final = config.data / "servidor.sqlite3"
    if final.exists():
        raise RespaldoInvalido("S802", f"{final.name} is there: stop the server and move it aside")
    if await held_in(copy) != manifest.held:
        raise RespaldoInvalido("S805", "the copy does not hold what its manifest says")
    await asyncio.to_thread(_link, copy, final)


def _link(copy: Path, final: Path) -> None:
    """Under its own name at the end only, and never in the place of another."""
    final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = final.with_name(f".{final.name}.restaurada")
    beside.unlink(missing_ok=True)
    engines.copy_sqlite(copy, beside)
    try:
        final.hardlink_to(beside)
    except FileExistsError as error:
        raise RespaldoInvalido("S802", f"{final.name} appeared meanwhile") from error
    finally:
        beside.unlink()
    engines.sync(final.parent)


async def _load_postgres(config: ServerConfig, copy: Path, manifest: Manifest) -> None:
    engine = make_engine(config.database_url)
    try:
        if await repository.check_unused(engine):
            raise RespaldoInvalido(
                "S802", f"the database has tables ({await _told(engine)}): restore into an empty one"
            )
        await engine.dispose()
        await asyncio.to_thread(engines.load_postgres, config.database_url, copy)
        async with make_sessions(engine)() as session:
            same = await held_by(session) == manifest.held
        if not same:
            await repository.empty_postgres(engine)
            raise RespaldoInvalido("S805", "what came back is not what the manifest says; it was taken away again")
    finally:
        await engine.dispose()


async def _told(engine: AsyncEngine) -> str:
    """How much there is, for whoever wonders which of the two is newer."""
    try:
        async with make_sessions(engine)() as session:
            return f"{(await held_by(session)).trail} changes"
    except Exception:  # noqa: BLE001 - somebody else's tables: it is enough that they are there
        return "not of this server"


def _versions() -> frozenset[str]:
    return frozenset(each.revision for each in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


def _check_files(folder: Path, manifest: Manifest) -> None:
    for store, name in _names(manifest):
        try:
            FileStore(folder / FILES / store).get(name)
        except ObjectMissing as error:
            raise RespaldoInvalido("S801", f"{store}/{name[:16]} is missing or damaged") from error


def _check_elsewhere(config: ServerConfig, manifest: Manifest) -> None:
    """What lies in a bucket is read whole there, before anything is brought back that names it."""
    if manifest.elsewhere is None:
        return
    stores, place = stores_of(config), manifest.elsewhere.place
    if stores.place != place:
        raise ObjetoInvalido("S858", f"its files are in {place}: name that bucket in [objetos]")
    for clase, name in _pairs(manifest.elsewhere.names):
        stores.of(clase).get(name)


def _put_files(config: ServerConfig, folder: Path, manifest: Manifest) -> None:
    for store, name in _names(manifest):
        FileStore(config.data / store).put(FileStore(folder / FILES / store).get(name))


def _names(manifest: Manifest) -> list[tuple[str, str]]:
    return _pairs(manifest.files)


def _pairs(names: Sequence[str]) -> list[tuple[str, str]]:
    found = [tuple(each.split("/", 1)) for each in names]
    if not all(len(each) == 2 and each[0].isalpha() and NAME.fullmatch(each[1]) for each in found):
        raise RespaldoInvalido("S801", "a file's name that is none")
    return [(each[0], each[1]) for each in found]
