"""A screen of its own for benches: an X display with a camera and a hand, programs on it, an urna with its devices.

It must not judge what it measures.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import mss

from demo.settings import ROOT
from hardware.board.control import running_emulator as running_board
from hardware.printer.control import running_emulator as running_printer
from hardware.reader.control import running_emulator as running_reader
from urna.config import Config

WIDTH, HEIGHT = 1280, 800
PATIENCE_S = 60.0
COLOURS = 4
"""Fewer values of a colour than these: nothing but a background is drawn."""
Box = tuple[int, int, int, int]


@dataclass(slots=True)
class Display:
    """An X display: a camera on it and one hand."""

    name: str
    camera: mss.MSS
    hand: "subprocess.Popen[str]"

    def grab(self, box: Box) -> bytes:
        """What a piece of it shows now."""
        left, top, width, height = box
        shot = self.camera.grab({"left": left, "top": top, "width": width, "height": height})
        return bytes(shot.raw)

    def click(self, x: int, y: int) -> None:
        """Press and release at a point."""
        if self.hand.stdin is None:
            raise RuntimeError("no hand")
        self.hand.stdin.write(f"mousemove {x} {y} click 1\n")
        self.hand.stdin.flush()

    def until_changed(self, box: Box, before: bytes) -> float:
        """Wait for another picture; gives the moment it was seen."""
        deadline = time.monotonic() + PATIENCE_S
        while self.grab(box) == before:
            if time.monotonic() > deadline:
                raise RuntimeError("the screen does not change")
        return time.perf_counter()


@contextmanager
def xvfb() -> Iterator[Display]:
    """A display of its own until the end of the block."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL) as server:
        os.close(writer)
        with os.fdopen(reader) as numbers:
            name = ":" + numbers.readline().strip()
        environment = {**os.environ, "DISPLAY": name}
        with subprocess.Popen(["xdotool", "-"], env=environment, stdin=subprocess.PIPE, text=True) as hand:
            yield Display(name, mss.MSS(display=name), hand)
            hand.terminate()
        server.terminate()


@contextmanager
def running(command: tuple[str | Path, ...], display: str) -> Iterator["subprocess.Popen[str]"]:
    """A program on a display until the end of the block, its code compiled once as on an urna."""
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "bench-pyc")}
    environment = {**os.environ, **compiled, "DISPLAY": display}  # an urna's code is compiled when it is installed
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, text=True
    ) as process:
        yield process
        process.terminate()


def start(display: Display, command: tuple[str | Path, ...]) -> tuple[float, float]:
    """Milliseconds from the start of the process to a whole picture, and its memory then in MB."""
    whole = (0, 0, WIDTH, HEIGHT)
    black = display.grab(whole)
    begin = time.perf_counter()
    with running(command, display.name) as process:
        display.until_changed(whole, black)
        seen = time.perf_counter()
        picture = display.grab(whole)
        while (now := display.grab(whole)) != picture or len(set(now)) < COLOURS:
            picture, seen = now, time.perf_counter()
        size = resident_mb(process.pid)
    display.until_changed(whole, picture)
    return (seen - begin) * 1000, size


def real_urna(stack: ExitStack, folder: Path, config: Config) -> Path:
    """Devices for an enrolled urna; gives its configuration."""
    links = {
        "printer": stack.enter_context(running_printer(folder / "p")).link,
        "board": stack.enter_context(running_board(folder / "b")).link,
        "reader": stack.enter_context(running_reader(folder / "r")).link,
    }
    path = folder / "urna.toml"
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


def resident_mb(pid: int) -> float:
    """The memory of a process that is in the machine's, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
