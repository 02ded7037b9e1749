"""A2: an urna dies on election day and its reserve takes its place, on real windows, by the dock's controls alone.

What the people of the casilla meant is what the stick, the server, its cut and `urna-verify` say, each vote once.
"""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from demo.intentions import expected
from demo.mesa import Mesa
from demo.processes import Supervisor
from demo.results import published
from demo.server import configure, program
from demo.waiting import wait_for
from shared.crypto.certificates import TrustAnchor
from shared.domain.acta import ActaEscrutinio
from tests.election.playing import LONG_S, Day, Hands, bench, lived, paper_ends, power_goes, read_actas, stick_is_pulled
from theme_builder.ceremony.making import Official
from urna.devdock.media import OF_RESERVE, OWN
from urna.devdock.outcome import Done
from urna.devdock.pair import CASILLA, CHOOSE, RESERVE

SEED = "reserva"
STEP = "mas_una"
pytestmark = [
    pytest.mark.long,
    pytest.mark.election,
    pytest.mark.screen,
    pytest.mark.skipif(shutil.which("Xvfb") is None or shutil.which("xdotool") is None, reason="needs Xvfb, xdotool"),
]


@pytest.fixture
def day(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Day]:
    with lived(tmp_path / "urna", request.param, SEED) as made:
        yield made


@pytest.mark.parametrize("day", [6], indirect=True)
def test_a2_a_reserve_goes_on_and_every_vote_counts_once(day: Day) -> None:
    """Every accident of a day on the first urna, the last one its end; three more people vote at the reserve."""
    opened(day)
    day.vote(1, lambda: paper_ends(day))
    stick_is_pulled(day)
    day.vote(2)
    day.hands.do("usb.insert")
    day.vote(3, lambda: power_goes(day))
    day.hands.do("power.dies")
    reserve = arrived(day)
    substitute(reserve, 3, 3, "seguir_aqui")
    open_reserve(reserve)
    for number in (4, 5, 6):
        reserve.vote(number)
    reserve.hands.do("clock.hour", "18:30")
    reserve.mesa.close()
    reserve.mesa.screen.press("cerrada", "exportar", LONG_S)
    reserve.mesa.screen.press("falta_urna", "cerrar_sustituida", LONG_S)
    close_the_other(reserve)
    archive(reserve)
    reserve.hands.do("usb.pull")
    assert {urna: acta.ledger.emitidos for urna, acta in actas(day).items()} == {"JAL-0001": 3, "JAL-R001": 3}
    check_publication(day, 6)
    revived_goes_on_no_more(day)


@pytest.mark.parametrize("day", [2], indirect=True)
def test_a2_a_reserve_that_only_closes_counts_the_dead_urna_once(day: Day) -> None:
    """Nobody is left to vote: the reserve closes the store of the dead urna, and takes nobody's vote."""
    opened(day)
    day.vote(1)
    day.vote(2)
    day.hands.do("clock.hour", "18:30")
    day.hands.do("power.dies")
    reserve = arrived(day)
    substitute(reserve, 2, 3, "solo_cerrar")
    close_the_other(reserve)
    archive(reserve)
    reserve.hands.do("usb.pull")
    (acta,) = actas(day).values()
    assert (acta.urna.value, acta.ledger.emitidos) == ("JAL-0001", 2)
    check_publication(day, 2)
    revived_goes_on_no_more(day)


def opened(day: Day) -> None:
    day.dock.begin()
    day.mesa.load()
    day.mesa.prepare()
    day.mesa.open()


def arrived(day: Day) -> Day:
    """The reserve, asked for and prepared; the mesa brings its cards, codes and the shares from their envelopes."""
    assert day.pair.do(CHOOSE, RESERVE) == Done()
    hands = Hands(day.pair.dock)
    mesa = replace(day.mesa, bench=bench(hands))
    mesa.load()
    mesa.prepare()
    return replace(day, hands=hands, mesa=mesa)


def substitute(reserve: Day, emitidos: int, listed: int, what_for: str) -> None:
    """As the manual of the mesa says; ``listed`` people bear a mark on the list."""
    screen, hands = reserve.mesa.screen, reserve.hands
    screen.press("apertura", "sustituir")
    hands.do("usb.pull")
    assert reserve.pair.do(CHOOSE, CASILLA) == Done()
    Hands(reserve.pair.dock).do("usb.pull")
    assert reserve.pair.do(CHOOSE, RESERVE) == Done()
    hands.do("usb.put", str(OWN))
    screen.press("sustitucion", "buscar_memoria", LONG_S)
    screen.wait("lista_sustitucion", timeout_s=LONG_S)
    for _ in range(listed - emitidos):
        screen.press("lista_sustitucion", STEP)
    screen.press("lista_sustitucion", "aceptar_lista")
    screen.press("lista_sustitucion", what_for)
    sign(reserve.mesa, reserve.mesa.officials[:2])
    screen.wait("apertura" if what_for == "seguir_aqui" else "falta_urna", timeout_s=LONG_S)
    hands.do("usb.pull")
    hands.do("usb.put", str(OF_RESERVE))


def open_reserve(reserve: Day) -> None:
    """Its own day."""
    insist(reserve, "apertura", "abrir_reserva", "espera")


def insist(reserve: Day, name: str, target: str, following: str) -> None:
    """Touch again while the urna says that its own stick, just put back, is not ready."""
    screen = reserve.mesa.screen
    screen.wait_for_button(name, target, timeout_s=LONG_S)

    def gone_on() -> bool:
        if screen.shows(name, target):
            screen.touch(name, target)
        return screen.name() == following

    wait_for(gone_on, following, LONG_S)


def sign(mesa: Mesa, officials: tuple[Official, ...]) -> None:
    mesa.authenticate([(official.card, official.code) for official in officials])


def close_the_other(reserve: Day) -> None:
    """The store of the dead urna, with the same shares."""
    reserve.mesa.screen.press("falta_urna", "cerrar", LONG_S)
    insist(reserve, "cierre", "confirmar_cierre", "autenticacion")
    reserve.mesa.count()
    reserve.mesa.export()


def archive(reserve: Day) -> None:
    reserve.mesa.screen.press("cerrada", "archivar")
    sign(reserve.mesa, reserve.mesa.officials[:2])
    reserve.mesa.screen.wait("cerrada", timeout_s=LONG_S)


def stick(day: Day, number: int) -> Path:
    return day.choices.out / "memorias" / str(number)


def actas(day: Day) -> dict[str, ActaEscrutinio]:
    """What the reserve's stick says, checked as any reader does: each store once."""
    found = read_actas(day, stick(day, OF_RESERVE))
    assert not (stick(day, OWN) / "resultados").exists()
    assert len({acta.store_id for acta in found}) == len(found)
    return {acta.urna.value: acta for acta in found}


def check_publication(day: Day, voters: int) -> None:
    """Server, cut and verifier; the results handed in twice, from both sticks, count once."""
    places = day.choices.places
    with Supervisor(places.logs) as supervisor:
        server = configure(places, supervisor, 0)
        server.start()
        server.take_sticks([stick(day, OF_RESERVE) / "resultados"])
        server.take_sticks([stick(day, OF_RESERVE) / "resultados", stick(day, OWN)])
        server.cut()
        copy = places.out / "copia-del-verificador"
        shutil.copytree(places.publication, copy)
        anchor = TrustAnchor.from_pem(
            (places.institute / "root.pem").read_bytes(), (places.institute / "crl.pem").read_bytes()
        )
        known = ("--root-fingerprint", anchor.fingerprint_hex, "--theme-code", day.theme.short_code)
        supervisor.run("urna-verify", (program("urna-verify"), copy, *known))
    contests = published(places)["contests"]
    for contest, wanted in zip(contests, expected(day.theme.contests, day.people), strict=True):
        assert {key: contest["totals"].get(key, 0) for key in wanted} == dict(wanted)
        assert (contest["votos"], contest["actas"]["contabilizadas"]) == (voters, 1)


def revived_goes_on_no_more(day: Day) -> None:
    """Somebody switches the dead urna on with its stick in: it stops, and says that another took its place."""
    assert day.pair.do(CHOOSE, RESERVE) == Done()
    day.pair.do("power.off")
    assert day.pair.do(CHOOSE, CASILLA) == Done()
    day.hands.do("usb.insert")
    day.hands.do("power.revives")
    day.mesa.screen.wait("fuera_de_servicio", timeout_s=LONG_S)
    kept = tuple((day.choices.places.urna(1) / "interna").rglob("sustitucion.json"))
    assert kept, "it does not forget when the stick is pulled again"
