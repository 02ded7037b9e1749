"""What a voter does between the first boleta and the last look at all of them: marks, pages, blanks, corrections.

It must not confirm or cancel, nor touch a mark that the voter did not touch: states come in, others go out.
"""

from collections.abc import Mapping
from dataclasses import replace

from shared.domain.boleta import Marked, MarkRefusal, Selection, confirmable, toggle
from shared.domain.eleccion import Contest, ContestKind
from shared.domain.voto import Mark
from urna.flow.input import OptionTouched
from urna.flow.paging import explicit_options, page_of, pages, review_pages
from urna.flow.screen import Text
from urna.flow.state import State, Turn, TurnStep

NEXT_PAGE, PREVIOUS_PAGE = "pagina_siguiente", "pagina_anterior"

_PAGED = frozenset({TurnStep.BOLETA, TurnStep.BLANK, TurnStep.REVIEW, TurnStep.LEAVING})
REFUSALS: Mapping[MarkRefusal, Text] = {
    MarkRefusal.OVER_VOTE: Text("boleta.aviso.una_sola"),
    MarkRefusal.ACROSS_CANDIDATURAS: Text("boleta.aviso.otra_candidatura"),
    MarkRefusal.TOO_MANY: Text("boleta.aviso.demasiadas"),
    MarkRefusal.WITH_EXPLICIT: Text("boleta.aviso.no_se_combina"),
    MarkRefusal.INCOMPLETE_COMBINATION: Text("boleta.aviso.combinacion_incompleta"),
    MarkRefusal.NEEDS_VALUE: Text("boleta.aviso.falta_valor"),
}
"""What a voter is told of a touch that was not taken."""


def put(state: State, **changes: object) -> State:
    """The state with changes in its turn; the voter counts as present again, and sees what changed."""
    turn = replace(state.turn, idle_seconds=0, alert=None, adjusting=False, choosing=False, reading=None)
    return replace(state, turn=replace(turn, **changes))  # type: ignore[arg-type]


def show_boleta(state: State, position: int, page: int = 0, **changes: object) -> State:
    """A page of a boleta before the voter: from now on its options count as seen, as do those of the one that goes."""
    turn = state.turn
    shown = {(position, page)} | ({(turn.position, turn.page)} if turn.step is TurnStep.BOLETA else set())
    seen = turn.seen | {
        (at, option) for at, leaf in shown for option in pages(state.contest(at), turn.viewing.letters)[leaf]
    }
    return put(state, step=TurnStep.BOLETA, position=position, page=page, seen=seen, **changes)


def show_review(state: State) -> State:
    """The review from its first page: whatever was corrected is to be looked at anew."""
    return put(state, step=TurnStep.REVIEW, correcting=False, page=0, reviewed=frozenset({0}))


def review_count(state: State) -> int:
    """How many pages the review has."""
    contests = tuple(state.contest(position) for position in range(len(state.turn.contests)))
    return len(review_pages(contests, state.turn.selections, state.turn.viewing.letters))


def touch_option(state: State, event: OptionTouched) -> State:
    """A touch on a box of the page that shows; one on anything else changes nothing."""
    turn, contest = state.turn, state.contest(state.turn.position)
    if event.option not in (*pages(contest, turn.viewing.letters)[turn.page], *explicit_options(contest)):
        return state
    selection = turn.selections[turn.position]
    answer = toggle(contest, selection, event.option, event.value)
    if not isinstance(answer, Marked):
        return put(state, alert=_refused(contest, turn, answer.reason))
    before, after = turn.selections[: turn.position], turn.selections[turn.position + 1 :]
    alert = _moved_up(contest, selection, answer.selection)
    return put(state, selections=(*before, answer.selection, *after), alert=alert)


def boleta_action(state: State, action: str) -> State:
    """A button of the boleta."""
    turn = state.turn
    match action:
        case "siguiente":
            return _leave_boleta(state)
        case "anterior" if turn.position > 0 and not turn.correcting:
            return show_boleta(state, turn.position - 1)
        case "pagina_siguiente" if turn.page + 1 < len(pages(state.contest(turn.position), turn.viewing.letters)):
            return show_boleta(state, turn.position, turn.page + 1)
        case "pagina_anterior" if turn.page > 0:
            return show_boleta(state, turn.position, turn.page - 1)
        case "salir":
            return put(state, step=TurnStep.LEAVING, from_review=False)
        case _:
            return state


def blank_action(state: State, action: str) -> State:
    """The answer to whether a boleta is left blank."""
    if action == "dejar_en_blanco":
        return _next_boleta(state)
    if action == "volver_a_boleta":
        return show_boleta(state, state.turn.position)
    return state


def review_action(state: State, action: str) -> State:
    """A button of the review but the last one."""
    turn = state.turn
    verb, _, place = action.partition("_")
    if action == "salir":
        return put(state, step=TurnStep.LEAVING, from_review=True)
    if verb == "corregir" and place.isdigit() and int(place) < len(turn.contests):
        return show_boleta(state, int(place), correcting=True)
    page = turn.page + {NEXT_PAGE: 1, PREVIOUS_PAGE: -1}.get(action, 0)
    if page != turn.page and 0 <= page < review_count(state):
        return put(state, page=page, reviewed=turn.reviewed | {page})
    return state


def stay(state: State) -> State:
    """Back to where the voter asked to leave, with every mark."""
    turn = state.turn
    return show_review(state) if turn.from_review else show_boleta(state, turn.position, turn.page)


def adjust(state: State, adjusted: Turn) -> State:
    """The turn with other settings: larger letters make other pages, and the first option that showed still shows."""
    turn, letters = state.turn, adjusted.viewing.letters
    state = replace(state, turn=adjusted)
    if letters is turn.viewing.letters or turn.step not in _PAGED:
        return state
    if turn.step is TurnStep.REVIEW:
        return replace(state, turn=replace(adjusted, page=0, reviewed=frozenset()))
    contest = state.contest(turn.position)
    first = pages(contest, turn.viewing.letters)[turn.page][:1]
    page = (page_of(contest, first[0], letters) or 0) if first else 0
    return replace(state, turn=replace(adjusted, page=page))


def unseen_review(state: State) -> bool:
    """Whether a page of the review was never before the voter since the last change."""
    return len(state.turn.reviewed | {state.turn.page}) < review_count(state)


def _leave_boleta(state: State) -> State:
    turn = state.turn
    contest, selection = state.contest(turn.position), turn.selections[turn.position]
    refusal = confirmable(contest, selection)
    if refusal is not None:
        return put(state, alert=REFUSALS[refusal])
    leaves = pages(contest, turn.viewing.letters)
    seen = {option for at, option in turn.seen if at == turn.position} | set(leaves[turn.page])
    unseen = sum(not seen.issuperset(leaf) for leaf in leaves)
    if unseen and turn.position not in turn.told_pages:
        alert = Text("boleta.aviso.otra_pagina")
        if unseen > 1:
            alert = Text("boleta.aviso.otras_paginas", (("paginas", unseen),))
        return put(state, alert=alert, told_pages=turn.told_pages | {turn.position})
    if not selection and turn.position not in turn.asked_blank:
        return put(state, step=TurnStep.BLANK, asked_blank=turn.asked_blank | {turn.position})
    return _next_boleta(state)


def _next_boleta(state: State) -> State:
    turn = state.turn
    if turn.correcting or turn.position + 1 >= len(turn.contests):
        return show_review(state)
    return show_boleta(state, turn.position + 1)


def _refused(contest: Contest, turn: Turn, reason: MarkRefusal) -> Text:
    """Why a touch was refused; where to look for the mark in its way, when no page that shows has one."""
    page, selection = turn.page, turn.selections[turn.position]
    places = [page_of(contest, mark.option, turn.viewing.letters) for mark in selection]
    elsewhere = [place for place in places if place is not None]
    if elsewhere and page not in places and None not in places:
        return Text("boleta.aviso.marcada_en_pagina", (("pagina", elsewhere[0] + 1),))
    return REFUSALS[reason]


def _moved_up(contest: Contest, before: Selection, after: Selection) -> Text | None:
    """What a voter is told who took back a preference that others followed."""
    if contest.kind is not ContestKind.RANKED or len(after) >= len(before) or not after:
        return None
    (gone,) = {mark.option for mark in before} - {mark.option for mark in after}
    value = next(mark.value for mark in before if mark.option == gone)
    if all(mark.value < value for mark in before if mark.option != gone):
        return None
    return Text("boleta.aviso.preferencias_subieron", (("lugar", value),))


def count_text(contest: Contest, selection: Selection) -> Text | None:
    """How many marks a boleta bears of those that it may bear, where it may bear several."""
    params = (("marcadas", len([m for m in selection if not _is_explicit(contest, m)])), ("maximo", contest.max_marks))
    match contest.kind:
        case ContestKind.N_OF_M:
            return Text("boleta.cuenta.varias", params)
        case ContestKind.RANKED:
            return Text("boleta.cuenta.preferencias", params)
        case ContestKind.SCALE:
            return Text("boleta.cuenta.escala", params)
        case _:
            return None


def _is_explicit(contest: Contest, mark: Mark) -> bool:
    return mark.option in explicit_options(contest)
