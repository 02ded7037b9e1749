"""What the flow says against the clips that a theme must have: no sentence without a sound. It needs no urna."""

from collections.abc import Iterator
from dataclasses import replace

from shared.formats.theme_sounds import required_clips, sentences
from tests.unit.formats import examples
from tests.unit.urna.test_turn import EVENTS, FACTS, states
from urna.flow.focus import VoterScreen, targets
from urna.flow.input import HeadphonesChanged, Ticked, VoterKey, VoterKeyPressed
from urna.flow.listening import VOLUME_PERCENT, WORDS_PER_MINUTE
from urna.flow.reducer import reduce
from urna.flow.screen import SettingsScreen, VoterMessageScreen
from urna.flow.screens_turn import PRINTER_FAULTS
from urna.flow.speech import EARCONS
from urna.services.earcons import NOTES, earcon
from urna.ui.samples import samples


def everything_said() -> Iterator[str]:
    """What the flow says in every step: by every key, after every event, and at every place of the focus."""
    events = (*EVENTS, HeadphonesChanged(plugged=True), Ticked(130), *(VoterKeyPressed(key) for key in VoterKey))
    for start in states():
        yield from reduce(start, HeadphonesChanged(plugged=True))[0].listening.said
        scanning, _ = reduce(start, VoterKeyPressed(VoterKey.INTERRUPTOR_1))
        yield from reduce(scanning, VoterKeyPressed(VoterKey.AYUDA))[0].listening.said
        state, _ = reduce(start, VoterKeyPressed(VoterKey.SIGUIENTE))
        yield from state.listening.said
        for event in events:
            yield from reduce(state, event)[0].listening.said
        for _ in range(10):
            state, _ = reduce(state, VoterKeyPressed(VoterKey.SIGUIENTE))
            yield from state.listening.said
            yield from reduce(state, VoterKeyPressed(VoterKey.ELEGIR))[0].listening.said


def test_whatever_the_flow_says_has_a_clip_in_every_theme_that_is_heard() -> None:
    said = frozenset(everything_said())
    theme = replace(examples.theme(), contests=FACTS.contests)
    assert said <= required_clips(theme) | set(EARCONS)
    assert {f"t.{text.key}" for text in PRINTER_FAULTS.values()} <= set(sentences())
    assert {"t.voz.siga", "t.voz.invitacion", "t.banda.ajustes", "e.aviso"} <= said


def test_every_text_of_a_screen_of_the_voter_is_among_those_that_are_said() -> None:
    theme = examples.theme()
    shown = [
        each for each in samples(theme).values() if isinstance(each, VoterScreen) and targets(each, theme.contests)
    ]
    texts = {action.text.key for screen in shown for action in screen.actions}
    said = [screen.alert for screen in shown if not isinstance(screen, SettingsScreen)]
    texts |= {alert.key for alert in said if alert is not None}
    texts -= {"lengua.nombre"}  # each is said by a voice of its own
    texts |= {screen.message.key for screen in shown if isinstance(screen, VoterMessageScreen)}
    assert {f"t.{key}" for key in texts} <= set(sentences())


def test_levels_have_numbers_and_signals_have_tones() -> None:
    theme = examples.theme()
    levels = {f"n.{level + 1}" for steps in (VOLUME_PERCENT, WORDS_PER_MINUTE) for level in range(len(steps))}
    assert levels <= required_clips(theme)
    assert set(NOTES) == set(EARCONS)
    assert len({earcon(key) for key in EARCONS}) == len(EARCONS)
    assert earcon("t.voz.ayuda") == b""
