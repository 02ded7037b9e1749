"""States of a notice and the steps between them, as data. They must not read a clock or a database."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shared.domain import steps

MAX_TEXT: Final = 500


class State(StrEnum):
    """Where a notice is."""

    PUESTO = "puesto"
    RETIRADO = "retirado"


class Step(StrEnum):
    """What can be done with a notice."""

    PONER = "poner"
    RETIRAR = "retirar"
    REPONER = "reponer"


class Refused(StrEnum):
    """Why nothing was done."""

    TEXT = "texto"
    STATE = "estado"


STEPS: Final[Mapping[Step, steps.Step[State]]] = {
    Step.PONER: steps.Step(frozenset({None}), State.PUESTO, "poner"),
    Step.RETIRAR: steps.Step(frozenset({State.PUESTO}), State.RETIRADO, "retirar"),
    Step.REPONER: steps.Step(frozenset({State.RETIRADO}), State.PUESTO, "reponer"),
}


def after(state: State | None, step: Step) -> State | Refused:
    """The state that a step leads to."""
    return STEPS[step].target if state in STEPS[step].sources else Refused.STATE


def text_fault(text: str) -> Refused | None:
    """Whether this can be a notice."""
    return None if 0 < len(text) <= MAX_TEXT and text == text.strip() else Refused.TEXT
