"""Rows and files are compared: what is missing, damaged, unlocked or nobody's is told, kept, and never deleted."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from server.backup.making import back_up
from server.backup.restoring import restore
from server.catalog.marco import Lista
from server.claims import CLAIMS
from server.context import Context
from server.ingest import reception
from server.kit.objects import ObjetoInvalido
from server.kit.s3_settings import S3Settings
from server.objetos.checking import check
from server.objetos.schemas import Clase, ClassReport, Report
from server.objetos.sending import send
from server.objetos.service import Files
from server.objetos.watching import running
from shared.crypto.hashing import sha256_hex
from tests.server.catalog.lists import SMALL, csv_of, deliver, open_context, review, sign
from tests.server.databases import Bases, execute
from tests.server.harness import Process, World, make_world
from tests.server.objetos import s3
from tests.server.objetos.s3 import OPEN_BUCKET, Moto, client_of, settings_of, with_s3
from tests.server.objetos.test_a28_lying_s3 import far

REFUSED = (b"roto", b"roto tambien", b"roto del todo")


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with s3.running(Moto()) as process:
        yield process.port


@pytest.fixture
def settings(port: int, tmp_path: Path) -> S3Settings:
    """A bucket of this test alone."""
    made = settings_of(port, tmp_path / "s3", bucket=f"b-{sha256_hex(str(tmp_path).encode())[:20]}")
    client_of(made).create_bucket(Bucket=made.bucket, ObjectLockEnabledForBucket=True)
    return made


@asynccontextmanager
async def received(world: World) -> AsyncIterator[Context]:
    async with open_context(world) as context, reception.running(context) as desk:
        for data in (*(world.bundle(place).public for place in range(3)), *REFUSED):
            await desk.receive(data, "http")
        yield context


def of(report: Report, clase: Clase) -> ClassReport:
    return next(each for each in report.classes if each.clase is clase)


def place_of(world: World, data: bytes) -> Path:
    name = sha256_hex(data)
    return world.config.data / "rechazados" / name[:2] / name


@pytest.mark.both_databases
async def test_a_folder_is_compared_with_its_rows(world: World) -> None:
    async with received(world) as context:
        assert (await check(context, CLAIMS, far)).faults == 0
        place_of(world, REFUSED[0]).unlink()
        place_of(world, REFUSED[1]).write_bytes(b"rot")
        place_of(world, REFUSED[2]).write_bytes(b"ROTO del todo")
        stray = place_of(world, b"nadie me nombra")
        stray.parent.mkdir(exist_ok=True)
        stray.write_bytes(b"nadie me nombra")
        ((spoilt,),) = execute(world.config, "SELECT MIN(sha256) FROM ingest_bundle")
        another = f"SELECT body FROM ingest_body WHERE sha256 <> '{spoilt}' LIMIT 1"  # noqa: S608 - ours
        execute(world.config, f"UPDATE ingest_body SET body = ({another}) WHERE sha256 = '{spoilt}'")  # noqa: S608 - ours
        quick = await check(context, CLAIMS, far, whole=False)
        report = await check(context, CLAIMS, far)
        refused = of(report, Clase.RECHAZADOS)
        assert refused.missing == (sha256_hex(REFUSED[0]),)
        assert refused.damaged == tuple(sorted(map(sha256_hex, REFUSED[1:])))
        assert refused.garbage == (sha256_hex(b"nadie me nombra"),)
        assert of(report, Clase.PAQUETES).damaged == (spoilt,)
        assert (report.faults, quick.faults) == (4, 2), "without reading, only sizes and names"
        assert stray.read_bytes() == b"nadie me nombra"
        async with running(context) as watch:
            assert (await watch.probe()).code == "S856"


async def test_a_delivery_lives_in_the_database_and_then_in_the_bucket(world: World, settings: S3Settings) -> None:
    async with open_context(with_s3(world, settings)) as context:
        carga = await deliver(context, Lista.MUNICIPIOS, csv_of(Lista.MUNICIPIOS, SMALL[Lista.MUNICIPIOS]))
        await review(context, carga)
        assert execute(world.config, "SELECT count(*) FROM objetos_espera") == [(2,)]
        assert await send(context, CLAIMS, far) == 2
        assert execute(world.config, "SELECT count(*) FROM objetos_espera") == [(0,)]
        await deliver(context, Lista.MUNICIPIOS, csv_of(Lista.MUNICIPIOS, SMALL[Lista.MUNICIPIOS]))
        assert execute(world.config, "SELECT count(*) FROM objetos_espera") == [(0,)], "it is kept already"
        await sign(context, carga)
        files = Files(context, Clase.CATALOGO)
        assert sha256_hex(await files.read(carga.sha256)) == carga.sha256
        report = await check(context, CLAIMS, far)
        assert (report.faults, report.garbage) == (0, 0)
        store = context.stores.of("catalogo")
        locks = {held.name: (store.held(held.name) or held).locked_until for held in store.listing()}
        assert locks.pop(carga.sha256) is not None
        assert list(locks.values()) == [None], "the differences are made again from what was delivered"


@pytest.mark.both_databases
async def test_a_bucket_is_compared_with_its_rows(world: World, settings: S3Settings) -> None:
    client = client_of(settings)
    async with received(with_s3(world, settings)) as context:
        waiting = await check(context, CLAIMS, far)
        assert (waiting.faults, sum(each.waiting for each in waiting.classes)) == (0, 6)
        await send(context, CLAIMS, far)
        sound = await check(context, CLAIMS, far)
        assert (sound.faults, sound.garbage, sum(each.waiting for each in sound.classes)) == (0, 0, 0)
        for data, body in ((REFUSED[0], b"otro"), (REFUSED[1], REFUSED[1])):
            key = f"rechazados/{sha256_hex(data)[:2]}/{sha256_hex(data)}"
            client.put_object(Bucket=settings.bucket, Key=key, Body=body)
        client.delete_object(
            Bucket=settings.bucket, Key=f"rechazados/{sha256_hex(REFUSED[2])[:2]}/{sha256_hex(REFUSED[2])}"
        )
        client.put_object(Bucket=settings.bucket, Key="paquetes/ajeno", Body=b"ajeno")
        report = await check(context, CLAIMS, far)
        refused = of(report, Clase.RECHAZADOS)
        assert (refused.damaged, refused.unlocked, refused.missing) == tuple((sha256_hex(each),) for each in REFUSED)
        assert of(report, Clase.PAQUETES).garbage == ("ajeno",)


@pytest.mark.sqlite_alone
async def test_a_server_refuses_to_start_without_lock_or_with_another_bucket(
    world: World, settings: S3Settings, port: int, tmp_path: Path
) -> None:
    async def start_of(changed: World) -> str:
        async with open_context(changed) as context:
            with pytest.raises(ObjetoInvalido) as error:
                async with running(context):
                    raise AssertionError("it started")
            return error.value.code

    client_of(settings).create_bucket(Bucket=OPEN_BUCKET)
    open_bucket = settings_of(port, tmp_path / "s3", bucket=OPEN_BUCKET)
    assert await start_of(with_s3(world, open_bucket)) == "S852"
    async with received(with_s3(world, settings)) as context:
        stranded = await start_of(world)
        await send(context, CLAIMS, far)
    assert (stranded, await start_of(world)) == ("S858", "S858"), "nobody would find what lies in the bucket"
    assert await start_of(with_s3(world, settings_of(port, tmp_path / "s3", bucket="otro-cajon"))) == "S858"
    async with open_context(with_s3(world, settings)) as context, running(context) as watch:
        assert (await watch.probe()).code == ""


@pytest.mark.sqlite_alone
async def test_what_lay_in_data_goes_to_the_bucket_and_stays_readable(world: World, settings: S3Settings) -> None:
    async with received(world):
        pass
    async with open_context(with_s3(world, settings)) as context:
        files = Files(context, Clase.RECHAZADOS)
        assert await files.read(sha256_hex(REFUSED[0])) == REFUSED[0]
        assert await send(context, CLAIMS, far) == 6
        place_of(world, REFUSED[0]).write_bytes(b"otro")
        assert await files.read(sha256_hex(REFUSED[0])) == REFUSED[0], "from the bucket"
        assert (await check(context, CLAIMS, far)).faults == 0


@pytest.mark.both_databases
async def test_a30_a_copy_names_its_objects_and_comes_back_only_where_they_are(
    world: World, settings: S3Settings, bases: Bases, tmp_path: Path
) -> None:
    async with received(with_s3(world, settings)) as context:
        await send(context, CLAIMS, far)
        folder, manifest = await back_up(context, tmp_path / "respaldos")
    assert manifest.elsewhere is not None
    assert manifest.elsewhere.place == f"{settings.bucket}/"
    assert {f"rechazados/{sha256_hex(each)}" for each in REFUSED} < set(manifest.elsewhere.names)
    other = make_world(world.institute, tmp_path / "otra", bases.empty())

    async def code_of(changed: World) -> str:
        with pytest.raises(ObjetoInvalido) as error:
            await restore(changed.config, folder)
        return error.value.code

    assert await code_of(other) == "S858"
    away = settings_of(s3.free_port(), tmp_path / "s3", bucket=settings.bucket)
    assert await code_of(with_s3(other, away)) == "S851"
    key = f"rechazados/{sha256_hex(REFUSED[0])[:2]}/{sha256_hex(REFUSED[0])}"
    client = client_of(settings)
    marker = client.delete_object(Bucket=settings.bucket, Key=key)["VersionId"]
    assert await code_of(with_s3(other, settings)) == "S855"
    client.delete_object(Bucket=settings.bucket, Key=key, VersionId=marker)
    back = with_s3(other, settings)
    assert await restore(back.config, folder) == manifest
    async with open_context(back) as context:
        report = await check(context, CLAIMS, far)
        assert (report.faults, report.garbage) == (0, 0)


@pytest.mark.sqlite_alone
async def test_the_command_lists_checks_and_says_it_by_its_exit(world: World) -> None:
    async with received(world):
        pass
    command = Process(world).command
    listed = command("objetos", "lista")
    assert "rechazados: 3 archivos, 29 bytes." in listed.stdout
    assert sha256_hex(REFUSED[0]) in command("objetos", "lista", "--clase", "rechazados").stdout
    sound = command("objetos", "comprobar")
    assert (sound.exit_code, "Fallas: 0. Sin quien los nombre: 0." in sound.stdout) == (0, True)
    place_of(world, REFUSED[0]).write_bytes(b"rot")
    stray = world.config.data / "rechazados" / "ajeno.txt"
    stray.write_bytes(b"ajeno")
    spoilt = command("objetos", "comprobar")
    assert spoilt.exit_code == 1
    assert f"alterado: {sha256_hex(REFUSED[0])}" in spoilt.stdout
    assert "nadie lo nombra: ajeno.txt" in spoilt.stdout
    told = json.loads(command("objetos", "comprobar", "--json").stdout)
    assert (told["faults"], stray.exists()) == (1, True)
    (data,) = execute(world.config, "SELECT data FROM audit_entry WHERE action = 'comprobar' ORDER BY n DESC LIMIT 1")[
        0
    ]
    assert '"alterados":1' in data
    assert command("objetos", "enviar").stdout == "Guardados ahora: 0.\n"
    away = with_s3(world, settings_of(s3.free_port(), world.folder, bucket="no-hay", timeout_s=1, tries=1))
    assert Process(away).command("objetos", "comprobar").exit_code == 2
