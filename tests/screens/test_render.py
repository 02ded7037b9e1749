"""The command ``urna render``: any screen in any look, by a process of its own; a coded sentence for what is not."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.screens.conftest import ROOT
from urna.ui.render import main


def render(*arguments: str | Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "urna", "render", *map(str, arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def test_it_draws_what_was_asked_for_and_nothing_else(theme_folder: Path, tmp_path: Path) -> None:
    repository = tmp_path / "memoria" / "repositorio" / "targets" / "temas" / "demo"
    repository.parent.mkdir(parents=True)
    repository.symlink_to(theme_folder)
    looks = ("--language", "en", "--size", "grande", "--contrast", "oscuro", "--resolution", "800x600")
    render(tmp_path / "memoria", "--out", tmp_path / "fotos", "--screen", "gracias", "espera", *looks)
    assert {path.name for path in (tmp_path / "fotos").iterdir()} == {"gracias.png", "espera.png"}
    seen = {path.stem: Image.open(path).convert("RGB") for path in (tmp_path / "fotos").iterdir()}
    assert {picture.size for picture in seen.values()} == {(800, 600)}
    corners = {name: sum(seen[name].getpixel((5, 400))) for name in seen}  # type: ignore[arg-type]
    assert corners["gracias"] < 200, "the voter's screen is dark"
    assert corners["espera"] > 600, "one that is nobody's looks as it looks"


REFUSED = {
    "a field of a newer urna": (("future", 1), (), "T012"),
    "a form of an older urna": (("format", "theme/0"), (), "T015"),
    "a language that it does not have": (None, ("--language", "hch"), "U059"),
    "a screen that there is not": (None, ("--screen", "gracia"), "U059"),
    "no resolution": (None, ("--resolution", "9x9"), "U059"),
    "no theme": (None, (), "U070"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_drawn_is_said_with_a_code(
    name: str, theme_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change, arguments, code = REFUSED[name]
    folder = tmp_path / "tema"
    folder.mkdir()
    if code != "U070":
        value = json.loads((theme_folder / "theme.json").read_text(encoding="utf-8"))
        value.update([change] if change is not None else [])
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        (folder / "theme.json").write_text(text, encoding="utf-8")
    out = tmp_path / "fotos"
    assert main([str(folder), "--out", str(out), *arguments]) == 2
    assert f"No se puede dibujar ({code})" in capsys.readouterr().err
    assert not out.exists()
