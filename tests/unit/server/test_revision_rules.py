"""Every state of a case with every step and every person: what the table says, and that nobody decides alone."""

from itertools import product

import pytest

from server.revision.rules import FOR_COUNTING, FOR_LEAVING_OUT, RESTING, STEPS, decide, state_of, wanting
from server.revision.schemas import Action, Motive, No, Said, State

ME, OTHER = "yo", "otra"
LEADS = {
    (State.NUEVO, Action.TOMAR, ME): State.REVISION,
    (State.NUEVO, Action.TOMAR, OTHER): State.REVISION,
    (State.REVISION, Action.TOMAR, ME): State.REVISION,
    (State.REVISION, Action.TOMAR, OTHER): State.REVISION,
    (State.DEVUELTO, Action.TOMAR, ME): State.REVISION,
    (State.DEVUELTO, Action.TOMAR, OTHER): State.REVISION,
    (State.REVISION, Action.PROPONER, ME): State.PROPUESTA,
    (State.REVISION, Action.PROPONER, OTHER): No.NOT_YOURS,
    (State.PROPUESTA, Action.RETIRAR, ME): State.REVISION,
    (State.PROPUESTA, Action.RETIRAR, OTHER): No.NOT_YOURS,
    (State.PROPUESTA, Action.CONFIRMAR, ME): No.SAME_PERSON,
    (State.PROPUESTA, Action.CONFIRMAR, OTHER): State.DECIDIDO,
    (State.PROPUESTA, Action.DEVOLVER, ME): No.SAME_PERSON,
    (State.PROPUESTA, Action.DEVOLVER, OTHER): State.DEVUELTO,
    (State.DECIDIDO, Action.REABRIR, ME): State.REVISION,
    (State.DECIDIDO, Action.REABRIR, OTHER): State.REVISION,
}
"""By state, step, and whether who takes it holds the case; every other is not now."""


@pytest.mark.parametrize(("state", "action", "person"), list(product(State, Action, (ME, OTHER))))
def test_every_state_with_every_step(state: State, action: Action, person: str) -> None:
    assert decide(state, action, person, ME) == LEADS.get((state, action, person), No.NOT_NOW)


def test_only_one_step_decides_and_never_that_of_who_proposed() -> None:
    assert [action for action, rule in STEPS.items() if rule.target is State.DECIDIDO] == [Action.CONFIRMAR]
    assert STEPS[Action.CONFIRMAR].sources == {State.PROPUESTA}


def test_what_arrives_makes_new_what_rested_on_less() -> None:
    for state in State:
        assert state_of(state, overtaken=False) is state
        assert (state_of(state, overtaken=True) is State.NUEVO) == (state in RESTING | {State.NUEVO})


@pytest.mark.parametrize(
    ("words", "motive", "chosen", "lacking"),
    [
        ("El acta impresa dice 150.", Motive.ACTA_IMPRESA, ("a",), None),
        ("El acta impresa dice 150.", Motive.NO_CUADRA, (), None),
        ("corto", Motive.ACTA_IMPRESA, ("a",), No.WORDS),
        ("          \n          ", Motive.ACTA_IMPRESA, ("a",), No.WORDS),
        ("x" * 501, Motive.ACTA_IMPRESA, ("a",), No.WORDS),
        ("El acta \x00 dice 150.", Motive.ACTA_IMPRESA, ("a",), No.WORDS),
        ("El acta impresa dice 150.", None, ("a",), No.MOTIVE),
        ("El acta impresa dice 150.", Motive.NO_CUADRA, ("a",), No.MOTIVE),
        ("El acta impresa dice 150.", Motive.ACTA_IMPRESA, (), No.MOTIVE),
    ],
)
def test_a_proposal_says_why(words: str, motive: Motive | None, chosen: tuple[str, ...], lacking: No | None) -> None:
    assert wanting(Action.PROPONER, Said(words, motive, chosen)) is lacking
    assert wanting(Action.TOMAR, Said(words, motive, chosen)) is None


def test_every_motive_is_of_a_list() -> None:
    assert {*FOR_COUNTING, *FOR_LEAVING_OUT} == set(Motive)
