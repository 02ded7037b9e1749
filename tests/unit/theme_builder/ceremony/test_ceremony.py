"""A key ceremony from the first act to what witnesses check with common tools; a practice serves nowhere else."""

import shutil
import subprocess
import tomllib
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from typer.testing import CliRunner

from shared.crypto.certificates import Role, TrustAnchor, load_chain
from shared.crypto.errors import CertificateInvalid, ShareInvalid
from shared.crypto.keyfiles import load_signing_key
from shared.crypto.randomness import SystemRandomness
from shared.crypto.requests import make_request, request_code
from shared.crypto.sealing import SealingKey
from shared.crypto.shares import combine, read_share
from shared.crypto.signing import SigningKey
from shared.crypto.tuf_repo import RepositoryKeys, create_root
from shared.formats.alistamiento_v1 import read_answer
from tests.unit.theme_builder.versions.conftest import SOURCE
from theme_builder.ceremony.guide import Ceremony, Plan
from theme_builder.ceremony.making import (
    CeremoniaInvalida,
    ElectionKey,
    Occasion,
    check_shares,
    make_election_key,
    read_back,
)
from theme_builder.cli import app
from theme_builder.projects.review import review

NOW = datetime(2027, 5, 1, 16, tzinfo=UTC)
VALID = (NOW - timedelta(days=1), NOW + timedelta(days=200))
KEYS = RepositoryKeys.generate()
THEME_ROOT = create_root(KEYS.public, KEYS.root, VALID[1])
PHRASE = "la frase de la raíz"
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


class Script:
    """People of a ceremony whose answers are known."""

    def __init__(self, answers: Iterator[str], secrets: Iterator[str]) -> None:
        self._answers, self._secrets = answers, secrets
        self.said: list[str] = []

    def say(self, words: str) -> None:
        self.said.append(words)

    def ask(self, words: str) -> str:
        self.said.append(words)
        return next(self._answers)

    def secret(self, words: str) -> str:
        self.said.append(words)
        return next(self._secrets)


class Held:
    """A ceremony that was held, and where everything lies."""

    def __init__(self, folder: Path, *, practice: bool = False, mesas: int = 1) -> None:
        self.folder = folder
        self.media = [folder / f"usb-{n}" for n in range(1, 6)]
        for each in self.media:
            each.mkdir()
        answers = [part for n, each in enumerate(self.media, start=1) for part in (f"Persona {n}", str(each))]
        self.urna = SigningKey.generate()
        name = "PRACTICA-URNA-1" if practice else "URNA-1"
        self.occasion = Occasion("JAL-2027-GOB", "Instituto", VALID, practice)
        request = make_request(name, self.urna) + make_request(name, SigningKey.generate())
        asking = (f"urna,casilla,codigo\n{name},140001B0100,{request_code(request)}\n".encode(), {"u.csr": request})
        self.plan = Plan(self.occasion, folder / "c", mesas, THEME_ROOT, ("Rep. PAN", "Rep. PT"), *asking)
        self.script = Script(iter(answers), iter(["corta", PHRASE, "otra frase larga", PHRASE, PHRASE]))
        self.public = Ceremony(self.plan, self.script, lambda: NOW, SystemRandomness()).hold()

    def shares(self) -> list[str]:
        return [(each / f"parte-{n}.txt").read_text() for n, each in enumerate(self.media, start=1)]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Held:
    return Held(tmp_path_factory.mktemp("ceremonia"))


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Held:
    return Held(tmp_path_factory.mktemp("practica"), practice=True)


def tool(folder: Path, *command: str) -> int:
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode


SHA256SUM = ("sha256sum", "--strict", "-c", "huellas.sha256")
SIGNED = ("openssl", "dgst", "-sha256", "-verify", "raiz.pub.pem", "-signature", "acta.firma", "acta.txt")
AT = str(int(NOW.timestamp()))
CERTIFIED = ("openssl", "verify", "-attime", AT, "-CAfile", "root.pem", "urnas/URNA-1.cert.pem")
LISTED = ("openssl", "crl", "-in", "crl.pem", "-CAfile", "root.pem", "-noout")


@needs_openssl
def test_whoever_watched_checks_the_record_with_common_tools(held: Held) -> None:
    public = held.plan.public
    for command in (SHA256SUM, SIGNED, CERTIFIED, LISTED):
        assert tool(public, *command) == 0, command
    same = "openssl x509 -in root.pem -noout -pubkey | cmp - raiz.pub.pem"
    assert tool(public, "sh", "-c", same) == 0
    for command in (SHA256SUM, SIGNED, LISTED):
        assert " ".join(command).replace("--strict ", "") in (public / "acta.txt").read_text(encoding="utf-8")


@needs_openssl
@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("personas.toml", SHA256SUM),
        ("1.root.json", SHA256SUM),
        ("acta.txt", SHA256SUM),
        ("acta.txt", SIGNED),
        ("acta.firma", SIGNED),
        ("raiz.pub.pem", SHA256SUM),
    ],
)
def test_what_was_changed_after_the_ceremony_is_seen_by_those_tools(
    held: Held, tmp_path: Path, name: str, command: tuple[str, ...]
) -> None:
    shutil.copytree(held.plan.public, tmp_path / "publico")
    path = tmp_path / "publico" / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert tool(tmp_path / "publico", *command) != 0


def test_three_of_five_trustees_open_and_what_they_hold_is_in_no_other_file(held: Held) -> None:
    people = tomllib.loads((held.plan.public / "personas.toml").read_text())
    shares = [read_share(text, "JAL-2027-GOB") for text in held.shares()]
    for chosen in combinations(shares, 3):
        public = SealingKey.from_bytes(combine(chosen)).public
        assert people["trustees"]["public_key"] == b64encode(public.data).decode()
    everything = b"".join(path.read_bytes() for path in held.plan.folder.rglob("*") if path.is_file())
    said = "\n".join(held.script.said).encode()
    for text, share in zip(held.shares(), shares, strict=True):
        for secret in (text, share.mnemonic):
            assert secret.encode() not in everything
            assert secret.encode() not in said
    assert PHRASE.encode() not in everything + said


def test_the_record_says_each_act_and_no_code_or_card(held: Held) -> None:
    acta = held.public["acta.txt"].decode()
    for words in ("Rep. PAN", "Se certificó a URNA-1", "Parte 5 de 5 para Persona 5", "PRESIDENCIA-01", "Se cerró"):
        assert words in acta, words
    assert "PRÁCTICA" not in acta
    private = [path for path in held.plan.private.rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o077 for path in private} == {0}
    public = b"".join(held.public.values())
    for path in (path for path in private if path.suffix == ".txt"):
        assert path.read_bytes().strip() not in public
    assert len([path for path in private if path.parent.name == "codigos"]) == 3
    root = load_signing_key((held.plan.private / "raiz.key.pem").read_bytes(), PHRASE)
    assert root.public.to_pem() == held.public["raiz.pub.pem"]


def test_an_urna_is_certified_for_the_key_that_asked(held: Held) -> None:
    anchor = TrustAnchor.from_pem(held.public["root.pem"], held.public["crl.pem"])
    (leaf,) = load_chain(held.public["urnas/URNA-1.cert.pem"])
    identity = anchor.verify_chain(leaf, [], Role.URNA, NOW)
    assert (identity.id, identity.public_key) == ("URNA-1", held.urna.public)


def test_a7_nothing_of_a_practice_serves_an_official_election(held: Held, practice: Held) -> None:
    assert "*** PRÁCTICA" in practice.public["acta.txt"].decode()
    with pytest.raises(ShareInvalid) as refused:
        read_share(practice.shares()[0], "JAL-2027-GOB")
    assert refused.value.code == "K407"
    people = tomllib.loads(practice.public["personas.toml"].decode())
    assert all(each["id"].startswith("PRACTICA-") for each in people["officials"])
    source = {**SOURCE, "personas.toml": practice.public["personas.toml"]}
    assert {each.code for each in review(source).errors} == {"T670"}
    rehearsed = source["tema.toml"].replace(b'"oficial", ', b"")
    assert review({**source, "tema.toml": rehearsed}).errors == ()
    anchor = TrustAnchor.from_pem(held.public["root.pem"], held.public["crl.pem"])
    (leaf,) = load_chain(practice.public["urnas/PRACTICA-URNA-1.cert.pem"])
    with pytest.raises(CertificateInvalid):
        anchor.verify_chain(leaf, [], Role.URNA, NOW)


def test_a_trustee_who_gives_a_folder_that_is_not_theirs_is_asked_again(tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()
    (tmp_path / "usb" / "parte-9.txt").write_text("of somebody else")
    media = [tmp_path / f"m{n}" for n in range(5)]
    for each in media:
        each.mkdir()
    wrong = [str(tmp_path / "nowhere"), str(tmp_path / "usb"), str(tmp_path / "c")]
    answers = ["", "Ana", *wrong, str(media[0]), "ana", "Beto", str(media[1])]
    answers += [part for n in (2, 3, 4) for part in (f"P{n}", str(media[n]))]
    occasion = Occasion("JAL-2027-GOB", "Instituto", VALID)
    plan = Plan(occasion, tmp_path / "c", 1, THEME_ROOT, ("Rep.",))
    script = Script(iter(answers), iter([PHRASE, PHRASE]))
    Ceremony(plan, script, lambda: NOW, SystemRandomness()).hold()
    assert sum("Otra carpeta" in words for words in script.said) == 3
    assert sum("ya tiene una parte" in words for words in script.said) == 2
    with pytest.raises(CeremoniaInvalida) as refused:
        Ceremony(plan, script, lambda: NOW, SystemRandomness()).hold()
    assert refused.value.code == "T683"


def test_shares_of_two_keys_and_a_medium_that_lies_are_seen() -> None:
    occasion = Occasion("JAL-2027-GOB", "Instituto", VALID)
    one, two = make_election_key(occasion), make_election_key(occasion)
    with pytest.raises(CeremoniaInvalida) as refused:
        check_shares(ElectionKey(two.public, one.shares), "JAL-2027-GOB")
    assert refused.value.code == "T680"
    with pytest.raises(CeremoniaInvalida) as refused:
        read_back(one.shares[0], one.shares[1], "JAL-2027-GOB")
    assert refused.value.code == "T681"
    with pytest.raises(ShareInvalid):
        read_back(one.shares[0], one.shares[0][:-1], "JAL-2027-GOB")


@needs_openssl
def test_the_command_holds_a_ceremony_with_requests_that_openssl_made(tmp_path: Path) -> None:
    curve = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1"
    for name in ("u", "v"):
        made = f"openssl req -new {curve} -nodes -keyout {name}.key -subj /CN=URNA-7 -out {name}.csr"
        assert tool(tmp_path, *made.split()) == 0
    stick = tmp_path / "usb" / "alistamiento"
    stick.mkdir(parents=True)
    request = (tmp_path / "u.csr").read_bytes() + (tmp_path / "v.csr").read_bytes()
    (stick / "URNA-7.csr").write_bytes(request)
    (tmp_path / "urnas.csv").write_text(f"urna,casilla,codigo\nURNA-7,140001B0100,{request_code(request)}\n")
    (tmp_path / "1.root.json").write_bytes(THEME_ROOT)
    typed = [PHRASE, PHRASE]
    for n in range(1, 6):
        (tmp_path / f"usb-{n}").mkdir()
        typed += [f"Persona {n}", str(tmp_path / f"usb-{n}")]
    command = ["ceremonia", "--en", tmp_path / "c", "--eleccion", "JAL-2027-GOB", "--autoridad", "Instituto"]
    more = ["--caduca", "2030-01-01", "--mesas", "1", "--raiz-firmas", tmp_path / "1.root.json", "--testigo", "Rep."]
    more += ["--urnas", tmp_path / "urnas.csv", "--usb", tmp_path / "usb"]
    arguments = [str(each) for each in (*command, *more)]
    ended = CliRunner().invoke(app, arguments, input="\n".join(typed) + "\n")
    assert ended.exit_code == 0, ended.output
    assert PHRASE not in ended.output
    assert tool(tmp_path / "c" / "publico", "sh", "-c", "openssl verify -CAfile root.pem urnas/*.cert.pem") == 0
    assert read_answer((stick / "URNA-7.alistamiento.json").read_bytes()).trust_code in ended.output
    assert (tmp_path / "c" / "publico" / "codigos.pdf").read_bytes().startswith(b"%PDF")
    again = CliRunner().invoke(app, [*arguments, "--practica"], input="\n".join(typed) + "\n")
    assert (again.exit_code, "T683" in again.output) == (1, True)
    other = [str(tmp_path / "d") if each == str(tmp_path / "c") else each for each in arguments]
    refused = CliRunner().invoke(app, [*other, "--practica"], input="\n".join(typed) + "\n")
    assert (refused.exit_code, "T682" in refused.output, "T710" in refused.output) == (1, True, True)
    assert not (tmp_path / "d").exists()
