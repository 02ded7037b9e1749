"""The languages of a theme, and the list by which a voter chooses one at any time. It must not store a choice.

The chosen one is part of how a voter sees the screen (`viewing`): it ends with the turn, and paper is Spanish for all.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.formats.catalogues import SPANISH
from shared.formats.theme_model import Theme
from urna.flow.screen import Action, Choice, ScreenId, Setting, SettingsScreen, Text
from urna.flow.viewing import Viewing

SPANISH_NAME = "Español"
OPEN = "lengua"
"""Opens the list; its button bears the names of all languages, each in itself."""
_PREFIX = "lengua_"


@dataclass(frozen=True, slots=True)
class Language:
    """A language that a voter may choose: its code, its name in itself, and whether it can be heard."""

    code: str
    name: str
    heard: bool = False


def languages_of(theme: Theme) -> tuple[Language, ...]:
    """What there is to choose from, Spanish first; nothing where there is Spanish alone."""
    if not theme.languages:
        return ()
    heard = {locucion.language for locucion in theme.locuciones}
    named = ((SPANISH, SPANISH_NAME), *((each.language, each.name) for each in theme.languages))
    return tuple(Language(code, name, code in heard) for code, name in named)


def open_action(languages: Iterable[Language]) -> tuple[Action, ...]:
    """The button that opens the list; none where there is nothing to choose."""
    names = " · ".join(language.name for language in languages)
    return (Action(OPEN, Text("boton.lengua", (("lenguas", names),))),) if names else ()


def chosen_language(languages: Iterable[Language], action: str) -> str | None:
    """The code of the language that a button of the list stands for; None for any other button."""
    return next((each.code for each in languages if action == f"{_PREFIX}{each.code}"), None)


def heard_code(languages: Iterable[Language], viewing: Viewing) -> str:
    """The language in which the voter hears; empty for the theme's usual one, as where the chosen one has no sound."""
    return next((each.code for each in languages if each.code == viewing.language and each.heard), "")


def languages_screen(languages: Iterable[Language], viewing: Viewing, done: Action) -> SettingsScreen:
    """The list, each language by its own name; who listens is offered those that can be heard."""
    choices = tuple(
        Choice(
            Action(f"{_PREFIX}{each.code}", Text("lengua.nombre", (("nombre", each.name),))),
            chosen=each.code == viewing.language,
            heard=each.heard,
        )
        for each in languages
    )
    return SettingsScreen(ScreenId.LENGUA, (Setting(Text("lengua.titulo"), choices),), (done,), viewing)
