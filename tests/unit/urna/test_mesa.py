"""The mesa as the reducer sees it: every phase takes every event, and pauses outlive what is cancelled."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.jornada import JornadaState
from tests.unit.urna.test_turn import EVENTS, FACTS, check_step, states
from urna.flow import input as inputs
from urna.flow import outcome
from urna.flow.auth import MAX_PAUSE_S, begin, pause
from urna.flow.credentials import Holder, Purpose
from urna.flow.effects import CheckCredential, LevelMedium, Resume
from urna.flow.hour import DoubtfulHour, HourDoubt, LoadingHour
from urna.flow.limits import Limits
from urna.flow.machine import Input
from urna.flow.media import calm
from urna.flow.phases import (
    Auditing,
    Closing,
    ClosingStep,
    Loading,
    Menu,
    Missing,
    Opening,
    OpeningStep,
    OutOfService,
    Phase,
    Preparing,
    Starting,
    Substituting,
    Suspended,
    Touching,
    Trying,
    Voting,
)
from urna.flow.reducer import reduce
from urna.flow.screen import Text
from urna.flow.screen_for import screen_for
from urna.flow.state import MediumFault, State, Turn, TurnStep
from urna.flow.steps import SubstitutionStep
from urna.flow.touch import ZONES

HOUR = DoubtfulHour(HourDoubt.LATE, *(datetime(2018, 7, 2, tzinfo=UTC),) * 3)
EARLY = DoubtfulHour(HourDoubt.EARLY, *(datetime(2018, 7, 1, hour, tzinfo=UTC) for hour in (20, 20, 23)))
MOMENT = LoadingHour(datetime(2018, 7, 1, 13, tzinfo=UTC), datetime(2018, 6, 1, tzinfo=UTC))
PHASES: tuple[Phase, ...] = (
    Starting(),
    Loading(),
    Loading(busy=True),
    Loading(found=((Text("dato.tema"), "X"),), hour=MOMENT),
    Loading(found=((Text("dato.tema"), "X"),), hour=MOMENT, correcting=True),
    *(
        Preparing(what, running, passed=passed)
        for what in ("verificacion", "diagnostico")
        for running, passed in ((False, False), (True, False), (False, True))
    ),
    Auditing(Voting()),
    Auditing(Suspended(), busy=True, idle_seconds=119),
    Touching(),
    Touching(ZONES - {7}, 59),
    Trying(),
    Trying((7,), plugged=True, pressed=frozenset(inputs.VoterKey), idle_seconds=119),
    *(Opening(step) for step in OpeningStep),
    *(Substituting(step, (), 2, 3) for step in SubstitutionStep),
    Voting(),
    *(
        Menu(page, busy, hour=hour)
        for page in ("", "reportes", "cerrar")
        for busy in (False, True)
        for hour in (None, HOUR)
    ),
    Suspended(),
    *(Closing(step, 1, 3) for step in ClosingStep),
    *(
        Missing(device, starting, busy)
        for device in ("usb", "internal")
        for starting in (True, False)
        for busy in (True, False)
    ),
    Menu("hora", hour=HOUR),
    Menu("cerrar", hour=EARLY),
    *(Menu(page, hour=hour) for page in ("motivo_suspension", "motivo_cierre") for hour in (None, EARLY)),
    OutOfService("U000"),
)
MESA: tuple[object, ...] = (
    *EVENTS,
    *(inputs.VoterKeyPressed(key) for key in inputs.VoterKey),
    inputs.HeadphonesChanged(plugged=True),
    inputs.SpeechEnded(1),
    *(
        inputs.ActionTouched(action)
        for action in (
            "cargar_tema",
            "confirmar_hora",
            "corregir_hora",
            "aceptar_hora",
            "paso_dia_menos",
            "paso_minuto_mas",
            "iniciar_verificacion",
            "iniciar_diagnostico",
            "zona_7",
            "archivar",
            "salir_auditoria",
            "imprimir_auditoria",
            "motivo_corriente",
            "motivo_lista_completa",
            "motivo_orden_del_instituto",
            "cierre_anticipado",
            "volver_a_votar",
            "volver_al_cierre",
            "continuar",
            "abrir",
            "reportes",
            "cerrar",
            "volver",
            "suspender",
            "reanudar",
            "confirmar_cierre",
            "confirmar_hora_cierre",
            "continuar_cierre",
            "exportar",
            "reimprimir_acta",
            "imprimir_reporte",
            "cancelar_autenticacion",
            "otra_tarjeta",
            "cargar_otro_tema",
            "revisar_memoria",
            "seguir_sin_memoria",
            "cambiar_hora",
            "aceptar_hora",
            "hora_mas",
            "minutos_menos",
            "sustituir",
            "buscar_memoria",
            "mas_diez",
            "aceptar_lista",
            "seguir_aqui",
            "abrir_reserva",
            "cerrar_sustituida",
            "reintentar",
        )
    ),
    *(inputs.KeyTouched(key) for key in ("A", "7", "BORRAR", "ACEPTAR", "ñ")),
    outcome.ThemeFound(((Text("dato.tema"), "X"),), MOMENT),
    outcome.ThemeLoaded(FACTS),
    outcome.Resumed(JornadaState.ABIERTA, FACTS, pending_turn=3),
    outcome.StepsChanged((), (1, 2)),
    outcome.Prepared(passed=True, lines=(), jornada=JornadaState.LISTA),
    outcome.OpeningPrepared(3),
    outcome.PaperDone(),
    outcome.PaperFailed("jam"),
    outcome.ShareReadBack(0),
    outcome.ShareReadBack(1),
    outcome.Opened(FACTS),
    outcome.Archived(),
    outcome.AuditReady(()),
    outcome.DeadFound((), 2),
    outcome.SubstitutionDrafted(),
    outcome.Substituted(replace(FACTS, substitutes="JAL-0001")),
    outcome.TakenOver(JornadaState.SUSPENDIDA, replace(FACTS, substitutes="JAL-0001", taken=True)),
    outcome.TakenOver(JornadaState.CERRANDO, FACTS),
    outcome.ReportReady((), FACTS),
    outcome.ReportReady((), FACTS, hour=HOUR),
    outcome.MediumMissing(JornadaState.ABIERTA, FACTS, "usb", "lost"),
    *(kind("usb") for kind in (outcome.MediumReturned, outcome.MediumLevelled, outcome.MediumExcluded)),
    outcome.MediumLevelled("usb", "full"),
    outcome.MediumCopying("usb", 2, 5),
    *(inputs.DeviceChanged(device, "lost") for device in ("usb", "internal", "media")),
    inputs.DeviceChanged("usb", ""),
    inputs.BoardSensed(),
    inputs.KeypadAttacked(),
    inputs.KeypadAttacked(3, 1, 5),
    inputs.BoardSensed(mains=False, battery_percent=4, lid_open=True, case_open=True, key_switch="service"),
    outcome.VotingSuspended(),
    outcome.VotingResumed(),
    outcome.Counted(FACTS, 3),
    outcome.Exported(()),
    outcome.CredentialAccepted(Holder("A", "presidencia", "CODE")),
    *(outcome.CredentialRefused(reason) for reason in outcome.CredentialRefusal),
    inputs.DeviceChanged("usb", MediumFault.LOST),
    inputs.DeviceChanged("usb", ""),
    outcome.MediumMissing(JornadaState.ABIERTA, FACTS, "usb", MediumFault.LOST),
    outcome.MediumReturned("usb"),
    outcome.MediumCopying("usb", 1, 4),
    outcome.MediumLevelled("usb"),
    outcome.MediumLevelled("usb", MediumFault.BAD),
    outcome.MediumExcluded("usb"),
)
BROKEN = outcome.Broke("U000")
"""What ends every phase; apart, so that random days last."""


def test_every_phase_and_every_event_is_among_those_that_are_tried() -> None:
    assert {type(phase) for phase in PHASES} == set(get_args(Phase))
    assert {type(event) for event in (*MESA, BROKEN)} == {*get_args(outcome.Outcome), *get_args(Input)}


@pytest.mark.parametrize("phase", PHASES, ids=lambda phase: type(phase).__name__)
def test_every_phase_takes_every_event(phase: Phase) -> None:
    for purpose in (None, *Purpose):
        state = State(JornadaState.CERRADA, phase, Turn(), FACTS, Limits())
        if purpose is not None:
            state = begin(state, purpose)
        for event in (*MESA, BROKEN):
            after, _ = reduce(state, event)
            screen_for(after)
            if isinstance(phase, OutOfService):
                assert after.phase == phase


@pytest.mark.parametrize("state", list(states()), ids=lambda state: state.turn.step.value)
def test_every_step_of_a_turn_takes_every_event_there_is(state: State) -> None:
    for event in (*MESA, BROKEN):
        after, effects = reduce(state, event)
        if not isinstance(after.phase, OutOfService):
            check_step(state, event, after, effects)
        screen_for(after)


@settings(max_examples=150)
@given(st.lists(st.sampled_from(MESA), max_size=80))
def test_random_days_of_the_mesa_break_nothing(events: list[object]) -> None:
    state = State(JornadaState.SIN_TEMA, Loading(), Turn(), FACTS, Limits())
    for event in events:
        state, _ = reduce(state, event)
        screen_for(state)


def test_one_person_is_never_enough() -> None:
    state = begin(State(JornadaState.ABIERTA, Voting(), Turn(), FACTS, Limits()), Purpose.SUSPENDER)
    after, effects = reduce(state, outcome.CredentialAccepted(Holder("A", "presidencia")))
    assert after.auth is not None
    assert effects == ()


def test_wrong_codes_make_everybody_wait_longer_and_longer() -> None:
    assert [pause(count) for count in (0, 1, 2, 3, 6, 99)] == [0, 2, 4, 8, MAX_PAUSE_S, MAX_PAUSE_S]
    state = begin(State(JornadaState.ABIERTA, Voting(), Turn(), FACTS, Limits()), Purpose.SUSPENDER)
    state, _ = reduce(state, inputs.CodeScanned("card"))
    refused = outcome.CredentialRefused(outcome.CredentialRefusal.WRONG_CODE)
    for count in (1, 2, 3):
        state, _ = reduce(state, refused)
        assert state.lock_seconds == pause(count)
        waiting, effects = reduce(state, inputs.KeyTouched("A"))
        assert (waiting, effects) == (state, ())
    state, _ = reduce(state, inputs.Ticked(60))
    for key in ("A",) * 10:
        state, _ = reduce(state, inputs.KeyTouched(key))
    state, effects = reduce(state, inputs.KeyTouched("ACEPTAR"))
    assert [type(effect) for effect in effects] == [CheckCredential]
    assert "AAAA" not in repr(state.auth) + repr(effects)


def test_a_mistyped_code_costs_nothing() -> None:
    state = begin(State(JornadaState.ABIERTA, Voting(), Turn(), FACTS, Limits()), Purpose.SUSPENDER)
    state, _ = reduce(replace(state), outcome.CredentialRefused(outcome.CredentialRefusal.MISTYPED))
    assert (state.wrong_codes, state.lock_seconds) == (0, 0)


def test_a_medium_is_brought_level_where_nobody_votes_and_nothing_runs() -> None:
    for phase in PHASES:
        state = State(JornadaState.ABIERTA, phase, Turn(), FACTS, Limits())
        after, effects = reduce(state, outcome.MediumReturned("usb"))
        began = any(isinstance(effect, LevelMedium | Resume) for effect in effects)
        assert began is calm(state), phase
        assert not any(isinstance(e, LevelMedium) for e in reduce(after, outcome.MediumReturned("usb"))[1])
    for step in TurnStep:
        turn = replace(Turn(step, 1), selections=((), ()), contests=(0, 1))
        state = State(JornadaState.ABIERTA, Voting(), turn, FACTS, Limits())
        _, effects = reduce(state, outcome.MediumReturned("usb"))
        assert any(isinstance(effect, LevelMedium) for effect in effects) is (step is TurnStep.NONE)
