"""Lets go of what the screen library keeps of screens that are gone. It must not touch the screen that is shown.

What it cannot reach is said in the folder's README: the display server's and the driver's own memory.
"""

import gc
from typing import Final

from kivy.cache import Cache
from kivy.graphics.texture import Texture
from kivy.uix.widget import Widget

CATEGORIES = ("kv.image", "kv.texture", "kv.loader", "kv.resourcefind", "textinput.label", "textinput.width")
"""Caches of Kivy that may hold something drawn, or its name; the others hold its own rules and pictures."""

SELDOM: Final = (50_000, 20, 100)
"""How many new things are looked through at once (Python: 700), and how seldom those that outlived it: some screens."""


def forget() -> None:
    """Empty the caches, and collect the widgets and textures of screens that were replaced."""
    for category in CATEGORIES:
        if category in Cache._categories:  # noqa: SLF001 - there is no other way to ask
            Cache.remove(category)
    gc.collect()


def settle() -> None:
    """Leave what is here at the start out of every later look: modules, rules and fonts live as long as the window.

    Looking through all of it again took 60 ms of each new picture, and looks at what one screen alone makes a sixth of
    the time. Never in an urna: what is left out is never let go of, and there the choice of a voter was seen to outlive
    its turn.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def held() -> dict[str, int]:
    """How much is kept now: entries of the caches, widgets, and textures that Python knows of."""
    kinds = [type(each) for each in gc.get_objects()]  # their own types: a dead proxy answers to nothing else
    return {
        "caches": sum(len(Cache._objects.get(category, ())) for category in CATEGORIES),  # noqa: SLF001 - same
        "widgets": sum(issubclass(kind, Widget) for kind in kinds),
        "textures": sum(issubclass(kind, Texture) for kind in kinds),
    }
