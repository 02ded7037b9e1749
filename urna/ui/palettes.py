"""The colours of the four contrasts. It must not draw, nor hold a colour that resembles a party's.

Greys and one deep teal; amber for attention and red for faults alone. A test computes the contrast of every pair that
may meet, and another measures it in the pictures.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from urna.flow.viewing import Contrast


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb``, those of the default contrast of 10:1 unless told."""

    paper: str = "#ffffff"
    surface: str = "#f3f3f1"
    line: str = "#b9b9b5"
    edge: str = "#4d4d4a"
    ink: str = "#141414"
    ink_soft: str = "#292927"
    action: str = "#053f46"
    action_pressed: str = "#032a2e"
    on_action: str = "#ffffff"
    chosen: str = "#dfe9e9"
    pressed: str = "#dbdbd7"
    disabled: str = "#e6e6e3"
    on_disabled: str = "#333331"
    amber: str = "#ffdf94"
    amber_edge: str = "#8a5a00"
    red: str = "#fbe3e0"
    red_edge: str = "#8f1111"

    def letters(self) -> tuple[tuple[str, str], ...]:
        """Every pair of letters and what they stand on."""
        grounds = (self.paper, self.surface, self.chosen, self.pressed, self.amber, self.red)
        return (
            *((self.ink, ground) for ground in grounds),
            *((self.ink_soft, ground) for ground in (self.paper, self.surface, self.chosen, self.pressed)),
            *((self.action, ground) for ground in (self.paper, self.surface)),
            (self.on_action, self.action),
            (self.on_action, self.action_pressed),
            (self.on_disabled, self.disabled),
        )


HIGH = Palette(
    surface="#ffffff",
    line="#000000",
    edge="#000000",
    ink="#000000",
    ink_soft="#000000",
    action="#00060a",
    action_pressed="#000000",
    chosen="#fafafa",
    pressed="#fafafa",
    disabled="#fafafa",
    on_disabled="#000000",
    amber="#fffbe8",
    amber_edge="#000000",
    red="#fff9f8",
    red_edge="#000000",
)
DARK = Palette(
    paper="#0f1112",
    surface="#1b1e1f",
    line="#5d6163",
    edge="#b4b8b9",
    ink="#f4f4f2",
    ink_soft="#eaeae7",
    action="#9adfe5",
    action_pressed="#c4f1f4",
    on_action="#06181a",
    chosen="#16343a",
    pressed="#2c3436",
    disabled="#26292a",
    on_disabled="#dededb",
    amber="#3a2a00",
    amber_edge="#ffc74d",
    red="#451210",
    red_edge="#ffb1a8",
)
SOFT = Palette(
    paper="#eceae4",
    surface="#e4e2dc",
    line="#a9a7a0",
    edge="#66645f",
    ink="#484844",
    ink_soft="#484844",
    action="#275a62",
    action_pressed="#2f5258",
    on_action="#e6eeee",
    chosen="#d9e1df",
    pressed="#d6d4cd",
    disabled="#dfddd6",
    on_disabled="#4d4d48",
    amber="#f2dfae",
    amber_edge="#8a5a00",
    red="#efd9d5",
    red_edge="#8f1111",
)
PALETTES: Mapping[Contrast, Palette] = {
    Contrast.NORMAL: Palette(),
    Contrast.HIGH: HIGH,
    Contrast.DARK: DARK,
    Contrast.SOFT: SOFT,
}
REQUIRED: Mapping[Contrast, tuple[float, float]] = {
    Contrast.NORMAL: (10.0, 21.0),
    Contrast.HIGH: (20.0, 21.0),
    Contrast.DARK: (10.0, 21.0),
    Contrast.SOFT: (4.5, 8.0),
}
"""Least and most contrast of letters in each (VVSG 2.0, 7.1)."""
