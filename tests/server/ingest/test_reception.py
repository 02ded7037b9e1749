"""Bundles over HTTP on a real SQLite file: stored once, refused with a code, or set apart with its reason."""

import re
from dataclasses import replace
from itertools import permutations

import pytest
from starlette.testclient import TestClient

from demo.simulated_institute import demo_institute
from shared.crypto.certificates import Role
from shared.domain.eleccion import Mode
from shared.domain.ids import CasillaId
from tests.server.harness import ZIP, World, deliver, other_store


def totals(client: TestClient) -> dict[str, int]:
    figures: dict[str, int] = client.get("/api/v1/resultados/entidad").json()[0]["figures"]
    return figures


def advance(client: TestClient) -> dict[str, int]:
    found: dict[str, int] = client.get("/api/v1/avance").json()
    return found


def test_a2_a_bundle_is_stored_once_and_sending_again_is_harmless(world: World, client: TestClient) -> None:
    count = world.count(0)
    data = world.urnas.bundle(count).public
    first = deliver(client, data)
    assert first.status_code == 201
    assert first.json()["status"] == "aceptado"
    before = totals(client)
    again = deliver(client, data)
    assert again.status_code == 200
    assert again.json()["outcome"] == "repetido"
    assert totals(client) == before == dict(count.counts[0])
    assert advance(client)["contadas"] == 1
    assert client.get(f"/api/v1/bundles/{first.json()['sha256']}").content == data


def test_any_flipped_byte_is_refused_with_a_code(world: World, client: TestClient) -> None:
    data = world.bundle(0).public
    step = max(1, len(data) // 150)
    for place in range(0, len(data), step):
        spoiled = bytearray(data)
        spoiled[place] ^= 1 << (place % 8)
        answer = deliver(client, bytes(spoiled))
        assert answer.status_code == 422, place
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"][0] in "RKDJ", answer.json()
    assert advance(client)["recibidas"] == 0


def test_bundles_that_are_not_of_this_election_are_refused(world: World, client: TestClient) -> None:
    urnas = world.urnas
    count = world.count(1)
    stranger = demo_institute(40)
    foreign_theme = stranger.urnas().bundle(count)
    same_theme = replace(stranger, theme=world.institute.theme)
    practice = world.institute.urnas(Mode.SIMULACRO).bundle(count)
    as_server = urnas.bundle(count, urnas.urna(1, Role.SERVIDOR))
    elsewhere = urnas.bundle(replace(count, casilla=CasillaId("149999B0100")))
    borrowed = replace(urnas.urna(1), certificate=urnas.urna(2).certificate)
    cases = [
        (foreign_theme.public, "K2"),
        (same_theme.urnas().bundle(count).public, "K204"),
        (practice.public, "R123"),
        (as_server.public, "K204"),
        (elsewhere.public, "R122"),
        (urnas.bundle(count, borrowed).public, "K103"),
    ]
    for data, code in cases:
        answer = deliver(client, data)
        assert answer.status_code == 422
        assert answer.json()["code"].startswith(code), (code, answer.json())
    assert advance(client)["recibidas"] == 0
    page = client.get("/apartados/rechazados").text
    assert "R123" in page
    assert "otra modalidad" in page


def test_a3_totals_that_differ_from_voters_are_quarantined_and_the_page_says_why(
    world: World, client: TestClient
) -> None:
    bundle = world.bundle(3, emitidos=world.count(3).ledger.emitidos + 1)
    answer = deliver(client, bundle.public)
    assert answer.status_code == 202
    assert answer.json()["status"] == "cuarentena"
    assert {reason["code"] for reason in answer.json()["reasons"]} == {"D421"}
    assert advance(client)["contadas"] == 0
    for page in ("/apartados", f"/casillas/{bundle.casilla}"):
        assert "no es igual al número de personas que votaron" in client.get(page).text


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a2_two_bundles_of_a_store_count_in_no_order(world: World, client: TestClient, order: tuple[int, ...]) -> None:
    store = other_store("a")
    bundles = [world.bundle(4, 100, store=store), world.bundle(4, 101, store=store), world.bundle(5)]
    for place in order:
        deliver(client, bundles[place].public)
    assert advance(client)["contadas"] == 1
    assert totals(client) == dict(world.count(5).counts[0])
    page = client.get(f"/casillas/{bundles[0].casilla}").text
    assert "S301" in page
    assert deliver(client, bundles[0].public).json()["status"] == "en_revision"


def test_a2_two_urnas_of_one_casilla_count_in_no_order(world: World, client: TestClient) -> None:
    first, second = world.bundle(6, urna=6), world.bundle(6, 90, urna=900)
    assert deliver(client, first.public).status_code == 201
    late = deliver(client, second.public)
    assert late.status_code == 202
    assert late.json()["reasons"][0]["code"] == "S302"
    assert advance(client)["contadas"] == 0
    assert advance(client)["recibidas"] == 1, "one casilla, of which two actas came"


def test_what_is_refused_is_kept_and_counted_once(world: World, client: TestClient) -> None:
    data = b"PK\x03\x04 not a bundle"
    for _ in range(3):
        assert deliver(client, data).json()["code"] == "R101"
    folder = world.config.data / "rechazados"
    assert [path.read_bytes() for path in folder.rglob("*") if path.is_file()] == [data]
    page = client.get("/registro").text
    assert len(re.findall(r"<td[^>]*>Rechazó un archivo", page)) == 1


def test_refused_files_are_kept_within_bounds(world: World) -> None:
    few = replace(world, config=replace(world.config, max_refused=2))
    with few.client() as client:
        for number in range(5):
            assert deliver(client, b"%d" % number).status_code == 422
        assert len([path for path in (few.config.data / "rechazados").rglob("*") if path.is_file()]) == 2
        assert client.get("/apartados/rechazados").text.count("Sin copia") == 3


def test_bodies_are_bounded_whatever_their_header_says(world: World, client: TestClient) -> None:
    big = bytes(world.config.max_body_bytes + 1)
    assert deliver(client, big).json()["code"] == "S101"
    parts = iter([big[: 1 << 20]] * 3)
    streamed = client.post("/api/v1/bundles", content=parts, headers=ZIP)
    assert streamed.status_code == 413
    assert client.post("/api/v1/bundles", content=b"{}", headers={"content-type": "text/plain"}).status_code == 415


def test_without_a_theme_nothing_is_taken_in(empty_world: World) -> None:
    with empty_world.client() as client:
        answer = deliver(client, empty_world.bundle(0).public)
        assert answer.status_code == 409
        assert answer.json()["code"] == "S104"
        assert "import-theme" in client.get("/").text
        assert client.get("/api/v1/avance").status_code == 409


def test_a_large_group_is_stored_as_if_one_by_one(world: World, client: TestClient) -> None:
    places = range(30)
    for place in places:
        assert deliver(client, world.bundle(place).public).status_code == 201
    expected: dict[str, int] = {}
    for place in places:
        for key, votes in world.count(place).counts[0].items():
            expected[key] = expected.get(key, 0) + votes
    assert totals(client) == expected


def test_what_is_apart_and_what_was_refused_are_lists_with_filters_and_files(world: World, client: TestClient) -> None:
    quarantined = world.bundle(3, emitidos=world.count(3).ledger.emitidos + 1)
    twice = [world.bundle(6, urna=6), world.bundle(6, 90, urna=900)]
    for data in (quarantined.public, *(each.public for each in twice), world.bundle(7).public, b"roto", b"rota"):
        deliver(client, data)
    listed = client.get("/apartados?formato=csv").content.decode("utf-8-sig")
    assert [line[:11] for line in listed.splitlines()[1:]] == sorted(
        [quarantined.casilla.clave, *[each.casilla.clave for each in twice]]
    )
    assert "Almacenes de votos: 1<" in client.get("/apartados?estado=cuarentena").text
    assert "Almacenes de votos: 2<" in client.get(f"/apartados?busca={twice[0].casilla.clave}").text
    assert client.get("/apartados?estado=aceptado").status_code == 422, "what counts is not apart"
    refused = client.get("/apartados/rechazados?codigo=r1&orden=-bytes&formato=csv").content.decode("utf-8-sig")
    assert len(refused.splitlines()) == 3
    assert "Archivos rechazados: 0<" in client.get("/apartados/rechazados?origen=memoria").text
