"""No decision makes a cut that fails public verification: what people may let count is what the verifier counts."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from demo.simulated_institute import SimulatedInstitute
from server.access import Role
from shared.domain.eleccion import Mode
from shared.verify.session import Verification, verify
from tests.server.databases import Bases
from tests.server.harness import World, deliver, make_imported, other_store
from tests.server.prep.published import House, publish
from tests.server.revision.people import Clicks, advance, somebody
from tests.server.substituted import institute_with_cards, substitution


@pytest.fixture(scope="module")
def institute() -> SimulatedInstitute:
    return institute_with_cards(6)


@pytest.fixture(scope="module")
def imported(institute: SimulatedInstitute, bases: Bases, tmp_path_factory: pytest.TempPathFactory) -> World:
    return make_imported(institute, tmp_path_factory.mktemp("importado") / "instituto", bases.empty())


@pytest.fixture
def client(world: World) -> Iterator[TestClient]:
    with world.client() as started:
        yield started


@pytest.fixture
def pair(world: World, client: TestClient) -> tuple[Clicks, Clicks]:
    return somebody(world, client, Role.RESULTADOS), somebody(world, client, Role.CONSEJO)


def decide(pair: tuple[Clicks, Clicks], clave: str, opcion: str) -> None:
    motive = "sin_prueba" if opcion == "ninguno" else "acta_impresa"
    assert pair[0].propose(clave, opcion, motive).status_code == 303
    assert pair[1].step(clave, "confirmar").status_code == 303


def verified(world: World) -> Verification:
    publish(House(world.institute, world.config, ()), world.clock.now(), take=False)
    return verify(world.config.publication, Mode.OFICIAL, None, lambda _done, _all: None)


@pytest.mark.parametrize("which", [0, 1])
def test_a18_the_verifier_agrees_with_the_bundle_that_people_chose(
    world: World, client: TestClient, pair: tuple[Clicks, Clicks], which: int
) -> None:
    made = [world.bundle(4, voters, store=other_store("a")) for voters in (100, 101)]
    hashes = [deliver(client, each.public).json()["sha256"] for each in (*made, world.bundle(5))]
    decide(pair, made[0].casilla.clave, hashes[which])
    found = verified(world)
    assert found.problems == ()
    assert {source.sha256 for source in found.evidence.sources} == {hashes[which], hashes[2]}
    assert found.evidence.readings[made[0].casilla.clave].emitidos == 100 + which


def test_a2_two_stores_of_a_substitution_are_chosen_together_or_not_at_all(
    world: World, client: TestClient, pair: tuple[Clicks, Clicks]
) -> None:
    bundles = (
        *substitution(world.urnas, (world.count(0, 90, urna=3), world.count(0, 40))),
        world.bundle(0, 20, urna=99),
    )
    one, other, third = (deliver(client, each.public).json()["sha256"] for each in bundles)
    clave = bundles[0].casilla.clave
    pair[0].step(clave, "tomar")
    together = "+".join(sorted((one, other), key=pair[0].page(clave).index))
    assert sorted(pair[0].options(clave)) == sorted([third, together, "ninguno"])
    for unlawful in (one, other, f"{one}+{third}"):
        assert pair[0].propose(clave, unlawful).status_code == 409
    decide(pair, clave, together)
    assert advance(client) == (1, 1, 130)
    found = verified(world)
    assert found.problems == ()
    assert found.evidence.readings[clave].emitidos == 130


def test_a2_half_of_a_substitution_does_not_count_and_the_other_half_makes_the_case_new(
    world: World, client: TestClient, pair: tuple[Clicks, Clicks]
) -> None:
    first, second = substitution(world.urnas, (world.count(0, 90, urna=3), world.count(0, 40)))
    sha256 = deliver(client, first.public).json()["sha256"]
    clave = first.casilla.clave
    pair[0].step(clave, "tomar")
    assert pair[0].options(clave) == ["ninguno"]
    decide(pair, clave, "ninguno")
    assert verified(world).problems == ()
    other = deliver(client, second.public).json()
    assert other["status"] == "en_revision"
    assert advance(client) == (1, 0, 0)
    assert "<dd>Nuevo</dd>" in pair[0].page(clave)
    pair[0].step(clave, "tomar")
    option = next(each for each in pair[0].options(clave) if each != "ninguno")
    assert set(option.split("+")) == {sha256, other["sha256"]}
    decide(pair, clave, option)
    assert advance(client) == (1, 1, 130)
    assert verified(world).problems == ()
