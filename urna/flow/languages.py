"""The languages of a theme, and the buttons by which a voter chooses one at any time. It must not store a choice.

The chosen one is part of how a voter sees the screen (`viewing`): it ends with the turn, and paper is Spanish for all.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from shared.domain.eleccion import Informacion
from shared.formats.catalogues import SPANISH
from shared.formats.theme_model import Theme
from shared.formats.theme_texts import contest_in
from urna.flow.screen import Action, Choice, ScreenId, Setting, SettingsScreen, Text
from urna.flow.viewing import Viewing

SPANISH_NAME = "Español"
_PREFIX = "lengua_"


@dataclass(frozen=True, slots=True)
class Language:
    """A language that a voter may choose: its code, its name in itself, and whether it can be heard.

    ``info`` is what it says of each contest besides its boleta; none in a theme that says nothing.
    """

    code: str
    name: str
    heard: bool = False
    info: tuple[tuple[Informacion, ...], ...] = field(default=(), repr=False)


def languages_of(theme: Theme) -> tuple[Language, ...]:
    """What there is to choose from, Spanish first; nothing where there is Spanish alone."""
    if not theme.languages:
        return ()
    heard = {locucion.language for locucion in theme.locuciones}
    named = ((SPANISH, SPANISH_NAME), *((each.language, each.name) for each in theme.languages))
    return tuple(Language(code, name, code in heard, _info_in(theme, code)) for code, name in named)


def _info_in(theme: Theme, code: str) -> tuple[tuple[Informacion, ...], ...]:
    if not any(contest.info for contest in theme.contests):
        return ()
    return tuple(contest_in(theme, place, code).info for place in range(len(theme.contests)))


def language_actions(languages: Iterable[Language], viewing: Viewing) -> tuple[Action, ...]:
    """A button for each language that is not the voter's now."""
    return tuple(_action(each) for each in languages if each.code != viewing.language)


def chosen_language(languages: Iterable[Language], action: str) -> str | None:
    """The code of the language that a button stands for; None for any other button."""
    return next((each.code for each in languages if action == f"{_PREFIX}{each.code}"), None)


def heard_code(languages: Iterable[Language], viewing: Viewing) -> str:
    """The language in which the voter hears; empty for the theme's usual one, as where the chosen one has no sound."""
    return next((each.code for each in languages if each.code == viewing.language and each.heard), "")


def languages_screen(languages: Iterable[Language], viewing: Viewing, done: Action) -> SettingsScreen:
    """The list with which keys begin, each language by its own name; who listens is offered those that can be heard."""
    choices = tuple(Choice(_action(each), chosen=each.code == viewing.language) for each in languages)
    return SettingsScreen(ScreenId.LENGUA, (Setting(Text("lengua.titulo"), choices),), (done,), viewing)


def _action(language: Language) -> Action:
    name = Text("lengua.nombre", (("nombre", language.name),))
    return Action(f"{_PREFIX}{language.code}", name, heard=language.heard)
