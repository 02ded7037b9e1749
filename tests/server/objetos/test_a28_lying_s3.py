"""An S3 that lies is not believed: nothing is noted as kept that cannot be read there under its lock."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from server.claims import CLAIMS
from server.context import Context
from server.ingest import reception
from server.kit.objects import ObjectMissing, ObjetoInvalido
from server.objetos.schemas import Clase
from server.objetos.sending import send
from server.objetos.service import Files
from server.objetos.watching import running
from shared.crypto.hashing import sha256_hex
from tests.server.catalog.lists import open_context
from tests.server.databases import execute
from tests.server.harness import World
from tests.server.objetos.liar import Liar, Lie, lying
from tests.server.objetos.s3 import settings_of, with_s3

REFUSED = b"roto"


@pytest.fixture
def liar() -> Iterator[Liar]:
    with lying() as server:
        yield server


@asynccontextmanager
async def received(world: World, liar: Liar, tmp_path: Path) -> AsyncIterator[Context]:
    """A server with a bundle and something refused, that nobody has put into its bucket yet."""
    settings = settings_of(liar.server_port, tmp_path)
    async with open_context(with_s3(world, settings)) as context, reception.running(context) as desk:
        await desk.receive(world.bundle(0).public, "http")
        await desk.receive(REFUSED, "http")
        yield context


async def far(done: int, total: int) -> None:
    assert 0 <= done <= total


async def fault(context: Context) -> str:
    with pytest.raises(ObjetoInvalido) as error:
        await send(context, CLAIMS, far)
    return error.value.code


def counts(world: World) -> tuple[int, int]:
    """How many are noted as kept, and how many wait with their bytes."""
    told = [execute(world.config, f"SELECT count(*) FROM objetos_{each}")[0][0] for each in ("guardado", "espera")]  # noqa: S608 - ours
    return int(told[0]), int(told[1])


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("lie", "code"),
    [
        (Lie.KEEPS_NOTHING, "S853"), (Lie.DROPS_LOCKS, "S853"), (Lie.OTHER_BYTES, "S853"),
        (Lie.FAULTS, "S851"), (Lie.DENIES, "S857"),
    ],
)  # fmt: skip
async def test_a28_nothing_is_noted_as_kept_that_is_not(
    world: World, liar: Liar, tmp_path: Path, lie: Lie, code: str
) -> None:
    async with received(world, liar, tmp_path) as context:
        liar.lie = lie
        assert await fault(context) == code
        assert counts(world) == (0, 1)
        assert await Files(context, Clase.RECHAZADOS).read(sha256_hex(REFUSED)) == REFUSED
        liar.lie = Lie.NONE
        assert await send(context, CLAIMS, far) == 2
        assert counts(world) == (2, 0)
        assert await Files(context, Clase.RECHAZADOS).read(sha256_hex(REFUSED)) == REFUSED


async def test_a28_other_bytes_are_never_given(world: World, liar: Liar, tmp_path: Path) -> None:
    async with received(world, liar, tmp_path) as context:
        await send(context, CLAIMS, far)
        liar.lie = Lie.OTHER_BYTES
        with pytest.raises(ObjectMissing) as error:
            await Files(context, Clase.RECHAZADOS).read(sha256_hex(REFUSED))
        assert error.value.code == "S854"


async def test_a_bucket_that_answers_nothing_but_faults_stops_no_start(
    world: World, liar: Liar, tmp_path: Path
) -> None:
    liar.lie = Lie.FAULTS
    async with received(world, liar, tmp_path) as context, running(context) as watch:
        told = await watch.probe()
        assert (told.code, told.value) == ("S851", 2)
        liar.lie = Lie.DENIES
        await watch.look()
        assert (await watch.probe()).code == "S857"
        liar.lie = Lie.NONE
        await watch.look()
        assert (await watch.probe()).code == ""
