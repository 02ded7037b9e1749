"""Figures of groups, judged again from the rule and not from the domain: they add up, and none covers too few voters.

It must not import how an urna merges groups: whatever was merged, what is published must keep the minimum.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from shared.domain.acta import ActaEscrutinio
from shared.domain.journal import JournalKind
from shared.formats.results_v1 import VerifiedBundle
from shared.formats.theme_v1 import Theme
from shared.verify.outcome import Problem


def records_of(theme: Theme, acta: ActaEscrutinio) -> int:
    """How many final records so many voters leave: each group those of its own contests."""
    if not theme.grupos:
        return acta.ledger.emitidos * len(theme.contests)
    contests = {grupo.id: len(grupo.contests) for grupo in theme.grupos}
    return sum(contests[grupo.id] * grupo.emitidos for grupo in acta.grupos)


def group_problems(theme: Theme, bundle: VerifiedBundle) -> Iterator[Problem]:
    """V207 voters of a group that the journal does not tell; V208 figures that cover too few; V209 sums that differ."""
    if theme.grupos:
        yield from _voters(bundle)
        yield from _covered(theme, bundle.acta)
        yield from _sums(bundle.acta)


def _voters(bundle: VerifiedBundle) -> Iterator[Problem]:
    groups = {e.turno: str(e.value("grupo")) for e in bundle.journal if e.kind is JournalKind.HABILITACION_CONSUMIDA}
    told = Counter(groups.get(e.turno, "") for e in bundle.journal if e.kind is JournalKind.TURNO_FINAL)
    said = {grupo.id.value: grupo.emitidos for grupo in bundle.acta.grupos}
    for group in sorted(set(said) | set(told)):
        if said.get(group, 0) != told[group]:
            yield Problem.of("V207", _clave(bundle.acta), group=group, said=said.get(group, 0), told=told[group])


def _covered(theme: Theme, acta: ActaEscrutinio) -> Iterator[Problem]:
    """Each published set of voters, by contest and by what they may vote, is empty, large enough, or all there are."""
    minimum, voters = theme.rules.min_group, {grupo.id.value: grupo.emitidos for grupo in acta.grupos}
    whole = _publics(theme, voters)
    for part in acta.reunidos:
        names = [grupo.value for grupo in part.grupos]
        inside = {name: voters[name] for name in names}
        if sum(inside.values()) < min(minimum, sum(voters.values())):
            yield _too_few(acta, names, "total", sum(inside.values()), minimum)
        for public, count in _publics(theme, inside).items():
            if 0 < count < min(minimum, whole[public]):
                yield _too_few(acta, names, " + ".join(sorted(public[1])), count, minimum)


def _publics(theme: Theme, voters: Mapping[str, int]) -> dict[tuple[bool, frozenset[str]], int]:
    """Voters who may vote a contest, and voters who may vote exactly a set of contests."""
    found: Counter[tuple[bool, frozenset[str]]] = Counter()
    for grupo in theme.grupos:
        own = frozenset(contest.value for contest in grupo.contests)
        for public in ((True, own), *((False, frozenset({contest})) for contest in own)):
            found[public] += voters.get(grupo.id.value, 0)
    return found


def _too_few(acta: ActaEscrutinio, groups: list[str], contest: str, voters: int, minimum: int) -> Problem:
    names = ", ".join(groups)
    return Problem.of("V208", _clave(acta), groups=names, voters=voters, contest=contest, minimum=minimum)


def _sums(acta: ActaEscrutinio) -> Iterator[Problem]:
    for total in acta.contests:
        summed: Counter[str] = Counter()
        for part in acta.reunidos:
            for figures in part.contests:
                if figures.contest_id == total.contest_id:
                    summed.update(figures.counts)
        for key, count in total.counts.items():
            if summed[key] != count:
                contest = total.contest_id.value
                yield Problem.of("V209", _clave(acta), contest=contest, key=key, groups=summed[key], total=count)


def _clave(acta: ActaEscrutinio) -> str:
    return acta.casilla.clave
