"""Keys, switches and headphones as the reducer takes them: everything within reach, everything said, nothing kept."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.eleccion import ContestKind, OptionKind
from shared.domain.ids import ContestId, OptionId
from shared.domain.jornada import JornadaState
from shared.domain.voto import Mark, Voto
from tests.unit.urna.conftest import consulta, gubernatura
from tests.unit.urna.test_turn import EVENTS, FACTS, check_step, states
from urna.flow.adjusting import ADJUST, NOBODY
from urna.flow.effects import CommitPending, Effect
from urna.flow.focus import targets
from urna.flow.grupos import enabled_turn
from urna.flow.hearing import aid_for
from urna.flow.input import ActionTouched, HeadphonesChanged, OptionTouched, SpeechEnded, Ticked, VoterKey
from urna.flow.input import VoterKeyPressed as Press
from urna.flow.limits import Limits
from urna.flow.listening import DWELL_S, MOST_SPEECH_S, TITLE, USUAL_RATE, VOLUME_PERCENT, WORDS_PER_MINUTE, Aid
from urna.flow.outcome import PendingCommitted, PendingSettled, TestigoPrinted
from urna.flow.paging import pages
from urna.flow.phases import Menu, Voting
from urna.flow.reducer import reduce
from urna.flow.screen import ScreenId
from urna.flow.screen_for import screen_for
from urna.flow.state import Facts, Settlement, State, TurnStep

RESPUESTA = OptionKind.RESPUESTA
ENABLED = State(JornadaState.ABIERTA, Voting(), enabled_turn(FACTS, 1, ""), FACTS, Limits())
ALL = (*EVENTS, *(Press(key) for key in VoterKey), HeadphonesChanged(plugged=True), HeadphonesChanged(plugged=False))


class Voter:
    """Somebody who knows what was said and nothing else."""

    def __init__(self, state: State = ENABLED) -> None:
        self.state = state
        self.effects: list[Effect] = []

    def do(self, *events: object) -> "Voter":
        for event in events:
            self.state, effects = reduce(self.state, event)
            self.effects += effects
        return self

    def press(self, *keys: VoterKey) -> tuple[str, ...]:
        self.do(*(Press(key) for key in keys))
        return self.state.listening.said

    def until(self, clip: str, key: VoterKey = VoterKey.SIGUIENTE) -> None:
        for _ in range(30):
            if clip in self.press(key):
                return
        raise AssertionError(f"{clip} was never said")

    def choose(self, clip: str) -> tuple[str, ...]:
        self.until(clip)
        return self.press(VoterKey.ELEGIR)


def rest(voter: Voter) -> None:
    """What is said ends, and a scan rests until it goes on."""
    voter.do(SpeechEnded(voter.state.listening.serial), Ticked(DWELL_S[voter.state.listening.rate]))


def to_boleta(voter: Voter) -> Voter:
    voter.press(VoterKey.AYUDA)
    voter.choose("t.boton.comenzar")
    assert screen_for(voter.state).id is ScreenId.BOLETA
    return voter


def test_the_first_key_only_begins_whatever_key_it_is() -> None:
    for key in VoterKey:
        voter = Voter()
        said = voter.press(key)
        assert said[:3] == ("t.voz.bienvenida", "e.pantalla", "t.habilitada.titulo")
        assert voter.state.turn == ENABLED.turn
        assert voter.state.listening.focus == TITLE


def test_choosing_on_the_title_chooses_nothing() -> None:
    voter = Voter()
    voter.press(VoterKey.AYUDA)
    assert voter.press(VoterKey.ELEGIR) == ("t.voz.elija_primero",)
    assert voter.state.turn.step is TurnStep.ENABLED


@pytest.mark.parametrize("by_switches", [False, True])
def test_a_whole_vote_from_what_is_said_alone(*, by_switches: bool) -> None:
    voter = Voter()

    def choose(clip: str) -> None:
        if not by_switches:
            voter.choose(clip)
            return
        for _ in range(30):
            rest(voter)
            if clip in voter.state.listening.said:
                voter.press(VoterKey.INTERRUPTOR_1)
                return
        raise AssertionError(clip)

    voter.press(VoterKey.INTERRUPTOR_1 if by_switches else VoterKey.SIGUIENTE)
    for clip in ("t.boton.comenzar", "o.0.2", "t.boton.siguiente", "t.boton.siguiente"):
        choose(clip)
    assert "t.blanco.pregunta" in voter.state.listening.said
    choose("t.boton.volver_a_boleta")
    choose("o.1.1")
    assert voter.state.listening.said == ("e.marca", "t.voz.marcada", "o.1.1")
    choose("t.boton.siguiente")
    review = voter.state.listening.said
    assert [clip for clip in review if clip[0] in "co"] == ["c.0", "o.0.2", "c.1", "o.1.1"]
    choose("t.boton.confirmar")
    assert voter.effects == [CommitPending(1, (Voto((Mark(2),)), Voto((Mark(1),))), replaced=False)]
    voter.do(PendingCommitted(1))
    assert "t.impresion.titulo" in voter.state.listening.said
    voter.do(TestigoPrinted(1, 0), TestigoPrinted(1, 1), PendingSettled(1, Settlement.FINAL, 0, FACTS))
    assert "t.gracias.titulo" in voter.state.listening.said
    choose("t.boton.terminar")
    assert voter.state.listening == replace(ENABLED.listening, serial=voter.state.listening.serial)


def test_marks_taken_away_and_refused_are_said() -> None:
    voter = to_boleta(Voter())
    assert voter.choose("o.0.0") == ("e.marca", "t.voz.marcada", "o.0.0")
    assert voter.press(VoterKey.REPETIR)[:2] == ("o.0.0", "t.voz.marcada")
    refused = ("e.aviso", "t.boleta.aviso.no_se_combina")
    last = len(gubernatura().options) - 1
    assert voter.choose(f"o.0.{last}") == refused
    assert voter.press(VoterKey.ELEGIR) == refused
    voter.until("o.0.0")
    assert voter.press(VoterKey.ELEGIR) == ("e.quita", "t.voz.quitada", "o.0.0")
    assert voter.state.turn.selections[0] == ()


def test_everything_that_a_finger_reaches_a_key_and_a_scan_reach() -> None:
    for state in states():
        screen = screen_for(state)
        if state.turn.step in NOBODY or not state.turn.contests:
            continue
        wanted = {f"t.{action.text.key}" for action in (*screen.actions, ADJUST) if action.enabled}
        for scanning in (False, True):
            voter = Voter(replace(state, limits=Limits(thanks_s=600)))
            voter.press(VoterKey.INTERRUPTOR_2 if scanning else VoterKey.SIGUIENTE)
            reached: set[str] = set()
            for _ in range(len(targets(screen, FACTS.contests)) + 5):
                if scanning:
                    rest(voter)
                else:
                    voter.press(VoterKey.SIGUIENTE)
                reached |= {clip for clip in voter.state.listening.said if clip.startswith("t.boton")}
            assert reached == wanted, state.turn.step


def test_a_touch_and_a_key_lead_to_the_same_turn() -> None:
    by_key, by_touch = to_boleta(Voter()), Voter().do(ActionTouched("comenzar"))
    by_key.choose("o.0.2")
    by_touch.do(OptionTouched(2))
    assert by_key.state.turn == by_touch.state.turn


def test_speed_and_volume_have_their_steps_and_stop_at_the_ends() -> None:
    assert len(WORDS_PER_MINUTE) in range(6, 9)
    assert (WORDS_PER_MINUTE[0], WORDS_PER_MINUTE[USUAL_RATE], WORDS_PER_MINUTE[-1]) == (60, 120, 250)
    voter = Voter()
    voter.press(VoterKey.AYUDA)
    for key, word, last in (
        (VoterKey.RAPIDO, "t.voz.velocidad", len(WORDS_PER_MINUTE)),
        (VoterKey.LENTO, "t.voz.velocidad", 1),
        (VoterKey.FUERTE, "t.voz.volumen", len(VOLUME_PERCENT)),
        (VoterKey.BAJO, "t.voz.volumen", 1),
    ):
        assert voter.press(*[key] * 9) == (word, f"n.{last}")


def test_a_scan_can_be_made_slower_by_its_own_switch() -> None:
    voter = Voter()
    voter.press(VoterKey.INTERRUPTOR_1)
    while "t.voz.mas_lento" not in voter.state.listening.said:
        rest(voter)
    assert voter.press(VoterKey.INTERRUPTOR_1) == ("t.voz.velocidad", f"n.{USUAL_RATE}")
    assert voter.state.listening.rate == USUAL_RATE - 1


def test_a_scan_can_be_made_slower_or_faster_at_any_time_among_the_settings() -> None:
    voter = to_boleta(Voter())
    voter.press(VoterKey.INTERRUPTOR_1)
    for said, rate in (("t.voz.mas_lento", USUAL_RATE - 1), ("t.voz.mas_rapido", USUAL_RATE)):
        if voter.state.turn.adjusting is False:
            voter.do(ActionTouched(ADJUST.id))
        while said not in voter.state.listening.said:
            rest(voter)
        voter.press(VoterKey.INTERRUPTOR_1)
        assert voter.state.listening.rate == rate
    before = replace(voter.state.turn, adjusting=False, idle_seconds=0)
    assert before == replace(to_boleta(Voter()).state.turn, idle_seconds=0)


def test_a_scan_waits_for_the_end_of_what_is_said_and_the_other_switch_goes_back() -> None:
    voter = Voter()
    voter.press(VoterKey.INTERRUPTOR_1)
    voter.do(Ticked(30))
    assert voter.state.listening.focus == TITLE
    rest(voter)
    rest(voter)
    assert voter.state.listening.focus == 1
    assert voter.press(VoterKey.INTERRUPTOR_2) == ("t.boton.comenzar",)


def test_who_listens_is_not_taken_for_gone_but_speech_cannot_keep_a_turn_open() -> None:
    voter = Voter()
    voter.press(VoterKey.AYUDA)
    voter.do(*[Ticked(1)] * (MOST_SPEECH_S - 1))
    assert voter.state.turn.idle_seconds == 0
    voter.do(*[Ticked(1)] * (ENABLED.limits.warn_s + 1))
    assert voter.state.listening.said == ("e.aviso", "t.turno.sigue_ahi")
    voter.press(VoterKey.SIGUIENTE)
    assert voter.state.turn.alert is None
    assert voter.state.turn.idle_seconds == 0


def test_headphones_say_once_how_to_begin_and_silence_when_pulled_out() -> None:
    voter = Voter().do(HeadphonesChanged(plugged=True))
    assert voter.state.listening.said == ("t.voz.invitacion",)
    serial = voter.state.listening.serial
    voter.do(HeadphonesChanged(plugged=True), Ticked(1))
    assert voter.state.listening.serial == serial
    voter.press(VoterKey.SIGUIENTE)
    voter.do(HeadphonesChanged(plugged=False))
    assert not voter.state.listening.said
    assert not voter.state.listening.on


def test_a_finger_on_the_glass_ends_the_invitation() -> None:
    voter = Voter().do(HeadphonesChanged(plugged=True), ActionTouched("comenzar"))
    assert voter.state.listening.said == ()


def test_nobody_hears_a_screen_of_the_mesa_nor_the_voter_before() -> None:
    voter = to_boleta(Voter())
    voter.choose("o.0.2")
    voter.press(VoterKey.RAPIDO, VoterKey.PANTALLA)
    assert aid_for(voter.state).dark
    menu = replace(voter.state, phase=Menu())
    assert aid_for(menu) == Aid()
    menu, _ = reduce(menu, Ticked(1))
    assert menu.listening.said == ()
    voter.choose("t.boton.salir_sin_votar")
    voter.choose("t.boton.salir_confirmar")
    assert replace(voter.state.listening, serial=0) == ENABLED.listening
    assert voter.press(VoterKey.SIGUIENTE) == ()
    assert "o." not in repr(voter.state.listening)


def kinds() -> State:
    """A boleta of preferences, a scale, and one of two pages."""
    people = tuple(replace(gubernatura().options[0], id=OptionId(f"P{place}"), kind=RESPUESTA) for place in range(30))
    plain = replace(consulta(), options=tuple(replace(option, candidatura=None, partidos=()) for option in people))
    contests = (
        replace(plain, id=ContestId("ORDEN"), kind=ContestKind.RANKED, options=plain.options[:4], max_marks=3),
        replace(
            plain, id=ContestId("NOTA"), kind=ContestKind.SCALE, options=plain.options[:2], scale_max=3, max_marks=2
        ),
        replace(plain, id=ContestId("LARGA"), kind=ContestKind.N_OF_M, max_marks=2),
    )
    facts = Facts(contests=contests)
    return replace(ENABLED, facts=facts, turn=enabled_turn(facts, 1, ""))


def test_preferences_values_and_pages_are_heard_and_reached() -> None:
    voter = to_boleta(Voter(kinds()))
    voter.choose("o.0.2")
    assert voter.choose("o.0.1") == ("e.marca", "t.voz.preferencia", "n.2", "o.0.1")
    voter.until("o.0.2")
    removed = voter.press(VoterKey.ELEGIR)
    assert removed[:3] == ("e.quita", "t.voz.quitada", "o.0.2")
    assert "t.boleta.aviso.preferencias_subieron" in removed
    voter.choose("t.boton.siguiente")
    for value in ("n.1", "n.2"):
        voter.until(value)
    assert voter.state.listening.said == ("o.1.0", "t.voz.valor", "n.2", "t.voz.sin_marca")
    assert voter.press(VoterKey.ELEGIR) == ("e.marca", "t.voz.valor", "n.2", "o.1.0")
    assert "n.2" in voter.choose("t.boton.siguiente")
    leaves = pages(voter.state.facts.contests[2], voter.state.turn.viewing.letters)
    heard = ("e.pantalla", "t.voz.pagina", "n.2", "t.voz.de", f"n.{len(leaves)}")
    assert voter.choose("t.boton.mas_opciones")[:5] == heard
    assert voter.state.listening.focus == TITLE
    voter.choose(f"o.2.{leaves[1][0]}")
    assert voter.state.turn.selections == ((Mark(1, 1),), (Mark(0, 2),), (Mark(leaves[1][0]),))


def test_the_settings_are_heard_chosen_and_left_without_a_mark_lost() -> None:
    voter = to_boleta(Voter())
    voter.choose("o.0.2")
    marks = voter.state.turn.selections
    assert "t.banda.ajustes" in voter.choose("t.boton.ajustar")
    large = ("t.ajustes.letra.titulo", "t.ajustes.letra.grande")
    voter.until(large[1])
    assert voter.state.listening.said == large
    assert voter.press(VoterKey.ELEGIR) == ("e.marca", *large, "t.voz.elegido")
    assert "t.voz.boleta" in voter.choose("t.boton.ajuste_listo")
    assert voter.state.turn.selections == marks


def test_what_is_said_is_in_no_repr() -> None:
    voter = to_boleta(Voter())
    voter.choose("o.0.2")
    assert "o.0.2" not in repr(voter.state)
    assert "said" not in repr(voter.state)


def touched(state: State, event: object) -> object:
    """The touch that a choosing key stands for."""
    return ActionTouched(aid_for(state).focus) if isinstance(event, Press) else event


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(states())), st.lists(st.sampled_from(ALL), max_size=30))
def test_no_key_does_what_a_touch_could_not(start: State, events: list[object]) -> None:
    state = start
    for event in events:
        after, effects = reduce(state, event)
        check_step(state, touched(state, event), after, effects)
        if after.turn.step in NOBODY:
            assert not after.listening.on
        state = after
