"""How a theme enters the server: two signatures and the trusted root, once, or not at all."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from demo.simulated_institute import SimulatedInstitute, demo_institute
from server.catalog import service
from server.catalog.schemas import ImportOutcome
from server.context import make_context
from server.db.migrate import upgrade
from shared.crypto.errors import ThemeRepositoryInvalid
from tests.server.harness import World, make_world


async def import_from(world: World) -> ImportOutcome:
    context = make_context(world.config, world.clock)
    try:
        await upgrade(context.engine)
        root = world.config.theme_root.read_bytes()
        body = service.read_signed_theme(world.config.theme_repository, root, world.clock.now())
        async with context.writing() as session:
            return await service.import_theme(session, body, world.clock.now())
    finally:
        await context.engine.dispose()


async def test_a_theme_is_kept_once_and_another_is_refused(
    empty_world: World, institute: SimulatedInstitute, tmp_path: Path
) -> None:
    assert await import_from(empty_world) is ImportOutcome.IMPORTED
    assert await import_from(empty_world) is ImportOutcome.ALREADY_THERE
    other = make_world(demo_institute(3), tmp_path / "otro")
    same_data = replace(
        other, config=replace(other.config, data=empty_world.config.data, database=empty_world.config.database)
    )
    assert await import_from(same_data) is ImportOutcome.ANOTHER_THERE
    with empty_world.client() as client:
        found = client.get("/api/v1/eleccion").json()
        assert found["theme"] == institute.theme.hash_hex
        casilla = institute.theme.casillas[0]
        assert client.get(f"/api/v1/casillas/{casilla.id}").json()["lista_nominal"] == casilla.lista_nominal


async def test_a_changed_theme_file_is_refused(empty_world: World) -> None:
    path = next((empty_world.config.theme_repository / "targets").rglob("theme.json"))
    path.write_bytes(path.read_bytes().replace(b"Jalisco", b"Jalisko"))
    with pytest.raises(ThemeRepositoryInvalid) as error:
        await import_from(empty_world)
    assert error.value.code == "K605"


async def test_a_repository_of_another_root_is_refused(empty_world: World, tmp_path: Path) -> None:
    other = make_world(demo_institute(3), tmp_path / "otro")
    mixed = replace(empty_world, config=replace(empty_world.config, theme_root=other.config.theme_root))
    with pytest.raises(ThemeRepositoryInvalid):
        await import_from(mixed)


async def test_expired_metadata_are_refused(empty_world: World) -> None:
    empty_world.clock.moment += timedelta(days=90)
    with pytest.raises(ThemeRepositoryInvalid) as error:
        await import_from(empty_world)
    assert error.value.code == "K604"
