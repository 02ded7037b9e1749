"""The urna's rows that need a screen: touch to visible change, start to ready, memory; beside a bare Kivy window.

It must not fail a build: machines are noisy. Run: ``python -m tests.bench urna_screen``.
"""

import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import mss

from demo.processes import python
from demo.screen import Layout, Screen
from demo.settings import ROOT
from hardware.board.control import running_emulator as running_board
from hardware.printer.control import running_emulator as running_printer
from hardware.reader.control import running_emulator as running_reader
from tests.bench.rows import Row
from tests.flows.institute import found
from tests.flows.table import config_for
from tests.screens.demo_theme import write_demo_theme
from urna.config import Config

TOUCHES = 60
STARTS = 3
WIDTH, HEIGHT = 1280, 800
_BETWEEN_S = 0.5
"""Longer than the time in which a second touch of the same target does not count."""
_PATIENCE_S = 60.0
_COLOURS = 4
"""Fewer values of a colour than these: nothing but a background is drawn."""
Box = tuple[int, int, int, int]


def measure() -> tuple[Row, ...]:
    """All rows; none where there is no Xvfb or xdotool."""
    if shutil.which("Xvfb") is None or shutil.which("xdotool") is None:
        return ()
    with tempfile.TemporaryDirectory(prefix="u") as name, _xvfb() as display:
        return (*_starts(display, Path(name)), *_touches(display, Path(name)))


@dataclass(slots=True)
class _Display:
    """An X display: a camera on it and one hand."""

    name: str
    camera: mss.MSS
    hand: "subprocess.Popen[str]"

    def grab(self, box: Box) -> bytes:
        left, top, width, height = box
        shot = self.camera.grab({"left": left, "top": top, "width": width, "height": height})
        return bytes(shot.raw)

    def click(self, x: int, y: int) -> None:
        if self.hand.stdin is None:
            raise RuntimeError("no hand")
        self.hand.stdin.write(f"mousemove {x} {y} click 1\n")
        self.hand.stdin.flush()

    def until_changed(self, box: Box, before: bytes) -> float:
        """Wait for another picture; gives the moment it was seen."""
        deadline = time.monotonic() + _PATIENCE_S
        while self.grab(box) == before:
            if time.monotonic() > deadline:
                raise RuntimeError("the screen does not change")
        return time.perf_counter()


@contextmanager
def _xvfb() -> Iterator[_Display]:
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL) as server:
        os.close(writer)
        with os.fdopen(reader) as numbers:
            name = ":" + numbers.readline().strip()
        environment = {**os.environ, "DISPLAY": name}
        with subprocess.Popen(["xdotool", "-"], env=environment, stdin=subprocess.PIPE, text=True) as hand:
            yield _Display(name, mss.MSS(display=name), hand)
            hand.terminate()
        server.terminate()


@contextmanager
def _running(command: tuple[str | Path, ...], display: str) -> Iterator["subprocess.Popen[str]"]:
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "bench-pyc")}
    environment = {**os.environ, **compiled, "DISPLAY": display}  # an urna's code is compiled when it is installed
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, text=True
    ) as process:
        yield process
        process.terminate()


def _starts(display: _Display, folder: Path) -> tuple[Row, Row]:
    """From the start of the process to a whole picture, and its memory then; the first start compiles."""
    with ExitStack() as stack:
        config = _real_urna(stack, folder)
        urna = [_start(display, python("-m", "urna", "--config", config)) for _ in range(STARTS + 1)][1:]
        bare = [_start(display, python("-m", "tests.bench.bare_window")) for _ in range(STARTS + 1)][1:]
    ready, window = (statistics.median(start for start, _ in each) for each in (urna, bare))
    memory, least = (max(size for _, size in each) for each in (urna, bare))
    return (
        Row("start to ready screen; bare Kivy window", "ms", ready, window, "<= 3,000 ms here", more_is_better=False),
        Row("memory at the ready screen; same", "MB", memory, least, "<= 250 MB", more_is_better=False),
    )


def _start(display: _Display, command: tuple[str | Path, ...]) -> tuple[float, float]:
    whole = (0, 0, WIDTH, HEIGHT)
    black = display.grab(whole)
    begin = time.perf_counter()
    with _running(command, display.name) as process:
        display.until_changed(whole, black)
        seen = time.perf_counter()
        picture = display.grab(whole)
        while (now := display.grab(whole)) != picture or len(set(now)) < _COLOURS:
            picture, seen = now, time.perf_counter()
        size = _resident_mb(process.pid)
    display.until_changed(whole, picture)
    return (seen - begin) * 1000, size


def _touches(display: _Display, folder: Path) -> tuple[Row, ...]:
    """From the click to the first other pixel of the option, on a boleta of eleven boxes."""
    theme = folder / "theme"
    write_demo_theme(theme)
    layout = folder / "layout"
    subprocess.run(python("-m", "urna", "layout", "--theme", theme, "--out", layout), check=True, cwd=ROOT)
    published = Layout.load(layout)
    boleta = next(name for name in published.touch if name.startswith("boleta:"))
    option = next(name for name in published.touch[boleta] if name.startswith("option:"))
    with _running(python("-m", "tests.screens.practice_urna", theme), display.name) as process:
        _go_to_boleta(display, published, process)
        found_ms = _click(display, published.touch[boleta][option])
        memory = _resident_mb(process.pid)
    with _running(python("-m", "tests.bench.bare_window"), display.name):
        whole = (0, 0, WIDTH, HEIGHT)
        display.until_changed(whole, bytes(len(display.grab(whole))))
        time.sleep(_BETWEEN_S)
        bare_ms = _click(display, (600, 300, 700, 400))
    budget = "<= 100 ms"
    worst, least = max(found_ms), max(bare_ms)
    middle = statistics.median(found_ms)
    return (
        Row("touch to visible change, median; bare window", "ms", middle, statistics.median(bare_ms), budget, False),
        Row(f"touch to visible change, worst of {TOUCHES}; same", "ms", worst, least, budget + ", p99", False),
        Row("memory on the boleta", "MB", memory, None, "<= 250 MB", False),
    )


def _go_to_boleta(display: _Display, layout: Layout, process: "subprocess.Popen[str]") -> None:
    if process.stdin is None:
        raise RuntimeError("no standard input")
    screen = Screen(display.name, layout)
    screen.wait("espera")
    process.stdin.write("habilitar\n")
    process.stdin.flush()
    screen.wait("habilitada")
    left, top, right, bottom = layout.touch["habilitada"]["comenzar"]
    display.click((left + right) // 2, (top + bottom) // 2)
    screen.wait(next(name for name in layout.touch if name.startswith("boleta:")))


def _click(display: _Display, rect: Box) -> list[float]:
    left, top, right, bottom = rect
    box = (left, top, right - left, bottom - top)
    times = []
    for _ in range(TOUCHES):
        before = display.grab(box)
        start = time.perf_counter()
        display.click((left + right) // 2, (top + bottom) // 2)
        times.append((display.until_changed(box, before) - start) * 1000)
        time.sleep(_BETWEEN_S)
    return times


def _real_urna(stack: ExitStack, folder: Path) -> Path:
    """An enrolled urna with its devices; gives its configuration."""
    place = folder / "urna"
    place.mkdir()
    config = config_for(found(folder), place)
    links = {
        "printer": stack.enter_context(running_printer(folder / "p")).link,
        "board": stack.enter_context(running_board(folder / "b")).link,
        "reader": stack.enter_context(running_reader(folder / "r")).link,
    }
    path = place / "urna.toml"
    path.write_text(_toml(config, links), encoding="utf-8")
    return path


def _toml(config: Config, links: dict[str, Path]) -> str:
    values = {
        "casilla": config.casilla.clave,
        "urna_id": config.urna.value,
        "mode": config.mode.value,
        "internal": config.internal,
        "usb": config.usb,
        "identity": config.identity,
        "identity_practice": config.identity_practice,
        **links,
    }
    unsigned = "sin_manifiesto = 1\n"
    return unsigned + "".join(f'{name} = "{value}"\n' for name, value in values.items())


def _resident_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
