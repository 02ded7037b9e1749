"""Checks of the additional information of a boleta: whose it is, that none lacks it, and that it is short enough.

They must not judge what it says: that is read and signed by people.
"""

from collections.abc import Iterator
from typing import Final

from shared.domain.eleccion import Informacion
from shared.domain.ids import CandidaturaId
from shared.formats.theme_info import USUAL, info_pages, widest_word
from theme_builder.finding import Finding, Severity
from theme_builder.model import ContestSource, InfoSource, InfoWords
from theme_builder.positions import Path
from theme_builder.source import Located

MOST_PAGES: Final = 6
"""At the usual letters: who reads more than that keeps the others waiting, and the largest need six times as many."""
Contest = Located[ContestSource]


def check_info(contest: Contest) -> Iterator[Finding]:
    """Every finding of the tables ``[[info]]`` of one boleta and of their translations; none where there are none."""
    value = contest.value
    if value.info:
        yield from _whose(contest)
        yield from _length(contest, ("info",), value.info)
    for language, words in value.languages.items():
        path = ("languages", language, "info")
        if not words.info:
            continue
        if [len(part.paragraphs) for part in words.info] != [len(part.paragraphs) for part in value.info]:
            yield contest.finding("T563", (*path, 0), language=language)
        yield from _length(contest, path, words.info)


def _whose(contest: Contest) -> Iterator[Finding]:
    """Of every candidatura or of none, in the order of the boleta: nobody is told more about than another."""
    value = contest.value
    order = [candidatura.id for candidatura in value.candidaturas]
    told = [part.candidatura for part in value.info if part.candidatura is not None]
    for i, part in enumerate(value.info):
        if part.candidatura is not None and part.candidatura not in order:
            yield contest.finding("T508", ("info", i, "candidatura"), id=part.candidatura)
    for missing in [each for each in order if told and each not in told]:
        yield contest.finding("T561", ("info", 0), id=missing)
    places = [
        -1 if part.candidatura is None else order.index(part.candidatura) for part in value.info if _of(part, order)
    ]
    if places != sorted(places):
        yield contest.finding("T562", ("info", 0))


def _of(part: InfoSource, order: list[str]) -> bool:
    return part.candidatura is None or part.candidatura in order


def _length(contest: Contest, path: Path, parts: list[InfoSource] | list[InfoWords]) -> Iterator[Finding]:
    info = tuple(_part(part) for part in parts)
    count = len(info_pages(info, USUAL))
    if count > MOST_PAGES:
        yield contest.finding("T560", (*path, 0), pages=count, limit=MOST_PAGES)
    for i, part in enumerate(info):
        word = widest_word((part,))
        if word:
            found = contest.finding("T564", (*path, i), word=word)
            yield Finding(found.code, Severity.WARNING, found.file, found.line, found.field, found.params)


def _part(part: InfoSource | InfoWords) -> Informacion:
    whose = part.candidatura if isinstance(part, InfoSource) else None
    return Informacion(part.title, tuple(part.paragraphs), None if whose is None else CandidaturaId(whose))
