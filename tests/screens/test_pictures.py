"""Every screen at two sizes: nothing cut, targets large enough and apart, one place for the primary action."""

import itertools
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from shared.formats.theme_v1 import parse_theme
from tests.screens.check_views import LETTERED, NAMES
from tests.screens.conftest import LOOKED_AT, ROOT
from tests.screens.kinds import COLORS
from urna.flow.touch import ZONES
from urna.flow.viewing import Letters, Viewing
from urna.ui.environment import WindowSize
from urna.ui.geometry import Rect, frame
from urna.ui.places import CHOSEN_BORDER_PX
from urna.ui.tokens import MIN_GAP_MM, MIN_TARGET_MM, Tokens, tokens_for

MODES = {"simulacro": "SIMULACRO", "capacitacion": "CAPACITACIÓN"}
CASES = ((1280, 800, "capacitacion"), (1920, 1080, "oficial"))
"""The longest word of a mode where there is least room for it; a badge may make nothing else be cut."""
LETTERS_OF_MARKS = {"PAN", *COLORS}  # drawn by the screen only where a theme brings no picture
LEAST_NAME_MM = 4.8
LEAST_FACE_MM, LEAST_MARK_MM = 15, 10
PRIMARY_AT_ONE_PLACE = {"comenzar", "siguiente", "volver_a_boleta", "confirmar", "seguir_votando", "terminar"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one process drew: its report by picture, its folder, its sizes, in which mode."""

    report: Mapping[str, Mapping[str, Any]]
    folder: Path
    tokens: Tokens
    mode: str


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}x{case[1]}-{case[2]}")
def drawn(request: pytest.FixtureRequest, theme_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    width, height, mode = request.param
    out = tmp_path_factory.mktemp("vistas")
    command = [
        sys.executable,
        "-m",
        "tests.screens.check_views",
        str(theme_folder),
        str(width),
        str(height),
        str(out),
        mode,
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return Drawn(json.loads(done.stdout), out, tokens_for(WindowSize(width, height)), mode)


def test_no_text_is_cut_nor_smaller_than_the_smallest_size(drawn: Drawn) -> None:
    assert {name: entry["overflows"] for name, entry in drawn.report.items() if entry["overflows"]} == {}
    usual = {name: entry for name, entry in drawn.report.items() if not name.endswith("-largo")}
    sizes = {name: dict(zip(entry["texts"], entry["fonts"], strict=True)) for name, entry in usual.items()}
    small = {(name, t) for name, fonts in sizes.items() for t, em in fonts.items() if em < drawn.tokens.smallest_font}
    assert {(name, text) for name, text in small if text not in LETTERS_OF_MARKS} == set()


def test_every_screen_says_its_mode_unless_it_is_the_official_one(drawn: Drawn) -> None:
    said = {name: [text for text in entry["texts"] if text in MODES.values()] for name, entry in drawn.report.items()}
    due = [MODES[drawn.mode]] if drawn.mode in MODES else []
    assert {name: badges for name, badges in said.items() if badges != due} == {}
    assert len(said) > 80


def test_every_text_was_written(drawn: Drawn) -> None:
    texts = {text for entry in drawn.report.values() for text in entry["texts"]}
    unwritten = {text for text in texts if "." in text and " " not in text and text == text.lower()}
    assert unwritten == set()


def test_targets_are_large_and_apart(drawn: Drawn) -> None:
    target, gap = MIN_TARGET_MM * drawn.tokens.px_per_mm, int(MIN_GAP_MM * drawn.tokens.px_per_mm)
    for name, entry in drawn.report.items():
        rects = {i: Rect(**rect) for i, rect in entry["touch"].items() if not i.startswith("zone:")}
        assert {i for i, rect in rects.items() if min(rect.width, rect.height) < target} == set(), name
        for (first, one), (second, other) in itertools.combinations(rects.items(), 2):
            wide = Rect(one.x - gap, one.y - gap, one.width + 2 * gap, one.height + 2 * gap)
            assert not wide.overlaps(other), (name, first, second)


def test_the_zones_of_the_touch_test_leave_no_pixel_out(drawn: Drawn) -> None:
    """They stand side by side: between them would be a strip of glass that nobody tries."""
    size = drawn.tokens.size
    rects = [Rect(**rect) for rect in drawn.report["prueba_tactil"]["touch"].values()]
    assert sum(rect.width * rect.height for rect in rects) == size.width * size.height
    assert not any(one.overlaps(other) for one, other in itertools.combinations(rects, 2))
    assert len(rects) == len(ZONES)


def test_nothing_to_touch_leaves_the_screen(drawn: Drawn) -> None:
    size = drawn.tokens.size
    rects = [(name, Rect(**rect)) for name, entry in drawn.report.items() for rect in entry["touch"].values()]
    outside = {name for name, r in rects if r.x < 0 or r.y < 0 or r.right > size.width or r.bottom > size.height}
    assert outside == set()


def test_the_primary_action_stands_at_one_place(drawn: Drawn) -> None:
    places = {
        json.dumps(entry["touch"][action])
        for entry in drawn.report.values()
        for action in PRIMARY_AT_ONE_PLACE & set(entry["touch"])
    }
    assert places == {json.dumps(next(iter(drawn.report.values()))["primary"])}


def test_every_name_of_a_boleta_has_letters_of_one_size(drawn: Drawn) -> None:
    boletas = {name: set(entry["names"]) for name, entry in drawn.report.items() if entry["names"]}
    assert len(boletas) >= 12
    assert {name for name, sizes in boletas.items() if len(sizes) != 1} == set()


@pytest.mark.parametrize("count", range(1, 13))
def test_boletas_of_one_to_twelve_options_show_all_of_them(drawn: Drawn, count: int) -> None:
    name = f"boleta-opciones{count:02d}"
    leaves = {name, *(f"{name}-{page}" for page in range(2, 5))}
    shown = [entry["touch"] for each, entry in drawn.report.items() if each in leaves]
    assert len({i for touch in shown for i in touch if i.startswith("option:")}) == count


def test_portraits_of_a_boleta_are_all_of_one_size_beside_the_marks(drawn: Drawn) -> None:
    plain, faced = (drawn.report[f"boleta-{name}-tipos"]["marks"] for name in ("comun", "retratos"))
    assert [len(marks) for marks in plain] == [3, 1, 0]
    assert [len(marks) for marks in faced] == [4, 2, 1]
    assert len({tuple(marks[0]) for marks in faced}) == 1
    assert min(faced[0][0]) >= LEAST_FACE_MM * drawn.tokens.px_per_mm


def test_who_is_postulated_by_more_partidos_has_no_smaller_marks_and_no_less_room(drawn: Drawn) -> None:
    """Three marks beside a portrait came out a third of the one mark in the box below."""
    for name, entry in drawn.report.items():
        assert len({json.dumps(room) for room in entry["rooms"]}) <= 1, name
    for name, first in (("comun", 0), ("retratos", 1)):
        sizes = {tuple(size) for marks in drawn.report[f"boleta-{name}-tipos"]["marks"] for size in marks[first:]}
        assert len(sizes) == 1, name
        assert min(sizes.pop()) >= LEAST_MARK_MM * drawn.tokens.px_per_mm


@pytest.mark.parametrize("name", ["boleta-gubernatura", "boleta-comun-tipos", "boleta-retratos-tipos"])
def test_the_partidos_of_every_box_stand_in_words_beside_its_name(drawn: Drawn, name: str) -> None:
    """Letters inside of a mark are a picture: ``morena`` in one of 11 mm is 1.3 mm high."""
    said = [text.removeprefix("· ") for text in drawn.report[name]["texts"]]
    partidos = ("PAN", "PRI", "PRD", "PVEM", "PT", "MC", "PANAL", "MORENA", "PES")
    wanted = partidos if name == "boleta-gubernatura" else ("MORENA · PT · PVEM", "MC")
    assert [each for each in wanted if each not in said] == []


def test_a_mark_is_seen_without_colour(drawn: Drawn) -> None:
    plain = Image.open(drawn.folder / "boleta-gubernatura.png").convert("L")
    marked = Image.open(drawn.folder / "boleta-gubernatura-corregir.png").convert("L")
    touched = Rect(**drawn.report["boleta-gubernatura"]["touch"]["option:MORENA"])
    rect = touched.inset(-CHOSEN_BORDER_PX)  # the border grows outwards
    box = (rect.x, rect.y, rect.right, rect.bottom)
    before, after = (sum(picture.crop(box).histogram()[:100]) for picture in (plain, marked))
    assert after > before + rect.width * 8


def test_the_same_screen_in_two_processes_is_the_same_to_the_pixel(pictures: Path, drawn: Drawn) -> None:
    if drawn.tokens.size.width != 1280:
        pytest.skip("the pictures are of the other size")
    corner = frame(drawn.tokens).corner  # the badge of a training
    for name in LOOKED_AT:
        one, other = (Image.open(folder / f"{name}.png").convert("RGB") for folder in (pictures, drawn.folder))
        for picture in (one, other):
            picture.paste("white", (corner.x, corner.y, corner.right, corner.bottom))
        assert one.tobytes() == other.tobytes(), name


def test_a_target_of_one_screen_stands_at_one_place_in_all_its_states(drawn: Drawn) -> None:
    """Else the published layout could not tell where it is: each page of a boleta is a screen of its own."""
    places: dict[tuple[str, str], set[str]] = {}
    for name, entry in drawn.report.items():
        for target, rect in entry["touch"].items() if name.endswith("-tipos") else ():
            places.setdefault((entry["screen"], target), set()).add(json.dumps(rect))
    assert len(places) > 200
    assert {key for key, found in places.items() if len(found) > 1} == set()


def test_no_page_of_a_boleta_has_larger_letters_than_another(drawn: Drawn) -> None:
    sizes: dict[str, set[int]] = {}
    for name, entry in drawn.report.items():
        if name.endswith("-tipos") and entry["names"]:
            contest, _, page = entry["screen"].removeprefix("boleta:").partition(":")
            sizes.setdefault(contest, set()).update(entry["names"])
            assert page in ("", "2", "3", "4", "5")
    assert len(sizes) >= 12
    assert {contest for contest, found in sizes.items() if len(found) > 1} == set()


def test_names_grow_with_the_letters_that_a_voter_chooses(drawn: Drawn) -> None:
    """A page of larger letters holds fewer names; before, they shrank to the same page."""
    sizes = json.loads((drawn.folder / NAMES).read_text(encoding="utf-8"))
    for name in LETTERED:
        small, usual, large, largest = (sizes[letters.value][name] for letters in Letters)
        assert small <= usual < large <= largest, name
        assert usual >= drawn.tokens.font_of(LEAST_NAME_MM), name
        assert largest * 5 >= usual * 6, name
    for letters in Letters:
        chosen = tokens_for(drawn.tokens.size, Viewing(letters))
        assert sizes[letters.value]["revision"] * 5 >= chosen.smallest_font * 4, letters


def test_the_explicit_boxes_keep_their_place_on_every_page(drawn: Drawn) -> None:
    report = drawn.report
    first, last = (report[f"boleta-larga{page}-tipos"]["touch"] for page in ("", "-5"))
    assert first["option:NULO"] == last["option:NULO"]
    assert first["pagina_siguiente"] == last["pagina_siguiente"]


def test_the_information_says_of_which_boleta_it_is(drawn: Drawn, theme_folder: Path) -> None:
    (told,) = (each for each in parse_theme((theme_folder / "theme.json").read_bytes()).contests if each.info)
    found = {name: entry for name, entry in drawn.report.items() if re.fullmatch(r"informacion-consulta(-\d)?", name)}
    assert found
    for entry in found.values():
        assert entry["screen"].split(":")[:2] == ["informacion", told.id.value]
        assert any(text.startswith("Información: ") and told.title in text for text in entry["texts"])
