"""The manual of the mesa: each picture is there, small, used, and what the urna draws today."""

import re
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.screens.conftest import ROOT, run_module
from urna.ui.render import MANUAL

PICTURES = ROOT / "docs" / "pictures"
PAGE = ROOT / "docs" / "manual" / "mesa.md"
LARGEST_BYTES = 60_000
CHANGED = 40
ALLOWED_SHARE = 0.005


@pytest.fixture(scope="module")
def fresh(theme_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("manual")
    run_module("urna", "render", theme_folder, "--out", out, "--manual")
    return out


def test_the_manual_shows_exactly_the_pictures_that_are_made() -> None:
    shown = set(re.findall(r"\.\./pictures/(urna-[a-z-]+)\.png", PAGE.read_text(encoding="utf-8")))
    assert shown == {f"urna-{name}" for name in MANUAL.values()}


@pytest.mark.parametrize("name", sorted(MANUAL.values()))
def test_a_picture_is_small_and_what_the_urna_draws_today(name: str, fresh: Path) -> None:
    path = PICTURES / f"urna-{name}.png"
    assert path.stat().st_size <= LARGEST_BYTES
    kept, drawn = (Image.open(p).convert("L") for p in (path, fresh / path.name))
    assert kept.size == drawn.size
    changed = sum(ImageChops.difference(kept, drawn).histogram()[CHANGED:])
    assert changed <= ALLOWED_SHARE * kept.width * kept.height, "draw them again: see the end of the manual"
