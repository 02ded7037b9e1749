"""The urna's rows that need a screen: touch to visible change, start to ready, memory; beside a bare Kivy window.

It must not fail a build: machines are noisy. Run: ``python -m tests.bench urna_screen``.
"""

import shutil
import statistics
import subprocess
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from demo.processes import python
from demo.screen import Layout, Screen
from demo.settings import ROOT
from shared.formats.theme_v1 import parse_theme
from tests.bench.display import HEIGHT, WIDTH, Box, Display, real_urna, resident_mb, running, start, xvfb
from tests.bench.rows import Row
from tests.flows.institute import found
from tests.flows.table import config_for
from tests.screens.demo_theme import write_demo_theme

TOUCHES, PAGES = 60, 20
STARTS = 3
_BETWEEN_S = 0.5
"""Longer than the time in which a second touch of the same target does not count."""
_BAND: Box = (0, 0, WIDTH // 2, 60)


def measure() -> tuple[Row, ...]:
    """All rows; none where there is no Xvfb or xdotool."""
    if shutil.which("Xvfb") is None or shutil.which("xdotool") is None:
        return ()
    with tempfile.TemporaryDirectory(prefix="u") as name, xvfb() as display:
        return (*_starts(display, Path(name)), *_touches(display, Path(name)))


def _starts(display: Display, folder: Path) -> tuple[Row, Row]:
    """From the start of the process to a whole picture, and its memory then; the first start compiles."""
    with ExitStack() as stack:
        place = folder / "urna"
        place.mkdir()
        config = real_urna(stack, folder, config_for(found(folder), place))
        urna = [start(display, python("-m", "urna", "--config", config)) for _ in range(STARTS + 1)][1:]
        bare = [start(display, python("-m", "tests.bench.bare_window")) for _ in range(STARTS + 1)][1:]
    ready, window = (statistics.median(ready for ready, _ in each) for each in (urna, bare))
    memory, least = (max(size for _, size in each) for each in (urna, bare))
    return (
        Row("start to ready screen; bare Kivy window", "ms", ready, window, "<= 3,000 ms here", more_is_better=False),
        Row("memory at the ready screen; same", "MB", memory, least, "<= 250 MB", more_is_better=False),
    )


def _touches(display: Display, folder: Path) -> tuple[Row, ...]:
    """From the click to the first other pixel of the option, on a boleta of eleven boxes."""
    theme = folder / "theme"
    first = parse_theme(write_demo_theme(theme).theme_json).contests[0]
    layout = folder / "layout"
    subprocess.run(python("-m", "urna", "layout", "--theme", theme, "--out", layout), check=True, cwd=ROOT)
    published = Layout.load(layout)
    boleta = f"boleta:{first.id.value}"
    option = next(name for name in published.touch[boleta] if name.startswith("option:"))
    with running(python("-m", "tests.screens.practice_urna", theme), display.name) as process:
        _go_to_boleta(display, published, process, boleta)
        found_ms = _click(display, published.touch[boleta][option])
        pages_ms = _turn_pages(display, published, boleta, option)
        memory = resident_mb(process.pid)
    with running(python("-m", "tests.bench.bare_window"), display.name):
        whole = (0, 0, WIDTH, HEIGHT)
        display.until_changed(whole, bytes(len(display.grab(whole))))
        time.sleep(_BETWEEN_S)
        bare_ms = _click(display, (600, 300, 700, 400))
    what, budget = "touch to visible change", "<= 100 ms"
    return (
        Row(f"{what}, p50 of {TOUCHES}; bare window", "ms", _p50(found_ms), _p50(bare_ms), budget, False),
        Row(f"{what}, p95; same", "ms", _p95(found_ms), _p95(bare_ms), budget, False),
        Row(f"{what}, worst; same", "ms", max(found_ms), max(bare_ms), f"{budget}, p99", False),
        Row(f"touch to another page, p50 of {len(pages_ms)}", "ms", _p50(pages_ms), None, "<= 1,000 ms", False),
        Row("touch to another page, p95", "ms", _p95(pages_ms), None, "<= 1,000 ms", False),
        Row("memory on the boleta", "MB", memory, None, "<= 250 MB", False),
    )


def _p50(figures: list[float]) -> float:
    return statistics.median(figures)


def _p95(figures: list[float]) -> float:
    return statistics.quantiles(figures, n=20)[-1]


def _turn_pages(display: Display, layout: Layout, boleta: str, option: str) -> list[float]:
    """From the click to the first other pixel of the title, to the next boleta and back."""
    after = next(name for name in layout.touch if name.startswith("boleta:") and name != boleta)
    display.click(*_middle(layout.touch[boleta][option]))
    times = []
    for _ in range(PAGES):
        for name, action in ((boleta, "siguiente"), (after, "anterior")):
            time.sleep(_BETWEEN_S)
            times.append(_changed_ms(display, layout.touch[name][action], _BAND))
    return times


def _go_to_boleta(display: Display, layout: Layout, process: "subprocess.Popen[str]", boleta: str) -> None:
    if process.stdin is None:
        raise RuntimeError("no standard input")
    screen = Screen(display.name, layout)
    screen.wait("espera")
    process.stdin.write("habilitar\n")
    process.stdin.flush()
    screen.wait("habilitada")
    display.click(*_middle(layout.touch["habilitada"]["comenzar"]))
    screen.wait(boleta)


def _click(display: Display, rect: Box) -> list[float]:
    left, top, right, bottom = rect
    times = []
    for _ in range(TOUCHES):
        times.append(_changed_ms(display, rect, (left, top, right - left, bottom - top)))
        time.sleep(_BETWEEN_S)
    return times


def _changed_ms(display: Display, touched: Box, looked_at: Box) -> float:
    before = display.grab(looked_at)
    begin = time.perf_counter()
    display.click(*_middle(touched))
    return (display.until_changed(looked_at, before) - begin) * 1000


def _middle(rect: Box) -> tuple[int, int]:
    left, top, right, bottom = rect
    return (left + right) // 2, (top + bottom) // 2
