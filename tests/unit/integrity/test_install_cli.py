"""`urna instalar`: the steps of the office on a small tree, and what they refuse."""

from pathlib import Path

import pytest

from shared.crypto.tuf_repo import RepositoryKeys, create_root
from tests.unit.integrity.trees import EXPIRES, FILES, Installed
from urna.install.cli import main
from urna.integrity.launcher import checked
from urna.integrity.refusal import ProgramRefusedError

DAY = ("--caduca", EXPIRES.date().isoformat())


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installed:
    """A tree that nobody measured yet, and each person's key under a passphrase."""
    monkeypatch.setenv("URNA_PASSPHRASE", "una frase larga")
    office = Installed(tmp_path, RepositoryKeys.generate())
    for name, data in FILES.items():
        place = office.root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    keys = office.keys
    for name, key in zip("12sh", (*keys.targets, keys.snapshot, keys.timestamp), strict=True):
        (tmp_path / f"{name}.pem").write_bytes(key.to_pem(b"una frase larga"))
    (tmp_path / "raiz.json").write_bytes(create_root(keys.public, keys.root, EXPIRES))
    office.internal.mkdir()
    office.config.write_text('internal = "interna"\n', encoding="utf-8")
    return office


def step(office: Installed, name: str, *arguments: str) -> int:
    return main([name, "--en", str(office.folder), *arguments])


def manifest(office: Installed, version: int = 1) -> int:
    return step(office, "manifiesto", "--entrega", "1.0.0", "--version", str(version), *DAY)


def sign(office: Installed, who: str) -> int:
    return step(office, "firmar", "--llave", str(office.folder / f"{who}.pem"))


def publish(office: Installed) -> int:
    online = [str(office.folder / f"{name}.pem") for name in "sh"]
    return step(office, "publicar", "--raiz", str(office.folder / "raiz.json"), "--online", *online, *DAY)


def test_two_people_sign_and_the_hash_that_they_saw_is_the_one_that_starts(
    office: Installed, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [manifest(office), sign(office, "1"), sign(office, "2"), publish(office)] == [0] * 4
    started = checked(office.root, office.config)
    assert started is not None
    said = capsys.readouterr().out
    assert said.count(started.sha256) == 4
    assert f"{len(FILES)} archivos" in said


def test_one_person_cannot_publish(office: Installed, capsys: pytest.CaptureFixture[str]) -> None:
    assert [manifest(office), sign(office, "1"), sign(office, "1"), publish(office)] == [0, 0, 0, 1]
    assert "K602" in capsys.readouterr().err
    assert checked(office.root, office.config) is None


def test_what_was_measured_again_must_be_signed_again(office: Installed) -> None:
    assert [manifest(office), sign(office, "1"), sign(office, "2"), publish(office)] == [0] * 4
    next(office.root.rglob("program.py")).write_bytes(b"x = 5\n")
    with pytest.raises(ProgramRefusedError, match="U064"):
        checked(office.root, office.config)
    assert [manifest(office, 2), sign(office, "2"), publish(office)] == [0, 0, 1]


def test_another_passphrase_a_missing_key_and_a_link_in_the_tree_are_said(
    office: Installed, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert manifest(office) == 0
    assert sign(office, "nadie") == 1
    monkeypatch.setenv("URNA_PASSPHRASE", "otra frase larga")
    assert sign(office, "1") == 1
    (office.root / "enlace").symlink_to("/")
    assert manifest(office) == 1
    said = capsys.readouterr().err
    assert "nadie.pem" in said
    assert "K110" in said
    assert "U066" in said
