"""An urna asks for its certificates, the ceremony answers, the urna takes its own; and every road that is not that."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from shared.crypto.authority import create_revocation_list, serial_of
from shared.crypto.requests import read_requests, request_code, requests_from_der
from shared.crypto.roles import Role
from shared.crypto.signing import SigningKey
from shared.crypto.tuf_repo import RepositoryKeys, create_root
from shared.domain.errors import DatoInvalido
from shared.domain.ids import CasillaId, UrnaId
from shared.formats import qr_chain
from shared.formats.alistamiento_v1 import Alistamiento, read_answer, trust_code, write_answer
from tests.flows.cutting import Breaker, CutFiles, PowerCut
from tests.flows.table import HandClock
from theme_builder.ceremony.issuing import Trust, certify_all
from theme_builder.ceremony.making import Occasion, make_institute
from theme_builder.ceremony.urnas import Asked, Row
from urna.alistado import main
from urna.flow.enrolling import Enrolling
from urna.flow.input import ActionTouched
from urna.flow.screen import ProcedureScreen
from urna.services.enrolling import Enrolment, Places
from urna.services.enrolling_machine import EnrolMachine
from urna.store.durable import Folder, RealFiles

NOW: Final = datetime(2027, 5, 1, 16, tzinfo=UTC)
VALID: Final = (NOW - timedelta(days=1), NOW + timedelta(days=200))
KEYS: Final = RepositoryKeys.generate()
THEME_ROOT: Final = create_root(KEYS.public, KEYS.root, VALID[1])
CASILLA: Final = CasillaId("140001B0100")


class Office:
    """The institute of one ceremony, and what it answers."""

    def __init__(self) -> None:
        self.occasion = Occasion("JAL-2027-GOB", "Instituto", VALID)
        self.issuer, crl = make_institute(self.occasion, SigningKey.generate())
        self.trust = Trust(self.issuer.root_pem, crl, THEME_ROOT)

    def answer(self, request: bytes, urna: str = "URNA-1") -> Alistamiento:
        asked = Asked(Row(UrnaId(urna), CASILLA, request_code(request)), request)
        (made,) = certify_all(self.issuer, self.occasion, self.trust, (asked,), {})
        return read_answer(made.answer)

    def revoking(self, certificate: bytes) -> bytes:
        return create_revocation_list(self.issuer, {serial_of(certificate): NOW}, *VALID)


class Bench:
    """An urna on a bench, with its stick."""

    def __init__(self, folder: Path, name: str = "URNA-1") -> None:
        self.folder, self.name = folder, name
        for each in ("urna", "usb"):
            (folder / each).mkdir(parents=True, exist_ok=True)
        self.clock = HandClock(NOW)
        self.enrolment = self.started()

    def started(self) -> Enrolment:
        inside, stick = RealFiles(self.folder / "urna"), RealFiles(self.folder / "usb")
        places = Places(Folder(inside, "jornada"), Folder(inside, "verificacion"), Folder(stick, "alistamiento"))
        return Enrolment(UrnaId(self.name), CASILLA, places, self.clock)

    @property
    def answer_path(self) -> Path:
        return self.folder / "usb" / "alistamiento" / f"{self.name}.alistamiento.json"

    def bring(self, answer: Alistamiento | bytes) -> None:
        self.answer_path.parent.mkdir(exist_ok=True)
        self.answer_path.write_bytes(answer if isinstance(answer, bytes) else write_answer(answer))

    def kept(self) -> dict[str, bytes]:
        inside = self.folder / "urna"
        return {path.relative_to(inside).as_posix(): path.read_bytes() for path in inside.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def office() -> Office:
    return Office()


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "banco")


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(DatoInvalido) as error:
        call()
    return error.value.code


def shown(machine: EnrolMachine) -> ProcedureScreen:
    screen = machine.current_screen()
    assert isinstance(screen, ProcedureScreen)
    return screen


def touch(machine: EnrolMachine, action: str) -> ProcedureScreen:
    assert action in {each.id for each in shown(machine).actions}
    machine.submit(ActionTouched(action))
    assert all(not each.enabled for each in shown(machine).actions) or not machine.step()
    while machine.step():
        pass
    return shown(machine)


def test_an_urna_is_enrolled_by_its_screen_and_a_stick(bench: Bench, office: Office) -> None:
    machine = EnrolMachine(bench.enrolment, Enrolling("URNA-1", CASILLA.clave))
    assert machine.step()
    asking = shown(machine)
    request = bench.kept()["jornada/solicitud.csr"]
    assert requests_from_der(qr_chain.join(asking.qr)) == request
    assert request_code(request) in {value for _, value in asking.facts}
    assert "alistamiento.aviso.escrita" in str(touch(machine, "escribir_solicitud").alert)
    assert (bench.folder / "usb" / "alistamiento" / "URNA-1.csr").read_bytes() == request
    assert "U071" in str(touch(machine, "leer_respuesta").alert)
    bench.bring(office.answer(request))
    comparing = touch(machine, "leer_respuesta")
    assert office.trust.code in {value for _, value in comparing.facts}
    assert not bench.enrolment.enrolled
    assert "otro_codigo" in str(touch(machine, "no_es_el_codigo").alert)
    assert not bench.enrolment.enrolled
    touch(machine, "leer_respuesta")
    assert touch(machine, "es_el_codigo").actions == ()
    assert bench.started().enrolled
    kept = bench.kept()
    for folder in ("jornada", "verificacion"):
        assert kept[f"{folder}/trusted-root.json"] == THEME_ROOT
        assert kept[f"{folder}/root.pem"] == office.issuer.root_pem
    private = [bench.folder / "urna" / folder / "urna.key.pem" for folder in ("jornada", "verificacion")]
    assert {path.stat().st_mode & 0o077 for path in private} == {0}
    on_stick = b"".join(path.read_bytes() for path in (bench.folder / "usb").rglob("*") if path.is_file())
    assert all(path.read_bytes() not in on_stick for path in private)


def test_a7_two_urnas_ask_with_four_different_keys(tmp_path: Path) -> None:
    requests = [Bench(tmp_path / name, name).enrolment.request() for name in ("URNA-1", "URNA-2")]
    keys = {each.public_key.to_der() for request in requests for each in read_requests(request, Role.URNA)}
    assert len(keys) == 4


def test_a10_certificates_of_another_urna_or_key_or_moment_are_refused(
    bench: Bench, office: Office, tmp_path: Path
) -> None:
    mine = office.answer(bench.enrolment.request())
    other = Bench(tmp_path / "otra", "URNA-2")
    twin = Bench(tmp_path / "gemela")
    theirs, twins = office.answer(other.enrolment.request(), "URNA-2"), office.answer(twin.enrolment.request())
    cases: dict[str, tuple[Alistamiento | bytes, str]] = {
        "the file of another urna under this name": (theirs, "U072"),
        "another casilla": (replace(mine, casilla=CasillaId("140002B0100")), "U072"),
        "another urna's certificates": (replace(mine, jornada=theirs.jornada), "U073"),
        "an earlier key of this name": (twins, "U073"),
        "both certificates changed over": (replace(mine, jornada=mine.verificacion, verificacion=mine.jornada), "U073"),
        "one certificate twice": (replace(mine, verificacion=mine.jornada), "U073"),
        "another root": (replace(mine, root=Office().issuer.root_pem), "K203"),
        "a revoked certificate": (replace(mine, crl=office.revoking(mine.verificacion)), "K205"),
        "a root of signatures that is none": (replace(mine, theme_root=b"{}"), "K609"),
        "a flipped bit": (_flipped(write_answer(mine)), ""),
        "no answer at all": (b"", "U003"),
    }
    for what, (answer, code) in cases.items():
        bench.bring(answer)
        found = refused(bench.enrolment.read_answer)
        assert found == code or not code, (what, found)
        assert refused(lambda: bench.enrolment.install(mine.trust_code)) == "U074", what
    bench.clock.at = VALID[1] + timedelta(days=1)
    bench.bring(mine)
    assert refused(bench.enrolment.read_answer) == "K204"
    assert not bench.enrolment.enrolled


def _flipped(data: bytes) -> bytes:
    return data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :]


def test_a10_a_whole_false_institute_is_seen_by_the_code_that_people_compare(bench: Bench, office: Office) -> None:
    request, false = bench.enrolment.request(), Office()
    bench.bring(false.answer(request))
    assert bench.enrolment.read_answer() != office.trust.code
    assert refused(lambda: bench.enrolment.install(office.trust.code)) == "U074"
    others = RepositoryKeys.generate()
    signers = create_root(others.public, others.root, VALID[1])
    bench.bring(replace(office.answer(request), theme_root=signers))
    assert bench.enrolment.read_answer() == trust_code(office.trust.root, signers)
    assert refused(lambda: bench.enrolment.install(office.trust.code)) == "U074"
    assert not bench.enrolment.enrolled


def test_a10_what_is_on_the_stick_after_people_compared_is_not_read_again(bench: Bench, office: Office) -> None:
    mine = office.answer(bench.enrolment.request())
    bench.bring(mine)
    code = bench.enrolment.read_answer()
    bench.bring(Office().answer(bench.enrolment.request()))
    bench.enrolment.install(code.lower().replace("-", " "))
    assert bench.kept()["jornada/root.pem"] == office.issuer.root_pem


def test_a10_an_urna_that_is_enrolled_asks_and_takes_nothing_more(bench: Bench, office: Office) -> None:
    mine = office.answer(bench.enrolment.request())
    bench.bring(mine)
    bench.enrolment.install(bench.enrolment.read_answer())
    before = bench.kept()
    again = bench.started()
    for call in (
        again.request,
        again.write_request,
        again.read_answer,
        lambda: bench.enrolment.install(mine.trust_code),
    ):
        assert refused(call) == "U075"
    assert bench.kept() == before


class Cut:
    """An urna and its stick in memory, which lose power together."""

    def __init__(self, left: int | None) -> None:
        self.breaker = Breaker(left)
        self.inside, self.stick = CutFiles(self.breaker), CutFiles(self.breaker)

    def started(self) -> Enrolment:
        places = Places(Folder(self.inside, "j"), Folder(self.inside, "v"), Folder(self.stick, "a"))
        return Enrolment(UrnaId("URNA-1"), CASILLA, places, HandClock(NOW))

    def enrol(self, office: Office) -> None:
        urna = self.started()
        urna.write_request()
        Folder(self.stick, "a").replace("URNA-1.alistamiento.json", write_answer(office.answer(urna.request())))
        urna.install(urna.read_answer())

    def keys(self) -> dict[str, bytes]:
        return {name: data for name, data in self.inside.files.items() if name.endswith("/urna.key.pem")}


def test_a12_cut_at_every_write_an_urna_is_enrolled_whole_or_asks_again_with_its_keys(office: Office) -> None:
    whole = Cut(1000)
    whole.enrol(office)
    writes = 1000 - (whole.breaker.left or 0)
    assert writes > 30
    for left in range(writes):
        urna = Cut(left)
        with pytest.raises(PowerCut):
            urna.enrol(office)
        before, urna.breaker.left = urna.keys(), None
        if not urna.started().enrolled:
            urna.enrol(office)
        assert {name: urna.inside.files[name] for name in before} == before, left
        names = {name for name in urna.inside.files if not name.endswith(".nuevo")}
        assert names == {name for name in whole.inside.files if not name.endswith(".nuevo")}, left


def test_a_damaged_key_is_never_replaced_behind_the_back_of_the_ceremony(bench: Bench) -> None:
    bench.enrolment.request()
    (bench.folder / "urna" / "jornada" / "urna.key.pem").write_bytes(b"damaged")
    assert refused(bench.started().request) == "K110"


def test_a13_without_a_stick_nothing_is_lost(bench: Bench) -> None:
    machine = EnrolMachine(bench.enrolment, Enrolling("URNA-1", CASILLA.clave))
    machine.step()
    (bench.folder / "usb").rmdir()
    for action in ("escribir_solicitud", "leer_respuesta"):
        assert "alistamiento.aviso.memoria" in str(touch(machine, action).alert)


def test_the_command_asks_then_takes_the_answer(
    tmp_path: Path, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = Bench(tmp_path)
    (tmp_path / "urna.toml").write_text(TOML)
    arguments = ["--config", str(tmp_path / "urna.toml")]
    assert main(arguments, clock=bench.clock) == 0
    request = (tmp_path / "usb" / "alistamiento" / "URNA-1.csr").read_bytes()
    assert request_code(request) in capsys.readouterr().out
    bench.bring(office.answer(request))
    assert main(arguments, ask=lambda _words: "0000-0000-0000-0000", clock=bench.clock) == 1
    assert "U074" in capsys.readouterr().err
    assert main(arguments, ask=lambda _words: office.trust.code, clock=bench.clock) == 0
    assert main(arguments, clock=bench.clock) == 1
    assert "U075" in capsys.readouterr().err


TOML: Final = """casilla = "140001B0100"
urna_id = "URNA-1"
mode = "oficial"
internal = "urna"
usb = "usb"
identity = "urna/jornada"
identity_practice = "urna/verificacion"
printer = "p"
board = "b"
reader = "r"
"""
