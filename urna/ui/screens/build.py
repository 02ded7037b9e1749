"""Chooses the view of a screen value. It must not look at anything but the value."""

from typing import assert_never

from urna.flow.screen import (
    BoletaScreen,
    CodeScreen,
    HelpScreen,
    InfoScreen,
    ProcedureScreen,
    ReviewScreen,
    Screen,
    SettingsScreen,
    TouchScreen,
    VoterMessageScreen,
)
from urna.ui.screens.boleta import BlankView, BoletaView
from urna.ui.screens.code import CodeView
from urna.ui.screens.help import HelpView
from urna.ui.screens.information import InfoView
from urna.ui.screens.message import MessageView
from urna.ui.screens.procedure import ProcedureView
from urna.ui.screens.review import ReviewView
from urna.ui.screens.settings import SettingsView
from urna.ui.screens.touch import TouchView
from urna.ui.screens.view import View
from urna.ui.stage import Stage


def build_view(stage: Stage, screen: Screen) -> View:  # noqa: C901, PLR0911 - one case for each kind of screen
    """Draw ``screen`` anew."""
    match screen:
        case BoletaScreen(ask_blank=True):
            return BlankView(stage, screen)
        case BoletaScreen():
            return BoletaView(stage, screen)
        case ReviewScreen():
            return ReviewView(stage, screen)
        case SettingsScreen():
            return SettingsView(stage, screen)
        case InfoScreen():
            return InfoView(stage, screen)
        case VoterMessageScreen():
            return MessageView(stage, screen)
        case ProcedureScreen():
            return ProcedureView(stage, screen)
        case HelpScreen():
            return HelpView(stage, screen)
        case TouchScreen():
            return TouchView(stage, screen)
        case CodeScreen():
            return CodeView(stage, screen)
        case _:
            assert_never(screen)


def screen_name(stage: Stage, screen: Screen) -> str:
    """The name in the published layout: the screen's id, the contest's for boletas, and the page from the second on."""
    pages = BoletaScreen | ReviewScreen | InfoScreen
    page = f":{screen.page}" if isinstance(screen, pages) and screen.page > 1 else ""
    if isinstance(screen, InfoScreen):
        return f"{screen.id.value}:{stage.contest(screen.contest).id.value}{page}"
    if isinstance(screen, BoletaScreen):
        name = "" if screen.ask_blank else f":{stage.contest(screen.contest).id.value}{page}"
        return f"{screen.id.value}{name}"
    return f"{screen.id.value}{page}"
