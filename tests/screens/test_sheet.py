"""`make screens` itself: no picture left out, what changed shown beside what was, and each source told apart."""

import hashlib
from pathlib import Path

from PIL import Image

from tests.screens.cases import every_case
from tests.screens.draw import part_of
from tests.screens.sheet import Drawn, page
from tests.screens.units import PARTS, Unit, sources_of
from urna.ui.theme_folder import open_theme_folder

NAME = "1280x800/espera"


def test_the_parts_of_a_glass_are_all_its_pictures_once(theme_folder: Path) -> None:
    cases = tuple(every_case(open_theme_folder(theme_folder).parsed))
    parts = [case.label for n in range(PARTS) for case in part_of(cases, f"{n}/{PARTS}")]
    assert len({case.label for case in cases}) == len(cases) > 900
    assert sorted(parts) == sorted(case.label for case in cases)


def test_a_change_of_what_draws_is_another_source(tmp_path: Path) -> None:
    file = tmp_path / "urna" / "ui" / "tokens.py"
    file.parent.mkdir(parents=True)
    file.write_text("BODY = 4.8", encoding="utf-8")
    before = sources_of(tmp_path, tmp_path / "accepted.json")
    assert before == sources_of(tmp_path, tmp_path / "accepted.json")
    file.write_text("BODY = 4.9", encoding="utf-8")
    assert before != sources_of(tmp_path, tmp_path / "accepted.json")
    assert len({Unit(glass, part, 2).key for glass in range(2) for part in range(2)}) == 4


def test_the_page_shows_what_changed_beside_what_was_accepted(tmp_path: Path) -> None:
    for folder, color in (("", "white"), ("accepted/", "black")):
        place = tmp_path / f"{folder}{NAME}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (4, 4), color).save(place)
    digest = hashlib.sha256(b"x").hexdigest()[:16]
    shown = page([Drawn(NAME, digest, ("cut: palabra",), accepted=False)], tmp_path)
    assert f'src="accepted/{NAME}.png"' in shown
    assert "cut: palabra" in shown
    assert Image.open(tmp_path / f"changed/{NAME}.png").getcolors() == [(16, 0)]
    assert "accepted" not in page([Drawn(NAME, digest, (), accepted=True)], tmp_path)
