"""Keys by command, as people use them: a token, a person who leaves, a key that was lost or stolen."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from shared.crypto.tokens import Token
from shared.crypto.tuf_repo import RepositoryClient
from tests.unit.crypto.test_tokens import MODULE, PIN, token
from tests.unit.crypto.test_tokens import pytestmark as needs_token
from tests.unit.theme_builder.versions.conftest import SOURCE
from theme_builder.cli import app

__all__ = ["token"]
Words = list[str | Path]
PHRASE = "una frase larga"


def run(*arguments: str | Path, phrase: str = PHRASE, typed: str = "") -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], env={"TEMA_PASSPHRASE": phrase}, input=typed)


def done(*arguments: str | Path, phrase: str = PHRASE, typed: str = "") -> str:
    result = run(*arguments, phrase=phrase, typed=typed)
    assert result.exit_code == 0, result.output
    return result.output


def root(folder: Path, name: str, signers: str, *more: str | Path) -> Result:
    people = [part for each in signers.split() for part in ("--firmante", folder / f"{each}.pem.pub")]
    online = [part for each in ("instantanea", "hora") for part in ("--online", folder / f"{each}.pem.pub")]
    return run("raiz", folder / name, *people, *online, "--caduca", "2030-01-01", *more)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("raiz-1", "raiz-2", "raiz-3", "ana", "beto", "carla", "instantanea", "hora"):
        done("llave", tmp_path / f"{name}.pem")
    for name, data in SOURCE.items():
        path = tmp_path / "fuente" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path


def publish(folder: Path, publication: int, roots: tuple[str, ...], *signers: str) -> Result:
    built = folder / f"tema-{publication}"
    done("construir", folder / "fuente", "--en", built, "--publicacion", str(publication))
    for name in signers:
        done("firmar", built, "--llave", folder / f"{name}.pem")
    paths = [part for each in roots for part in ("--raiz", folder / each)]
    online = [part for each in ("instantanea", "hora") for part in ("--online", folder / f"{each}.pem")]
    return run("publicar", built, *paths, *online, "--a", folder / f"usb-{publication}")


def test_a10_a_stolen_key_is_left_out_by_the_next_root_and_the_urna_follows(folder: Path) -> None:
    keepers = [part for n in (1, 2, 3) for part in ("--guardian", folder / f"raiz-{n}.pem.pub")]
    both = [*keepers, "--umbral", "2", "--llave", folder / "raiz-1.pem", "--llave", folder / "raiz-2.pem"]
    first = root(folder, "1.root.json", "ana beto", *both)
    assert first.exit_code == 0, first.output
    assert publish(folder, 1, ("1.root.json",), "ana", "beto").exit_code == 0
    before = (
        RepositoryClient().verify(folder / "usb-1", {"root.json": (folder / "1.root.json").read_bytes()}, None).trusted
    )
    lost = [*keepers, "--umbral", "2", "--llave", folder / "raiz-3.pem", "--llave", folder / "raiz-1.pem"]
    second = root(folder, "2.root.json", "beto carla", "--anterior", folder / "1.root.json", *lost)
    assert second.exit_code == 0, second.output
    roots = ("1.root.json", "2.root.json")
    stolen = publish(folder, 2, roots, "ana", "beto")
    assert (stolen.exit_code, "Falta una firma" in stolen.output) == (1, True)
    assert publish(folder, 3, roots, "beto", "carla").exit_code == 0
    after = RepositoryClient().verify(folder / "usb-3", before, None)
    assert after.trusted["root.json"] == (folder / "2.root.json").read_bytes()
    said = done("raices", *(folder / name for name in roots))
    assert "Raíz 2. Huella: " in said
    assert said.count("Guarda la raíz: ") == 3
    assert said.count("Firma temas: ") == 2


def test_a_root_that_the_one_before_did_not_sign_is_not_written(folder: Path) -> None:
    assert root(folder, "1.root.json", "ana beto", "--llave", folder / "raiz-1.pem").exit_code == 0
    refused = root(
        folder, "2.root.json", "ana carla", "--anterior", folder / "1.root.json", "--llave", folder / "raiz-2.pem"
    )
    assert (refused.exit_code, "K602" in refused.output) == (1, True)
    assert not (folder / "2.root.json").exists()
    assert run("raices", folder / "1.root.json", folder / "1.root.json").exit_code == 1


def test_each_keeper_types_their_own_passphrase(folder: Path) -> None:
    done("llave", folder / "otra.pem", phrase="la frase de otra persona")
    keys: Words = ["--llave", folder / "raiz-1.pem", "--llave", folder / "otra.pem", "--umbral", "2"]
    people: Words = ["--firmante", folder / "ana.pem.pub", "--firmante", folder / "beto.pem.pub"]
    online: Words = [
        "--online",
        folder / "instantanea.pem.pub",
        "--online",
        folder / "hora.pem.pub",
        "--caduca",
        "2030-01-01",
    ]
    said = done("raiz", folder / "1.root.json", *keys, *people, *online, typed="la frase de otra persona\n")
    assert "la frase de otra persona" not in said
    assert run("raiz", folder / "x", *keys, *people, *online, typed="no es\n").exit_code == 1


@needs_token
def test_who_has_a_token_signs_with_it(folder: Path, token: Token) -> None:
    from shared.crypto.tokens import token_key  # noqa: PLC0415 - after the skip

    with token_key(token) as key:
        (folder / "token.pem.pub").write_bytes(key.public.to_pem())
    assert root(folder, "1.root.json", "token beto", "--llave", folder / "raiz-1.pem").exit_code == 0
    done("construir", folder / "fuente", "--en", folder / "tema-1")
    named = ("--modulo", MODULE, "--ficha", "ana")
    wrong = run("firmar", folder / "tema-1", *named, phrase="otro-pin-99")
    assert (wrong.exit_code, "no es su PIN" in wrong.output, "otro-pin" in wrong.output) == (1, True, False)
    assert PIN not in done("firmar", folder / "tema-1", *named, phrase=PIN)
    done("firmar", folder / "tema-1", "--llave", folder / "beto.pem")
    online: Words = ["--online", folder / "instantanea.pem", "--online", folder / "hora.pem"]
    said = done("publicar", folder / "tema-1", "--raiz", folder / "1.root.json", *online, "--a", folder / "usb")
    assert "Tema publicado" in said
    assert "K115" in run("llave", folder / "x.pem", *named, phrase=PIN).output


def test_signing_needs_a_file_or_a_token(folder: Path) -> None:
    done("construir", folder / "fuente", "--en", folder / "tema-1")
    assert run("firmar", folder / "tema-1").exit_code == 1
