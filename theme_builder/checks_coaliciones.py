"""Checks of coaliciones over all boletas of one kind. They must not hold an article: ``law.toml`` does."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from theme_builder.coaliciones import Alcance, boleta_of, postuladas, uneven
from theme_builder.finding import Finding, Severity
from theme_builder.model import ContestSource
from theme_builder.source import Located

Contest = Located[ContestSource]


def check_coaliciones(contests: Iterable[Contest]) -> Iterator[Finding]:
    """What law asks of a coalicion: as many candidaturas as make one, and the same partidos wherever it stands."""
    by_file = {contest.file: contest for contest in contests}
    boletas = [boleta_of(file, contest.value) for file, contest in by_file.items()]
    found = postuladas(each for each in boletas if each is not None)
    for each in found:
        if each.alcance is Alcance.MENOR:
            first = by_file[each.files[0]]
            yield _warning(first, "T595", name=each.name, count=len(each.places), total=each.of)
    for partido, one, other in uneven(found):
        yield _warning(by_file[one.files[0]], "T596", id=partido, name=one.name, other=other.name, level=one.level)


def _warning(contest: Contest, code: str, **params: str | int) -> Finding:
    return replace(contest.finding(code, ("coaliciones",), **params), severity=Severity.WARNING)
