"""Pictures of paper: one of every kind that an urna prints, dot by dot, without a printer or a display."""

import ast
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageChops

from hardware.printer.drawing import draw
from hardware.printer.emulator.machine import Machine, Speeds
from hardware.printer.emulator.virtual import VirtualLine
from hardware.printer.encode import Encoder
from hardware.printer.layout import Line, compose
from hardware.printer.paper import PAPER_58, PAPER_80, Paper
from hardware.printer.port import Qr, Slip
from hardware.printer.profile import EMULATED, EMULATED_58MM, PrinterProfile
from hardware.printer.raster import line_picture, shipped_fonts
from shared.formats.theme_v1 import serialise_theme
from tests.unit.formats import examples
from urna.drawing import main
from urna.slip_samples import slip_samples

SERVICES = Path(__file__).parents[3] / "urna" / "services"
FONTS = shipped_fonts()
WIXARIKA = "Tatei Niuyari \u0268k\u0268 \u0289\u0301"


@cache
def slips() -> dict[str, Slip]:
    return slip_samples(examples.theme())


def kinds_in(source: str) -> set[str]:
    """The kinds of the slips that a module makes."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    made = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Slip"]
    return {call.args[0].value for call in made if isinstance(call.args[0], ast.Constant)}  # type: ignore[misc]


def test_every_kind_of_paper_that_an_urna_prints_has_its_picture() -> None:
    made = [kinds_in(path.read_text(encoding="utf-8")) for path in SERVICES.glob("*.py")]
    assert set().union(*made) == {slip.kind for slip in slips().values()}
    assert kinds_in("def receipt(words):\n    return Slip('recibo', ())\n") == {"recibo"}


def test_every_boleta_has_its_testigos() -> None:
    for contest in examples.theme().contests:
        name = f"testigo-{contest.id.value.lower()}"
        assert {name, f"{name}-amplio", f"{name}-blanco"} <= set(slips())


@pytest.mark.parametrize("name", ["acta_escrutinio", "acta_escrutinio-reimpresion", "parte", "prueba"])
def test_the_qr_of_a_picture_is_read_back(name: str) -> None:
    slip = slips()[name]
    said = [block.data for block in slip.blocks if isinstance(block, Qr)]
    found = zxingcpp.read_barcodes(draw(slip, EMULATED, FONTS).convert("L"))
    assert said
    assert sorted(code.text for code in found) == sorted(said)


@pytest.mark.parametrize("name", ["testigo-gubernatura", "parte"])
@pytest.mark.parametrize(("profile", "paper"), [(EMULATED, PAPER_80), (EMULATED_58MM, PAPER_58)])
def test_a_picture_is_the_paper_of_the_emulated_printer(name: str, profile: PrinterProfile, paper: Paper) -> None:
    """The whole roll across, and what the head prints in its middle."""
    printer = Machine(Speeds(10_000, 1 << 20), paper)
    line = VirtualLine(printer)
    line.write(Encoder(profile, FONTS).encode(slips()[name]).data, 10_000)
    line.wait(10_000)
    (piece,) = printer.take_pieces()
    picture = draw(slips()[name], profile, FONTS)
    side = (picture.width - paper.width_dots) // 2
    assert picture.size == (8 * paper.width_mm, piece.picture.height)
    assert same(picture.crop((side, 0, side + paper.width_dots, picture.height)), piece.picture)
    assert picture.convert("L").crop((0, 0, side, picture.height)).getextrema() == (255, 255)


def test_letters_that_no_printer_has_are_drawn_on_the_picture() -> None:
    theme = examples.theme()
    first = theme.contests[0]
    people = (replace(first.candidaturas[0], name=WIXARIKA), *first.candidaturas[1:])
    slip = slip_samples(replace(theme, contests=(replace(first, candidaturas=people), *theme.contests[1:])))
    testigo = slip[f"testigo-{first.id.value}"]
    drawn = [item for item in compose(testigo, PAPER_80) if isinstance(item, Line) and WIXARIKA in item.text]
    assert [line.drawn for line in drawn] == [True]
    ink, picture = ink_of(line_picture(drawn[0], FONTS)), draw(testigo, EMULATED, FONTS)
    rows = range(picture.height - ink.height)
    columns = range(picture.width - ink.width)
    assert any(
        same(picture.crop((x, y, x + ink.width, y + ink.height)), ink)
        for y in rows
        for x in (columns[len(columns) // 2 - 6 : len(columns) // 2 + 6])
    )


def ink_of(picture: Image.Image) -> Image.Image:
    box = ImageChops.invert(picture.convert("L")).getbbox()
    assert box is not None
    return picture.crop(box)


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and ImageChops.difference(one.convert("L"), other.convert("L")).getbbox() is None


def test_the_command_draws_paper_alone_when_it_is_told_to(tmp_path: Path) -> None:
    theme, out = tmp_path / "tema", tmp_path / "fotos"
    theme.mkdir()
    (theme / "theme.json").write_bytes(serialise_theme(examples.theme()))
    assert main([str(theme), "--out", str(out), "--slips"]) == 0
    assert {path.name for path in out.iterdir()} == {f"papel-{name}.png" for name in slips()}
    with Image.open(out / "papel-testigo-gubernatura.png") as picture:
        assert picture.width == 640


@pytest.mark.parametrize("arguments", [("--slips",), ("--slips", "--size", "grande")])
def test_a_theme_that_is_refused_has_no_picture(
    arguments: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "theme.json").write_bytes(b"{}")
    assert main([str(tmp_path), "--out", str(tmp_path / "fotos"), *arguments]) == 2
    assert "No se puede dibujar (T0" in capsys.readouterr().err
    assert not (tmp_path / "fotos").exists()


def test_paper_alone_and_screens_alone_are_not_asked_for_together(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path), "--out", str(tmp_path / "fotos"), "--slips", "--screens"])
