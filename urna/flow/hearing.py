"""What keys, switches and headphones do, and what a voter who listens is told of it. It must not know a rule of voting.

A key that chooses becomes the event of the touch that it stands for, and takes the same road as one.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from shared.formats.catalogues import SPANISH
from urna.flow import speech, trying
from urna.flow.adjusting import NOBODY, choosing
from urna.flow.effects import Effect
from urna.flow.focus import Target, VoterScreen, targets
from urna.flow.input import HeadphonesChanged, SpeechEnded, Ticked, VoterKey, VoterKeyPressed
from urna.flow.languages import heard_code
from urna.flow.listening import (
    DWELL_S,
    MOST_SPEECH_S,
    TITLE,
    VOLUME_PERCENT,
    WORDS_PER_MINUTE,
    Aid,
    Listening,
    step,
)
from urna.flow.phases import Trying, Voting
from urna.flow.screen import BoletaScreen, InfoScreen, ReviewScreen, Screen, SettingsScreen, Text, VoterMessageScreen
from urna.flow.screen_for import screen_for
from urna.flow.state import State, TurnStep

Inner = Callable[[State, object], tuple[State, tuple[Effect, ...]]]

_INVITING = frozenset({TurnStep.ENABLED, TurnStep.ASK_SLIP, TurnStep.ASK_TESTIGO})
"""Where headphones that are in their socket say how to begin."""
_ABSENT = (Text("turno.sigue_ahi"), Text("turno.mesa_avisada"))
_LEVELS: Mapping[VoterKey, int] = {
    VoterKey.RAPIDO: 1,
    VoterKey.LENTO: -1,
    VoterKey.FUERTE: 1,
    VoterKey.BAJO: -1,
}
_RATES = frozenset({VoterKey.RAPIDO, VoterKey.LENTO})
_SWITCHES = frozenset({VoterKey.INTERRUPTOR_1, VoterKey.INTERRUPTOR_2})
_MOVES: Mapping[VoterKey, int] = {VoterKey.SIGUIENTE: 1, VoterKey.ANTERIOR: -1}


def heard(state: State, event: object, inner: Inner) -> tuple[State, tuple[Effect, ...]]:
    """Apply one event by ``inner``, a key as the touch that it stands for, and say what is to be heard of it."""
    match event:
        case HeadphonesChanged() | VoterKeyPressed() if isinstance(state.phase, Trying):
            return _tried(state, event, inner)
        case HeadphonesChanged():
            return _follow(state, _plugged(state, event), event), ()
        case SpeechEnded():
            ended = event.serial == state.listening.serial
            return (_put(state, speaking=False) if ended else state), ()
        case VoterKeyPressed():
            return _pressed(state, event, inner)
        case Ticked() if state.listening.on:
            after, effects = inner(_passed(state, event), event)
            return _follow(state, _scanned(after, event), event), effects
        case _:
            after, effects = inner(state, event)
            return _follow(state, after, event), effects


def _tried(state: State, event: HeadphonesChanged | VoterKeyPressed, inner: Inner) -> tuple[State, tuple[Effect, ...]]:
    """Somebody of the institute tries what voters will use; nothing is chosen by it."""
    known = _plugged(state, event) if isinstance(event, HeadphonesChanged) else state
    after, effects = inner(known, event)
    new = known.listening.plugged != state.listening.plugged or isinstance(event, VoterKeyPressed)
    if new and trying.sounds(event):
        after = _say(after, trying.SAID)
    return _follow(state, after, event), effects


def aid_for(state: State) -> Aid:
    """What the glass shows for who votes by keys; nothing for anyone else."""
    screen = screen_for(state)
    if not state.listening.on or not _is_voters(state, screen):
        return Aid()
    target = _target(state, screen)
    return Aid(target.touch_id if target is not None else "", state.listening.dark)


def _put(state: State, **changes: object) -> State:
    return replace(state, listening=replace(state.listening, **changes))  # type: ignore[arg-type]


def _say(state: State, clips: speech.Clips) -> State:
    """Whatever sounds now ends, and this begins."""
    serial, language = state.listening.serial + 1, heard_code(state.facts.languages, state.turn.viewing)
    return _put(state, said=clips, serial=serial, language=language, speaking=bool(clips), speaking_s=0, rested_s=0)


def _is_voters(state: State, screen: Screen) -> bool:
    open_turn = isinstance(state.phase, Voting) and state.auth is None and state.turn.step not in NOBODY
    return open_turn and isinstance(screen, VoterScreen)


def _reachable(state: State, screen: Screen) -> tuple[Target, ...]:
    listening = state.listening
    return targets(screen, state.facts.contests, scanning=listening.scanning, heard=listening.plugged)


def _target(state: State, screen: Screen) -> Target | None:
    found = _reachable(state, screen)
    return found[state.listening.focus] if TITLE < state.listening.focus < len(found) else None


def _plugged(state: State, event: HeadphonesChanged) -> State:
    """Headphones that are pulled out end what sounds: it would go on where anybody hears."""
    if event.plugged == state.listening.plugged:
        return state
    return _put(state, plugged=event.plugged, on=state.listening.on and event.plugged)


def _passed(state: State, event: Ticked) -> State:
    """Seconds of speech, which cannot go on for ever."""
    spoken = state.listening.speaking_s + event.seconds
    if not state.listening.speaking:
        return state
    return _put(state, speaking_s=spoken, speaking=spoken < MOST_SPEECH_S)


def _scanned(state: State, event: Ticked) -> State:
    """The focus of a scan advances when it rested long enough on what was said."""
    listening = state.listening
    if not listening.scanning or listening.speaking:
        return state
    rested = listening.rested_s + event.seconds
    if rested < DWELL_S[listening.rate]:
        return _put(state, rested_s=rested)
    return _put(state, focus=_beside(state, 1), rested_s=0)


def _beside(state: State, by: int) -> int:
    """The place before or after; the title is among those of keys, and a scan passes over it."""
    count = len(_reachable(state, screen_for(state)))
    if not count:
        return TITLE
    if state.listening.scanning:
        return (max(state.listening.focus, TITLE if by > 0 else 0) + by) % count
    return (state.listening.focus + 1 + by) % (count + 1) - 1


def _pressed(state: State, event: VoterKeyPressed, inner: Inner) -> tuple[State, tuple[Effect, ...]]:
    """The first key only begins; nothing is chosen by who does not know yet what a key does."""
    screen = screen_for(state)
    if not _is_voters(state, screen):
        return state, ()
    before, state = state, _present(state)
    if not state.listening.on:
        return _begun(_put(state, on=True, focus=TITLE, scanning=event.key in _SWITCHES)), ()
    chosen = _choice(state, event.key, screen)
    if chosen is None:
        return _follow(before, _moved(state, event.key), event), ()
    if isinstance(chosen.event, VoterKeyPressed):
        return _follow(before, _moved(state, chosen.event.key), chosen.event), ()
    after, effects = inner(state, chosen.event)
    return _follow(before, after, event), effects


def _begun(state: State) -> State:
    """First the language, where several can be heard and nobody chose one by touch; then how to go on."""
    if sum(language.heard for language in state.facts.languages) < 2 or state.turn.viewing.language != SPANISH:
        return _welcomed(state)
    state = replace(state, turn=choosing(state.turn))
    return _say(state, speech.whole(screen_for(state), state.facts))


def _welcomed(state: State) -> State:
    """What the keys do, and where the voter is."""
    said = ("t.voz.bienvenida", *speech.whole(screen_for(state), state.facts))
    return _say(_put(state, focus=TITLE, welcomed=True), said)


def _present(state: State) -> State:
    """Whoever presses a key is there; what was said of a choice goes away with the next key, as with a touch."""
    turn = replace(state.turn, idle_seconds=0)
    return replace(state, turn=replace(turn, alert=None) if turn.alert in _ABSENT else turn)


def _choice(state: State, key: VoterKey, screen: Screen) -> Target | None:
    chooses = key is VoterKey.ELEGIR or (key is VoterKey.INTERRUPTOR_1 and state.listening.scanning)
    return _target(state, screen) if chooses else None


def _moved(state: State, key: VoterKey) -> State:
    """The keys that choose nothing."""
    listening = state.listening
    if key in _MOVES:
        return _put(state, focus=_beside(state, _MOVES[key]))
    if key in _SWITCHES and not listening.scanning:
        return _put(state, scanning=True, focus=TITLE)
    if key is VoterKey.INTERRUPTOR_2:
        return _put(state, focus=_beside(state, -1), rested_s=0)
    if key in _RATES:
        return _put(state, rate=step(listening.rate, _LEVELS[key], WORDS_PER_MINUTE))
    if key in _LEVELS:
        return _put(state, volume=step(listening.volume, _LEVELS[key], VOLUME_PERCENT))
    return _put(state, dark=not listening.dark) if key is VoterKey.PANTALLA else state


def _follow(before: State, after: State, event: object) -> State:
    """Say what is new. With the turn, its hearing ends: only that headphones are in their socket stays known."""
    listening = after.listening
    screen = screen_for(after)
    if isinstance(after.phase, Trying):
        return after
    if not _is_voters(after, screen):
        if after.turn.step in NOBODY:
            after = replace(after, listening=Listening(listening.plugged, said=listening.said, serial=listening.serial))
        return _say(after, ()) if listening.said else after
    if not listening.on:
        return _invited(before, after)
    if not listening.welcomed and not after.turn.choosing:
        return _welcomed(after)
    clips = _news(before, after, event)
    if clips is None:
        return after
    if _identity(screen_for(before)) != _identity(screen):
        after = _refocused(before, after)
        clips = clips if after.listening.focus == TITLE else (speech.NEW_SCREEN, *_here(after))
    return _say(after, clips)


def _refocused(before: State, after: State) -> State:
    """The focus on the title of another screen; back from the information of a boleta, where it was before."""
    was, now = before.turn.reading, after.turn.reading
    if was is None and now is not None:
        target = _target(before, screen_for(before))
        return _put(after, focus=TITLE, left=target.touch_id if target is not None else "")
    screen, names = screen_for(after), list[str]()
    if was is not None and now is None and not isinstance(screen, SettingsScreen):
        names = [target.touch_id for target in _reachable(after, screen)]
    return _put(after, focus=names.index(after.listening.left) if after.listening.left in names else TITLE)


def _invited(before: State, after: State) -> State:
    """Headphones say how to begin: when a turn begins or they are put in, once."""
    if before.listening.on:
        return _say(after, ())
    new = (before.turn.step, before.listening.plugged) != (after.turn.step, True)
    if after.turn.step not in _INVITING or not after.listening.plugged:
        return _say(after, ()) if after.listening.said else after
    return _say(after, speech.in_each_language("t.voz.invitacion", after.facts)) if new else after


def _news(before: State, after: State, event: object) -> speech.Clips | None:
    """What is to be said after an event; None when nothing is."""
    old, new, facts = screen_for(before), screen_for(after), after.facts
    if _identity(old) != _identity(new):
        return _another(old, new, after)
    alert = _alert_of(new)
    if isinstance(old, BoletaScreen) and isinstance(new, BoletaScreen) and old.selection != new.selection:
        notice = speech.alert(alert, facts) if alert is not None else ()
        return (*speech.changed(old, new, facts), *notice)
    if alert is not None and (alert != _alert_of(old) or _is_choice(event)):
        return speech.alert(alert, facts)
    if isinstance(old, SettingsScreen) and isinstance(new, SettingsScreen) and old.settings != new.settings:
        return (speech.MARK, *_here(after))
    if isinstance(event, VoterKeyPressed):
        return _answer(before, after, event.key)
    return _here(after) if before.listening.focus != after.listening.focus else None


def _another(old: Screen, new: Screen, after: State) -> speech.Clips:
    """Another screen whole; of another page of the same boleta, or of its information, what is other."""
    if isinstance(old, InfoScreen) and isinstance(new, InfoScreen):
        return speech.info_page(new, after.facts)
    if not isinstance(old, BoletaScreen) or not isinstance(new, BoletaScreen):
        return speech.whole(new, after.facts)
    same = (old.id, old.position) == (new.id, new.position)
    return speech.page(new, after.facts) if same else speech.whole(new, after.facts)


def _is_choice(event: object) -> bool:
    return isinstance(event, VoterKeyPressed) and event.key in (VoterKey.ELEGIR, VoterKey.INTERRUPTOR_1)


def _answer(before: State, after: State, key: VoterKey) -> speech.Clips:
    """Every key is answered, so that nobody wonders whether it was felt."""
    listening = after.listening
    if key in _RATES:
        return ("t.voz.velocidad", speech.number(listening.rate + 1))
    if key in _LEVELS:
        return ("t.voz.volumen", speech.number(listening.volume + 1))
    if key is VoterKey.PANTALLA:
        return ("t.voz.pantalla_apagada" if listening.dark else "t.voz.pantalla_encendida",)
    if key is VoterKey.AYUDA:
        return ("t.voz.ayuda_interruptores" if listening.scanning else "t.voz.ayuda",)
    if _is_choice(VoterKeyPressed(key)) and before.listening.scanning == listening.scanning:
        return ("t.voz.elija_primero",) if listening.focus == TITLE else (speech.NOTICE, "t.voz.no_se_puede")
    return _here(after)


def _here(state: State) -> speech.Clips:
    screen = screen_for(state)
    target = _target(state, screen)
    if target is None or not isinstance(screen, VoterScreen):
        return speech.whole(screen, state.facts)
    return speech.focused(screen, target, state.facts)


def _alert_of(screen: Screen) -> Text | None:
    return screen.alert if isinstance(screen, BoletaScreen | ReviewScreen | VoterMessageScreen | InfoScreen) else None


def _identity(screen: Screen) -> tuple[object, ...]:
    """What makes one screen another for who listens: not its marks, notices or progress."""
    match screen:
        case BoletaScreen():
            return (screen.id, screen.position, screen.page)
        case ReviewScreen():
            return (screen.id, screen.page)
        case InfoScreen():
            return (screen.id, screen.contest, screen.page)
        case VoterMessageScreen():
            return (screen.id, screen.title, screen.message)
        case _:
            return (screen.id,)
