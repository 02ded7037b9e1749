"""The touch test: a person touches every zone of the glass, to its edges, before the devices are examined.

It must not pass a zone that nobody touched, nor ask anything of the glass to end: the keypad and the time do.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from urna.flow import trying
from urna.flow.input import ActionTouched, MesaPressed, Ticked
from urna.flow.phases import Touching
from urna.flow.screen import ScreenId, Text, TouchScreen
from urna.flow.state import State
from urna.flow.turn import Step

COLUMNS: Final = 10
ROWS: Final = 6
ZONES: Final = frozenset(range(COLUMNS * ROWS))
PATIENCE_S: Final = 60
"""Seconds without a new zone after which those that are left count as dead."""
ZONE_IDS: Final[Mapping[str, int]] = {f"zona_{zone}": zone for zone in sorted(ZONES)}
"""Actions of the zones, row by row from the top left."""


def reduce_touching(state: State, phase: Touching, event: object) -> Step:
    """One zone after another; «Cancelar» of the keypad ends it where the glass cannot."""
    match event:
        case ActionTouched(action) if action in ZONE_IDS:
            touched = phase.touched | {ZONE_IDS[action]}
            return (_ended(state, touched)) if touched == ZONES else (replace(state, phase=Touching(touched)), ())
        case MesaPressed("cancelar"):
            return _ended(state, phase.touched)
        case Ticked(seconds) if phase.idle_seconds + seconds >= PATIENCE_S:
            return _ended(state, phase.touched)
        case Ticked(seconds):
            return replace(state, phase=replace(phase, idle_seconds=phase.idle_seconds + seconds)), ()
        case _:
            return state, ()


def _ended(state: State, touched: frozenset[int]) -> Step:
    """Headphones and keys follow in any case, where there are any, and the other tests."""
    return trying.begin(state, tuple(sorted(ZONES - touched)))


def touch_screen(phase: Touching) -> TouchScreen:
    """The whole glass as zones."""
    instruction = Text("prueba_tactil.si_falla") if phase.touched else Text("prueba_tactil.instruccion")
    return TouchScreen(
        ScreenId.PRUEBA_TACTIL, Text("prueba_tactil.titulo"), instruction, (COLUMNS, ROWS), phase.touched
    )


def place(zone: int) -> tuple[int, int]:
    """Row and column of a zone, both from 1."""
    return zone // COLUMNS + 1, zone % COLUMNS + 1
