"""One work beside people's own: never two, seen while it is done, ended when somebody asks or when it fails."""

from collections.abc import Iterator
from threading import Event

import pytest

from theme_builder.projects.background import Background, Work
from theme_builder.projects.documents import ProyectoInvalido


@pytest.fixture
def background() -> Iterator[Background[Work]]:
    made: Background[Work] = Background("prueba", "T631", (OSError,))
    yield made
    made.close()


def mine(work: Work) -> bool:
    return work.project == 1


def others(work: Work) -> bool:
    return work.project == 2


def waits(work: Work) -> None:
    work.stop.wait()


def test_a_second_work_is_refused_until_the_first_ends(background: Background[Work]) -> None:
    assert background.seen(mine) is None
    first = Work(1)
    background.begin(first, waits)
    assert background.seen(mine) == (first, True)
    assert background.seen(others) is None
    with pytest.raises(ProyectoInvalido, match="T631"):
        background.begin(Work(2), waits)
    background.stop(others)
    assert not first.stop.is_set()
    background.stop(mine)
    background.wait()
    assert background.seen(mine) == (first, False)
    done = Event()
    background.begin(Work(2), lambda _: done.set())
    background.wait()
    assert done.is_set()
    assert background.seen(mine) is None


def test_a_work_that_fails_says_why_and_the_next_one_is_done(background: Background[Work]) -> None:
    def fails(_: Work) -> None:
        raise OSError("no hay espacio")

    work = Work(1)
    background.begin(work, fails)
    background.wait()
    assert (work.failed, work.stop.is_set()) == ("no hay espacio", True)
    background.begin(Work(1), waits)
    background.close()


def test_closing_ends_what_was_begun(background: Background[Work]) -> None:
    background.close()
    work = Work(1)
    background.begin(work, waits)
    background.close()
    assert background.seen(mine) == (work, False)
