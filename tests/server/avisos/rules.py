"""States of a notice and the steps between them, as data. They must not read a clock or a database."""

from enum import StrEnum
from typing import Final

MAX_TEXT: Final = 500


class State(StrEnum):
    """Where a notice is."""

    PUESTO = "puesto"
    RETIRADO = "retirado"


class Step(StrEnum):
    """What can be done with a notice."""

    RETIRAR = "retirar"
    REPONER = "reponer"


class Refused(StrEnum):
    """Why nothing was done."""

    TEXT = "texto"
    STATE = "estado"


STEPS: Final = {(State.PUESTO, Step.RETIRAR): State.RETIRADO, (State.RETIRADO, Step.REPONER): State.PUESTO}


def after(state: State, step: Step) -> State | Refused:
    """The state that a step leads to."""
    return STEPS.get((state, step), Refused.STATE)


def text_fault(text: str) -> Refused | None:
    """Whether this can be a notice."""
    return None if 0 < len(text) <= MAX_TEXT and text == text.strip() else Refused.TEXT
