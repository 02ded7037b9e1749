"""A2: two stores that an acta de sustitucion joins count together, in any order of arrival, or neither counts."""

from itertools import permutations

import pytest
from starlette.testclient import TestClient

from demo.simulated_institute import SimulatedInstitute
from demo.simulated_urnas import SimulatedBundle
from tests.server.databases import Bases
from tests.server.harness import World, deliver, make_imported, other_store
from tests.server.substituted import institute_with_cards, substitution


@pytest.fixture(scope="module")
def institute() -> SimulatedInstitute:
    return institute_with_cards(6)


@pytest.fixture(scope="module")
def imported(institute: SimulatedInstitute, bases: Bases, tmp_path_factory: pytest.TempPathFactory) -> World:
    return make_imported(institute, tmp_path_factory.mktemp("importado") / "instituto", bases.empty())


def figures(client: TestClient) -> dict[str, int]:
    rows = client.get("/api/v1/resultados/entidad").json()
    return dict(rows[0]["figures"]) if rows else {}


def advance(client: TestClient) -> tuple[int, int, int]:
    found = client.get("/api/v1/avance").json()
    return found["recibidas"], found["contadas"], found["emitidos"]


def pair(world: World, **changes: object) -> tuple[SimulatedBundle, ...]:
    return substitution(world.urnas, (world.count(0, 90, urna=3, **changes), world.count(0, 40)))


def both(world: World) -> dict[str, int]:
    first, second = (world.count(0, voters).counts[0] for voters in (90, 40))
    return {key: votes + second[key] for key, votes in first.items()}


def statuses(client: TestClient, bundles: tuple[SimulatedBundle, ...]) -> list[str]:
    return [deliver(client, bundle.public).json()["status"] for bundle in bundles]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a2_two_stores_of_a_substitution_count_together(
    world: World, client: TestClient, order: tuple[int, int]
) -> None:
    bundles = pair(world)
    alone = deliver(client, bundles[order[0]].public).json()
    assert (alone["status"], [reason["code"] for reason in alone["reasons"]]) == ("en_revision", ["S303"])
    assert advance(client) == (1, 0, 0)
    assert "Cuentan juntas" in client.get(f"/casillas/{bundles[0].casilla}").text
    assert deliver(client, bundles[order[1]].public).status_code == 201
    assert statuses(client, bundles) == ["aceptado", "aceptado"]
    assert advance(client) == (1, 1, 130)
    assert figures(client) == both(world)
    distrito = world.institute.theme.casillas[0].distrito.number
    listed = client.get(f"/resultados/distrito/{distrito}?acta=contada&formato=csv").text
    assert ",130,Contada" in listed


def test_a2_a_reserve_that_only_closes_counts_alone(world: World, client: TestClient) -> None:
    (bundle,) = substitution(world.urnas, (world.count(0, 90, urna=3),))
    assert deliver(client, bundle.public).json()["status"] == "aceptado"
    assert advance(client) == (1, 1, 90)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a2_a_revived_urna_puts_both_stores_en_revision(
    world: World, client: TestClient, order: tuple[int, ...]
) -> None:
    store = other_store("d")
    revived = world.bundle(0, 90, store=store, urna=3)
    bundles = (*pair(world, store=store), revived)
    for place in order:
        deliver(client, bundles[place].public)
    assert statuses(client, bundles) == ["en_revision"] * 3
    assert advance(client) == (1, 0, 0)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a2_a_third_urna_of_the_casilla_stops_all(world: World, client: TestClient, order: tuple[int, ...]) -> None:
    bundles = (*pair(world), world.bundle(0, 20, urna=99))
    for place in order:
        deliver(client, bundles[place].public)
    assert statuses(client, bundles) == ["en_revision"] * 3
    assert advance(client) == (1, 0, 0)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a2_stores_of_two_different_substitutions_do_not_count(
    world: World, client: TestClient, order: tuple[int, int]
) -> None:
    one, other = pair(world), pair(world)
    bundles = (one[0], other[1])
    for place in order:
        deliver(client, bundles[place].public)
    assert statuses(client, bundles) == ["en_revision"] * 2


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a3_one_of_two_in_quarantine_holds_the_other_back(
    world: World, client: TestClient, order: tuple[int, int]
) -> None:
    first = world.count(0, 90, urna=3)
    wrong = world.count(0, 90, urna=3, emitidos=first.ledger.emitidos + 1)
    bundles = substitution(world.urnas, (wrong, world.count(0, 40)))
    for place in order:
        deliver(client, bundles[place].public)
    assert statuses(client, bundles) == ["cuarentena", "en_revision"]
    assert advance(client) == (1, 0, 0)
