"""The leaflet and the poster: pages, paper, words that the urna uses, and screens of nobody's election."""

import io
import re
import subprocess
import tomllib
from datetime import date
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from typer.testing import CliRunner

from shared.crypto.codes import generate_code
from shared.crypto.credentials import card_of_lines, make_card
from shared.crypto.errors import CardInvalid
from shared.crypto.locked import Hardness
from shared.crypto.randomness import SystemRandomness
from shared.domain.ids import OfficialId
from shared.formats.theme_v1 import parse_theme
from tests.architecture.tree import REPOSITORY
from tests.screens.demo_theme import write_demo_theme
from theme_builder.cli import app
from theme_builder.sheets.cards import Card, print_cards
from theme_builder.sheets.printing import HERE, Paper, Sheet, print_sheets
from theme_builder.sheets.screens import EXAMPLE, RendererMissingError, draw_screens
from urna.ui.catalogue import load_texts
from urna.ui.render import MANUAL

WORDS = tomllib.loads((HERE / "es.toml").read_text(encoding="utf-8"))
NAMED = {paso["pantalla"] for sheet in ("folleto", "cartel") for paso in WORDS[sheet]["pasos"]}
POINTS = {Paper.CARTA: (612, 792), Paper.A4: (595, 842)}


@pytest.fixture(scope="module")
def theme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tema")
    write_demo_theme(folder)
    return folder / "theme.json"


def plain_screens() -> dict[str, bytes]:
    """A grey picture for each screen: what they show is another test's business."""
    stream = io.BytesIO()
    Image.new("L", (1280, 800), 200).save(stream, "PNG")
    return dict.fromkeys(NAMED, stream.getvalue())


def info(sheet: Sheet, tmp_path: Path) -> tuple[dict[str, str], str]:
    """What poppler says of the PDF, and its text with one space between words."""
    path = tmp_path / f"{sheet.name}.pdf"
    path.write_bytes(sheet.pdf)
    said = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout
    return dict(re.findall(r"^(.+?):\s+(.*)$", said, re.MULTILINE)), " ".join(text.split())


@pytest.mark.parametrize("paper", Paper)
def test_leaflet_and_poster_keep_to_their_pages(theme: Path, paper: Paper, tmp_path: Path) -> None:
    election = parse_theme(theme.read_bytes()).election
    leaflet, poster = print_sheets(parse_theme(theme.read_bytes()), paper, plain_screens())
    short, long = POINTS[paper]
    for sheet, pages, size in ((leaflet, "2", (short, long)), (poster, "1", (long, short))):
        said, text = info(sheet, tmp_path)
        assert said["Pages"] == pages
        assert said["Tagged"] == "yes"
        width, height = (round(float(side)) for side in re.findall(r"[\d.]+", said["Page size"])[:2])
        assert (width, height) == size
        assert WORDS[sheet.name]["titulo"] in text
        assert election.name in text
        assert "1 de julio de 2018" in text
        assert election.date == date(2018, 7, 1)


def test_every_picture_is_one_that_the_urna_draws_for_the_manual() -> None:
    assert set(MANUAL.values()) >= NAMED


def test_a_screen_that_was_not_drawn_is_an_error(theme: Path) -> None:
    screens = plain_screens()
    del screens["revision"]
    with pytest.raises(KeyError, match="revision"):
        print_sheets(parse_theme(theme.read_bytes()), Paper.CARTA, screens)


def test_what_they_say_to_touch_is_a_button_of_the_urna_or_a_box() -> None:
    buttons = {words for key, words in load_texts().entries.items() if key.startswith("boton.")}
    boxes = {
        box["label"] for file in (EXAMPLE / "boletas").iterdir() for box in tomllib.loads(file.read_text())["options"]
    }
    named = set(re.findall(r"«([^»]+)»", (HERE / "es.toml").read_text(encoding="utf-8").partition("\n")[2]))
    assert len(named) >= 7
    assert named <= buttons | boxes, named - buttons - boxes


def test_no_real_partido_is_in_the_pictures() -> None:
    invented = tomllib.loads((EXAMPLE / "partidos.toml").read_text(encoding="utf-8"))["partidos"]
    real = tomllib.loads((REPOSITORY / "demo" / "source" / "partidos.toml").read_text(encoding="utf-8"))["partidos"]
    assert not {p["letters"] for p in invented} & {p["letters"] for p in real}
    assert {len(set(re.findall("..", p["color"][1:]))) for p in invented} == {1}, "greys: no colour is anyone's"


@pytest.mark.parametrize("command", [("false",), ("no-such-program-of-the-urna",)])
def test_without_the_urnas_program_it_says_so(command: tuple[str, ...]) -> None:
    with pytest.raises(RendererMissingError):
        draw_screens(command)


def test_cards_are_read_from_paper_by_a_reader_and_by_a_person(theme: Path, tmp_path: Path) -> None:
    made = {}
    for number in range(1, 13):
        holder = OfficialId(f"ESCRUTADOR-{number:02d}")
        made[holder], _ = make_card(holder, generate_code(SystemRandomness()), SystemRandomness(), Hardness(1, 6))
    cards = tuple(Card(holder, text) for holder, text in made.items())
    sheet = print_cards(parse_theme(theme.read_bytes()), Paper.CARTA, cards)
    said, text = info(sheet, tmp_path)
    assert said["Pages"] == "2"
    subprocess.run(["pdftoppm", "-r", "150", "-gray", tmp_path / "tarjetas.pdf", tmp_path / "hoja"], check=True)
    read = [
        code.text for page in sorted(tmp_path.glob("hoja-*.pgm")) for code in zxingcpp.read_barcodes(Image.open(page))
    ]
    assert sorted(read) == sorted(made.values())
    typed = re.findall(r"\b\d\. (\w{5}-\w{5})", text)
    assert {card_of_lines(tuple(typed[i : i + 3])) for i in range(0, len(typed), 3)} == set(made.values())
    assert all(holder.value in text for holder in made)


def test_what_is_no_card_is_refused(theme: Path) -> None:
    with pytest.raises(CardInvalid, match="K510"):
        print_cards(parse_theme(theme.read_bytes()), Paper.A4, (Card(OfficialId("A-1"), "URNACARD1:AAAA"),))


@pytest.mark.parametrize("data", [b"", b"\xff" * 20, "URNACARD1:ñ".encode(), b"A" * 10**6])
def test_a_file_that_is_no_card_is_refused_with_a_sentence(theme: Path, tmp_path: Path, data: bytes) -> None:
    folder, card = tmp_path / "tema", tmp_path / "A-1.tarjeta.txt"
    (folder / "targets/temas/x").mkdir(parents=True)
    (folder / "targets/temas/x/theme.json").write_bytes(theme.read_bytes())
    card.write_bytes(data)
    arguments = ("tarjetas", folder, "--tarjeta", card, "--a", tmp_path / "papeles")
    ended = CliRunner().invoke(app, [str(each) for each in arguments])
    assert ended.exit_code == 1
    assert "K510" in ended.stderr
    assert not (tmp_path / "papeles").exists()


@pytest.mark.long
def test_the_urna_draws_every_screen_that_they_show() -> None:
    screens = draw_screens()
    assert set(screens) >= NAMED
    for name in NAMED:
        assert Image.open(io.BytesIO(screens[name])).size == (1280, 800)
