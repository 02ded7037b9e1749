"""What the screen needs from the rest of the urna, as protocols. It must not import services, stores or Kivy."""

from typing import Protocol

from shared.domain.eleccion import Mode
from shared.formats.theme_model import Theme
from urna.flow.input import (
    ActionTouched,
    CodeScanned,
    DeviceChanged,
    HabilitarPressed,
    KeyTouched,
    MesaPressed,
    OptionTouched,
    Ticked,
)
from urna.flow.screen import Screen

Input = (
    ActionTouched
    | OptionTouched
    | KeyTouched
    | HabilitarPressed
    | MesaPressed
    | CodeScanned
    | DeviceChanged
    | Ticked
)


class ScreenSource(Protocol):
    """The runner as the screen sees it; both methods return at once and may be called from the screen's thread."""

    def current_screen(self) -> Screen:
        """The screen of the present state."""

    def submit(self, event: Input) -> None:
        """Queue one input for the reducer."""


class ThemeSource(Protocol):
    """Where labels, pictures and the mode come from once a theme was verified."""

    def theme(self) -> Theme | None:
        """The theme in use, or None before loading."""

    def asset(self, name: str) -> bytes | None:
        """The PNG of the theme named ``name``, already checked against its hash; None when there is none."""

    def mode(self) -> Mode:
        """What the urna is doing: anything but OFICIAL is said on every screen."""
