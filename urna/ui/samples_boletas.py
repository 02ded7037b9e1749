"""States of a voter's turn for pictures of boletas and of the review: every page, empty, marked, refused.

It must hold nothing real: no selection is anyone's.
"""

from collections.abc import Iterator
from dataclasses import replace

from shared.domain.boleta import MarkRefusal
from shared.domain.eleccion import EXPLICIT_KINDS, Contest, ContestKind
from shared.domain.voto import Mark
from urna.flow.informing import has_info, info_count
from urna.flow.marking import REFUSALS, review_count
from urna.flow.paging import SEVERAL, pages
from urna.flow.screen import Text
from urna.flow.state import Reading, State, TurnStep
from urna.flow.viewing import Viewing


def boletas_of(
    contest: Contest, position: int, chosen: tuple[tuple[Mark, ...], ...], viewing: Viewing
) -> Iterator[tuple[str, dict[str, object]]]:
    """Changes to a turn for each picture of one boleta: every page empty, marked, refused, and the last one unseen."""
    name, refusal = f"boleta-{contest.id.value.lower()}", _refusal(contest)
    count = len(pages(contest, viewing.letters))
    for page in range(count):
        at: dict[str, object] = {"position": position, "page": page}
        number = f"-{page + 1}" if page else ""
        yield f"{name}{number}", at
        yield f"{name}{number}-aviso", {**at, "selections": chosen, "alert": refusal}
        yield f"{name}{number}-corregir", {**at, "selections": chosen, "correcting": True}
    if count > 1:
        told = Text("boleta.aviso.otra_pagina")
        if count > 2:
            told = Text("boleta.aviso.otras_paginas", (("paginas", count - 1),))
        yield f"{name}-faltan", {"position": position, "alert": told}
    if contest.kind is ContestKind.RANKED:
        moved = Text("boleta.aviso.preferencias_subieron", (("lugar", 1),))
        yield f"{name}-subieron", {"position": position, "selections": chosen, "alert": moved}


def informed(state: State) -> dict[str, State]:
    """Every page of what there is to read about each boleta, from the boleta; from the review, and while nobody moves.

    ``state`` is a turn at its first boleta.
    """
    found: dict[str, State] = {}
    for position in range(len(state.turn.contests)):
        if not has_info(state, position):
            continue
        name = f"informacion-{state.contest(position).id.value.lower()}"
        for page in range(info_count(state, position)):
            turn = replace(state.turn, position=position, reading=Reading(position, page))
            found[f"{name}{f'-{page + 1}' if page else ''}"] = replace(state, turn=turn)
        first = found[name]
        found[f"{name}-revision"] = replace(first, turn=replace(first.turn, step=TurnStep.REVIEW))
        found[f"{name}-ausente"] = replace(first, turn=replace(first.turn, alert=Text("turno.sigue_ahi")))
    return found


def _refusal(contest: Contest) -> Text:
    if contest.kind in SEVERAL:
        return REFUSALS[MarkRefusal.TOO_MANY]
    many = contest.kind is ContestKind.COALITION
    return REFUSALS[MarkRefusal.ACROSS_CANDIDATURAS if many else MarkRefusal.OVER_VOTE]


def reviews(state: State) -> dict[str, State]:
    """Every page of the review, and the warning of those that were not seen."""
    found = {
        f"revision{f'-{page + 1}' if page else ''}": replace(state, turn=replace(state.turn, page=page))
        for page in range(review_count(state))
    }
    unseen = replace(state, turn=replace(state.turn, alert=Text("revision.aviso.falta_ver")))
    return {**found, "revision-falta_ver": unseen} if len(found) > 1 else found


def example(contest: Contest) -> tuple[Mark, ...]:
    """As many marks as the boleta takes; the first legal combination of a coalition, else the first option."""
    together = {p for combination in contest.combinations[:1] for p in combination}
    marks = tuple(
        Mark(i) for i, option in enumerate(contest.options) if option.partidos and set(option.partidos) <= together
    )
    ordinary = [i for i, option in enumerate(contest.options) if option.kind not in EXPLICIT_KINDS]
    if contest.kind is ContestKind.RANKED:
        return tuple(Mark(i, contest.max_marks - place) for place, i in enumerate(ordinary[: contest.max_marks]))
    if contest.kind is ContestKind.SCALE:
        return tuple(Mark(i, 1 + i % contest.scale_max) for i in ordinary[: contest.max_marks])
    if contest.kind is ContestKind.N_OF_M:
        return tuple(Mark(i) for i in ordinary[: contest.max_marks])
    return marks or (Mark(ordinary[0] if ordinary else 0),)
