"""Counting: votes of a contest into the figures of an acta, and their sums. It must not open, order or keep a vote."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

from shared.domain.eleccion import Contest, ContestKind
from shared.domain.errors import ActaInvalida, VotoInvalido
from shared.domain.escrutinio_checks import kind_findings
from shared.domain.hallazgo import Finding
from shared.domain.ids import ContestId
from shared.domain.voto import Voto, count_keys_of


@dataclass(frozen=True, slots=True)
class EscrutinioContest:
    """The figures of one contest.

    Attributes:
        contest_id: the contest.
        counts: figure by key, keys as `Contest.count_keys` names and orders them; copied, never to be changed.
        rechazados: records that the counter refused (A1); any is a finding.
    """

    contest_id: ContestId
    counts: Mapping[str, int]
    rechazados: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", dict(self.counts))
        if self.rechazados < 0 or any(count < 0 for count in self.counts.values()):
            raise ActaInvalida("D402", f"{self.contest_id}: a figure is negative")

    @property
    def total(self) -> int:
        """Sum of all figures: boletas counted, where a boleta adds to one figure only."""
        return sum(self.counts.values())


def vacio(contest: Contest) -> EscrutinioContest:
    """All figures in zero: the contest of an acta en ceros, and the identity of `sumar`."""
    return EscrutinioContest(contest.id, dict.fromkeys(contest.count_keys(), 0))


def contar(contest: Contest, votos: Iterable[Voto]) -> EscrutinioContest:
    """Count votes; their order changes nothing. One that the contest does not allow adds to ``rechazados`` alone."""
    counts: Counter[str] = Counter()
    rechazados = 0
    for voto in votos:
        try:
            counts.update(count_keys_of(contest, voto))
        except VotoInvalido:
            rechazados += 1
    return EscrutinioContest(contest.id, {key: counts[key] for key in contest.count_keys()}, rechazados)


def sumar(a: EscrutinioContest, b: EscrutinioContest) -> EscrutinioContest:
    """Figure by figure; associative and commutative. Raises ``ActaInvalida`` D403 for different contests or keys."""
    if a.contest_id != b.contest_id or a.counts.keys() != b.counts.keys():
        raise ActaInvalida("D403", f"figures of {a.contest_id} and {b.contest_id} do not add up")
    counts = {key: count + b.counts[key] for key, count in a.counts.items()}
    return EscrutinioContest(a.contest_id, counts, a.rechazados + b.rechazados)


def sumar_todo(contest: Contest, parts: Iterable[EscrutinioContest]) -> EscrutinioContest:
    """The sum of any number of figures of one contest; zeros for none."""
    return reduce(sumar, parts, vacio(contest))


def findings(contest: Contest, escrutinio: EscrutinioContest, emitidos: int) -> tuple[Finding, ...]:
    """What in the figures contradicts the contest or its voters (docs/formats/acta_v1.md "Equations").

    ``emitidos``: voters with a final turn who were entitled to the contest.
    """
    path = f"contests.{contest.id}"
    if escrutinio.contest_id != contest.id or set(escrutinio.counts) != set(contest.count_keys()):
        return (Finding.of("D420", f"{path}.counts"),)
    found: list[Finding] = []
    if escrutinio.rechazados:
        found.append(Finding.of("D422", f"{path}.rechazados", ("rechazados", escrutinio.rechazados)))
    if contest.kind in (ContestKind.N_OF_M, ContestKind.RANKED, ContestKind.SCALE):
        return (*found, *kind_findings(contest, escrutinio.counts, emitidos - escrutinio.rechazados))
    boletas = escrutinio.total + escrutinio.rechazados
    if boletas != emitidos:
        params = (("boletas", boletas), ("emitidos", emitidos))
        found.append(Finding.of("D421", f"{path}.counts", *params))
    return tuple(found)
