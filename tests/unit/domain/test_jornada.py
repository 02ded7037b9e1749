"""The table of the day, over the whole product of states, events and facts."""

from dataclasses import fields, replace
from itertools import product
from typing import Any

import pytest

from shared.domain.jornada import (
    CLOSED,
    TABLE,
    Accepted,
    JornadaEvent,
    JornadaFacts,
    JornadaState,
    Refusal,
    Refused,
    decide,
    stands,
)

S, E, R = JornadaState, JornadaEvent, Refusal
GOOD = JornadaFacts(
    theme_verified=True,
    verification_passed=True,
    diagnosis_passed=True,
    officials=2,
    store_empty=True,
    key_ready=True,
    acta_inicio_made=True,
    closing_hour=True,
    reason_given=True,
    shares_opened=True,
    results_durable=True,
    exported=True,
)
BEFORE_ACTA = replace(GOOD, acta_inicio_made=False)
DAY = [
    (E.CARGAR_TEMA, S.CARGADA),
    (E.VERIFICAR, S.VERIFICADA),
    (E.PREPARAR, S.LISTA),
    (E.IMPRIMIR_ACTA_INICIO, S.LISTA),
    (E.ABRIR, S.ABIERTA),
    (E.HABILITAR, S.ABIERTA),
    (E.SUSPENDER, S.SUSPENDIDA),
    (E.REANUDAR, S.ABIERTA),
    (E.INICIAR_CIERRE, S.CERRANDO),
    (E.CERRAR, S.CERRADA),
    (E.REIMPRIMIR_ACTA, S.CERRADA),
    (E.EXPORTAR, S.EXPORTADA),
    (E.EXPORTAR, S.EXPORTADA),
    (E.REIMPRIMIR_ACTA, S.EXPORTADA),
    (E.ARCHIVAR, S.ARCHIVADA),
]


def all_facts() -> list[JornadaFacts]:
    names = [field.name for field in fields(JornadaFacts)]
    values: list[tuple[Any, ...]] = [(0, 1, 2) if name == "officials" else (False, True) for name in names]
    return [JornadaFacts(**dict(zip(names, row, strict=True))) for row in product(*values)]


def facts_for(event: JornadaEvent) -> JornadaFacts:
    return BEFORE_ACTA if event is E.IMPRIMIR_ACTA_INICIO else GOOD


def test_a_whole_day() -> None:
    state = S.SIN_TEMA
    for event, expected in DAY:
        answer = decide(state, event, facts_for(event))
        assert answer == Accepted(expected), event
        state = expected


def test_every_state_and_event_is_answered_by_the_table_alone() -> None:
    every = all_facts()
    for state, event in product(JornadaState, JornadaEvent):
        rule = TABLE.get((state, event))
        for facts in every if rule else every[::1001]:
            answer = decide(state, event, facts)
            if rule is None:
                assert isinstance(answer, Refused)
            elif isinstance(answer, Refused):
                assert answer.reason in rule.unless
                assert stands(answer.reason, facts)
            else:
                assert answer.state is rule.target
                assert not any(stands(refusal, facts) for refusal in rule.unless)


@pytest.mark.parametrize("key", sorted(TABLE))
def test_forgotten_facts_refuse(key: tuple[JornadaState, JornadaEvent]) -> None:
    # The only events that need nothing are those that an open turn or nothing at all can forbid.
    answer = decide(*key, JornadaFacts())
    assert isinstance(answer, Refused) or key in {(S.ABIERTA, E.HABILITAR), (S.ABIERTA, E.SUSPENDER_POR_ENERGIA)}


def test_every_reason_of_the_table_can_be_borne_out_and_lifted() -> None:
    every = [GOOD, BEFORE_ACTA, JornadaFacts(), replace(GOOD, turn_open=True)]
    for refusal in {refusal for rule in TABLE.values() for refusal in rule.unless}:
        assert {stands(refusal, facts) for facts in every} == {False, True}, refusal


@pytest.mark.parametrize("state", [S.ABIERTA, S.SUSPENDIDA])
def test_early_close_is_refused(state: JornadaState) -> None:
    assert decide(state, E.INICIAR_CIERRE, replace(GOOD, closing_hour=False)) == Refused(R.TOO_EARLY)


@pytest.mark.parametrize("state", [S.ABIERTA, S.SUSPENDIDA])
def test_closing_with_a_turn_open_is_refused(state: JornadaState) -> None:
    assert decide(state, E.INICIAR_CIERRE, replace(GOOD, turn_open=True)) == Refused(R.TURN_OPEN)


def test_nothing_leads_back_to_voting_after_closing() -> None:
    every = [GOOD, BEFORE_ACTA, replace(GOOD, turn_open=True)]
    reached = set(CLOSED)
    while True:
        answers = {decide(s, e, f) for s, e, f in product(reached, JornadaEvent, every)}
        more = {a.state for a in answers if isinstance(a, Accepted)} - reached
        if not more:
            break
        reached |= more
    assert reached == CLOSED | {S.FUERA_DE_SERVICIO}


@pytest.mark.parametrize("event", [E.ABRIR, E.REANUDAR, E.HABILITAR, E.IMPRIMIR_ACTA_INICIO, E.CARGAR_TEMA])
@pytest.mark.parametrize("state", sorted(CLOSED))
def test_reopening_and_voting_after_close_are_refused(state: JornadaState, event: JornadaEvent) -> None:
    assert decide(state, event, facts_for(event)) == Refused(R.ALREADY_CLOSED)


def test_a_second_zero_acta_is_refused() -> None:
    assert decide(S.LISTA, E.IMPRIMIR_ACTA_INICIO, GOOD) == Refused(R.ACTA_INICIO_ALREADY)
    assert decide(S.ABIERTA, E.IMPRIMIR_ACTA_INICIO, BEFORE_ACTA) == Refused(R.NOT_IN_THIS_STATE)


def test_opening_needs_the_acta_an_empty_store_and_two_people() -> None:
    assert decide(S.LISTA, E.ABRIR, BEFORE_ACTA) == Refused(R.ACTA_INICIO_MISSING)
    assert decide(S.LISTA, E.ABRIR, replace(GOOD, store_empty=False)) == Refused(R.STORE_NOT_EMPTY)
    assert decide(S.LISTA, E.ABRIR, replace(GOOD, officials=1)) == Refused(R.TWO_OFFICIALS)


@pytest.mark.parametrize("state", [s for s in JornadaState if s is not S.ABIERTA])
def test_only_an_open_urna_takes_an_habilitacion(state: JornadaState) -> None:
    assert isinstance(decide(state, E.HABILITAR, GOOD), Refused)


def test_one_turn_at_a_time() -> None:
    assert decide(S.ABIERTA, E.HABILITAR, replace(GOOD, turn_open=True)) == Refused(R.TURN_OPEN)


@pytest.mark.parametrize("event", JornadaEvent)
def test_out_of_service_takes_nothing_and_anything_else_may_fail(event: JornadaEvent) -> None:
    assert decide(S.FUERA_DE_SERVICIO, event, GOOD) == Refused(R.OUT_OF_SERVICE)


@pytest.mark.parametrize("state", [s for s in JornadaState if s is not S.FUERA_DE_SERVICIO])
def test_a_fault_takes_any_state_out_of_service(state: JornadaState) -> None:
    assert decide(state, E.AVERIAR, replace(JornadaFacts(), reason_given=True)) == Accepted(S.FUERA_DE_SERVICIO)
