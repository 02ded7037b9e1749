"""An outside process that sees only the X display and the published layout can vote."""

import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.screens.conftest import ROOT, Layout

pytestmark = [
    pytest.mark.screen,
    pytest.mark.skipif(shutil.which("Xvfb") is None or shutil.which("xdotool") is None, reason="needs Xvfb, xdotool"),
]
DEADLINE_S = 20.0


def wait_until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.02)


@dataclass(slots=True)
class Outside:
    """A display with an urna on it, seen from outside."""

    display: str
    process: subprocess.Popen[str]
    log: Path
    layout: Layout

    def grab(self) -> Image.Image:
        command = ["import", "-display", self.display, "-window", "root", "png:-"]
        data = subprocess.run(command, capture_output=True, check=True, timeout=20).stdout
        return Image.open(io.BytesIO(data)).convert("RGB")

    def shown(self) -> str:
        band = self.layout.data["band"]
        assert isinstance(band, dict)
        picture = self.grab()
        box = (band["x"], band["y"], band["x"] + band["width"], band["y"] + band["height"])
        strip = picture.crop(box)
        names = [
            name
            for name, entry in self.layout.screens().items()
            if ImageChops.difference(strip, Image.open(self.layout.folder / str(entry["band"]))).getbbox() is None
        ]
        return names[0] if len(names) == 1 else ""

    def wait(self, screen: str) -> None:
        wait_until(lambda: self.shown() == screen, f"screen {screen}")
        time.sleep(int(str(self.layout.data["settle_ms"])) / 1000)

    def click(self, screen: str, touch_id: str, times: int = 1) -> None:
        rect = self.layout.touch(screen)[touch_id]
        x, y = rect["x"] + rect["width"] // 2, rect["y"] + rect["height"] // 2
        environment = {**os.environ, "DISPLAY": self.display}
        clicks = ["click", "--repeat", str(times), "--delay", "60", "1"]
        subprocess.run(["xdotool", "mousemove", str(x), str(y), *clicks], env=environment, check=True, timeout=20)

    def inputs(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines()

    def enable(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("habilitar\n")
        self.process.stdin.flush()


@pytest.fixture
def outside(theme_folder: Path, layout: Layout, tmp_path: Path) -> Iterator[Outside]:
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x800x24", "-nolisten", "tcp"], pass_fds=[writer]
    )
    os.close(writer)
    with os.fdopen(reader) as numbers:
        display = ":" + numbers.readline().strip()
    log = tmp_path / "entradas.txt"
    with log.open("w", encoding="utf-8") as out, (tmp_path / "errores.txt").open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.screens.practice_urna", str(theme_folder)],
            cwd=ROOT,
            env={**os.environ, "DISPLAY": display},
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=errors,
            text=True,
        )
        yield Outside(display, process, log, layout)
        process.kill()
        process.wait()
        server.kill()
        server.wait()


def test_a_stranger_with_the_published_layout_can_vote(outside: Outside) -> None:
    outside.wait("espera")
    outside.enable()
    outside.wait("habilitada")
    outside.click("habilitada", "comenzar")
    outside.wait("boleta:GUBERNATURA")
    outside.click("boleta:GUBERNATURA", "option:MORENA")
    outside.click("boleta:GUBERNATURA", "option:PT")
    outside.click("boleta:GUBERNATURA", "siguiente")
    outside.wait("boleta:CONSULTA")
    outside.click("boleta:CONSULTA", "option:SI")
    outside.click("boleta:CONSULTA", "siguiente")
    outside.wait("revision")
    outside.click("revision", "corregir_1")
    outside.wait("boleta:CONSULTA")
    outside.click("boleta:CONSULTA", "option:SI")
    outside.click("boleta:CONSULTA", "option:NO")
    outside.click("boleta:CONSULTA", "siguiente")
    outside.wait("revision")
    outside.click("revision", "confirmar")
    wait_until(lambda: "ActionTouched(action='confirmar')" in outside.inputs(), "confirmar")
    assert outside.inputs()[1:] == [
        "ActionTouched(action='comenzar')",
        "OptionTouched(option=7, value=0)",
        "OptionTouched(option=4, value=0)",
        "ActionTouched(action='siguiente')",
        "OptionTouched(option=0, value=0)",
        "ActionTouched(action='siguiente')",
        "ActionTouched(action='corregir_1')",
        "OptionTouched(option=0, value=0)",
        "OptionTouched(option=1, value=0)",
        "ActionTouched(action='siguiente')",
        "ActionTouched(action='confirmar')",
    ]


def test_a_double_tap_neither_unmarks_nor_answers_the_next_screen(outside: Outside) -> None:
    outside.wait("espera")
    outside.enable()
    outside.wait("habilitada")
    outside.click("habilitada", "comenzar", times=2)
    outside.wait("boleta:GUBERNATURA")
    outside.click("boleta:GUBERNATURA", "option:MC", times=3)
    wait_until(lambda: len(outside.inputs()) >= 3, "one mark")
    outside.click("boleta:GUBERNATURA", "siguiente", times=2)
    outside.wait("boleta:CONSULTA")
    assert outside.inputs()[1:] == [
        "ActionTouched(action='comenzar')",
        "OptionTouched(option=5, value=0)",
        "ActionTouched(action='siguiente')",
    ]
