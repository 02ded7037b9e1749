"""A theme folder built once, pictures and layout made once by the real commands, each in a process of its own."""

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.screens.demo_theme import write_demo_theme

ROOT = Path(__file__).parents[2]
LOOKED_AT = ("espera", "boleta-gubernatura", "revision", "autenticacion-codigo")
"""The pictures that tests look at; `test_pictures` has every screen drawn, at two sizes."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The published layout as an outside process sees it."""

    folder: Path
    data: dict[str, object]

    def screens(self) -> dict[str, dict[str, object]]:
        found = self.data["screens"]
        assert isinstance(found, dict)
        return found

    def touch(self, screen: str) -> dict[str, dict[str, int]]:
        found = self.screens()[screen]["touch"]
        assert isinstance(found, dict)
        return found


def run_module(module: str, *arguments: str | Path) -> None:
    command = [sys.executable, "-m", module, *(str(argument) for argument in arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that the first of all test processes of a run makes, and the others find: drawing takes long."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = shared / name, shared / f"{name}.done"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            make(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def theme_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "tema", write_demo_theme)


@pytest.fixture(scope="session")
def pictures(theme_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(
        tmp_path_factory,
        "pantallas",
        lambda out: run_module("urna", "render", theme_folder, "--out", out, "--screen", *LOOKED_AT),
    )


@pytest.fixture(scope="session")
def layout(theme_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Layout:
    out = made_once(
        tmp_path_factory,
        "disposicion",
        lambda out: run_module("urna.ui.layout", "--theme", theme_folder, "--out", out),
    )
    return Layout(out, json.loads((out / "layout.json").read_text(encoding="utf-8")))
