"""A theme folder built once, pictures and layout made once by the real commands, each in a process of its own."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.screens.demo_theme import write_demo_theme

ROOT = Path(__file__).parents[2]


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
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.fixture(scope="session")
def theme_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tema")
    write_demo_theme(folder)
    return folder


@pytest.fixture(scope="session")
def pictures(theme_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("pantallas")
    run_module("urna.ui.render", "--theme", theme_folder, "--out", out)
    return out


@pytest.fixture(scope="session")
def layout(theme_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Layout:
    out = tmp_path_factory.mktemp("disposicion")
    run_module("urna.ui.layout", "--theme", theme_folder, "--out", out)
    return Layout(out, json.loads((out / "layout.json").read_text(encoding="utf-8")))
