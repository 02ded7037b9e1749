"""Voters who touch anything anywhere: what they marked stands, is confirmed and printed, or was asked about."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.screens.conftest import ROOT

NOTICED = {
    "unmarks": "a mark went by itself",
    "confirms_another": "the review never showed",
    "leaves_unasked": "a turn ended by",
}


def voters(theme_folder: Path, count: int, plant: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.screens.random_voters", str(theme_folder), str(count), plant]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a22_random_voters_lose_and_gain_no_mark_and_confirm_what_they_read(theme_folder: Path) -> None:
    done = voters(theme_folder, 50)
    assert done.returncode == 0, done.stderr[-4000:]
    assert "'confirmed'" in done.stdout, "nobody of them came to confirm a vote"


@pytest.mark.long
def test_a22_hundreds_of_random_voters_do_not_either(theme_folder: Path) -> None:
    done = voters(theme_folder, 500)
    assert done.returncode == 0, done.stderr[-4000:]


@pytest.mark.long
@pytest.mark.parametrize("plant", NOTICED)
def test_a_fault_of_the_urna_is_noticed_by_random_voters(theme_folder: Path, plant: str) -> None:
    done = voters(theme_folder, 400, plant)
    assert done.returncode != 0
    assert NOTICED[plant] in done.stderr
