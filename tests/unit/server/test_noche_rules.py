"""What is expected at an hour, and who is late: by whole numbers, ascending, and never more than there are."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.noche.rules import ALL, curve, due_min, expected, late, share
from server.noche.schemas import Plan, Points
from shared.domain.ids import CasillaId, DistritoId, EntidadId, MunicipioId
from shared.formats.theme_v1 import CasillaTema

CLOSE = datetime(2018, 7, 2, tzinfo=UTC)
URBAN: Points = ((20, 0), (60, 500), (120, 900), (240, 1000))
RURAL: Points = ((60, 0), (240, 900), (400, 1000))
PLAN = Plan(URBAN, RURAL)
CASILLA = CasillaTema(
    CasillaId("140001B0100"), DistritoId(EntidadId(14), 1), MunicipioId(EntidadId(14), 1), 700, 0, 2, 1, "Calle 1"
)
after_min = st.integers(-600, 3000)


@st.composite
def plans(draw: st.DrawFn) -> Points:
    times = sorted(draw(st.sets(st.integers(0, 600), min_size=1, max_size=6)))
    parts = sorted(draw(st.lists(st.integers(0, ALL), min_size=len(times) - 1, max_size=len(times) - 1)))
    return tuple(zip(times, (*parts, ALL), strict=True))


@given(plans(), after_min, after_min)
def test_more_is_expected_as_time_goes_and_in_the_end_everything(points: Points, one: int, other: int) -> None:
    early, later = sorted((one, other))
    assert 0 <= share(points, early) <= share(points, later) <= ALL
    assert share(points, points[-1][0]) == ALL
    assert share(points, -1) == 0


@given(plans())
def test_a_casilla_is_late_from_the_minute_at_which_most_of_its_kind_are_expected(points: Points) -> None:
    due = due_min(points)
    assert share(points, due) >= 900
    assert due == 0 or share(points, due - 1) < 900


def test_expected_by_kind() -> None:
    assert [expected(PLAN, (100, 10), at) for at in (0, 40, 60, 150, 500)] == [0, 25, 50, 92 + 4, 110]


def test_who_is_late_is_sorted_by_how_late_and_how_many_voters() -> None:
    def casilla(number: int, lista: int, ubicacion: int) -> CasillaTema:
        return replace(CASILLA, id=CasillaId(f"14000{number}B0100"), lista_nominal=lista, ubicacion=ubicacion)

    waiting = [casilla(1, 300, 1), casilla(2, 700, 1), casilla(3, 900, 2), casilla(4, 700, 1)]
    at = CLOSE + timedelta(minutes=130)
    found = late(PLAN, waiting, CLOSE, at)
    assert [each.casilla.id.seccion.number for each in found] == [2, 4, 1]
    assert {each.late_min for each in found} == {10}
    assert late(PLAN, waiting, CLOSE, CLOSE + timedelta(minutes=120)) == ()
    last = late(PLAN, waiting, CLOSE, CLOSE + timedelta(minutes=300))
    assert [each.late_min for each in last] == [180, 180, 180, 60]


@given(st.lists(st.integers(-30, 400), max_size=40), st.integers(0, 1500))
def test_the_curve_ascends_and_ends_at_what_came(offsets: list[int], now: int) -> None:
    arrivals = sorted(CLOSE + timedelta(minutes=each) for each in offsets)
    moment = CLOSE + timedelta(minutes=now)
    points = curve(PLAN, (30, 10), arrivals, (CLOSE, moment))
    assert points[-1].at == moment
    assert points[-1].received == sum(at <= moment for at in arrivals)
    assert [p.received for p in points] == sorted(p.received for p in points)
    assert all(p.received == sum(at <= p.at for at in arrivals) for p in points)
    assert len(points) <= 50
