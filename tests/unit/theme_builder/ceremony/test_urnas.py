"""Requests of many urnas against their list: every fault at once, and nothing certified while there is one."""

from pathlib import Path

import pytest

from shared.crypto.keyfiles import save_signing_key
from shared.crypto.requests import make_request, request_code, requests_der
from shared.crypto.signing import SigningKey
from shared.formats import qr_chain
from shared.formats.alistamiento_v1 import read_answer
from tests.unit.theme_builder.ceremony.test_ceremony import NOW, PHRASE, Held, Script, needs_openssl, tool
from theme_builder.ceremony.later import Later
from theme_builder.ceremony.making import CeremoniaInvalida, Occasion
from theme_builder.ceremony.urnas import gather, read_folder, read_list

OCCASION = Occasion("JAL-2027-GOB", "Instituto", (NOW, NOW))
SAME = SigningKey.generate()


def request_of(name: str, *keys: SigningKey) -> bytes:
    return b"".join(make_request(name, key) for key in keys or (SigningKey.generate(), SigningKey.generate()))


def listed(*rows: tuple[str, str]) -> bytes:
    lines = [f"{name},140001B0{place}00,{code}" for place, (name, code) in enumerate(rows, start=1)]
    return "\n".join(["urna,casilla,codigo", *lines, ""]).encode()


def faults_of(files: dict[str, bytes], urnas: bytes) -> list[tuple[str, str]]:
    rows, faults = read_list(urnas)
    return [(each.code, each.what) for each in (*faults, *gather(OCCASION, rows, files).faults)]


def test_a_request_by_stick_and_the_same_by_its_symbols_are_one(tmp_path: Path) -> None:
    request = request_of("URNA-1")
    symbols = "\n".join(qr_chain.cut(requests_der(request)))
    files = {"URNA-1.csr": request, "scanned.qr.txt": symbols.encode()}
    folder = tmp_path / "alistamiento"
    folder.mkdir()
    for name, data in (*files.items(), ("notes.txt", b"x")):
        (folder / name).write_bytes(data)
    (folder / "link.csr").symlink_to(folder / "URNA-1.csr")
    assert read_folder(tmp_path) == files
    rows, faults = read_list(listed(("URNA-1", request_code(request).lower().replace("-", " "))))
    gathered = gather(OCCASION, rows, files)
    assert (faults, gathered.faults) == ((), ())
    assert [each.row.casilla.clave for each in gathered.asked] == ["140001B0100"]


def test_every_fault_is_said_at_once() -> None:
    good, altered = request_of("URNA-1"), request_of("URNA-2")
    files = {
        "URNA-1.csr": good,
        "URNA-2.csr": request_of("URNA-2"),
        "URNA-3.csr": request_of("URNA-3", SAME),
        "URNA-4.csr": request_of("URNA-4", SAME, SigningKey.generate()),
        "URNA-5.csr": request_of("URNA-5", SAME, SigningKey.generate()),
        "again.csr": request_of("URNA-1"),
        "PRACTICA-1.csr": request_of("PRACTICA-1"),
        "other.csr": request_of("URNA-9"),
        "hostile.csr": b"-----BEGIN CERTIFICATE REQUEST-----",
        "hostile.qr.txt": b"URNA1/1/1/AAAAAAAA/AAAA",
        "large.csr": b"x" * 20_000,
    }
    urnas = listed(("URNA-1", request_code(good)), ("URNA-2", request_code(altered)), ("URNA-7", ""), ("URNA-7", ""))
    found = faults_of(files, urnas + b"URNA 8,140001B0100,x\nURNA-8,mal,x\n")
    assert found == [
        ("T701", "6"),
        ("T701", "7"),
        ("T702", "URNA-7"),
        ("T708", "URNA-3.csr"),
        ("T707", "URNA-4.csr"),
        ("T707", "URNA-5.csr"),
        ("T706", "URNA-1"),
        ("T682", "PRACTICA-1"),
        ("K207", "hostile.csr"),
        ("Q106", "hostile.qr.txt"),
        ("K207", "large.csr"),
        ("T704", "URNA-9"),
        ("T705", "URNA-2"),
        ("T703", "URNA-7"),
    ]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"urna,casilla\nURNA-1,140001B0100\n", b'urna,casilla,codigo\n"a'])
def test_what_is_no_list_is_refused_whole(data: bytes) -> None:
    with pytest.raises(CeremoniaInvalida) as refused:
        read_list(data)
    assert refused.value.code == "T700"


class Office:
    """A ceremony that was held, and the stick of an urna of the reserve."""

    def __init__(self, folder: Path) -> None:
        self.held = Held(folder / "held", mesas=0)
        self.stick = folder / "stick"
        (self.stick / "alistamiento").mkdir(parents=True)

    def bring(self, name: str, request: bytes) -> Later:
        (self.stick / "alistamiento" / f"{name}.csr").write_bytes(request)
        root_key = self.held.plan.private / "raiz.key.pem"
        return Later(self.held.plan.folder, listed((name, request_code(request))), self.stick, root_key)

    def answer(self, name: str) -> bytes:
        return (self.stick / "alistamiento" / f"{name}.alistamiento.json").read_bytes()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    (tmp_path / "held").mkdir()
    return Office(tmp_path)


@needs_openssl
def test_an_urna_that_was_late_is_certified_and_written_down(office: Office) -> None:
    later = office.bring("URNA-2", request_of("URNA-2"))
    script = Script(iter([]), iter([PHRASE, PHRASE]))
    later.issue(script, NOW)
    first = office.answer("URNA-2")
    public = office.held.plan.public
    signed = "openssl dgst -sha256 -verify raiz.pub.pem -signature alistamiento-1.firma alistamiento-1.txt"
    assert tool(public, *signed.split()) == 0
    text = (public / "alistamiento-1.txt").read_text(encoding="utf-8")
    assert signed in text
    assert "URNA-2, de la casilla 140001B0100" in text
    assert tool(public, "sh", "-c", "sha256sum -c huellas.sha256") == 0
    codes = (public / "codigos-1.csv").read_text().splitlines()[1].split(",")
    answer = read_answer(first)
    assert codes == [
        "140001B0100",
        "URNA-2",
        request_code((public / "urnas" / "URNA-2.csr").read_bytes()),
        answer.trust_code,
    ]
    later.issue(script, NOW)
    assert office.answer("URNA-2") == first


def test_a12_a_cut_before_the_answers_are_on_the_stick_certifies_nothing_anew(office: Office) -> None:
    later = office.bring("URNA-2", request_of("URNA-2"))
    later.issue(Script(iter([]), iter([PHRASE])), NOW)
    first = office.answer("URNA-2")
    public = office.held.plan.public
    for lost in (*public.glob("alistamiento-1.*"), *office.stick.glob("alistamiento/*.json")):
        lost.unlink()
    later.issue(Script(iter([]), iter([PHRASE])), NOW)
    assert office.answer("URNA-2") == first
    (public / "urnas" / "URNA-2.csr").unlink()
    later.issue(Script(iter([]), iter([PHRASE])), NOW)
    assert office.answer("URNA-2") != first


def test_another_key_for_an_urna_that_has_one_is_refused(office: Office) -> None:
    later = office.bring("URNA-1", request_of("URNA-1"))
    with pytest.raises(CeremoniaInvalida) as refused:
        later.issue(Script(iter([]), iter([PHRASE])), NOW)
    assert refused.value.code == "T684"
    assert not tuple(office.stick.glob("alistamiento/*.json"))


def test_a_key_that_is_not_the_root_of_the_ceremony_certifies_nothing(office: Office, tmp_path: Path) -> None:
    (tmp_path / "other.pem").write_bytes(save_signing_key(SigningKey.generate(), PHRASE))
    later = office.bring("URNA-2", request_of("URNA-2"))
    wrong = Later(later.folder, later.urnas, later.stick, tmp_path / "other.pem")
    with pytest.raises(Exception, match="K206"):
        wrong.issue(Script(iter([]), iter([PHRASE])), NOW)
    assert not tuple(office.stick.glob("alistamiento/*.json"))
