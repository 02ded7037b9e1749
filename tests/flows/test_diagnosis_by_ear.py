"""The diagnosis of an urna for voters who listen: headphones and every key of theirs are tried by a person."""

from dataclasses import replace

import pytest

from shared.domain.jornada import JornadaState
from shared.formats.informe_v1 import Verdict
from tests.flows.institute import Institute
from tests.flows.table import ProcedureScreen, Table, memory_table
from tests.flows.test_diagnosis import failed, reports, said
from urna.flow.input import (
    ActionTouched,
    HeadphonesChanged,
    MesaPressed,
    SpeechEnded,
    Ticked,
    VoterKey,
    VoterKeyPressed,
)
from urna.flow.screen import ScreenId, StepStatus
from urna.flow.touch import ZONES
from urna.flow.trying import PATIENCE_S, SAID


@pytest.fixture(scope="module")
def verified(institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> Table:
    """An urna with headphones that was verified."""
    table = memory_table(institute, tmp_path_factory.mktemp("audible"))
    table.load()
    table.touch("iniciar_verificacion")
    table.config = replace(table.config, audio="default")
    table.power_on()
    return table


@pytest.fixture
def urna(verified: Table) -> Table:
    """Where the glass has been touched."""
    table = verified.fork()
    table.touch("iniciar_diagnostico")
    for zone in sorted(ZONES):
        table.do(ActionTouched(f"zona_{zone}"))
    assert table.shows() is ScreenId.PRUEBA_VOTANTE
    return table


def press(urna: Table, *but: VoterKey) -> None:
    for key in VoterKey:
        if key not in but:
            urna.do(VoterKeyPressed(key))


def verdicts(urna: Table) -> dict[str, tuple[Verdict, str]]:
    return {result.name: (result.verdict, result.detail) for result in reports(urna)[-1].results}


def test_what_is_heard_and_every_key_make_the_urna_ready(urna: Table) -> None:
    urna.do(HeadphonesChanged(plugged=True))
    press(urna)
    assert urna.shows() is ScreenId.PRUEBA_VOTANTE
    urna.do(ActionTouched("se_oye"))
    assert urna.jornada() is JornadaState.LISTA
    assert verdicts(urna)["audifonos"] == verdicts(urna)["teclas_votante"] == (Verdict.BIEN, "")
    assert "Audífonos del votante" in said(urna)
    assert urna.urna.runner.listening.said == ()


def test_it_sounds_when_headphones_are_put_in_and_at_each_key(urna: Table) -> None:
    def sounding() -> tuple[int, tuple[str, ...]]:
        return urna.urna.runner.listening.serial, urna.urna.runner.listening.said

    serial = sounding()[0]
    urna.do(HeadphonesChanged(plugged=True))
    assert sounding() == (serial + 1, SAID)
    for quiet in (HeadphonesChanged(plugged=True), Ticked(1), ActionTouched("se_oye"), SpeechEnded(serial + 1)):
        urna.do(quiet)
        assert sounding() == (serial + 1, SAID)
    urna.do(VoterKeyPressed(VoterKey.AYUDA))
    assert sounding() == (serial + 2, SAID)
    urna.do(ActionTouched("terminar_prueba"))
    assert sounding()[1] == ()


def test_a_dead_key_is_found_and_named(urna: Table) -> None:
    urna.do(HeadphonesChanged(plugged=True))
    press(urna, VoterKey.LENTO, VoterKey.INTERRUPTOR_2)
    urna.do(ActionTouched("se_oye"))
    assert isinstance(urna.screen, ProcedureScreen)
    open_lines = [line.text.key for line in urna.screen.lines if line.status is StepStatus.PENDING]
    assert open_lines == ["prueba_votante.lento", "prueba_votante.interruptor_2"]
    urna.do(ActionTouched("terminar_prueba"))
    assert failed(urna) == {"teclas_votante"}
    assert verdicts(urna)["teclas_votante"] == (Verdict.FALLA, "lento interruptor_2")
    assert "lento interruptor_2" in said(urna)
    assert urna.jornada() is JornadaState.VERIFICADA


@pytest.mark.parametrize("end", [ActionTouched("terminar_prueba"), MesaPressed("cancelar"), Ticked(PATIENCE_S)])
def test_nobody_is_believed_to_hear_who_did_not_say_so(urna: Table, end: object) -> None:
    urna.do(ActionTouched("se_oye"))
    urna.do(HeadphonesChanged(plugged=True))
    press(urna)
    urna.do(end)
    assert failed(urna) == {"audifonos"}


def test_a_test_left_alone_ends(urna: Table) -> None:
    urna.do(Ticked(PATIENCE_S - 1))
    urna.do(VoterKeyPressed(VoterKey.ELEGIR))
    urna.do(Ticked(PATIENCE_S - 1))
    assert urna.shows() is ScreenId.PRUEBA_VOTANTE
    urna.do(Ticked(1))
    assert failed(urna) == {"audifonos", "teclas_votante"}


def test_an_urna_without_headphones_is_not_asked_for_them(institute: Institute, verified: Table) -> None:
    table = verified.fork()
    table.config = replace(table.config, audio="")
    table.power_on()
    table.diagnose()
    assert table.jornada() is JornadaState.LISTA
    assert not {"audifonos", "teclas_votante"} & set(verdicts(table))
    assert "udífonos" not in said(table)
