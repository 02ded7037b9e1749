"""The additional information of a boleta: over the boleta or the review, and back to the same page, marks and place.

It must not touch a mark nor depend on one: who read what is known to nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from shared.domain.eleccion import Informacion
from shared.formats.theme_info import Leaf, Piece, info_pages, words_of
from urna.flow.input import ActionTouched, OptionTouched
from urna.flow.languages import Language
from urna.flow.marking import NEXT_PAGE, PREVIOUS_PAGE
from urna.flow.screen import Action, InfoScreen, Paragraph, ScreenId, Text
from urna.flow.state import Reading, State, Turn, TurnStep

READ: Final = "informacion"
"""Opens that of the boleta; of boleta number n of the review it is ``informacion_<n>``, from 0."""
READ_DONE: Final = "informacion_lista"
NOTHING: Final[tuple[Informacion, ...]] = ()


@dataclass(frozen=True, slots=True)
class Open:
    """What is being read, in the voter's language, by pages."""

    info: tuple[Informacion, ...]
    leaves: tuple[Leaf, ...]


def informed(state: State, event: object) -> Turn | None:
    """The turn after a touch that is about the information; None when the turn itself has to judge the event."""
    turn = state.turn
    if not isinstance(event, ActionTouched | OptionTouched):
        return None
    if turn.reading is not None:
        return _turned(state, turn.reading, event.action) if isinstance(event, ActionTouched) else turn
    if not isinstance(event, ActionTouched):
        return None
    position = _asked(turn, event.action)
    if position is None or not has_info(state, position):
        return None
    return _present(turn, Reading(position))


def has_info(state: State, position: int) -> bool:
    """Whether there is anything to read about a boleta of the present turn."""
    return bool(state.contest(position).info)


def info_count(state: State, position: int) -> int:
    """How many pages there are to read about a boleta of the present turn."""
    return len(_opened(state, Reading(position)).leaves)


def info_actions(state: State, positions: Iterable[int]) -> tuple[Action, ...]:
    """The button of each of these boletas of the review that has something to read."""
    return tuple(
        Action(f"{READ}_{position}", Text("boton.informacion_de", (("boleta", position + 1),)))
        for position in positions
        if has_info(state, position)
    )


def same_place(before: State, after: State) -> State:
    """After another size of letters or language: the page on which the first words that showed still show."""
    was, now = before.turn.reading, after.turn.reading
    if was is None or now is None or before.turn.viewing == after.turn.viewing:
        return after
    old, leaves = _opened(before, was).leaves, _opened(after, now).leaves
    first = _place(old[min(was.page, len(old) - 1)][0])
    page = max((i for i, leaf in enumerate(leaves) if _place(leaf[0]) <= first), default=0)
    return replace(after, turn=replace(after.turn, reading=replace(now, page=page)))


def info_screen(state: State, reading: Reading) -> InfoScreen:
    """The page that is being read."""
    opened, turn = _opened(state, reading), state.turn
    leaf, pages = opened.leaves[reading.page], len(opened.leaves)
    back = Text("boton.ver_revision" if turn.step is TurnStep.REVIEW else "boton.volver_a_boleta")
    turns = (
        Action(PREVIOUS_PAGE, Text("boton.informacion_anterior"), enabled=reading.page > 0),
        Action(NEXT_PAGE, Text("boton.mas_informacion"), enabled=reading.page + 1 < pages),
    )
    return InfoScreen(
        id=ScreenId.INFORMACION,
        contest=turn.contests[reading.position],
        rows=tuple(_row(opened.info, piece) for piece in leaf),
        actions=(Action(READ_DONE, back, primary=True), *(turns if pages > 1 else ())),
        page=reading.page + 1,
        pages=pages,
        alert=turn.alert,
    )


def _opened(state: State, reading: Reading) -> Open:
    language, contest = state.turn.viewing.language, state.turn.contests[reading.position]
    info = _info_in(state.facts.languages, language, contest) or state.facts.contests[contest].info
    return Open(info, info_pages(info, state.turn.viewing.letters.value))


def _info_in(languages: Iterable[Language], code: str, contest: int) -> tuple[Informacion, ...]:
    infos = next((each.info for each in languages if each.code == code), ())
    return infos[contest] if contest < len(infos) else NOTHING


def _asked(turn: Turn, action: str) -> int | None:
    """The boleta of the turn that a button asks about."""
    if action == READ and turn.step is TurnStep.BOLETA:
        return turn.position
    name, _, place = action.partition("_")
    if turn.step is TurnStep.REVIEW and name == READ and place.isdecimal() and int(place) < len(turn.contests):
        return int(place)
    return None


def _turned(state: State, reading: Reading, action: str) -> Turn:
    if action == READ_DONE:
        return _present(state.turn, None)
    page = reading.page + {NEXT_PAGE: 1, PREVIOUS_PAGE: -1}.get(action, 0)
    if page == reading.page or not 0 <= page < len(_opened(state, reading).leaves):
        return state.turn
    return _present(state.turn, replace(reading, page=page))


def _present(turn: Turn, reading: Reading | None) -> Turn:
    """Whoever touches is there: what warned of an absent voter goes away."""
    return replace(turn, reading=reading, idle_seconds=0, alert=None)


def _place(piece: Piece) -> tuple[int, int, int]:
    """Where a piece begins in the whole."""
    return (piece.part, -1 if piece.paragraph is None else piece.paragraph, piece.start)


def _row(info: tuple[Informacion, ...], piece: Piece) -> Paragraph:
    return Paragraph(
        words_of(info, piece), piece.part, piece.paragraph, heading=piece.paragraph is None, begins=piece.start == 0
    )
