"""The QR of an acta on paper, by page and by command: it proves or contradicts the bundle, and counts nothing."""

import html
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from demo.simulated_institute import SimulatedInstitute, demo_package
from demo.simulated_urnas import SimulatedBundle, SimulatedCount, SimulatedUrna, SimulatedUrnas
from demo.simulated_votes import spread
from server.access import Grant, Role
from shared.crypto.certificates import Role as CertificateRole
from shared.domain.eleccion import Mode
from shared.domain.ids import ContestId
from tests.server.databases import execute
from tests.server.harness import (
    ANSWERS,
    WEIGHTS,
    Process,
    World,
    apart,
    beside,
    deliver,
    import_theme,
    make_world,
    open_account,
)
from tests.server.revision.people import advance, somebody, totals
from tests.server.roads.papers import forged, printed, typed
from tests.server.substituted import RESERVES, institute_with_cards, substitution

PAGE = "/apartados/qr"


def made(world: World, place: int, number: int = 7) -> tuple[SimulatedBundle, SimulatedUrna]:
    urna = world.urnas.urna(number)
    return world.urnas.bundle(world.count(place), urna), urna


def read(client: TestClient, text: str) -> list[str]:
    """The sentences that the page answers."""
    page = client.post(PAGE, data={"texto": text}).text
    notice = re.search(r'role="status">(.*?)</div>', page, re.DOTALL)
    return [html.unescape(each) for each in re.findall(r"<p>(.*?)</p>", notice[1])] if notice else [page]


def left(client: TestClient, text: str) -> str:
    page = client.post(PAGE, data={"texto": text}).text
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    return html.unescape(found[1]) if found else ""


def status(client: TestClient, clave: str) -> str:
    return str(client.get(f"/casillas/{clave}").text)


def test_a2_a_paper_that_agrees_proves_the_bundle_and_counts_nothing(world: World, client: TestClient) -> None:
    bundle, urna = made(world, 0)
    deliver(client, bundle.public)
    before = advance(client), totals(client)
    [said] = read(client, typed(printed(world, bundle, urna)))
    assert said == f"Casilla {bundle.casilla}: el acta en papel y el paquete dicen lo mismo."
    copy = printed(world, bundle, urna, world.urnas.closed_at)
    assert read(client, typed(copy))[0].endswith("Ya se había leído."), "another copy of the same acta"
    assert (advance(client), totals(client)) == before
    assert "coincide" in status(client, bundle.casilla.clave)
    rows = execute(world.config, "SELECT origin FROM ingest_paper")
    assert [origin for (origin,) in rows] == ["qr"]
    assert "Leyó el QR de un acta en papel" in client.get("/registro").text
    trail = execute(world.config, "SELECT data FROM audit_entry WHERE action = 'cotejar'")
    assert [json.loads(str(data))["envia"][:8] for (data,) in trail] == ["persona-"], "who read it, and once"


@pytest.mark.parametrize("paper_first", [False, True])
def test_a2_a_paper_that_differs_sets_the_casilla_apart_in_any_order(world: World, paper_first: bool) -> None:  # noqa: FBT001
    bundle, urna = made(world, 1)
    folder = world.folder / "urnas"
    folder.mkdir()
    (folder / f"{urna.id}.cert.pem").write_bytes(urna.certificate)
    known = replace(world, config=replace(world.config, urna_certificates=folder))
    paper = typed(forged(world, bundle, urna))
    with known.client() as client:
        if paper_first:
            [said] = read(client, paper)
            assert "Su paquete no ha llegado" in said
            assert advance(client)[0] == 0
            assert deliver(client, bundle.public).json()["reasons"][0]["code"] == "S305"
        else:
            deliver(client, bundle.public)
            [said] = read(client, paper)
            assert "NO dice lo que el paquete" in said
        assert advance(client)[1] == 0
        assert totals(client) == {} or not any(totals(client).values())
        page = status(client, bundle.casilla.clave)
        assert "S305" in page
        assert "difiere" in page


def test_a2_two_people_decide_and_the_same_paper_read_again_changes_nothing(world: World, client: TestClient) -> None:
    bundle, urna = made(world, 2)
    sha256 = deliver(client, bundle.public).json()["sha256"]
    paper = typed(forged(world, bundle, urna))
    read(client, paper)
    clave = bundle.casilla.clave
    one, two = somebody(world, client, Role.CONSEJO), somebody(world, client, Role.CONSEJO)
    one.propose(clave, sha256)
    assert two.step(clave, "confirmar").status_code == 303
    assert advance(client)[1] == 1
    assert read(client, paper)[0].endswith("Ya se había leído.")
    assert advance(client)[1] == 1
    read(client, typed(printed(world, bundle, urna)))
    assert advance(client)[1] == 1, "one that agrees with what was chosen"


def test_a2_of_two_bundles_a_paper_is_held_against_the_one_that_people_chose(world: World, client: TestClient) -> None:
    bundle, urna = made(world, 3)
    second = world.urnas.bundle(replace(world.count(3, 90), store=bundle.store), urna)
    sha256, _ = (deliver(client, each.public).json()["sha256"] for each in (bundle, second))
    clave = bundle.casilla.clave
    one, two = somebody(world, client, Role.CONSEJO), somebody(world, client, Role.CONSEJO)
    one.propose(clave, sha256)
    assert two.step(clave, "confirmar").status_code == 303
    assert "dicen lo mismo" in read(client, typed(printed(world, bundle, urna)))[0]
    assert advance(client)[1] == 1
    read(client, typed(printed(world, second, urna)))
    assert advance(client)[1] == 0, "what contradicts the chosen one holds it again"


def test_a2_a_paper_that_agreed_differs_once_a_second_bundle_says_something_else(
    world: World, client: TestClient
) -> None:
    bundle, urna = made(world, 4)
    deliver(client, bundle.public)
    read(client, typed(printed(world, bundle, urna)))
    assert "coincide" in status(client, bundle.casilla.clave)
    deliver(client, world.urnas.bundle(replace(world.count(4, 90), store=bundle.store), urna).public)
    assert "difiere" in status(client, bundle.casilla.clave)


def test_a2_a_paper_that_comes_while_somebody_proposes_is_seen_before_it_is_confirmed(
    world: World, client: TestClient
) -> None:
    bundle, urna = made(world, 3)
    second = world.urnas.bundle(replace(world.count(3, 90), store=bundle.store), urna)
    sha256, _ = (deliver(client, each.public).json()["sha256"] for each in (bundle, second))
    clave = bundle.casilla.clave
    one, two = somebody(world, client, Role.CONSEJO), somebody(world, client, Role.CONSEJO)
    one.propose(clave, sha256)
    stale = two.seen(clave)
    read(client, typed(forged(world, bundle, urna)))
    answer = two.browser.post(
        f"/revision/{clave}/decidir", data={**stale, "accion": "confirmar"}, follow_redirects=False
    )
    assert answer.status_code != 303
    assert advance(client)[1] == 0


def test_a2_what_no_certificate_proves_is_refused_and_noted(world: World, client: TestClient) -> None:
    bundle, urna = made(world, 4)
    paper = printed(world, bundle, urna)
    [unknown] = read(client, typed(paper))
    assert "rechazado (S865)" in unknown
    deliver(client, bundle.public)
    other = world.urnas.urna(7)
    [false] = read(client, typed(printed(world, bundle, other)))
    assert "rechazado (K103)" in false
    assert "La firma no es válida." in false
    assert "S865" in client.get("/apartados/rechazados").text
    assert "coinc" not in status(client, bundle.casilla.clave)
    assert "dicen lo mismo" in read(client, typed(paper))[0], "what was refused for want of a bundle is read again"


def test_a2_papers_of_another_mode_theme_or_casilla_are_refused(world: World, client: TestClient) -> None:
    bundle, urna = made(world, 5)
    deliver(client, bundle.public)
    practice = world.institute.urnas(Mode.SIMULACRO)
    of_practice = practice.bundle(replace(world.count(5), store=bundle.store), urna)
    [said] = read(client, typed(printed(world, of_practice, urna)))
    assert "rechazado (R123)" in said


class Kept(SimulatedUrnas):
    """Urnas whose keys are made once."""

    def __init__(self, world: World) -> None:
        super().__init__(world.institute.issuer, world.institute.theme)
        self._kept: dict[int, SimulatedUrna] = {}

    def urna(self, number: int, role: CertificateRole = CertificateRole.URNA) -> SimulatedUrna:
        if number not in self._kept:
            self._kept[number] = super().urna(number, role)
        return self._kept[number]


def test_a2_the_reserves_signature_proves_the_paper_of_the_store_that_it_closed(tmp_path: Path) -> None:
    world = make_world(institute_with_cards(3), tmp_path / "reserva")
    apart(import_theme(world))
    urnas = Kept(world)
    [bundle] = substitution(urnas, [replace(world.count(0), urna=1)])
    paper = typed(printed(world, bundle, urnas.urna(RESERVES + 1)))
    with world.client() as client:
        assert deliver(client, bundle.public).status_code == 201
        assert "dicen lo mismo" in read(client, paper)[0]
        assert "K103" in read(client, typed(printed(world, bundle, urnas.urna(5))))[0]


def test_a17_parts_are_mixed_missing_damaged_and_told_plainly(long: World) -> None:
    with long.client() as client:
        urna = long.urnas.urna(7)
        bundles = [
            long.urnas.bundle(SimulatedCount(c.id, counts(long)), urna) for c in long.institute.theme.casillas[:2]
        ]
        for each in bundles:
            deliver(client, each.public)
        one, two = (printed(long, each, urna) for each in bundles)
        assert len(one) > 1
        name = two[0].split("/")[3]
        text = typed([two[0], one[1], "basura", one[1], one[0]])
        assert read(client, text) == [
            f"Casilla {bundles[0].casilla}: el acta en papel y el paquete dicen lo mismo.",
            f"QR {name}: falta la parte 2 de 2. Léala; las demás ya están.",
            "Renglón 3: no es una parte del QR de un acta, o se leyó mal. Lea otra vez esa parte.",
            "Partes leídas más de una vez: 1. No hace daño.",
        ]
        rest = left(client, text)
        assert rest.split() == [two[0]]
        assert "dicen lo mismo" in read(client, rest + two[1].replace("/", "-").lower())[0]
        assert read(client, " ") == ["No hay nada que leer: ponga el cursor en el recuadro y lea los QR del acta."]


def test_a27_who_may_not_read_actas_does_not(world: World, client: TestClient) -> None:
    board = beside(client, apart(open_account(world, (Grant(Role.CONSEJO),))))
    assert board.get(PAGE).status_code == 403
    assert board.post(PAGE, data={"texto": "x"}).status_code == 403


def test_a2_the_command_reads_files_and_what_is_typed(world: World) -> None:
    (bundle, urna), process = made(world, 0), Process(world)
    folder = world.folder / "papel"
    folder.mkdir()
    (folder / bundle.name).write_bytes(bundle.public)
    (folder / "qr.txt").write_text(typed(printed(world, bundle, urna)))
    assert process.command("ingest", str(folder)).exit_code == 0
    done = process.command("ingest-qr", str(folder / "qr.txt"))
    assert (done.exit_code, done.stdout.strip()) == (
        0,
        f"Casilla {bundle.casilla}: el acta en papel y el paquete dicen lo mismo.",
    )
    (folder / "qr.txt").write_text(typed(forged(world, bundle, urna)))
    assert process.command("ingest-qr", str(folder / "qr.txt")).exit_code == 1
    line = [sys.executable, "-m", "server", "ingest-qr", "--config", str(world.folder / "servidor.toml")]
    again = subprocess.run(
        line, input=typed(printed(world, bundle, urna)), capture_output=True, text=True, check=False, timeout=120
    )
    assert "Ya se había leído." in again.stdout, again.stderr
    assert "0 actas" in process.command("status").stdout


def counts(world: World) -> tuple[dict[str, int], ...]:
    """Votes in every boleta of the long institute."""
    return tuple(
        spread(contest, 300, contest.id.value, ANSWERS if contest.id.value.startswith("CONSULTA") else WEIGHTS)
        for contest in world.institute.theme.contests
    )


@pytest.fixture
def long(tmp_path: Path) -> World:
    """Nine boletas: their acta needs a QR of two parts."""
    package = demo_package()
    gubernatura, consulta = package.theme.contests
    more = tuple(replace(gubernatura, id=ContestId(f"{gubernatura.id.value}-{number}")) for number in range(2, 9))
    contests = (gubernatura, consulta, *more)
    theme = replace(package.theme, casillas=package.theme.casillas[:3], contests=contests, languages=())
    world = make_world(SimulatedInstitute.create(theme, package.assets), tmp_path / "largo")
    apart(import_theme(world))
    return world
