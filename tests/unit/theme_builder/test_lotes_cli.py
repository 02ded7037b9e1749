"""A lot by the command ``tema``: joined, signed once by two, published, and on the stick of one urna."""

from pathlib import Path

import pytest

from shared.crypto.tuf_client import RepositoryClient
from shared.domain.ids import CasillaId
from shared.formats.theme_repository import SignedThemes
from tests.unit.theme_builder.small_lote import small_lote
from tests.unit.theme_builder.test_theme_cli import ceremony_keys, run


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    ceremony_keys(tmp_path)
    joined = run("reunir", small_lote(), "--en", tmp_path / "lote")
    assert joined.exit_code == 0, joined.output
    assert "EST-2027: 4 temas, 24 casillas, 6 boletas." in joined.output
    for name in ("ana", "beto"):
        said = run("firmar", tmp_path / "lote", "--llave", tmp_path / f"{name}.pem")
        assert (said.exit_code, "Código de todos: " in said.output) == (0, True), said.output
    return tmp_path


def test_a_lot_is_signed_once_and_each_urna_finds_its_own(signed: Path) -> None:
    root, repository = signed / "1.root.json", signed / "repositorio"
    published = run(
        "publicar", signed / "lote", "--raiz", root, "--online", signed / "instantanea.pem",
        "--online", signed / "hora.pem", "--a", repository,
    )  # fmt: skip
    assert published.exit_code == 0, published.output
    assert "est-2027-d01-m001: " in run("mostrar", repository, "--raiz", root).output
    usb = signed / "usb"
    usb.mkdir()
    given = ("memoria", repository, "--raiz", root, "--a", usb)
    refused = run(*given, "--casilla", "140999B0100")
    assert (refused.exit_code, "Ningún tema es de esa casilla" in refused.output) == (1, True)
    written = run(*given, "--casilla", "140001B0100")
    assert (written.exit_code, "1 de 4 temas" in written.output) == (0, True), written.output
    listed = RepositoryClient().listed(usb / "repositorio", {"root.json": root.read_bytes()}, None)
    theme, _ = SignedThemes(listed).of(CasillaId("140001B0100"))
    assert theme.theme_id.value == "est-2027-d01-m001"
    from_stick = run("memoria", usb / "repositorio", "--raiz", root, "--a", usb, "--distrito", "2")
    assert (from_stick.exit_code, "es una memoria de otras" in from_stick.output) == (1, True)


def test_a_lot_that_is_not_whole_is_not_joined(tmp_path: Path) -> None:
    assert run("reunir", tmp_path, "--en", tmp_path / "lote").exit_code == 1
