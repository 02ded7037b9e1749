"""Draws every screen on every glass in every size and contrast: `make screens`. It must not decide what looks right.

What is wrong by measure fails. A picture that is not one of those accepted is shown in ``out/screens/index.html``
beside the last accepted one that this machine still has, with what changed in black; ``--accept`` takes all as they
are. Exact digests are compared, several accepted for each: another driver draws other edges, and a tolerance would
hide a lost dot.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from PIL import Image, ImageChops

from tests.screens.cases import GLASSES
from tests.screens.conftest import ROOT
from tests.screens.demo_theme import write_demo_theme

OUT = ROOT / "out" / "screens"
ACCEPTED = Path(__file__).parent / "accepted.json"
MOST = 3
"""Digests kept for one picture: the latest of so many machines."""
Accepted = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One picture, below ``OUT``: its faults, and whether its digest was accepted."""

    name: str
    digest: str
    faults: tuple[str, ...]
    accepted: bool


def draw(theme: Path, glass: int, names: list[str]) -> Mapping[str, Mapping[str, object]]:
    """Draw all cases on one glass, or those of some samples."""
    folder = OUT / _glass(glass)
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "tests.screens.draw", str(theme), str(glass), "all", str(folder), *names]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    report: Mapping[str, Mapping[str, object]] = json.loads(done.stdout)
    return report


def judge(glass: int, report: Mapping[str, Mapping[str, object]], accepted: Accepted) -> Iterable[Drawn]:
    """Each picture of a report against what was accepted."""
    for label, entry in sorted(report.items()):
        name, faults = f"{_glass(glass)}/{label}", entry["faults"]
        digest = str(entry["digest"])
        found = tuple(str(fault) for fault in faults) if isinstance(faults, list) else ()
        yield Drawn(name, digest, found, digest in accepted.get(name, []))


def accept(drawn: list[Drawn], accepted: Accepted) -> None:
    """Take every picture as it is, and keep it to show what changes after."""
    for each in drawn:
        others = [digest for digest in accepted.get(each.name, []) if digest != each.digest]
        accepted[each.name] = [each.digest, *others][:MOST]
        kept = OUT / "accepted" / f"{each.name}.png"
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(OUT / f"{each.name}.png", kept)
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(accepted[name])}" for name in sorted(accepted))
    ACCEPTED.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


def page(drawn: list[Drawn]) -> str:
    """What is wrong or new first, with what was before; then a contact sheet of all."""
    rows = "".join(_row(each) for each in drawn if each.faults or not each.accepted)
    sheet = "".join(f'<img loading="lazy" title="{escape(each.name)}" src="{escape(each.name)}.png">' for each in drawn)
    style = "body{font:16px sans-serif}img{width:300px;margin:2px;border:1px solid #999;vertical-align:top}"
    return f'<!doctype html><meta charset="utf-8"><style>{style}</style>{rows}<h1>{len(drawn)}</h1>{sheet}'


def _row(each: Drawn) -> str:
    images = [f"{each.name}.png"]
    before = OUT / "accepted" / f"{each.name}.png"
    if not each.accepted and before.is_file():
        images += [f"accepted/{each.name}.png", _difference(each, before)]
    shown = "".join(f'<img loading="lazy" src="{escape(image)}">' for image in images)
    faults = "".join(f"<li>{escape(fault)}</li>" for fault in each.faults)
    return f"<h2>{escape(each.name)}</h2>{shown}<ul>{faults}</ul>"


def _difference(each: Drawn, before: Path) -> str:
    name = f"changed/{each.name}.png"
    (OUT / name).parent.mkdir(parents=True, exist_ok=True)
    with Image.open(OUT / f"{each.name}.png") as new, Image.open(before) as old:
        changed = ImageChops.difference(new.convert("RGB"), old.convert("RGB")).convert("L")
        changed.point(lambda value: 0 if value else 255).save(OUT / name)
    return name


def _glass(place: int) -> str:
    return f"{GLASSES[place].width}x{GLASSES[place].height}"


def main() -> int:
    """Draw, compare, write the page; 1 when something is wrong or was not accepted."""
    parser = argparse.ArgumentParser(prog="tests.screens", description=__doc__)
    parser.add_argument("--accept", action="store_true", help="accept every picture as it is drawn now")
    parser.add_argument("names", nargs="*", help="samples to draw (all)")
    options = parser.parse_args()
    accepted: Accepted = json.loads(ACCEPTED.read_text(encoding="utf-8")) if ACCEPTED.is_file() else {}
    drawn: list[Drawn] = []
    with tempfile.TemporaryDirectory() as folder:
        write_demo_theme(Path(folder))
        for glass in range(len(GLASSES)):
            drawn += judge(glass, draw(Path(folder), glass, options.names), accepted)
    (OUT / "index.html").write_text(page(drawn), encoding="utf-8")
    wrong, new = sum(bool(each.faults) for each in drawn), sum(not each.accepted for each in drawn)
    print(f"{len(drawn)} pictures, {wrong} with faults, {new} not accepted before: {OUT / 'index.html'}")  # noqa: T201
    if options.accept:
        accept(drawn, accepted)
    return 1 if wrong or (new and not options.accept) else 0


if __name__ == "__main__":
    raise SystemExit(main())
