"""What a voter who uses keys sees: a ring around what is in focus, or nothing; keys reach what fingers do."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.screens.conftest import ROOT

pytestmark = pytest.mark.screen


@pytest.fixture(scope="module")
def seen(theme_folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.screens.check_aid", str(theme_folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_keys_reach_on_every_screen_what_a_finger_does_by_the_same_name(seen: dict[str, Any]) -> None:
    assert len(seen["reached"]) > 10
    for name, both in seen["reached"].items():
        assert both["keys"] == both["touch"], name


def test_the_ring_surrounds_the_button_and_goes_away(seen: dict[str, Any]) -> None:
    drawn = seen["drawn"]
    assert 300 < drawn["ring_width"] < 460
    assert 60 < drawn["ring_height"] < 110
    assert drawn["left"] == 0


def test_the_dark_glass_shows_nothing(seen: dict[str, Any]) -> None:
    assert seen["drawn"]["dark"] == 0
