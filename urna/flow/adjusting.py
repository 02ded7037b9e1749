"""The voter's settings: over any screen of a turn, without touching its marks, and gone with it. It must not store one.

Opened by one button that every screen of a voter has, closed by another or by whatever the turn does meanwhile.
"""

from collections.abc import Mapping
from dataclasses import replace

from urna.flow.input import ActionTouched, OptionTouched
from urna.flow.languages import Language, chosen_language, language_actions, languages_screen
from urna.flow.screen import Action, Choice, ScreenId, Setting, SettingsScreen, Text
from urna.flow.state import State, Turn, TurnStep
from urna.flow.viewing import Contrast, Letters, Viewing

ADJUST = Action("ajustar", Text("boton.ajustar"))
"""Opens the settings; it stands on every screen of a voter."""
DONE = Action("ajuste_listo", Text("boton.ajuste_listo"), primary=True)
"""Closes them: back to the screen that was there."""

LETTERS: Mapping[str, tuple[Letters, Text]] = {
    "letra_chica": (Letters.SMALL, Text("ajustes.letra.chica")),
    "letra_normal": (Letters.NORMAL, Text("ajustes.letra.normal")),
    "letra_grande": (Letters.LARGE, Text("ajustes.letra.grande")),
    "letra_muy_grande": (Letters.LARGEST, Text("ajustes.letra.muy_grande")),
}
CONTRASTS: Mapping[str, tuple[Contrast, Text]] = {
    "color_normal": (Contrast.NORMAL, Text("ajustes.color.normal")),
    "color_alto": (Contrast.HIGH, Text("ajustes.color.alto")),
    "color_oscuro": (Contrast.DARK, Text("ajustes.color.oscuro")),
    "color_suave": (Contrast.SOFT, Text("ajustes.color.suave")),
}
NOBODY = frozenset({TurnStep.NONE, TurnStep.ENABLING, TurnStep.CANCELLING})
"""Steps in which the screen is no voter's."""


def chosen(viewing: Viewing, action: str) -> Viewing | None:
    """The settings after a touch of one of their buttons; None when the action is none of theirs."""
    if action in LETTERS:
        return replace(viewing, letters=LETTERS[action][0])
    if action in CONTRASTS:
        return replace(viewing, contrast=CONTRASTS[action][0])
    return None


def adjusted(turn: Turn, event: object, languages: tuple[Language, ...]) -> Turn | None:
    """The turn after a touch that is about the settings; None when the turn itself has to judge the event.

    A language closes the settings: its first words are those that the voter came for.
    """
    if turn.step in NOBODY or not isinstance(event, ActionTouched | OptionTouched):
        return None
    if isinstance(event, OptionTouched):
        return turn if turn.adjusting or turn.choosing else None
    language = chosen_language(languages, event.action)
    if language is not None and (turn.choosing or turn.adjusting or turn.step is TurnStep.ENABLED):
        return replace(_present(turn, adjusting=False), viewing=replace(turn.viewing, language=language))
    if turn.adjusting or turn.choosing:
        return _of_settings(turn, event.action)
    return _present(turn, adjusting=True) if event.action == ADJUST.id else None


def _of_settings(turn: Turn, action: str) -> Turn:
    if action == DONE.id:
        return _present(turn, adjusting=turn.adjusting and turn.choosing)
    viewing = None if turn.choosing else chosen(turn.viewing, action)
    return turn if viewing is None else replace(_present(turn, adjusting=True), viewing=viewing)


def choosing(turn: Turn) -> Turn:
    """The turn with the list of languages open, with which who uses keys begins."""
    return replace(_present(turn, adjusting=turn.adjusting), choosing=True)


def _present(turn: Turn, *, adjusting: bool) -> Turn:
    """Whoever touches is there: what warned of an absent voter goes away."""
    return replace(turn, adjusting=adjusting, choosing=False, idle_seconds=0, alert=None)


def settings_screen(state: State) -> SettingsScreen:
    """The settings, with the chosen ones said to be so; the list of languages while that is open."""
    viewing, languages = state.turn.viewing, state.facts.languages
    if state.turn.choosing:
        return languages_screen(languages, viewing, DONE)
    letters = tuple(
        Choice(Action(name, text), chosen=letters is viewing.letters) for name, (letters, text) in LETTERS.items()
    )
    contrasts = tuple(
        Choice(Action(name, text), chosen=contrast is viewing.contrast) for name, (contrast, text) in CONTRASTS.items()
    )
    settings = (Setting(Text("ajustes.letra.titulo"), letters), Setting(Text("ajustes.color.titulo"), contrasts))
    return SettingsScreen(ScreenId.AJUSTES, settings, (DONE, *language_actions(languages, viewing)), viewing)
