"""Draws all pictures in parts, each in a process of its own, as many at once as there are cores. It must not judge.

A part that was drawn is not drawn again while nothing that draws it has changed: a run that was cut short goes on.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tests.screens.cases import GLASSES
from tests.screens.conftest import ROOT

PARTS = 4
"""Of each glass, unless few samples are asked for: what is lost when a run is cut short."""
DRAWS = ("urna", "shared", "theme_builder", "demo/source", "tests/screens")
"""Folders on which a picture may depend."""
KINDS = frozenset({".py", ".toml", ".json", ".png", ".ttf", ".svg"})
Report = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Unit:
    """One part of the pictures of one glass; of some samples alone where ``names`` are given."""

    glass: int
    part: int
    of: int
    names: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """Where its pictures are, below the folder of all."""
        return f"{GLASSES[self.glass].width}x{GLASSES[self.glass].height}"

    @property
    def key(self) -> str:
        """What tells this part from any other."""
        said = f"{self.glass}/{self.part}/{self.of}/{' '.join(self.names)}"
        return hashlib.sha256(said.encode()).hexdigest()[:32]


def sources_of(root: Path, skip: Path) -> str:
    """A hash of everything that draws: our files below ``root`` but ``skip``, and the libraries by their versions."""
    digest = hashlib.sha256()
    for library in ("kivy", "pillow"):
        digest.update(f"{library} {version(library)}\n".encode())
    for place in DRAWS:
        for path in sorted((root / place).rglob("*")):
            if path.suffix in KINDS and path != skip and path.is_file():
                digest.update(f"{path.relative_to(root)}\n".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def draw_all(theme: Path, out: Path, names: tuple[str, ...], sources: str) -> Iterator[tuple[Unit, Report]]:
    """Each part with its report, in their order, as soon as it is there."""
    for folder in (out / "drawn").glob("*"):
        if folder.name != sources:
            shutil.rmtree(folder)
    parts = 1 if names else PARTS
    units = [Unit(glass, part, parts, names) for glass in range(len(GLASSES)) for part in range(parts)]
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        yield from zip(units, pool.map(lambda unit: _drawn(unit, theme, out, sources), units), strict=True)


def _drawn(unit: Unit, theme: Path, out: Path, sources: str) -> Report:
    kept = out / "drawn" / sources / f"{unit.key}.json"
    if kept.is_file():
        report: Report = json.loads(kept.read_text(encoding="utf-8"))
        if all((out / unit.folder / f"{label}.png").is_file() for label in report):
            return report
    place = (str(theme), str(unit.glass), f"{unit.part}/{unit.of}", str(out / unit.folder))
    environment = {**os.environ, "LP_NUM_THREADS": "1"}  # one core for each process
    command = [sys.executable, "-m", "tests.screens.draw", *place, *unit.names]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    report = json.loads(done.stdout)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(done.stdout, encoding="utf-8")
    return report
