"""What a bundle changes does not depend on when it came. Bundles are stand-ins that only name what the rules read."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.ingest.rules import DECIDED, OF_STORES, STEPS, Known, Standing, after, decide, decide_paper, decided
from server.ingest.schemas import Beside, Event, Outcome, Status
from shared.domain.hallazgo import Finding, Severity
from shared.domain.ids import CasillaId, StoreId
from shared.domain.steps import By

FAULT = Finding("D421", Severity.ERROR, "contests.GOB.counts")


@dataclass(frozen=True)
class Acta:
    casilla: CasillaId
    store_id: StoreId


@dataclass(frozen=True)
class Bundle:
    """Has the attributes of a verified bundle that `decide` reads."""

    sha256: str
    acta: Acta
    findings: tuple[Finding, ...] = field(default=())
    beside: Beside | None = None

    @property
    def paper(self) -> str:
        """What its acta bears in print: each bundle another."""
        return f"papel {self.sha256}"


def bundle(number: int) -> Bundle:
    """One of 24 bundles: two casillas, three stores each, two versions of each, sound or not.

    In the second casilla an acta de sustitucion joins stores 0 and 1.
    """
    casilla, store, version, fault = number % 2, number // 2 % 3, number // 6 % 2, number // 12 % 2
    acta = Acta(CasillaId(f"14000{casilla + 1}B0100"), StoreId(f"{casilla}{store}" * 16))
    beside = Beside("acta", f"{casilla}{1 - store}" * 16) if casilla and store < 2 else None
    return Bundle(f"{casilla}{store}{version}{fault}", acta, (FAULT,) if fault else (), beside)


numbers = st.lists(st.integers(0, 23), max_size=12)


def standings(order: list[int]) -> dict[str, Status]:
    known = Known()
    for number in order:
        decide(known, bundle(number))  # type: ignore[arg-type]  # a stand-in with the same attributes
    return {store: standing.status for store, standing in known.stores.items()}


@given(numbers, st.randoms())
def test_no_order_of_arrival_wins(order: list[int], shuffler: object) -> None:
    other = list(order)
    shuffler.shuffle(other)  # type: ignore[attr-defined]  # Hypothesis gives a random.Random
    assert standings(order) == standings(other)


@given(st.lists(st.tuples(st.integers(0, 23), st.booleans()), max_size=10), st.randoms())
def test_no_order_of_bundles_and_papers_wins(order: list[tuple[int, bool]], shuffler: object) -> None:
    other = list(order)
    shuffler.shuffle(other)  # type: ignore[attr-defined]  # same
    assert with_papers(order) == with_papers(other)


def with_papers(order: list[tuple[int, bool]]) -> tuple[dict[str, Status], set[str]]:
    """What is left of bundles and of the papers of bundles (True): standings, and the papers that are contradicted."""
    known = Known()
    for number, on_paper in order:
        made = bundle(number)
        if on_paper:
            decide_paper(known, made.acta.store_id.value, made.paper)
        else:
            decide(known, made)  # type: ignore[arg-type]  # a stand-in with the same attributes
    return {store: standing.status for store, standing in known.stores.items()}, known.differing


def test_a_paper_against_one_of_two_that_count_together_holds_both() -> None:
    joined = [(1, False), (3, False)]
    assert set(with_papers(joined)[0].values()) == {Status.ACEPTADO}
    for order in ([*joined, (7, True)], [(7, True), *joined], [joined[0], (7, True), joined[1]]):
        assert set(with_papers(order)[0].values()) == {Status.EN_REVISION}


@given(numbers)
def test_papers_alone_count_nothing_and_those_that_agree_change_nothing(order: list[int]) -> None:
    assert with_papers([(number, True) for number in order]) == ({}, set())
    one = order[:1]
    assert with_papers([(n, on_paper) for n in one for on_paper in (True, False, True)]) == (standings(one), set())


@given(numbers)
def test_sending_again_changes_nothing(order: list[int]) -> None:
    assert standings(order) == standings(order + order)


@given(numbers)
def test_at_most_one_sound_store_of_a_casilla_counts(order: list[int]) -> None:
    known = Known()
    outcomes = [decide(known, bundle(number)) for number in order]  # type: ignore[arg-type]  # same
    by_clave: dict[str, list[Standing]] = {}
    for standing in known.stores.values():
        by_clave.setdefault(standing.clave, []).append(standing)
    for stores in by_clave.values():
        counted = sum(standing.status is Status.ACEPTADO for standing in stores)
        joined = len(stores) == 2 and all(standing.beside is not None for standing in stores)
        assert counted in ({0, 2} if joined else {0, int(len(stores) == 1)})
        if len(stores) > 1 and not joined:
            assert all(standing.status is Status.EN_REVISION for standing in stores)
    repeated = [each for each in outcomes if each.outcome is Outcome.REPETIDO]
    assert all(not each.touched for each in repeated)


@given(numbers)
def test_what_does_not_count_says_why(order: list[int]) -> None:
    known = Known()
    for number in order:
        decide(known, bundle(number))  # type: ignore[arg-type]  # same
    for standing in known.stores.values():
        assert bool(standing.reasons) == (standing.status is not Status.ACEPTADO)


def test_one_of_two_that_count_together_never_counts_alone() -> None:
    first, second = bundle(1), bundle(3)
    for order in ((first, second), (second, first)):
        known = Known()
        alone = decide(known, order[0])  # type: ignore[arg-type]  # same
        assert alone.outcome is Outcome.APARTADO
        joined = decide(known, order[1])  # type: ignore[arg-type]  # same
        assert joined.outcome is Outcome.GUARDADO
        assert set(joined.touched) == {each.acta.store_id.value for each in order}
        assert {standing.status for standing in known.stores.values()} == {Status.ACEPTADO}


@given(numbers, st.sets(st.integers(0, 5)))
def test_every_move_is_of_the_table_and_the_moves_are_the_whole_change(order: list[int], out: set[int]) -> None:
    """Also after people left some stores out: what arrives then takes them through the table again."""
    known = Known()
    for place, number in enumerate(order):
        if place == len(order) // 2:
            for each in sorted(known.stores)[: len(out)]:
                before = known.stores[each]
                reasons = decided(before.reasons, before.clave)
                status = after(before.status, Event.SE_DEJA_FUERA)
                known.stores[each] = Standing(before.clave, status, reasons, before.beside)
        past = {store: standing.status for store, standing in known.stores.items()}
        decision = decide(known, bundle(number))  # type: ignore[arg-type]  # same
        for move in decision.moves:
            assert move.before == past.get(move.store)
            assert move.before in STEPS[move.event].sources
            past[move.store] = move.after
        assert past == {store: standing.status for store, standing in known.stores.items()}
        for standing in known.stores.values():
            codes = {reason.code for reason in standing.reasons}
            assert (standing.status is Status.ACEPTADO) == (not codes)
            assert (standing.status is Status.CUARENTENA) == (bool(codes) and not codes & OF_STORES)
            assert standing.status is not Status.DESCARTADO or DECIDED in codes


def test_what_cannot_happen_to_a_store_is_our_fault_and_not_a_state() -> None:
    pairs = [(status, event) for status in (None, *Status) for event in Event]
    for status, event in pairs:
        if status in STEPS[event].sources:
            assert after(status, event) is STEPS[event].target
        else:
            with pytest.raises(LookupError):
                after(status, event)
    assert {event for event in Event if None in STEPS[event].sources} == {Event.LLEGA, Event.LLEGA_CON_FALTAS}
    assert {event for event in Event if STEPS[event].by is By.TWO} == {Event.SE_ELIGE, Event.SE_DEJA_FUERA}
    assert [event for event in Event if STEPS[event].target is Status.DESCARTADO] == [Event.SE_DEJA_FUERA]
