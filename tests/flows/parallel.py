"""A parallel test: at the hours of the jornada a withdrawn urna votes a script known beforehand, and closes.

Its people do nothing that voters and mesa do not do, and they must not look at a screen for what was voted: what the
urna is compared with is the script and the paper.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta

from shared.formats.results_v1 import VerifiedBundle
from shared.verify.guion import Figures
from shared.verify.parallel import Parallel, compare
from tests.flows.test_power import read_bundle
from tests.flows.voters import CONTESTS, WORDS, Selection, figure_of, read_slip, words_of
from tests.flows.watched import Paper, WatchedTable

Choices = tuple[Selection, ...]

SCRIPT: tuple[Choices, ...] = (
    ((0,), (0,)),
    ((0,), (1,)),
    ((4, 7), (0,)),
    ((), (2,)),
    ((1,), (0,)),
    ((0,), ()),
    ((7,), (0,)),
    ((10,), (1,)),
    ((0,), (0,)),
    ((9,), (0,)),
)
"""Choices of each voter; no two figures that a lie could exchange are equal."""
HOURS = timedelta(hours=1)


def hold_day(table: WatchedTable) -> None:
    """From eight in the morning, an hour a voter."""
    for choices in SCRIPT:
        table.clock.at += HOURS
        table.vote([tuple(options) for options in choices])


def figures_of_slips(papers: Sequence[Paper]) -> Figures:
    """What people count who empty the deposit, shuffle the testigos and read them."""
    found = empty()
    for paper in papers:
        contest, said = read_slip(paper)
        meant = max(
            (each for each in _all(contest) if said.startswith(words_of(contest, each))),
            key=lambda each: len(words_of(contest, each)),
        )
        found[_id(contest)][figure_of(contest, meant)] += 1
    return found


def script_figures() -> Figures:
    """What the script adds up to."""
    found = empty()
    for choices in SCRIPT:
        for contest, selection in enumerate(choices):
            found[_id(contest)][figure_of(contest, selection)] += 1
    return found


def close_and_compare(table: WatchedTable) -> tuple[Parallel, VerifiedBundle]:
    """Close, count the testigos, and hold script, testigos and acta side by side."""
    table.close()
    bundle = read_bundle(table)
    counted = figures_of_slips(table.watched.papers)
    return compare(table.institute.theme, script_figures(), counted, bundle), bundle


def empty() -> Figures:
    return {_id(contest): Counter() for contest in range(len(CONTESTS))}


def _id(contest: int) -> str:
    return ("GUBERNATURA", "CONSULTA")[contest]


def _all(contest: int) -> Iterator[Selection]:
    yield ()
    yield from ((option,) for option in range(len(WORDS[contest])))
    yield from (selection for choices in SCRIPT for selection in choices[contest : contest + 1])
