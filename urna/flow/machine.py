"""What the screen may ask of the running urna, so that `urna.ui` and `urna.services` stay blind to one another.

It must not know how effects are run, nor give the state itself: a screen is all that leaves.
"""

from collections.abc import Callable
from typing import Protocol

from shared.formats.theme_model import Theme
from urna.flow.input import (
    ActionTouched,
    BoardSensed,
    CodeScanned,
    DeviceChanged,
    HabilitarPressed,
    HeadphonesChanged,
    KeypadAttacked,
    KeyTouched,
    MesaPressed,
    OptionTouched,
    SpeechEnded,
    Ticked,
    VoterKeyPressed,
)
from urna.flow.listening import Aid
from urna.flow.screen import Screen

Input = (
    ActionTouched
    | BoardSensed
    | CodeScanned
    | DeviceChanged
    | HabilitarPressed
    | HeadphonesChanged
    | KeypadAttacked
    | KeyTouched
    | MesaPressed
    | OptionTouched
    | SpeechEnded
    | Ticked
    | VoterKeyPressed
)
"""Everything that comes from people and devices."""


class Machine(Protocol):
    """The urna at work. Every method returns at once and may be called from any thread."""

    def submit(self, event: Input) -> None:
        """Take one input; the screen that follows is there when it returns, its effects run elsewhere."""
        ...

    def current_screen(self) -> Screen:
        """What to show now; equal values mean that nothing has to be redrawn."""
        ...

    def current_aid(self) -> Aid:
        """What the glass shows besides, for who votes by keys; equal values mean that nothing has to be redrawn."""
        ...

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Have ``listener`` called, on some other thread, whenever the screen may have changed."""
        ...


class ThemeSource(Protocol):
    """The loaded theme and its pictures, for drawing."""

    def theme(self) -> Theme | None:
        """The theme that is loaded (or about to be); None before."""
        ...

    def asset(self, name: str) -> bytes | None:
        """The PNG of a picture of the theme, already verified; None when there is none of that name."""
        ...
