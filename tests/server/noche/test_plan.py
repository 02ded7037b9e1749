"""The plan of arrivals comes from the institute's file, whole or not at all, and is never taken for what it is not."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.noche.plan import GUESS_RURAL, GUESS_URBAN, MAX_BYTES, PlanInvalido, plan_of, read_plan
from server.noche.schemas import Source
from tests.server.harness import World

LINES = (
    "ubicacion,hora,porcentaje",
    "urbana,18:20,0",
    "urbana,20:00,92.5",
    "urbana,23:59,100",
    "no_urbana,18:30,0",
    "no_urbana,01:00,100",
)


def written(folder: Path, text: str) -> Path:
    path = folder / "plan.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_with_hours_after_midnight(tmp_path: Path) -> None:
    plan = read_plan(written(tmp_path, "\n".join(LINES)))
    assert plan.urban == ((20, 0), (120, 925), (359, 1000))
    assert plan.rural == ((30, 0), (420, 1000))
    assert plan.source is Source.FILE
    assert plan.name.startswith("plan.csv, ")


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        (0, "hora,porcentaje", "first line"),
        (1, "urbana,18:20", "2: "),
        (1, "urbana,12:00,0", "2: "),
        (2, "urbana,24:00,50", "3: "),
        (2, "urbana,20:00,100.1", "3: "),
        (2, "urbana,18:20,50", "3: "),
        (3, "urbana,23:59,90", "4: "),
        (3, "urbana,23:59,99", "urbana: must end at 100"),
        (4, "rural,18:30,0", "5: "),
        (4, '"no_urbana,18:30,0', "S011"),
        (5, "no_urbana,01:00,1e2", "6: "),
    ],
)
def test_what_is_no_plan_is_refused_with_its_line(tmp_path: Path, line: int, instead: str, said: str) -> None:
    text = "\n".join([*LINES[:line], instead, *LINES[line + 1 :]])
    with pytest.raises(PlanInvalido) as error:
        read_plan(written(tmp_path, text))
    assert error.value.code == "S011"
    assert said in str(error.value)


def test_every_line_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(PlanInvalido) as error:
        read_plan(written(tmp_path, "\n".join([LINES[0], "x", *LINES[1:], "urbana,9,9"])))
    assert "2: " in error.value.detail
    assert "8: " in error.value.detail


@given(data=st.binary(max_size=200))
def test_any_bytes_are_a_plan_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("plan") / "plan.csv"
    path.write_bytes(data)
    with pytest.raises(PlanInvalido):
        read_plan(path)


def test_a_file_beyond_its_limit_or_away_is_refused(tmp_path: Path) -> None:
    for path in (written(tmp_path, "x" * (MAX_BYTES + 1)), tmp_path / "no_hay.csv"):
        with pytest.raises(PlanInvalido):
            read_plan(path)


def test_the_page_says_whose_plan_it_is(world: World) -> None:
    file = written(world.folder, "\n".join(LINES))
    guess, own = world.config, replace(world.config, arrivals_urban=((10, 0), (60, 1000)))
    given_by_file = replace(world.config, arrivals=file)
    assert (plan_of(guess).urban, plan_of(guess).rural, plan_of(guess).source) == (
        GUESS_URBAN,
        GUESS_RURAL,
        Source.GUESS,
    )
    for config, said in ((guess, "supuesto"), (own, "configuración del servidor"), (given_by_file, "plan.csv, ")):
        with replace(world, config=config).client() as client:
            assert said in client.get("/noche").text
            assert client.get("/api/v1/noche").json()["plan"] == plan_of(config).source.value


def test_a_server_does_not_start_with_half_a_plan(world: World) -> None:
    config = replace(world.config, arrivals=written(world.folder, LINES[0]))
    with pytest.raises(PlanInvalido), replace(world, config=config).client():
        pass
