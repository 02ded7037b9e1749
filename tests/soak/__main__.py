"""``make soak``: a night of a whole entidad on PostgreSQL, in an hour, with everything that goes wrong in one.

It must not say that a night was good without having asked for every figure. ``--seconds 300`` is the short one.
"""

import argparse
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from demo.simulated_institute import SimulatedInstitute, demo_package
from demo.waiting import present_moment
from shared.domain.ids import CasillaId, SeccionId
from shared.formats.theme_v1 import Theme
from tests.server.databases import DURABLE, cluster
from tests.server.faults.disk import disk_of
from tests.server.harness import World, apart, import_theme, make_world
from tests.soak.judging import count_of
from tests.soak.night import Night, run
from tests.soak.page import page
from urna.devdock.disk import why_not

CASILLAS = 9829
"""Of Jalisco in 2018."""
HOUR_S = 3600
DISK_BYTES = 16 << 30
"""Of the database's own disk, nearly all of it hole, so that it can be filled; none where that is not allowed."""


def main() -> int:
    """1 when anything was lost, doubled or growing."""
    parser = argparse.ArgumentParser("tests.soak")
    parser.add_argument("--seconds", type=int, default=HOUR_S)
    parser.add_argument("--bundles", type=int, default=CASILLAS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--page", type=Path, help="where to write what came of it")
    asked = parser.parse_args()
    night = Night(asked.bundles, asked.seconds, rounds=max(1, asked.seconds // 300), seed=asked.seed)
    package = demo_package()
    institute = SimulatedInstitute.create(many_casillas(package.theme, night.bundles), package.assets)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="urna-noche-"))
        disk = None if why_not() else stack.enter_context(disk_of(DISK_BYTES))
        base = stack.enter_context(cluster(DURABLE, disk))
        world = make_world(institute, Path(folder) / "instituto", base.create())
        apart(import_theme(world))
        told = run(night, world, base, bundles(world, night.bundles))
    said = page(night, told, f"{present_moment():%Y-%m-%d}")
    sys.stdout.write(said)
    if asked.page:
        asked.page.write_text(said, encoding="utf-8")
    return int(bool(told.wrong))


def many_casillas(theme: Theme, count: int) -> Theme:
    """The demo's theme with as many casillas as an entidad."""
    model = theme.casillas[0]
    entidad = model.id.seccion.entidad
    places = (CasillaId.of(SeccionId(entidad, number), "B", 1, 0) for number in range(1, count + 1))
    return replace(theme, casillas=tuple(replace(model, id=place) for place in places))


def bundles(world: World, count: int) -> list[bytes]:
    """The signed bundles of the first casillas."""
    counts = [count_of(world, place) for place in range(count)]
    return [bundle.public for bundle in world.urnas.many(counts, 2)]


if __name__ == "__main__":
    sys.exit(main())
