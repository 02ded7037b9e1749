"""The cut rows of the benches: a whole cut of 9,829 actas against polars writing the same rows.

It must not fail a build: machines are noisy. Run: ``python -m tests.bench cut``.
"""

import io
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl

from server.prep.counting import count_contest
from server.prep.cut import make_cut
from server.prep.database import prep_file
from server.prep.publication import Publication
from server.prep.schemas import CutInput
from server.prep.site import publish_pages
from shared.domain.ids import CasillaId, EntidadId, SeccionId
from shared.formats.theme_v1 import seal_theme
from tests.bench.rows import Row
from tests.server.prep import cases

ROUNDS = 5
CASILLAS = 9829
BUDGET = "<= 1,000 ms"


def source() -> CutInput:
    """Jalisco 2018 when its file is here; else as many casillas made up from the demo's."""
    if cases.CASILLAS.is_file():
        return cases.jalisco_input()
    base = cases.demo_theme()
    made = tuple(
        replace(
            base.casillas[i % len(base.casillas)],
            id=CasillaId.of(SeccionId(EntidadId(14), 1 + i // 3), "BCE"[i % 3], 1, 0),
        )
        for i in range(CASILLAS)
    )
    theme = seal_theme(replace(base, casillas=made, contests=base.contests[:1]))
    actas = tuple(cases.acta(c.id, 0, cases.figures(theme, 0, i)) for i, c in enumerate(made))
    return replace(cases.demo_input(0), theme=theme, actas=actas)


def _clave(place: int) -> CasillaId:
    return CasillaId.of(SeccionId(EntidadId(14), 1 + place // 3), "BCE"[place % 3], 1, 0)


def measure() -> tuple[Row, ...]:
    """Best of a few rounds of each, in milliseconds."""
    given, signer = source(), cases.signer()
    file = prep_file(given, count_contest(given, 0), 0)
    columns = dict(zip(file.columns, map(list, zip(*file.rows, strict=True)), strict=True))
    reference = _best(lambda: pl.DataFrame(columns).write_csv(io.BytesIO()))
    memory = _best(lambda: make_cut(given, signer))
    with tempfile.TemporaryDirectory() as folder:
        publication = Publication(Path(folder))

        def publish() -> None:
            number, previous = publication.last()
            publication.add_cut(make_cut(replace(given, number=number + 1, previous=previous), signer))
            publish_pages(publication, given.theme)

        whole = _best(publish)
    size = f"{len(file.rows):,} actas"
    return (
        Row(f"full cut in memory, {size}; polars, its rows", "ms", memory, reference, BUDGET, more_is_better=False),
        Row(f"cut durable, with portal, {size}; same", "ms", whole, reference, BUDGET, more_is_better=False),
    )


def _best(work: Callable[[], object]) -> float:
    found = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found) * 1000
