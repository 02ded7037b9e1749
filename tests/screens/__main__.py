"""Draws every screen on every glass in every size and contrast: `make screens`. It must not decide what looks right.

What is wrong by measure fails. A picture that is not one of those accepted is shown in ``out/screens/index.html``
beside the last accepted one that this machine still has, with what changed in black; ``--accept`` takes all as they
are. Exact digests are compared, several accepted for each: another driver draws other edges, and a tolerance would
hide a lost dot. ``--accept`` after a run draws nothing anew where nothing changed in between.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.screens.conftest import ROOT
from tests.screens.demo_theme import write_demo_theme
from tests.screens.sheet import Drawn, page
from tests.screens.units import Report, Unit, draw_all, sources_of

OUT = ROOT / "out" / "screens"
ACCEPTED = Path(__file__).parent / "accepted.json"
MOST = 3
"""Digests kept for one picture: the latest of so many machines."""
Accepted = dict[str, list[str]]


def judge(unit: Unit, report: Report, accepted: Accepted) -> Iterator[Drawn]:
    """Each picture of a report against what was accepted."""
    for label, entry in report.items():
        name, faults = f"{unit.folder}/{label}", entry["faults"]
        digest = str(entry["digest"])
        found = tuple(str(fault) for fault in faults) if isinstance(faults, list) else ()
        shrunk = entry["shrunk"]
        least = min(map(float, shrunk), default=1.0) if isinstance(shrunk, list) else 1.0
        yield Drawn(name, digest, found, digest in accepted.get(name, []), least)


def accept(drawn: Iterable[Drawn], accepted: Accepted) -> str:
    """Take every picture as it is, and keep it to show what changes after; gives the file of digests."""
    for each in drawn:
        others = [digest for digest in accepted.get(each.name, []) if digest != each.digest]
        accepted[each.name] = [each.digest, *others][:MOST]
        kept = OUT / "accepted" / f"{each.name}.png"
        if not each.accepted or not kept.is_file():
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(OUT / f"{each.name}.png", kept)
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(accepted[name])}" for name in sorted(accepted))
    return f"{{\n{lines}\n}}\n"


def _drawn(names: tuple[str, ...], accepted: Accepted) -> Iterator[Drawn]:
    begin, count = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder:
        write_demo_theme(Path(folder))
        for unit, report in draw_all(Path(folder), OUT, names, sources_of(ROOT, ACCEPTED)):
            count += len(report)
            sys.stderr.write(f"{unit.folder} {unit.part + 1}: {count} pictures, {time.monotonic() - begin:.0f} s\n")
            yield from judge(unit, report, accepted)


def main() -> int:
    """Draw, compare, write the page; 1 when something is wrong or was not accepted."""
    parser = argparse.ArgumentParser(prog="tests.screens", description=__doc__)
    parser.add_argument("--accept", action="store_true", help="accept every picture as it is drawn now")
    parser.add_argument("names", nargs="*", help="samples to draw (all)")
    options = parser.parse_args()
    accepted: Accepted = json.loads(ACCEPTED.read_text(encoding="utf-8")) if ACCEPTED.is_file() else {}
    drawn = sorted(_drawn(tuple(options.names), accepted), key=lambda each: each.name)
    if not options.names:
        accepted = {each.name: accepted[each.name] for each in drawn if each.name in accepted}  # others are no more
    (OUT / "index.html").write_text(page(drawn, OUT), encoding="utf-8")
    wrong, new = sum(bool(each.faults) for each in drawn), sum(not each.accepted for each in drawn)
    print(f"{len(drawn)} pictures, {wrong} with faults, {new} not accepted before: {OUT / 'index.html'}")  # noqa: T201
    small = [each for each in drawn if each.least < 1]
    least = min((each.least for each in small), default=1.0)
    print(f"{len(small)} hold a text below the size that the voter chose, at least {least:.2f} of it")  # noqa: T201
    if options.accept:
        ACCEPTED.write_text(accept(drawn, accepted), encoding="utf-8")
    return 1 if wrong or (new and not options.accept) else 0


if __name__ == "__main__":
    raise SystemExit(main())
