"""Who may take which step of a case, and what follows: pure, a table. It must not read a database or count a vote.

Nobody decides alone: what one person proposes another confirms or gives back (docs/decisions/0020).
"""

from collections.abc import Mapping
from typing import Final

from server.revision.schemas import Action, Motive, No, Said, State
from shared.domain.steps import By, Step

LEAST_WORDS: Final = 10
MOST_WORDS: Final = 500
FOR_COUNTING: Final = (Motive.ACTA_IMPRESA, Motive.PAQUETE_ELECTORAL, Motive.URNA_ASIGNADA, Motive.OTRO)
FOR_LEAVING_OUT: Final = (Motive.NO_COINCIDE, Motive.NO_CUADRA, Motive.SIN_PRUEBA, Motive.OTRO)


STEPS: Final[Mapping[Action, Step[State]]] = {
    Action.TOMAR: Step(frozenset({State.NUEVO, State.DEVUELTO, State.REVISION}), State.REVISION, "tomar"),
    Action.PROPONER: Step(frozenset({State.REVISION}), State.PROPUESTA, "proponer", By.HOLDER, explained=True),
    Action.RETIRAR: Step(frozenset({State.PROPUESTA}), State.REVISION, "retirar", By.HOLDER),
    Action.CONFIRMAR: Step(frozenset({State.PROPUESTA}), State.DECIDIDO, "confirmar", By.ANOTHER),
    Action.DEVOLVER: Step(frozenset({State.PROPUESTA}), State.DEVUELTO, "devolver", By.ANOTHER, explained=True),
    Action.REABRIR: Step(frozenset({State.DECIDIDO}), State.REVISION, "reabrir", explained=True),
}
RESTING: Final = frozenset({State.PROPUESTA, State.DECIDIDO})
"""States that rest on the bundles of a moment: another arrival makes the case new."""


def state_of(kept: State, *, overtaken: bool) -> State:
    """The state of a case whose row says ``kept``."""
    return State.NUEVO if overtaken and kept in RESTING else kept


def decide(state: State, action: Action, person: str, holder: str) -> State | No:
    """The state that a step leads to, or why it may not be taken."""
    rule = STEPS[action]
    if state not in rule.sources:
        return No.NOT_NOW
    if rule.by is By.HOLDER and person != holder:
        return No.NOT_YOURS
    if rule.by is By.ANOTHER and person == holder:
        return No.SAME_PERSON
    return rule.target


def wanting(action: Action, said: Said) -> No | None:
    """What the words of a step lack, if they lack something."""
    if not STEPS[action].explained:
        return None
    words = said.words.strip()
    if not LEAST_WORDS <= len(words) <= MOST_WORDS or not all(c.isprintable() or c in "\r\n" for c in words):
        return No.WORDS
    motives = FOR_COUNTING if said.chosen else FOR_LEAVING_OUT
    return No.MOTIVE if action is Action.PROPONER and said.motive not in motives else None
