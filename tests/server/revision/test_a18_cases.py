"""What is apart is decided by two people, who saw the effect; nobody can make count what is false."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient

from server.access import Grant, Level, Role, Territory
from tests.server.harness import World, deliver, other_store
from tests.server.revision.people import WORDS, Clicks, advance, somebody, totals

REVIEWS = (Grant(Role.DIRECCION), Grant(Role.RESULTADOS), Grant(Role.AUDITORIA))


@pytest.fixture
def client(world: World) -> Iterator[TestClient]:
    with world.client(*REVIEWS) as started:
        yield started


@pytest.fixture
def reviewer(world: World, client: TestClient) -> Clicks:
    return somebody(world, client, Role.RESULTADOS)


@pytest.fixture
def decider(world: World, client: TestClient) -> Clicks:
    return somebody(world, client, Role.CONSEJO)


def two_of_a_store(world: World, client: TestClient, place: int = 4) -> tuple[str, str, str]:
    """A casilla with two bundles of one store, 100 and 101 voters: its clave and their hashes."""
    store = other_store("a")
    made = [world.bundle(place, voters, store=store) for voters in (100, 101)]
    hashes = [deliver(client, each.public).json()["sha256"] for each in made]
    return made[0].casilla.clave, hashes[0], hashes[1]


def shown(page: str, name: str) -> tuple[int, int]:
    """Before and after, of one line of the table of effects."""
    found = re.search(rf">{re.escape(name)}</th><td[^>]*>([\d,]+)</td><td[^>]*>([\d,]+)</td>", unescape(page))
    if found is None:
        raise LookupError(name)
    return int(found[1].replace(",", "")), int(found[2].replace(",", ""))


@pytest.mark.parametrize("which", [0, 1])
def test_a18_two_people_let_a_bundle_count_and_the_effect_is_what_was_shown(
    world: World, client: TestClient, reviewer: Clicks, decider: Clicks, which: int
) -> None:
    deliver(client, world.bundle(5).public)
    clave, *hashes = two_of_a_store(world, client)
    before = totals(client)
    assert reviewer.step(clave, "tomar").status_code == 303
    assert set(reviewer.options(clave)) == {*hashes, "ninguno"}
    weighed = reviewer.browser.get(f"/revision/{clave}/decision", params={"opcion": hashes[which]}).text
    assert totals(client) == before, "to look changes nothing"
    assert reviewer.propose(clave, hashes[which]).status_code == 303
    assert totals(client) == before, "a proposal changes nothing"
    page = decider.page(clave)
    assert shown(page, "Personas que votaron") == shown(weighed, "Personas que votaron")
    told = {name: shown(page, name) for name in ("Casillas contadas", "Personas que votaron", "Votos nulos", "PAN")}
    partidos = client.get("/api/v1/resultados/entidad").json()[0]["by_partido"]
    assert decider.step(clave, "confirmar").status_code == 303
    voters = 100 + which
    assert advance(client)[1:] == (2, sum(before.values()) + voters)
    now = client.get("/api/v1/resultados/entidad").json()[0]
    assert now["figures"] == {
        key: votes + world.count(4, voters).counts[0].get(key, 0) for key, votes in before.items()
    }
    assert told["Casillas contadas"] == (1, 2)
    assert told["Personas que votaron"] == (sum(before.values()), sum(now["figures"].values()))
    assert told["Votos nulos"] == (before["NULOS"], now["figures"]["NULOS"])
    assert told["PAN"] == (partidos["PAN"], now["by_partido"]["PAN"])
    assert deliver(client, world.bundle(5).public).status_code == 202, "another store of a casilla is still apart"


def test_a18_nobody_decides_alone(world: World, client: TestClient, decider: Clicks) -> None:
    clave, first, _ = two_of_a_store(world, client)
    assert decider.propose(clave, first).status_code == 303
    answer = decider.step(clave, "confirmar")
    assert answer.status_code == 409
    assert "otra persona" in answer.text
    assert advance(client)[1] == 0
    assert "no se le permitió" in client.get("/registro?modulo=revision&accion=confirmar").text


def test_a18_what_is_false_or_does_not_add_up_never_counts(
    world: World, client: TestClient, reviewer: Clicks, decider: Clicks
) -> None:
    ledger = world.count(3).ledger
    bundle = world.bundle(3, emitidos=ledger.emitidos + 1)
    sha256, clave = deliver(client, bundle.public).json()["sha256"], bundle.casilla.clave
    reviewer.step(clave, "tomar")
    assert reviewer.options(clave) == ["ninguno"]
    for forced in (sha256, "0" * 64):
        answer = reviewer.step(clave, "proponer", opcion=forced, motivo="acta_impresa", palabras=WORDS)
        assert answer.status_code == 409, forced
    assert "no cuadra" in reviewer.page(clave)
    assert reviewer.propose(clave, "ninguno", "no_cuadra").status_code == 303
    assert decider.step(clave, "confirmar").status_code == 303
    assert advance(client) == (1, 0, 0)
    assert client.get(f"/api/v1/bundles/{sha256}").content == bundle.public, "the bytes are kept"
    assert deliver(client, bundle.public).json()["status"] == "descartado"


def test_a18_a_form_out_of_form_is_refused(world: World, client: TestClient, reviewer: Clicks) -> None:
    clave, first, _ = two_of_a_store(world, client)
    reviewer.step(clave, "tomar")
    for opcion in ("", "x", f"{first}+{first}+{first}", "' OR 1=1"):
        assert reviewer.step(clave, "proponer", opcion=opcion, motivo="otro", palabras=WORDS).status_code == 422
    short = reviewer.step(clave, "proponer", opcion=first, motivo="acta_impresa", palabras="porque sí")
    assert short.status_code == 422
    assert "de 10 a 500 caracteres" in short.text.lower()
    assert reviewer.step(clave, "confirmar").status_code == 403, "who reviews does not decide"
    assert reviewer.step(clave, "volar").status_code == 422
    assert reviewer.browser.get("/revision/no-es-clave").status_code == 404
    assert "Nadie" not in reviewer.page(clave).split("Lo que se hizo")[0].split("Qué sigue")[0]


def test_a2_what_arrives_after_a_decision_takes_it_back(
    world: World, client: TestClient, reviewer: Clicks, decider: Clicks
) -> None:
    clave, first, _ = two_of_a_store(world, client)
    reviewer.propose(clave, first)
    before = decider.seen(clave)
    deliver(client, world.bundle(4, 77, urna=900).public)
    late = decider.browser.post(f"/revision/{clave}/decidir", data={**before, "accion": "confirmar"})
    assert late.status_code == 409
    assert advance(client)[1] == 0
    reviewer.propose(clave, first)
    assert decider.step(clave, "confirmar").status_code == 303
    assert advance(client)[1:] == (1, 100)
    deliver(client, world.bundle(4, 78, urna=901).public)
    assert advance(client)[1:] == (0, 0)
    page = decider.page(clave)
    assert "Llegó otro paquete después" in page
    assert "<dd>Nuevo</dd>" in page


def test_a2_nobody_proposes_on_what_arrived_after_they_looked(
    world: World, client: TestClient, reviewer: Clicks
) -> None:
    clave, first, _ = two_of_a_store(world, client)
    reviewer.step(clave, "tomar")
    looked = reviewer.seen(clave)
    deliver(client, world.bundle(4, 77, urna=900).public)
    asked = {**looked, "accion": "proponer", "opcion": first, "motivo": "acta_impresa", "palabras": WORDS}
    assert reviewer.browser.post(f"/revision/{clave}/paso", data=asked, follow_redirects=False).status_code == 409
    asked |= reviewer.seen(clave)
    assert reviewer.browser.post(f"/revision/{clave}/paso", data=asked, follow_redirects=False).status_code == 303


def test_a18_of_two_who_act_at_once_one_is_told_to_look_again(
    world: World, client: TestClient, reviewer: Clicks, decider: Clicks
) -> None:
    clave, first, second = two_of_a_store(world, client)
    reviewer.propose(clave, first)
    stale = decider.seen(clave)
    reviewer.step(clave, "retirar")
    reviewer.propose(clave, second)
    answer = decider.browser.post(f"/revision/{clave}/decidir", data={**stale, "accion": "confirmar"})
    assert answer.status_code == 409
    assert advance(client)[1] == 0, "another proposal than the one that was seen"
    fresh = {**decider.seen(clave), "accion": "confirmar"}
    answers = [decider.browser.post(f"/revision/{clave}/decidir", data=fresh, follow_redirects=False) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 409]
    assert advance(client)[1:] == (1, 101)


def test_a18_a_decision_is_undone_by_two_people_and_all_of_it_is_in_the_trail(
    world: World, client: TestClient, reviewer: Clicks, decider: Clicks
) -> None:
    clave, first, second = two_of_a_store(world, client)
    reviewer.propose(clave, first)
    decider.step(clave, "devolver", palabras="Falta el acta impresa.")
    assert "Falta el acta impresa." in reviewer.page(clave)
    reviewer.propose(clave, first)
    decider.step(clave, "confirmar")
    assert decider.step(clave, "reabrir", palabras="Apareció el acta impresa.").status_code == 303
    assert advance(client)[1:] == (1, 100), "until others decide the decision stands"
    assert decider.step(clave, "proponer", opcion=second, motivo="acta_impresa", palabras=WORDS).status_code == 303
    assert decider.step(clave, "confirmar").status_code == 409
    other = somebody(world, client, Role.DIRECCION)
    assert other.step(clave, "confirmar").status_code == 303
    assert advance(client)[1:] == (1, 101)
    trail = client.get("/registro?modulo=revision").text
    for said in ("Tomó un caso", "Propuso una decisión", "Devolvió una propuesta", "Confirmó una decisión", "Reabrió"):
        assert said in trail, said
    assert "personas que votaron: 100" in trail
    assert "personas que votaron: 101" in trail


def test_a27_a_case_of_another_distrito_is_not_opened_by_its_clave(
    world: World, client: TestClient, reviewer: Clicks
) -> None:
    casillas = world.institute.theme.casillas
    mine = casillas[0]
    place, other = next(
        (n, c) for n, c in enumerate(casillas) if c.distrito != mine.distrito and c.municipio != mine.municipio
    )
    clave, first, _ = two_of_a_store(world, client, place)
    assert clave == other.id.clave
    reviewer.propose(clave, first)
    own, *_ = [world.bundle(0, voters, store=other_store("b")) for voters in (60, 61)]
    for voters in (60, 61):
        deliver(client, world.bundle(0, voters, store=other_store("b")).public)
    fresh = reviewer.seen(clave)
    for level, number in ((Level.DISTRITO, mine.distrito.number), (Level.MUNICIPIO, mine.municipio.number)):
        board = somebody(world, client, Role.CONSEJO, Territory(level, number)).browser
        listed = board.get("/revision").text
        assert own.casilla.clave in listed
        assert clave not in listed
        assert clave not in board.get("/revision?formato=csv").text
        assert [each["casilla"] for each in board.get("/api/v1/revision").json()] == [own.casilla.clave]
        assert board.get(f"/revision/{clave}").status_code == 404
        assert board.get(f"/revision/{clave}/decision?opcion={first}").status_code == 404
        for where, accion in (
            ("paso", "tomar"),
            ("paso", "retirar"),
            ("decidir", "confirmar"),
            ("decidir", "devolver"),
        ):
            data = {**fresh, "accion": accion, "palabras": WORDS}
            assert board.post(f"/revision/{clave}/{where}", data=data).status_code == 404, accion
    assert advance(client)[1] == 0


def test_a27_words_of_people_are_escaped(world: World, client: TestClient, reviewer: Clicks) -> None:
    clave, first, _ = two_of_a_store(world, client)
    nasty = "<script>alert(1)</script> '\"><img src=x onerror=alert(1)>"
    reviewer.step(clave, "tomar")
    assert reviewer.step(clave, "proponer", opcion=first, motivo="otro", palabras=nasty).status_code == 303
    for page in (reviewer.page(clave), client.get("/registro").text):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;" in page
