"""Makes a copy of a server while it works: one moment of its database, verified, and its files. It must stop nobody.

Keys and the vault are in no copy: who holds a copy must not be able to sign or to open what people locked.
"""

import asyncio
import shutil
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from server.audit import service as audit
from server.audit.service import TrailBroken
from server.backup import engines, repository
from server.backup.manifest import (
    DUMPS,
    FILES,
    FORMAT,
    MANIFEST_NAME,
    SIGNATURE_NAME,
    Elsewhere,
    Held,
    Kind,
    Manifest,
    RespaldoInvalido,
    digest,
    sign,
)
from server.config import ServerConfig
from server.context import Context
from server.kit.files import FileStore
from server.kit.objects import NAME, ObjectMissing
from server.objetos import service as objetos
from server.objetos.schemas import Clase
from shared.crypto.signing import SigningKey


def kind_of(config: ServerConfig) -> Kind:
    """Which database a configuration has."""
    return Kind.POSTGRES if config.database_url.startswith("postgresql") else Kind.SQLITE


async def back_up(context: Context, into: Path) -> tuple[Path, Manifest]:
    """Make a copy in a new folder of ``into`` named by its moment; gives the folder, which is whole or not there.

    Raises ``RespaldoInvalido``: S805 the trail breaks, S806 a program failed, S808 a file by content is damaged;
    ``OSError`` when there is no place.
    """
    now = context.clock.now().replace(microsecond=0)
    folder = into / f"respaldo-{now:%Y%m%dT%H%M%SZ}"
    unfinished = into / f".{folder.name}"
    await asyncio.to_thread(_begin, unfinished)
    kind = kind_of(context.config)
    copy = unfinished / DUMPS[kind]
    elsewhere = await _elsewhere(context)  # first: what is put meanwhile is in the copy of the database, or waits there
    held = await (_sqlite if kind is Kind.SQLITE else _postgres)(context, copy)
    files = await asyncio.to_thread(_copy_files, context.config.data, unfinished / FILES)
    sha256, size = await asyncio.to_thread(digest, copy)
    manifest = Manifest(
        format=FORMAT,
        kind=kind,
        made_at=now,
        sha256=sha256,
        size=size,
        held=held,
        files=files,
        elsewhere=elsewhere,
    )
    key = SigningKey.from_pem(await asyncio.to_thread(context.config.key.read_bytes))
    await asyncio.to_thread(_finish, unfinished, folder, manifest, sign(manifest, key))
    return folder, manifest


async def held_by(session: AsyncSession) -> Held:
    """What a database holds; raises ``RespaldoInvalido`` S805 where its trail breaks."""
    sound = await audit.check(session)
    if isinstance(sound, TrailBroken):
        raise RespaldoInvalido("S805", f"the trail breaks at {sound.n}: {sound.reason}")
    version, last, rows = await repository.version(session), await repository.trail_hash(session), {}
    for name in await repository.tables(session):
        rows[name] = await repository.rows(session, name)
    return Held(version=version, trail=sound, trail_hash=last, rows=rows)


async def _sqlite(context: Context, copy: Path) -> Held:
    source = context.config.data / "servidor.sqlite3"
    await asyncio.to_thread(engines.copy_sqlite, source, copy)
    return await held_in(copy)


async def held_in(copy: Path) -> Held:
    """What a copy of SQLite holds."""
    engine = repository.reader_of(copy)
    try:
        async with async_sessionmaker(engine)() as session:
            return await held_by(session)
    finally:
        await engine.dispose()


async def _postgres(context: Context, copy: Path) -> Held:
    """The moment that is counted is the one that is copied."""
    async with context.reading() as session:
        moment = await repository.snapshot(session)
        await asyncio.to_thread(engines.dump_postgres, context.config.database_url, moment, copy)
        return await held_by(session)


async def _elsewhere(context: Context) -> Elsewhere | None:
    if not context.stores.remote:
        return None
    async with context.reading() as session:
        return Elsewhere(place=context.stores.place, names=await objetos.kept(session))


def _begin(unfinished: Path) -> None:
    shutil.rmtree(unfinished, ignore_errors=True)  # what an interrupted copy left; nobody was told of it
    unfinished.mkdir(mode=0o700, parents=True)


def _copy_files(data: Path, target: Path) -> tuple[str, ...]:
    """Each file is read by its hash, so that a damaged one is noticed while there are others."""
    found = []
    for folder in (each.value for each in Clase):
        source, copies = FileStore(data / folder), FileStore(target / folder)
        for each in source.listing():
            if NAME.fullmatch(each.name):
                try:
                    copies.put(source.get(each.name))
                except ObjectMissing as error:
                    raise RespaldoInvalido("S808", f"{folder}/{each.name[:16]} is damaged") from error
                found.append(f"{folder}/{each.name}")
    return tuple(found)


def _finish(unfinished: Path, folder: Path, manifest: Manifest, signature: bytes) -> None:
    for name, data in ((MANIFEST_NAME, manifest.to_bytes()), (SIGNATURE_NAME, signature)):
        (unfinished / name).write_bytes(data)
        engines.sync(unfinished / name)
    engines.sync(unfinished)
    unfinished.rename(folder)
    engines.sync(folder.parent)
