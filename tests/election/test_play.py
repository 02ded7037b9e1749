"""``make urna``: one command gives a real urna in a window and the hands on its bench, and ends whole."""

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mss
import pytest
from PIL import Image

from demo.casilla import open_display
from demo.play import NO_DISPLAY
from demo.processes import Supervisor
from demo.settings import ROOT
from demo.texts import load_words
from demo.waiting import wait_for
from tests.election.remaining import processes_about

READY_S = 240.0
pytestmark = [
    pytest.mark.election,
    pytest.mark.screen,
    pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs Xvfb"),
]


@pytest.fixture
def display(tmp_path: Path) -> Iterator[str]:
    with Supervisor(tmp_path / "registros") as supervisor:
        yield open_display(supervisor, 1)


def play(display: str, out: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "demo.play", "--out", str(out), "--no-browser"]
    return subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "DISPLAY": display}, stdout=subprocess.PIPE, text=True
    )


def address(running: "subprocess.Popen[str]") -> tuple[str, str]:
    """Host and path of the panel, once it is said."""
    assert running.stdout is not None
    for line in running.stdout:
        if found := re.search(r"http://([^/]+)(/\S+)", line):
            return found[1], found[2]
    raise AssertionError("no address was said")


def ask(panel: tuple[str, str], name: str, value: str | None = None) -> dict[str, Any]:
    """The state, or what came of an order."""
    line = http.client.HTTPConnection(panel[0], timeout=60)
    if value is None:
        line.request("GET", panel[1] + name)
    else:
        line.request("POST", panel[1] + "do", json.dumps({"name": name, "value": value}))
    said: dict[str, Any] = json.loads(line.getresponse().read())
    line.close()
    return said


def test_without_a_display_it_says_what_to_do(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    command = [sys.executable, "-m", "demo.play", "--out", str(tmp_path / "x"), "--media", "carpetas"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == NO_DISPLAY
    assert done.stdout.strip() == load_words()("urna.sin_pantalla").strip()
    assert not (tmp_path / "x").exists()


@pytest.mark.long
@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv")
def test_one_command_starts_everything_and_its_end_ends_everything(display: str, tmp_path: Path) -> None:
    out, window = tmp_path / "urna", Window(display)
    with play(display, out) as running:
        try:
            panel = address(running)
            wait_for(window.drawn, "the urna's window", READY_S)
            assert ask(panel, "state")["running"]
            assert ask(panel, "power.cut", "") == {"done": True}
            state = ask(panel, "state")
            assert (state["powered"], state["running"], state["printer"]["present"]) == (False, False, False)
            wait_for(lambda: not window.drawn(), "the window to go", READY_S)
            assert ask(panel, "power.on", "") == {"done": True}
            wait_for(window.drawn, "the urna's window again", READY_S)
        finally:
            running.terminate()
        assert running.wait(60) == 0
    assert not processes_about(out)


class Window:
    """What shows in the middle of a display."""

    def __init__(self, display: str) -> None:
        self._camera = mss.MSS(display=display)

    def drawn(self) -> bool:
        """Whether anything but black is there."""
        shot = self._camera.grab({"left": 320, "top": 80, "width": 640, "height": 320})
        return Image.frombytes("RGB", shot.size, shot.bgra, "raw", "BGRX").getbbox() is not None
