"""Prepares Kivy before its first import: no arguments, logs or configuration of its own, and a fixed window.

It must run before any other module of `urna.ui` that imports Kivy, and must not import Kivy at its own import.
"""

import ctypes
import os
from dataclasses import dataclass
from pathlib import Path

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # of glibc's malloc.h
PICTURE_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class WindowSize:
    """The screen in pixels and its diagonal in millimetres, from which every size on it follows."""

    width: int = 1280
    height: int = 800
    diagonal_mm: float = 305.0


def prepare(size: WindowSize, home: Path, *, offscreen: bool = False) -> None:
    """Set Kivy's environment and window; ``home`` is an existing folder that Kivy may write to.

    ``offscreen`` draws with real GL and no display, for pictures and the published layout.
    """
    os.environ["KIVY_NO_ARGS"] = "1"
    os.environ["KIVY_NO_FILELOG"] = "1"
    os.environ["KIVY_NO_CONSOLELOG"] = "1"
    os.environ["KIVY_NO_CONFIG"] = "1"
    os.environ["KIVY_LOG_MODE"] = "PYTHON"  # otherwise Kivy swallows what Python says of its own faults
    os.environ["KIVY_HOME"] = str(home)
    os.environ["KIVY_METRICS_DENSITY"] = "1"
    if offscreen:
        os.environ["SDL_VIDEODRIVER"] = "offscreen"
    _give_memory_back()
    _configure(size)


def _give_memory_back() -> None:
    """Have freed pictures leave the process at once: glibc keeps them otherwise, 70 MB after a few screens."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(M_MMAP_THRESHOLD, PICTURE_BYTES)
        libc.mallopt(M_TRIM_THRESHOLD, 2 * PICTURE_BYTES)


def _configure(size: WindowSize) -> None:
    from kivy.config import Config  # noqa: PLC0415 - Kivy reads its environment at import

    Config.set("kivy", "exit_on_escape", "0")
    Config.set("kivy", "window_icon", "")
    Config.set("graphics", "width", str(size.width))
    Config.set("graphics", "height", str(size.height))
    Config.set("graphics", "resizable", "0")
    Config.set("graphics", "borderless", "1")
    Config.set("graphics", "position", "custom")
    Config.set("graphics", "left", "0")
    Config.set("graphics", "top", "0")
    Config.set("graphics", "multisamples", "0")  # rectangles are whole pixels, lines and dots smooth themselves
    Config.set("graphics", "maxfps", "60")
    Config.set("input", "mouse", "mouse,disable_multitouch")
