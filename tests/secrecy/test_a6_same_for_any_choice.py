"""A6: size, effects, durable writes and journal bytes are the same whatever was chosen; paper is `test_slips`' part."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.crypto.sealing import SealingKey
from shared.domain.eleccion import Mode
from shared.domain.ids import StoreId
from shared.domain.voto import Mark, Voto
from shared.formats.vote_v1 import MAX_MARKS
from tests.flows.institute import Institute
from tests.flows.table import Table
from tests.secrecy.recording import Diary, Event, NotedEffects, NotedRandomness, noted
from urna.flow.effects import CommitPending
from urna.services.committing import seal_turn
from urna.services.context import Emit
from urna.services.slips import possible

STORE = StoreId("0f" * 16)
FIRST, SECOND = 16, 4
"""How many different votes the two boletas of the demonstration's theme take."""


def selections(table: Table) -> tuple[list[tuple[int, ...]], ...]:
    """Every vote that adds to a figure of its own, boleta by boleta: blank, null and no registrada among them."""
    return tuple(
        [tuple(mark.option for mark in marks) for marks in possible(contest)]
        for contest in table.institute.theme.contests
    )


def after_confirming(twin: Table, diary: Diary, choices: list[tuple[int, ...]]) -> list[Event]:
    """A turn up to its review writes nothing; then everything that confirming does."""
    twin.enable()
    diary.events.clear()
    twin.mark(choices)
    assert diary.events == [], "marking a boleta must not be seen from outside"
    twin.touch("confirmar")
    twin.touch("terminar")
    return diary.events


@pytest.mark.parametrize("place", range(FIRST + SECOND))
def test_a6_every_choice_has_the_same_effects_writes_and_journal(opened: Table, place: int) -> None:
    first, second = selections(opened)
    assert (len(first), len(second)) == (FIRST, SECOND)
    choices = [first[place], second[0]] if place < FIRST else [first[0], second[place - FIRST]]
    events = after_confirming(*noted(opened), choices)
    reference = after_confirming(*noted(opened), [first[0], second[0]])
    assert events == reference
    assert sum(event[0] in ("interna", "usb") for event in events) >= 20


marks = st.lists(st.integers(0, 199), max_size=MAX_MARKS, unique=True).map(
    lambda options: Voto(tuple(Mark(option, option % 7) for option in sorted(options)))
)


@given(marks, marks)
@settings(max_examples=60, deadline=None)
def test_a6_any_marks_make_records_of_one_size_from_equal_draws(institute: Institute, one: Voto, other: Voto) -> None:
    key, diary = SealingKey.generate().public, Diary()
    binding = (STORE, Mode.OFICIAL, key)
    records, _ = seal_turn(institute.theme, binding, (one, other), NotedRandomness(diary))
    drawn, diary.events = diary.events, []
    seal_turn(institute.theme, binding, (Voto(()), Voto(())), NotedRandomness(diary))
    assert drawn == diary.events
    assert {len(record) for record in records} == {institute.theme.rules.record_size}


class Talkative(NotedEffects):
    """A service that writes once more for a blank boleta: what must be noticed."""

    def __call__(self, effect: object, emit: Emit) -> None:
        if isinstance(effect, CommitPending) and not effect.votos[0].marks:
            self._context.book.journal.bring_level("interna")
        super().__call__(effect, emit)


def test_one_more_write_for_one_choice_is_noticed(opened: Table) -> None:
    first, second = selections(opened)
    found = []
    for choice in (first[0], ()):
        twin, diary = noted(opened)
        twin.urna.runner._perform = Talkative(twin.context(), diary)
        found.append(after_confirming(twin, diary, [choice, second[0]]))
    assert found[0] != found[1]
