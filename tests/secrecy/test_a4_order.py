"""A4: whoever copies every medium after every vote and sees all that is published learns no order of choices."""

from collections.abc import Iterator
from pathlib import Path
from random import Random  # noqa: TID251 - noise of known strength

import pytest

from tests.secrecy.attackers import outsider
from tests.secrecy.elections import Hall, hold, scratch
from tests.secrecy.plants import PLANTS, Plant
from tests.secrecy.ranks import Sheet, spearman
from tests.secrecy.watching import SURE, confirmed, watch

ELECTIONS, VOTERS = 50, 14


@pytest.fixture(scope="module")
def hall() -> Iterator[Hall]:
    with scratch() as folder:
        yield Hall.build(Path(folder))


def test_a4_fifty_elections_show_no_order(hall: Hall) -> None:
    first = watch(hall, range(ELECTIONS), VOTERS)
    assert first.allowed.tells == {}
    assert len(first.allowed.verdicts()) > 20, "the attackers did not look"
    assert confirmed(hall, first, range(ELECTIONS, 2 * ELECTIONS)) == []
    [joined] = first.both.verdicts()
    assert joined.mean == 1, "copies and key together order the votes: else the harness sees nothing"


@pytest.mark.parametrize("plant", PLANTS, ids=[plant.name for plant in PLANTS])
def test_a4_a_planted_leak_is_caught(hall: Hall, plant: Plant) -> None:
    place = 1000 + 2 * PLANTS.index(plant)
    assert watch(hall, range(place, place + 2), 12, plant).found != []


def test_a4_nothing_is_caught_where_nothing_was_planted(hall: Hall) -> None:
    assert watch(hall, range(900, 902), 12).found == []


def test_a4_an_attacker_without_anything_that_differs_abstains(hall: Hall) -> None:
    estimates = outsider(hold(hall, [3, 1, 2, 0], 990))
    assert not [name for name in estimates if name.endswith(("inode", "place in folder", "imagen.a size"))]


def test_the_control_of_the_harness_is_chance() -> None:
    assert spearman([0, 1, 2, 3], [0, 1, 2, 3]) == 1
    assert spearman([0, 1, 2, 3], [3, 2, 1, 0]) == -1
    sheet = Sheet(20, seed=1)
    order = list(range(20))
    for _ in range(200):
        sheet.add(order, {"right": {choice: choice for choice in order}, "same": dict.fromkeys(order, 0)}, ())
    right, same = sheet.verdicts()
    assert (right.mean, right.leaks, right.last) == (1, True, 10)
    assert not same.leaks


def test_the_harness_notices_a_weak_hint_in_fifty_elections() -> None:
    source, sheet = Random(5), Sheet(VOTERS)  # noqa: S311 - noise of known strength
    order = list(range(VOTERS))
    for _ in range(ELECTIONS):
        hint = {choice: choice + source.gauss(0, 12) for choice in order}
        noise = {choice: source.random() for choice in order}
        sheet.add(order, {"hint": hint, "noise": noise}, ())
    hinted, noise_only = sheet.verdicts()
    assert hinted.leaks
    assert hinted.mean < SURE
    assert not noise_only.leaks
