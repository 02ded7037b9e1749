"""Cards and shares typed line by line: what each key does, and that a whole text is what a reader would have read."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.credentials import CARD_LINES, CARD_PREFIX, card_lines
from shared.crypto.locked import to_text
from shared.crypto.shares import PROTECTED_PREFIX, SHARE_LINES, share_lines
from shared.crypto.typed import LINE_BYTES, LINE_CHARS
from shared.domain.jornada import JornadaState
from urna.flow import input as inputs
from urna.flow.auth import begin
from urna.flow.credentials import Purpose
from urna.flow.effects import CheckCredential, ReadBackShare
from urna.flow.limits import Limits
from urna.flow.phases import Opening, OpeningStep
from urna.flow.reducer import reduce
from urna.flow.screen import CodeScreen, Text
from urna.flow.screen_for import screen_for
from urna.flow.state import State, initial
from urna.flow.writing import CHARACTERS, Paper, Writing, press, text_of

CARD = to_text(CARD_PREFIX, b"\x07" * 5 + b"\x1a" + b"\x09" * (CARD_LINES * LINE_BYTES - 6))
SHARE = to_text(PROTECTED_PREFIX, b"\x01\x1a" + b"\x0b" * (SHARE_LINES * LINE_BYTES - 2))
KEYS = st.sampled_from([*sorted(CHARACTERS), "BORRAR", "ACEPTAR"])


def bare(lines: tuple[str, ...]) -> list[str]:
    return [line.replace("-", "") for line in lines]


def typed(writing: Writing, keys: str) -> Writing:
    for key in keys:
        writing = press(writing, key)
    return writing


def type_into(state: State, lines: list[str]) -> tuple[State, tuple[object, ...]]:
    effects: tuple[object, ...] = ()
    for key in "".join(lines):
        state, effects = reduce(state, inputs.KeyTouched(key))
    return state, effects


def asked(purpose: Purpose) -> State:
    """Somebody is to show a card or share, and wants to type it."""
    state = begin(replace(initial(Limits()), jornada=JornadaState.ABIERTA), purpose)
    return reduce(state, inputs.ActionTouched("teclear"))[0]


def shown(state: State) -> CodeScreen:
    screen = screen_for(state)
    assert isinstance(screen, CodeScreen)
    return screen


@pytest.mark.parametrize(
    ("paper", "text", "lines"), [(Paper.CARD, CARD, card_lines(CARD)), (Paper.SHARE, SHARE, share_lines(SHARE))]
)
def test_all_lines_give_what_a_reader_reads(paper: Paper, text: str, lines: tuple[str, ...]) -> None:
    writing = Writing(paper)
    for number, line in enumerate(bare(lines), 1):
        assert (writing.number, text_of(writing)) == (number, "")
        writing = typed(writing, line)
    assert text_of(writing) == text


def test_a_wrong_line_stays_to_be_mended_and_says_which_it_is() -> None:
    first, second, _ = bare(card_lines(CARD))
    wrong = typed(Writing(Paper.CARD), first + second[:-1] + ("0" if second[-1] != "0" else "1"))
    assert wrong.alert == Text("teclear.aviso.equivocada", (("linea", 2),))
    assert (wrong.number, len(wrong.typed)) == (2, LINE_CHARS)
    assert press(wrong, "7") == wrong
    mended = typed(press(wrong, "BORRAR"), second[-1])
    assert (mended.number, mended.alert) == (3, None)


def test_erasing_goes_back_over_the_line_before() -> None:
    first = bare(card_lines(CARD))[0]
    back = press(typed(Writing(Paper.CARD), first), "BORRAR")
    assert (back.number, back.typed) == (1, first)
    assert press(back, "BORRAR").typed == first[:-1]
    empty = Writing(Paper.CARD)
    assert press(empty, "BORRAR") == empty


@given(st.lists(KEYS, max_size=60))
def test_no_order_of_keys_makes_a_text_of_lines_that_are_wrong(keys: list[str]) -> None:
    writing = Writing(Paper.CARD)
    for key in keys:
        writing = press(writing, key)
        assert len(writing.typed) <= LINE_CHARS
        assert len(writing.lines) < CARD_LINES or text_of(writing).startswith(CARD_PREFIX)
        if writing.number > CARD_LINES:
            break


def test_a_typed_card_goes_on_to_its_code_and_is_checked_as_a_scanned_one() -> None:
    state, _ = type_into(asked(Purpose.SUSPENDER), bare(card_lines(CARD)))
    assert shown(state).line is None
    state, effects = type_into(state, ["0000000000"])
    state, effects = reduce(state, inputs.KeyTouched("ACEPTAR"))
    assert effects == (CheckCredential(Purpose.SUSPENDER, CARD, "0000000000", ()),)


def test_at_closing_it_is_a_share_that_is_typed() -> None:
    state = asked(Purpose.CERRAR)
    line = shown(state).line
    assert line is not None
    assert line.total == SHARE_LINES
    state, _ = type_into(state, bare(share_lines(SHARE)))
    assert state.auth is not None
    assert state.auth.credential == SHARE


def test_wrong_lines_make_nobody_wait() -> None:
    state = asked(Purpose.CARGAR)
    for _ in range(5):
        state, effects = type_into(state, ["0123456789"])
        assert effects == ()
        for _ in range(LINE_CHARS):
            state, _ = reduce(state, inputs.KeyTouched("BORRAR"))
    assert (state.wrong_codes, state.lock_seconds) == (0, 0)


def test_a_reader_that_comes_back_is_heard_and_typing_can_be_left_or_cancelled() -> None:
    state, _ = type_into(asked(Purpose.SUSPENDER), ["01234"])
    read, _ = reduce(state, inputs.CodeScanned(CARD))
    assert read.auth is not None
    assert (read.auth.credential, read.auth.writing) == (CARD, None)
    left, _ = reduce(state, inputs.ActionTouched("dejar_de_teclear"))
    assert {action.id for action in shown(left).actions} == {"cancelar_autenticacion", "teclear"}
    assert reduce(state, inputs.ActionTouched("cancelar_autenticacion"))[0].auth is None


def test_a_share_is_read_back_by_hand_while_opening() -> None:
    state = replace(initial(Limits()), jornada=JornadaState.LISTA, phase=Opening(OpeningStep.READ_BACK, 3))
    assert reduce(state, inputs.KeyTouched("0")) == (state, ())
    state, _ = reduce(state, inputs.ActionTouched("teclear"))
    assert "dejar_de_teclear" in {action.id for action in shown(state).actions}
    state, effects = type_into(state, bare(share_lines(SHARE)))
    assert effects == (ReadBackShare(SHARE),)
    assert state.phase == Opening(OpeningStep.READING, 3)


def test_only_the_line_at_hand_is_shown_and_none_by_repr() -> None:
    first, second, _ = bare(card_lines(CARD))
    state, _ = type_into(asked(Purpose.SUSPENDER), [first, second[:4]])
    line = shown(state).line
    assert line is not None
    assert (line.number, line.text) == (2, second[:4])
    for text in (repr(state), repr(shown(state))):
        assert first not in text
        assert second[:4] not in text
