"""The life of a version: every step from every state, and four eyes on it. It must not be one person's work."""

import pytest

from theme_builder.versions.rules import (
    ENDED,
    STEPS,
    Estado,
    Paso,
    Refused,
    confirms,
    decide,
    name_key,
    possible,
    reason_of,
)


def test_every_step_of_every_state_is_the_tables_or_refused() -> None:
    for state in Estado:
        for paso, step in STEPS.items():
            found = decide(state, paso, "Beto", ("Ana",))
            assert found == (step.target if state in step.sources else Refused.STATE)
        assert set(possible(state)) == {paso for paso in Paso if state in STEPS[paso].sources}
    assert set(STEPS) == set(Paso)


def test_nobody_publishes_what_two_did_not_sign_nor_signs_what_nobody_approved() -> None:
    """Whatever way leads to being published, it went through approval and two signatures."""
    ways: list[tuple[Estado, tuple[Paso, ...]]] = [(Estado.BORRADOR, ())]
    published: list[tuple[Estado, tuple[Paso, ...]]] = []
    while ways:
        state, taken = ways.pop()
        for paso in possible(state):
            way = (STEPS[paso].target, (*taken, paso))
            (published if way[0] is Estado.PUBLICADA else ways).append(way)
    assert [steps for _, steps in published] == [
        (Paso.ENVIAR, Paso.APROBAR, Paso.FIRMAR, Paso.FIRMAR_OTRA, Paso.PUBLICAR)
    ]


@pytest.mark.parametrize("paso", [Paso.APROBAR, Paso.FIRMAR_OTRA])
@pytest.mark.parametrize("name", ["Ana López", " ana  lopez", "ANA LÓPEZ", "Ana\tLópez"])
def test_another_person_is_not_the_same_name_written_otherwise(paso: Paso, name: str) -> None:
    (state,) = STEPS[paso].sources
    assert isinstance(state, Estado)
    assert decide(state, paso, name, ("Ana López",)) is Refused.SAME_PERSON
    assert decide(state, paso, "Ana Lara", ("Ana López",)) is STEPS[paso].target
    assert name_key(name) == "ana lopez"


def test_what_ended_is_not_taken_up_again_and_what_is_returned_says_why() -> None:
    assert {state for state in Estado if not possible(state)} == {Estado.DEVUELTA, Estado.RETIRADA}
    assert {Estado.PUBLICADA, Estado.DEVUELTA, Estado.RETIRADA} == ENDED
    for paso in (Paso.DEVOLVER, Paso.RETIRAR):
        assert reason_of(paso, "  mal ") is Refused.REASON
        assert reason_of(paso, "x" * 301) is Refused.REASON
        assert reason_of(paso, " falta un\n partido ") == "falta un partido"
    assert reason_of(Paso.APROBAR, "lo que sea") == ""


def test_the_code_is_that_of_the_paper_however_it_is_typed() -> None:
    assert confirms("7KQ4-M2XD", " 7kq4m2xd")
    for typed in ("", "-", "7KQ4-M2X", "7KQ4-M2XDD"):
        assert not confirms("7KQ4-M2XD", typed)
