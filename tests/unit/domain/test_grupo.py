"""Groups that are merged: no published figure, nor a difference of figures, covers fewer voters than the minimum."""

from collections.abc import Iterator, Mapping
from itertools import chain, combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.domain.grupo import Agrupacion, Grupo, Parts, bajo_minimo, con_derecho, reunir
from shared.domain.ids import ContestId, GrupoId

CONTESTS = tuple(ContestId(name) for name in ("gub", "dip", "mun"))
ENTITLEMENTS = tuple(c for size in (1, 2, 3) for c in combinations(CONTESTS, size))
Case = tuple[Agrupacion, dict[GrupoId, int]]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Up to eight groups of any entitlement, small and large, and a minimum."""
    contests = draw(st.lists(st.sampled_from(ENTITLEMENTS), min_size=1, max_size=8))
    grupos = tuple(Grupo(GrupoId(f"G{i}"), f"Grupo {i}", own) for i, own in enumerate(contests))
    voters = st.one_of(st.integers(0, 12), st.integers(0, 60))
    emitidos = {grupo.id: draw(voters) for grupo in grupos}
    return Agrupacion(grupos, draw(st.integers(0, 15))), emitidos


def school(*voters: int, minimo: int = 10) -> Case:
    grupos = tuple(Grupo(GrupoId(f"G{i}"), f"Grupo {i}", CONTESTS) for i in range(len(voters)))
    return Agrupacion(grupos, minimo), {grupo.id: n for grupo, n in zip(grupos, voters, strict=True)}


def names(parts: Parts) -> list[list[int]]:
    return [[int(id_.value[1:]) for id_ in part] for part in parts]


@pytest.mark.parametrize(
    ("voters", "merged"),
    [
        ((12, 15, 10), [[0], [1], [2]]),
        ((12, 1, 15), [[0], [1, 2]]),
        ((1, 12, 15), [[0, 1], [2]]),
        ((12, 15, 9), [[0], [1, 2]]),
        ((3, 3, 3, 12), [[0, 1, 2, 3]]),
        ((5, 5, 5, 12), [[0, 1], [2, 3]]),
        ((20, 0, 20), [[0], [1, 2]]),
        ((2, 3, 1), [[0, 1, 2]]),
        ((0, 0), [[0, 1]]),
        ((4,), [[0]]),
    ],
)
def test_a23_small_groups_join_the_next_declared_and_the_last_the_one_before(
    voters: tuple[int, ...], merged: list[list[int]]
) -> None:
    assert names(reunir(*school(*voters))) == merged


def test_a23_a_contest_of_few_joins_groups_that_are_large_otherwise() -> None:
    """Joined with thirty who vote something else, the four would still be alone in their contest."""
    first = Grupo(GrupoId("G0"), "Uno", CONTESTS[:1])
    second = Grupo(GrupoId("G1"), "Dos", CONTESTS[1:])
    third = Grupo(GrupoId("G2"), "Tres", CONTESTS)
    agrupacion = Agrupacion((first, second, third), 10)
    assert names(reunir(agrupacion, {first.id: 4, second.id: 30, third.id: 30})) == [[0, 1, 2]]
    few = bajo_minimo(agrupacion, {first.id: 4, second.id: 30, third.id: 30})
    assert (few.contests, few.publicos) == ((), ((CONTESTS[0],),))


def test_a23_a_difference_between_contests_is_merged_away_where_it_can_be() -> None:
    """Six of one contest next to twenty of two: the difference of both shows the six, until six more join them."""
    one, two = CONTESTS[:1], CONTESTS[:2]
    grupos = (Grupo(GrupoId("G0"), "A", one), Grupo(GrupoId("G1"), "B", two), Grupo(GrupoId("G2"), "C", one))
    agrupacion = Agrupacion(grupos, 10)
    assert names(reunir(agrupacion, {grupos[0].id: 6, grupos[1].id: 20, grupos[2].id: 12})) == [[0, 1, 2]]


def published(agrupacion: Agrupacion, parts: Parts) -> Iterator[frozenset[GrupoId]]:
    """The voters, by group, of every figure on an acta: each contest, whole and by part; and each part's turnout."""
    yield from (frozenset(part) for part in parts)
    for contest in CONTESTS:
        entitled = frozenset(grupo.id for grupo in agrupacion.grupos if contest in grupo.contests)
        yield entitled
        yield from (entitled & frozenset(part) for part in parts)


def size(groups: frozenset[GrupoId], emitidos: Mapping[GrupoId, int]) -> int:
    return sum(emitidos[group] for group in groups)


@given(cases())
@example(school(12, 1, 15))
def test_a23_no_figure_of_a_part_covers_fewer_than_the_minimum(case: Case) -> None:
    """Nor a difference within a contest; what the whole store has too few of is on its acta, and only that."""
    agrupacion, emitidos = case
    parts = reunir(agrupacion, emitidos)
    assert [id_ for part in parts for id_ in part] == [grupo.id for grupo in agrupacion.grupos]
    few = bajo_minimo(agrupacion, emitidos)
    for contest in CONTESTS:
        whole = con_derecho(agrupacion, emitidos, contest)
        covered = [con_derecho(agrupacion, {i: emitidos[i] for i in part}, contest) for part in parts]
        assert sum(covered) == whole
        least = min(agrupacion.minimo, whole)
        differences = [whole - sum(some) for n in range(len(covered) + 1) for some in combinations(covered, n)]
        assert all(not count or count >= least for count in chain(covered, differences))
        assert (contest in few.contests) == (0 < whole < agrupacion.minimo)


@given(cases())
def test_a23_no_difference_of_two_figures_covers_fewer_but_what_totals_tell(case: Case) -> None:
    """Two published sets, of whatever contests: what is in one and not in the other."""
    agrupacion, emitidos = case
    parts = reunir(agrupacion, emitidos)
    whole = (tuple(grupo.id for grupo in agrupacion.grupos),)
    classes = [frozenset(g.id for g in agrupacion.grupos if g.contests == own) for own in ENTITLEMENTS]
    told = [size(each, emitidos) for each in classes] + [size(s, emitidos) for s in published(agrupacion, whole)]
    least = min([agrupacion.minimo, *(count for count in told if count)])
    for one in published(agrupacion, parts):
        for other in published(agrupacion, parts):
            covered = size(one - other, emitidos)
            assert not covered or covered >= least, (parts, one, other)


@given(cases())
def test_merging_is_idempotent_and_changes_with_nothing_but_the_voters(case: Case) -> None:
    agrupacion, emitidos = case
    parts = reunir(agrupacion, emitidos)
    assert reunir(agrupacion, emitidos, parts) == parts
    assert reunir(agrupacion, dict(reversed(emitidos.items()))) == parts
    assert reunir(agrupacion, {id_: count for id_, count in emitidos.items() if count}) == parts


@given(cases())
def test_groups_that_are_all_large_enough_stay_apart(case: Case) -> None:
    """As do all without a minimum. A higher one may end with more parts than a lower one: they are joined in steps."""
    agrupacion, emitidos = case
    apart = tuple((grupo.id,) for grupo in agrupacion.grupos)
    assert reunir(Agrupacion(agrupacion.grupos, 0), emitidos) == apart
    assert reunir(agrupacion, {id_: count + agrupacion.minimo for id_, count in emitidos.items()}) == apart


def test_a_theme_without_groups_has_no_parts() -> None:
    assert reunir(Agrupacion((), 10), {}) == ()
    assert bajo_minimo(Agrupacion((), 10), {}).contests == ()
