"""How the present voter hears and moves: by headphones, keys with relief, two switches. It must not outlive the turn.

Which of these somebody used may tell who voted: it is in memory alone, never in a ``repr``, a record or a journal.
"""

from dataclasses import dataclass, field
from typing import Final

WORDS_PER_MINUTE: Final = (60, 90, 120, 150, 180, 215, 250)
"""VVSG 2.0 asks for 60 to 250 in 6 to 8 steps, 120 to 125 where nothing else was chosen."""
VOLUME_PERCENT: Final = (10, 17, 28, 40, 60, 80, 100)
"""Steps of about three decibels below full scale."""
DWELL_S: Final = (8, 6, 4, 3, 2, 2, 1)
"""How long a scan rests on each thing after it was said, by the step of the speed."""
USUAL_RATE: Final = 2
USUAL_VOLUME: Final = 3
TITLE: Final = -1
"""The focus on the screen as a whole, before any of its options and buttons."""
MOST_SPEECH_S: Final = 240
"""Speech that did not end by then does not keep an absent voter's turn open."""


@dataclass(frozen=True, slots=True)
class Listening:
    """The hearing of one voter.

    ``on``: since the first key or switch. ``focus`` is the place in ``focus.targets`` of the screen, or ``TITLE``;
    ``left`` names what had it when the information of a boleta was opened.
    ``rate`` and ``volume`` are steps. ``said`` are the clips of what is being said in ``language`` (empty: the theme's
    usual one), which ``serial`` tells apart; ``speaking`` until it ended, for ``speaking_s``. ``welcomed`` once the
    keys were explained, which the choice of a language comes before. ``scanning``: the focus advances alone, after
    ``rested_s`` at rest.
    """

    plugged: bool = False
    on: bool = False
    focus: int = field(default=TITLE, repr=False)
    left: str = field(default="", repr=False)
    rate: int = USUAL_RATE
    volume: int = USUAL_VOLUME
    dark: bool = False
    scanning: bool = False
    rested_s: int = 0
    serial: int = 0
    said: tuple[str, ...] = field(default=(), repr=False)
    language: str = field(default="", repr=False)
    welcomed: bool = False
    speaking: bool = False
    speaking_s: int = 0


@dataclass(frozen=True, slots=True)
class Aid:
    """What the glass shows for who votes by keys: the target of the published layout in focus, or nothing at all."""

    focus: str = field(default="", repr=False)
    dark: bool = False


def step(level: int, by: int, levels: tuple[int, ...]) -> int:
    """The next step up or down, or the same one at the end."""
    return min(max(level + by, 0), len(levels) - 1)
