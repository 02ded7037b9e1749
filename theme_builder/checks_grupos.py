"""Checks of the groups of a theme: who votes what, and whether any group could be published apart.

They must not merge groups: that is decided at closing, from how many voted.
"""

from collections.abc import Iterator

from theme_builder.finding import Finding, Severity
from theme_builder.source import Source


def check_grupos(source: Source) -> Iterator[Finding]:
    """Every finding of the tables ``[[groups]]``; none for a theme without them."""
    if source.tema is None or not source.tema.value.groups:
        return
    contests = {contest.value.id for contest in source.contests}
    yield from _twice(source)
    yield from _contests(source, contests)
    yield from _minimum(source)


def _twice(source: Source) -> Iterator[Finding]:
    tema = source.tema
    if tema is None:
        return
    ids: set[str] = set()
    names: set[str] = set()
    for i, grupo in enumerate(tema.value.groups):
        if grupo.id in ids:
            yield tema.finding("T506", ("groups", i, "id"), id=grupo.id)
        if grupo.name.casefold() in names:
            yield tema.finding("T539", ("groups", i, "name"), name=grupo.name)
        ids.add(grupo.id)
        names.add(grupo.name.casefold())


def _contests(source: Source, contests: set[str]) -> Iterator[Finding]:
    tema = source.tema
    if tema is None:
        return
    voted: set[str] = set()
    for i, grupo in enumerate(tema.value.groups):
        own = contests if grupo.contests is None else set(grupo.contests)
        if not own:
            yield tema.finding("T535", ("groups", i, "contests"), id=grupo.id)
        for contest in sorted(own - contests):
            yield tema.finding("T536", ("groups", i, "contests"), id=grupo.id, contest=contest)
        voted |= own
    for contest in sorted(contests - voted):
        yield tema.finding("T537", ("groups",), contest=contest)


def _minimum(source: Source) -> Iterator[Finding]:
    """Two groups of the minimum do not fit in one urna: whoever wrote them believes that they will be told apart."""
    tema = source.tema
    if tema is None:
        return
    minimum, voters = tema.value.rules.min_group, tema.value.rules.max_voters
    if len(tema.value.groups) > 1 and 2 * minimum > voters:
        found = tema.finding("T538", ("rules", "min_group"), minimum=minimum, voters=voters)
        yield Finding(found.code, Severity.WARNING, found.file, found.line, found.field, found.params)
