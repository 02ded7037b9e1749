"""The votes that people wrote down, as a script before a test or as a tally of testigos after it. It must not guess.

A CSV file with the heading ``contienda,opciones,votos``: id of the contest, ids of the marked options joined by ``+``
(``id@value`` where the contest has places or values; nothing for a blank boleta), and how many voted so.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from shared.domain.eleccion import Contest
from shared.domain.voto import Mark, Voto
from shared.formats.theme_v1 import Theme
from shared.verify.folder import read_limited
from shared.verify.marks import RECHAZADOS, figures_of
from shared.verify.outcome import CannotVerify, Problem
from shared.verify.texts import SAY

HEADING: Final = ["contienda", "opciones", "votos"]
MAX_GUION: Final = 1024 * 1024
MAX_VOTES: Final = 100_000
Figures = dict[str, Counter[str]]
"""Figures by contest, then by key of the acta."""


def read_guion(path: Path, theme: Theme) -> Figures:
    """The figures that the votes of a file add up to; raises ``CannotVerify`` V507 with the row that is wrong."""
    data = read_limited(path, MAX_GUION)
    if len(data) > MAX_GUION:
        raise _refused(path, 0, SAY["guion.size"])
    try:
        rows = list(csv.reader(data.decode("utf-8-sig").splitlines(), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise _refused(path, 0, error) from None
    if not rows or rows[0] != HEADING:
        raise _refused(path, 1, SAY["guion.heading"].format(heading=",".join(HEADING)))
    contests = {contest.id.value: contest for contest in theme.contests}
    found: Figures = {name: Counter() for name in contests}
    for number, row in enumerate(rows[1:], 2):
        try:
            name, options, votes = row
            keys = figures_of(contests[name], Voto(tuple(_marks(contests[name], options))))
            times = _times(votes)
        except (KeyError, ValueError) as error:
            raise _refused(path, number, error) from None
        if keys == (RECHAZADOS,):
            raise _refused(path, number, SAY["guion.marks"])
        for key in keys:
            found[name][key] += times
    return found


def _marks(contest: Contest, text: str) -> Iterator[Mark]:
    places = {option.id.value: place for place, option in enumerate(contest.options)}
    marks = []
    for each in text.split("+") if text else ():
        option, _, value = each.partition("@")
        marks.append(Mark(places[option], _times(value) if value else 0))
    yield from sorted(marks)


def _times(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:9]) <= MAX_VOTES or len(text) > 9:
        raise ValueError(SAY["guion.number"].format(text=text[:20], most=MAX_VOTES))
    return int(text)


def _refused(path: Path, row: int, reason: object) -> CannotVerify:
    return CannotVerify(Problem.of("V507", path.name, file=path.name, row=row, reason=reason))
