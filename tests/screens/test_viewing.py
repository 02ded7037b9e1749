"""What a voter may choose is kept, on every glass: nothing cut, letters and contrast of the size and kind chosen.

A choice of the cases; `make screens` draws all of them.
"""

import itertools
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from shared.formats.catalogues import catalogue
from shared.formats.theme_v1 import parse_theme
from tests.screens.cases import GLASSES, KINDS, LANGUAGES, pairwise
from tests.screens.conftest import ROOT
from tests.screens.measure import Piece
from urna.flow.viewing import Contrast, Letters

PARTIDOS = {"PAN", "PRI", "PRD", "PVEM", "PT", "MC", "PANAL", "MORENA", "PES"}
USUAL = (
    "boleta-gubernatura-aviso",
    "boleta-gubernatura",
    "boleta-retratos",
    "boleta-larga-2-aviso",
    "boleta-consejo-2",
    "boleta-consejo-2-aviso",
    "boleta-opinion",
    "boleta-encuesta-faltan",
    "revision",
    "revision-4",
    "revision-5",
    "revision-9",
    "revision-falta_ver",
    "revision-blanco",
)
"""A state of each kind that came out with small or cut letters, with the longest names and refusals."""
Report = Mapping[str, Mapping[str, list[str]]]


def draw(theme: Path, glass: int, out: Path) -> Report:
    command = [sys.executable, "-m", "tests.screens.draw", str(theme), str(glass), "pairwise", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    report: Report = json.loads(done.stdout)
    return report


@pytest.mark.parametrize("glass", range(len(GLASSES)), ids=[f"{g.width}x{g.height}" for g in GLASSES])
def test_letters_contrast_and_targets_are_what_the_voter_chose(theme_folder: Path, glass: int, tmp_path: Path) -> None:
    report = draw(theme_folder, glass, tmp_path)
    assert len(report) == len(KINDS)
    assert {name: entry["faults"] for name, entry in report.items() if entry["faults"]} == {}
    spanish, english = (set(catalogue("pantalla", language).values()) for language in LANGUAGES)
    said = {name: set(entry["texts"]) for name, entry in report.items() if name.endswith(".en")}
    assert len(said) >= 3
    for name, texts in said.items():
        assert not texts & (spanish - english), name
        least = 2 if name.startswith("informacion") else 3  # nearly all of its words are the theme's
        assert len(texts & english) >= least, name


@pytest.mark.parametrize("glass", range(len(GLASSES)), ids=[f"{g.width}x{g.height}" for g in GLASSES])
def test_all_that_a_boleta_and_the_review_say_has_the_usual_size(
    theme_folder: Path, glass: int, tmp_path: Path
) -> None:
    """Refusals of two lines came out at 3.6 mm, lists of the review at 3.65, and ten values outside of the glass."""
    command = [sys.executable, "-m", "tests.screens.draw", str(theme_folder), str(glass), "kinds", str(tmp_path)]
    command += USUAL
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    report = json.loads(done.stdout)
    assert set(report) == set(USUAL)
    assert {name: faults for name, (faults, _) in report.items() if faults} == {}
    assert set(report["boleta-gubernatura"][1]) >= PARTIDOS


def test_planted_faults_of_letters_are_seen(theme_folder: Path) -> None:
    """A name below the usual size, and one whose tails stand on the border of its box."""
    command = [sys.executable, "-m", "tests.screens.check_faults", str(theme_folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    found = {plant: (name, faults) for plant, (name, faults) in json.loads(done.stdout).items()}
    assert found["none"][1] == []
    name, faults = found["small"]
    assert [fault for fault in faults if fault.startswith("small: ") and fault.endswith(name)]
    assert f"letters on the border: {found['low'][0]}" in found["low"][1]


def test_every_pair_of_glass_letters_and_contrast_is_among_the_chosen(theme_folder: Path) -> None:
    theme = parse_theme((theme_folder / "theme.json").read_bytes())
    seen = {
        (glass, case.name, case.viewing.letters, case.viewing.contrast)
        for glass in range(len(GLASSES))
        for case in pairwise(theme, glass)
        if case.viewing is not None
    }
    assert {(name, letters) for _, name, letters, _ in seen} == set(itertools.product(KINDS, Letters))
    assert {(glass, letters) for glass, _, letters, _ in seen} == set(itertools.product(range(4), Letters))
    assert {(letters, contrast) for _, _, letters, contrast in seen} == set(itertools.product(Letters, Contrast))
    assert {(glass, contrast) for glass, _, _, contrast in seen} == set(itertools.product(range(4), Contrast))


def test_the_measure_sees_a_faint_ink_and_a_low_letter() -> None:
    bare = Image.new("RGB", (200, 60), "#ffffff")
    pen = ImageDraw.Draw(bare)
    pen.line((0, 0, 199, 0), fill="#000000")  # the side of a box is no ink
    written = bare.copy()
    ImageDraw.Draw(written).rectangle((10, 10, 40, 39), fill="#777777")
    piece = Piece(written, bare)
    assert piece.contrast == pytest.approx(4.48, abs=0.01)
    assert piece.capital_px("HAR") == 30
    assert piece.capital_px("Sí, qué") is None
    assert Piece(bare, bare).contrast == 1
