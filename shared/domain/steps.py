"""The life of a thing as data: steps, each with the states it leads from and to, whose it is, how the trail knows it.

It must not know any thing: programs make tables of it (``STEPS``), services ask them, docs are drawn from them.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Generic, TypeVar

State = TypeVar("State", bound=StrEnum)


class By(Enum):
    """Whose a step is."""

    URNA = "an urna's file"
    ANYONE = "whoever may"
    HOLDER = "who holds it"
    ANOTHER = "another person"
    TWO = "two people"


@dataclass(frozen=True, slots=True)
class Step(Generic[State]):
    """From which states a step leads to which.

    Attributes:
        sources: None among them stands for what is not there yet.
        told: the action by which the trail knows it.
        explained: whoever takes it must say why.
    """

    sources: frozenset[State | None]
    target: State
    told: str
    by: By = By.ANYONE
    explained: bool = False
