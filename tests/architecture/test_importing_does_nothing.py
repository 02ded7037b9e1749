"""Importing any module does nothing: no file, thread, socket, process or window. It must not import them itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import REPOSITORY

PLANTED = {
    "shared/reads.py": "TEXT = open(__file__).read()\n",
    "server/starts.py": "import threading\nthreading.Thread(target=int).start()\n",
    "urna/listens.py": "import socket\nSOCKET = socket.socket()\n",
    "demo/connects.py": "import sqlite3\nDATABASE = sqlite3.connect(':memory:')\n",
    "hardware/runs.py": "import subprocess\nsubprocess.run(['true'], check=True)\n",
    "theme_builder/makes.py": "from pathlib import Path\nPath(__file__).with_name('made').mkdir()\n",
    "urna/paints.py": "import kivy.core.window\n",
    "server/breaks.py": "1 / 0\n",
}


def probe(root: Path) -> list[str]:
    environment = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    environment |= {
        "KIVY_NO_ARGS": "1",
        "KIVY_NO_CONSOLELOG": "1",
        "KIVY_NO_FILELOG": "1",
        "SDL_VIDEODRIVER": "offscreen",
    }
    command = [sys.executable, "-m", "tests.architecture.import_probe", str(root)]
    ended = subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert ended.returncode in {0, 1}, ended.stderr[-2000:]
    return ended.stdout.splitlines()


def test_importing_any_module_does_nothing() -> None:
    assert probe(REPOSITORY) == []


@pytest.mark.screen
def test_the_probe_sees_what_is_planted(tmp_path: Path) -> None:
    for name, source in PLANTED.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(source)
    # The tests package of this repository stays reachable; the programs come from the planted tree.
    found = "\n".join(probe(tmp_path))
    for name in PLANTED:
        module = name.removesuffix(".py").replace("/", ".")
        assert name in found or module in found, f"{name} was not seen in:\n{found}"
