"""A lot of themes: all of them, stopped and gone on with, never over the themes of another source."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from shared.crypto.hashing import sha256_hex
from tests.unit.theme_builder.test_ambitos import written
from theme_builder.cli import app
from theme_builder.lote import DONE, LoteInvalido, Order, Progress, build_lote, build_one, progress_in
from theme_builder.pieces import Pieces
from theme_builder.workspace import Workspace


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> Order:
    """A lot that was stopped after its first theme."""
    folder = tmp_path_factory.mktemp("lote")
    order = Order(written(folder / "fuente"), None, folder / "temas", workers=1)
    said: list[int] = []
    stopped = build_lote(order, lambda progress: said.append(len(progress.done)), lambda: 1 in said)
    assert (stopped.is_whole, stopped.stopped, stopped.total) == (False, True, 4)
    return order


def test_a_lot_goes_on_where_it_was_left_and_makes_the_same_bytes(order: Order) -> None:
    before = progress_in(order.out)
    assert [each.name for each in before.done] == ["d01-m001"]
    first = Workspace(order.out / "d01-m001").theme()
    kept = (order.out / "d01-m001" / DONE).stat().st_mtime_ns
    whole = build_lote(order, lambda _: None, lambda: False)
    assert (whole.is_whole, len(whole.done)) == (True, 4)
    assert (order.out / "d01-m001" / DONE).stat().st_mtime_ns == kept, "what was whole was not made again"
    assert sum(each.casillas for each in whole.done) == 24
    (order.out / "d01-m001" / DONE).unlink()
    hecho, _ = build_one(order, "d01-m001")
    assert hecho is not None
    assert Workspace(order.out / "d01-m001").theme() == first


def test_the_pictures_of_a_lot_are_one_file(order: Order) -> None:
    build_lote(order, lambda _: None, lambda: False)
    marks = list(order.out.glob("d*/targets/temas/*/assets/ALFA.png"))
    assert len(marks) == 4
    assert len({mark.stat().st_ino for mark in marks}) == 1


def test_the_folder_of_another_source_is_refused(order: Order, tmp_path: Path) -> None:
    other = written(tmp_path / "otra")
    (other / "textos").mkdir()
    (other / "textos" / "es.toml").write_text('[boton]\ncomenzar = "Empezar"\n', encoding="utf-8")
    with pytest.raises(LoteInvalido, match="T630"):
        build_lote(Order(other, None, order.out), lambda _: None, lambda: True)
    said = CliRunner().invoke(app, ["lote", str(other), "--en", str(order.out)])
    assert (said.exit_code, "Elija una carpeta nueva" in said.output) == (1, True)


def test_a_source_with_errors_makes_no_theme(tmp_path: Path) -> None:
    root = written(tmp_path / "fuente")
    (root / "partidos.toml").write_text("partidos = []\n", encoding="utf-8")
    progress = build_lote(Order(root, None, tmp_path / "temas"), lambda _: None, lambda: False)
    assert {each.code for each in progress.findings} == {"T507"}
    assert not (tmp_path / "temas").exists()
    assert Progress().is_whole is False


def test_words_are_spoken_once_and_a_piece_is_what_was_given(tmp_path: Path) -> None:
    pieces = Pieces(tmp_path / "piezas")
    said = pieces.say("Uno", "es", 120)
    (kept,) = (tmp_path / "piezas" / "dicho").iterdir()
    kept.write_bytes(b"otro")
    assert pieces.say("Uno", "es", 120) == b"otro"
    assert pieces.say("Uno", "es-419", 120) == said or len(list(kept.parent.iterdir())) == 2
    pieces.place(tmp_path / "tema" / "a.png", b"uno")
    pieces.place(tmp_path / "tema" / "a.png", b"dos")
    assert (tmp_path / "tema" / "a.png").read_bytes() == b"dos"
    assert (tmp_path / "piezas" / sha256_hex(b"uno")).read_bytes() == b"uno"


def test_the_command_says_each_theme_and_the_end(tmp_path: Path) -> None:
    root = written(tmp_path / "fuente")
    (root / "casillas.csv").write_text(
        "\n".join((root / "casillas.csv").read_text(encoding="utf-8").split("\n")[:3]) + "\n", encoding="utf-8"
    )
    said = CliRunner().invoke(app, ["lote", str(root), "--en", str(tmp_path / "temas"), "--procesos", "1"])
    assert said.exit_code == 0, said.output
    assert "1 de 1 temas: d01-m001 (2 casillas, 3 boletas), código" in said.output
    assert json.loads((tmp_path / "temas" / "lote.json").read_bytes())["themes"] == ["d01-m001"]
