"""A sample of `make volume`, and the miscounts that it must notice."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from shared.domain.escrutinio import EscrutinioContest
from shared.domain.voto import Mark, Voto
from tests.volume.counter import figures_of
from tests.volume.themes import contests
from tests.volume.urna_run import Fault, Figures, Outcome, Station

SEED = 20180701


@pytest.fixture(scope="module")
def station() -> Station:
    return Station()


def changed(place: int, change: Callable[[Counter[str]], None]) -> Callable[[Figures], Figures]:
    """Figures with those of one contest changed."""

    def tamper(figures: Figures) -> Figures:
        counts = Counter(figures[place].counts)
        change(counts)
        tampered = EscrutinioContest(figures[place].contest_id, dict(counts), figures[place].rechazados)
        return (*figures[:place], tampered, *figures[place + 1 :])

    return tamper


def one_more(counts: Counter[str]) -> None:
    counts["PAN"] += 1


def moved(counts: Counter[str]) -> None:
    counts["PAN"] += 1
    counts["PRI"] -= 1


def swapped(counts: Counter[str]) -> None:
    (most, high), *_, (least, low) = counts.most_common()
    assert high > low, "two equal figures can be swapped by anyone"
    counts[most], counts[least] = low, high


def combination_to_a_box(counts: Counter[str]) -> None:
    counts["PT"] += counts["PT-MORENA"]
    counts["PT-MORENA"] = 0


def blanks_to_nulos(counts: Counter[str]) -> None:
    counts["NULOS"] += counts["BLANCOS"]
    counts["BLANCOS"] = 0


def next_box(place: int, voto: Voto) -> Voto:
    """Each vote for the first box of the consulta becomes one for the second, before it is sealed."""
    return Voto((Mark(1),)) if place == 2 and voto.marks == (Mark(0),) else voto


def ranks_turned(place: int, voto: Voto) -> Voto:
    if place != 5 or len(voto.marks) != 2:
        return voto
    first, second = voto.marks
    return Voto((Mark(first.option, second.value), Mark(second.option, first.value)))


FAULTS = {
    "one_more": Fault(figures=changed(0, one_more)),
    "one_moved": Fault(figures=changed(0, moved)),
    "two_swapped": Fault(figures=changed(0, swapped)),
    "combination_to_a_box": Fault(figures=changed(0, combination_to_a_box)),
    "blanks_to_nulos": Fault(figures=changed(0, blanks_to_nulos)),
    "another_box_is_sealed": Fault(voto=next_box),
    "ranks_turned": Fault(voto=ranks_turned),
}


def test_a_sample_of_every_kind_has_no_mismatch(station: Station) -> None:
    done = station.run(SEED, 150)
    assert done.mismatches == []
    assert done.sealed == done.boletas == 150 * len(contests())
    assert done.positions == 150 * sum(len(contest.options) for contest in contests())


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_miscount_is_noticed(station: Station, fault: str) -> None:
    assert station.run(SEED, 60, FAULTS[fault]).mismatches


def test_a_record_that_is_lost_is_noticed(station: Station) -> None:
    """Two voters of one record: the count and the ledger differ."""
    whole = station.run(SEED, 30)
    short = replace(whole, sealed=whole.sealed - 1)
    assert short.sealed != short.boletas
    done = Outcome()
    records = frozenset(station._seal(0, Voto(())) for _ in range(5))
    station._close(records, 6, done, Fault())
    assert any("D421" in line for line in done.mismatches)


def test_voters_of_a_sample_want_everything_that_a_boleta_offers(station: Station) -> None:
    """A box that no simulated voter ever wants would be counted right for nothing."""
    seen = [set(counter) for counter in wanted(station, 4000)]
    for contest, found in zip(contests(), seen, strict=True):
        assert found == set(contest.count_keys())


def wanted(station: Station, voters: int) -> list[Counter[str]]:
    import random  # noqa: PLC0415, TID251 - simulated voters

    from tests.volume.voters import choice  # noqa: PLC0415

    source = random.Random(SEED)  # noqa: S311 - simulation
    counters: list[Counter[str]] = [Counter() for _ in contests()]
    for _ in range(voters):
        for place, boleta in enumerate(station.json["contests"]):
            counters[place].update(figures_of(boleta, choice(boleta, source).marks))
    return counters
