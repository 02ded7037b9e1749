"""docs/state-machines.md draws the machines as they are, and the machines hold what no drawing may lose."""

from shared.domain.jornada import JornadaEvent, JornadaState
from tests.architecture import diagrams
from tests.architecture import state_machines as machines
from tests.architecture.tree import REPOSITORY
from urna.flow.state import TurnStep
from urna.flow.turn import CANCELLABLE, DOUBTABLE, PENDING


def test_the_page_is_the_one_that_the_tables_make() -> None:
    text = (REPOSITORY / diagrams.PAGE).read_text(encoding="utf-8")
    assert text == diagrams.page(), "run: python -m tests.architecture.diagrams"


def test_every_state_and_event_is_drawn() -> None:
    day = machines.day()
    drawn = {edge.source for edge in day} | {edge.target for edge in day} | {JornadaState.FUERA_DE_SERVICIO.value}
    assert drawn == {state.value for state in JornadaState}
    assert {edge.label for edge in day} == {event.value for event in JornadaEvent} - {JornadaEvent.AVERIAR.value}
    steps = {edge.source for edge in machines.turn()} - {"start"}
    assert steps == {step.value for step in TurnStep}, "a step without a way out"


def test_every_step_leads_back_to_nobody() -> None:
    """From any step some events lead to the end of the turn: no turn is without a way out."""
    edges = machines.turn()
    ending = {TurnStep.NONE.value}
    while more := {edge.source for edge in edges if edge.target in ending} - ending:
        ending |= more
    assert ending == {step.value for step in TurnStep} | {"start"}


def test_a_turn_is_cancelled_only_before_anything_is_pending_and_settled_only_after() -> None:
    edges = machines.turn()
    cancelling = {edge.source for edge in edges if "CancelTurn" in edge.effects}
    assert cancelling <= {step.value for step in CANCELLABLE}
    settling = {edge.source for edge in edges if "SettlePending" in edge.effects} - {"start"}
    assert settling <= {step.value for step in PENDING}
    assert {e.source for e in edges if e.label == machines.OFFICIALS} == {step.value for step in DOUBTABLE}


def test_only_an_annulled_turn_grants_and_no_replacement_is_annulled() -> None:
    found = machines.endings()
    assert {(ending.settlement, ending.grant) for ending in found} == {
        ("final", False),
        ("anulado", True),
        ("en_duda", False),
    }
    assert not [ending for ending in found if ending.replacement and ending.settlement == "anulado"]


def test_a_medium_gets_well_from_wherever_it_is() -> None:
    edges = machines.mediums()
    well = {"well"}
    while more := {edge.source for edge in edges if edge.target in well} - well:
        well |= more
    assert well == {edge.source for edge in edges} | {edge.target for edge in edges}
