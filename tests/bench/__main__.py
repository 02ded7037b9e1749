"""``make bench``: every measurement beside its reference. A new one is a module with ``measure()`` in `MODULES`."""

import sys
from importlib import import_module
from importlib.util import find_spec

from tests.bench import growth
from tests.bench.rows import Row, table

MODULES = (
    "tests.bench.urna_store",
    "tests.bench.urna_screen",
    "tests.bench.urna_sounds",
    "tests.bench.urna_audio",
    "tests.bench.choices",
    "tests.bench.programs",
    "tests.bench.ingest",
    "tests.bench.cut",
    "tests.bench.staff",
    "tests.bench.themes",
)


def main(wanted: list[str]) -> None:
    """Measure all, or those whose names are given (``python -m tests.bench ingest``); ``growth`` alone, by sizes."""
    if wanted[:1] == ["growth"]:
        growth.main(wanted[1:])
        return
    rows: list[Row] = []
    for name in MODULES:
        if find_spec(name) is None or (wanted and name.rpartition(".")[2] not in wanted):
            continue
        sys.stderr.write(f"{name}...\n")
        rows += import_module(name).measure()
    sys.stdout.write(table(rows) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
