"""The command ``tema`` as its user runs it: two signatures or nothing, and a reader that trusts only the root."""

import os
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from shared.crypto.tuf_repo import RepositoryClient
from tests.unit.theme_builder.test_theme_source import DEMO, people_text
from theme_builder.cli import app

PHRASE = {"TEMA_PASSPHRASE": "una frase larga"}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], env=PHRASE)


def ceremony_keys(tmp_path: Path) -> None:
    """Everybody's keys and the root, in a folder."""
    for name in ("raiz", "ana", "beto", "instantanea", "hora"):
        assert run("llave", tmp_path / f"{name}.pem").exit_code == 0
    root = run(
        "raiz", tmp_path / "1.root.json", "--llave", tmp_path / "raiz.pem",
        "--firmante", tmp_path / "ana.pem.pub", "--firmante", tmp_path / "beto.pem.pub",
        "--online", tmp_path / "instantanea.pem.pub", "--online", tmp_path / "hora.pem.pub", "--caduca", "2030-01-01",
    )  # fmt: skip
    assert root.exit_code == 0, root.output


@pytest.fixture
def ceremony(tmp_path: Path) -> Path:
    ceremony_keys(tmp_path)
    people = tmp_path / "personas.toml"
    people.write_text(people_text(), encoding="utf-8")
    built = run("construir", DEMO, "--en", tmp_path / "tema", "--personas", people)
    assert built.exit_code == 0, built.output
    return tmp_path


def publish(folder: Path) -> Result:
    return run(
        "publicar", folder / "tema", "--raiz", folder / "1.root.json", "--online", folder / "instantanea.pem",
        "--online", folder / "hora.pem", "--a", folder / "repositorio",
    )  # fmt: skip


def test_one_signature_is_refused_and_two_are_published(ceremony: Path) -> None:
    assert run("firmar", ceremony / "tema", "--llave", ceremony / "ana.pem").exit_code == 0
    refused = publish(ceremony)
    assert refused.exit_code == 1
    assert "Falta una firma" in refused.output
    assert run("firmar", ceremony / "tema", "--llave", ceremony / "ana.pem").exit_code == 0
    assert publish(ceremony).exit_code == 1, "one person twice is still one person"
    assert run("firmar", ceremony / "tema", "--llave", ceremony / "beto.pem").exit_code == 0
    published = publish(ceremony)
    assert published.exit_code == 0, published.output
    root = (ceremony / "1.root.json").read_bytes()
    verified = RepositoryClient().verify(ceremony / "repositorio", {"root.json": root}, None)
    assert any(name.endswith("/assets/MC.png") for name in verified.targets)
    shown = run("mostrar", ceremony / "repositorio", "--raiz", ceremony / "1.root.json")
    assert "288 casillas, 2 boletas" in shown.output


def test_a_private_key_is_never_open_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modes: list[int] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        modes.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    (tmp_path / ".ana.pem.parte").touch(mode=0o666)
    assert run("llave", tmp_path / "ana.pem").exit_code == 0
    private, public = modes
    assert private == stat.S_IMODE((tmp_path / "ana.pem").stat().st_mode) == 0o600
    assert public & 0o044


def test_a_picture_changed_after_signing_is_refused(ceremony: Path) -> None:
    for name in ("ana", "beto"):
        assert run("firmar", ceremony / "tema", "--llave", ceremony / f"{name}.pem").exit_code == 0
    picture = next((ceremony / "tema").rglob("MC.png"))
    picture.write_bytes(picture.read_bytes() + b"\0")
    refused = publish(ceremony)
    assert refused.exit_code == 1
    assert "K605" in refused.output


def test_check_lists_findings_and_fails(tmp_path: Path) -> None:
    (tmp_path / "tema.toml").write_text("theme_id = 1\n", encoding="utf-8")
    result = run("revisar", tmp_path)
    assert result.exit_code == 1
    assert "tema.toml:1: T505" in result.output
    assert "casillas.csv:0: T502" in result.output
