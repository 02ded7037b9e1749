"""The voter's screens. They must not show anything of an official, nor an hour."""

from collections.abc import Mapping
from dataclasses import replace

from shared.domain.eleccion import Contest, OptionKind
from shared.domain.voto import Mark
from urna.flow import grupos
from urna.flow.adjusting import NOBODY, settings_screen
from urna.flow.informing import READ, info_actions, info_screen
from urna.flow.languages import language_actions
from urna.flow.marking import NEXT_PAGE, PREVIOUS_PAGE, count_text
from urna.flow.paging import FITS, explicit_options, has_own_page, in_order, page_of, pages, review_pages
from urna.flow.screen import (
    Action,
    BoletaScreen,
    InfoScreen,
    ReviewCard,
    ReviewScreen,
    Screen,
    ScreenId,
    Text,
    VoterMessageScreen,
)
from urna.flow.state import PAPER, PaperFault, State, Turn, TurnStep
from urna.flow.turn import may_say_no

PRINTER_FAULTS: Mapping[str, Text] = {
    "paper_out": Text("impresora.falla.papel"),
    "cover_open": Text("impresora.falla.tapa"),
    "cutter": Text("impresora.falla.cortador"),
    "jam": Text("impresora.falla.atasco"),
    "broken": Text("impresora.falla.averia"),
    "overheated": Text("impresora.falla.caliente"),
    "offline": Text("impresora.falla.desconectada"),
    "silent": Text("impresora.falla.silencio"),
    "no_confirmation": Text("impresora.falla.sin_confirmacion"),
    "garbage": Text("impresora.falla.respuesta"),
    "unsupported": Text("impresora.falla.no_compatible"),
    "other_model": Text("impresora.falla.otro_modelo"),
    "no_cutter": Text("impresora.falla.sin_cortador"),
}
"""What the mesa should do for each fault of the printer, in one sentence."""
OTHER_PRINTER_FAULT = Text("impresora.falla.otra")
DEVICE_FAULTS: Mapping[str, Text] = {
    "board": Text("dispositivo.falla.teclado"),
    "reader": Text("dispositivo.falla.lector"),
    "media": Text("dispositivo.falla.memorias"),
}
"""What the mesa should do for the other devices."""

PAPER_FAULTS: Mapping[str, Text] = {
    PaperFault.NEAR_END: Text("papel.por_terminar"),
    PaperFault.LOW: Text("papel.insuficiente"),
}
"""What the mesa should know of the roll, when nothing worse is the matter."""

_INFORM = Action(READ, Text("boton.informacion"))
_LEAVE = Action("salir", Text("boton.salir_sin_votar"))
_BLANK = (
    Action("volver_a_boleta", Text("boton.volver_a_boleta"), primary=True),
    Action("dejar_en_blanco", Text("boton.dejar_en_blanco")),
)
_PEOPLE = frozenset({OptionKind.PARTIDO, OptionKind.CANDIDATURA_COMUN, OptionKind.INDEPENDIENTE})
_YES_NO = (
    Action("cayo_completo", Text("boton.cayo_completo")),
    Action("no_cayo", Text("boton.no_cayo")),
)


def printer_fault(fault: str) -> Text:
    """The sentence for a fault of the printer."""
    return PRINTER_FAULTS.get(fault, OTHER_PRINTER_FAULT)


def device_alert(state: State) -> Text | None:
    """The sentence for the first device that is not well, or None; single media have sentences of their own."""
    for device, fault in state.faults:
        if device == "printer":
            return printer_fault(fault)
        if device in DEVICE_FAULTS:
            return DEVICE_FAULTS[device]
    return PAPER_FAULTS.get(state.fault_of(PAPER))


def turn_screen(state: State) -> Screen:
    """What the voter sees at the present step, or the settings over it."""
    if state.turn.adjusting or state.turn.choosing:
        return settings_screen(state)
    return _of_nobody(state) if state.turn.step in NOBODY else replace(_of_voter(state), viewing=state.turn.viewing)


def _of_voter(state: State) -> VoterMessageScreen | BoletaScreen | ReviewScreen | InfoScreen:
    step, reading = state.turn.step, state.turn.reading
    if reading is not None:
        return info_screen(state, reading)
    if step in (TurnStep.BOLETA, TurnStep.BLANK):
        return _boleta(state)
    if step is TurnStep.REVIEW:
        return _review(state)
    if step in (TurnStep.ASK_SLIP, TurnStep.ASK_TESTIGO):
        return _question(state)
    if step in (TurnStep.ENABLED, TurnStep.LEAVING, TurnStep.THANKS):
        return _message(state)
    return _printing(state)


def _of_nobody(state: State) -> Screen:
    title, message = Text("espera.titulo"), Text("espera.mensaje")
    alert = device_alert(state) or (grupos.PUT_GROUP if grupos.missing(state) else None)
    grupo = grupos.find(state.facts, state.grupo)
    if state.copying is not None or state.fault_of("media"):
        title, message = Text("espera.titulo_todavia_no"), Text("espera.mensaje_todavia_no")
    elif grupo is not None:
        message = Text("espera.mensaje_grupo", (("grupo", grupo.name),))
    return VoterMessageScreen(ScreenId.ESPERA, title, message, (), alert=alert)


def _message(state: State) -> VoterMessageScreen:
    turn = state.turn
    if turn.step is TurnStep.ENABLED:
        begin = Action("comenzar", Text("boton.comenzar"), primary=True)
        actions: tuple[Action, ...] = (begin, *language_actions(state.facts.languages, turn.viewing))
        title = Text("habilitada.titulo_otra_vez" if turn.replaced else "habilitada.titulo")
        message = Text("habilitada.mensaje")
        grupo = grupos.find(state.facts, turn.grupo)
        if grupo is not None:
            message = Text("habilitada.mensaje_grupo", (("grupo", grupo.name),))
        return VoterMessageScreen(ScreenId.HABILITADA, title, message, actions, alert=turn.alert)
    if turn.step is TurnStep.LEAVING:
        actions = (
            Action("seguir_votando", Text("boton.seguir_votando"), primary=True),
            Action("salir_confirmar", Text("boton.salir_confirmar")),
        )
        title, message = Text("salida.titulo"), Text("salida.mensaje")
        return VoterMessageScreen(ScreenId.SALIDA, title, message, actions, alert=turn.alert)
    actions = (Action("terminar", Text("boton.terminar"), primary=True),)
    return VoterMessageScreen(ScreenId.GRACIAS, Text("gracias.titulo"), Text("gracias.mensaje"), actions)


def _boleta(state: State) -> BoletaScreen:
    turn, contest = state.turn, state.contest(state.turn.position)
    blank = turn.step is TurnStep.BLANK
    selection = turn.selections[turn.position]
    leaves = pages(contest, turn.viewing.letters)
    return BoletaScreen(
        id=ScreenId.BLANCO if blank else ScreenId.BOLETA,
        contest=turn.contests[turn.position],
        position=turn.position + 1,
        total=len(turn.contests),
        selection=selection,
        alert=turn.alert,
        actions=_BLANK if blank else (*_boleta_actions(turn, contest), *((_INFORM,) if contest.info else ())),
        ask_blank=blank,
        options=(*leaves[turn.page], *explicit_options(contest)),
        page=turn.page + 1,
        pages=len(leaves),
        room=max(map(len, leaves)),
        count=count_text(contest, selection),
        elsewhere=_elsewhere(contest, selection, turn),
    )


def _boleta_actions(turn: Turn, contest: Contest) -> tuple[Action, ...]:
    following = Text("boton.ver_revision") if turn.correcting else Text("boton.siguiente")
    back = Action("anterior", Text("boton.anterior"), enabled=turn.position > 0 and not turn.correcting)
    people = any(option.kind in _PEOPLE for option in contest.options)
    more = Text("boton.mas_candidaturas") if people else Text("boton.mas_opciones")
    return (
        Action("siguiente", following, primary=True),
        back,
        _LEAVE,
        *_page_actions(turn.page, len(pages(contest, turn.viewing.letters)), more),
    )


def _page_actions(page: int, count: int, more: Text) -> tuple[Action, ...]:
    """Both at all times where there are pages, so that each keeps its place."""
    if count < 2:
        return ()
    previous = Action(PREVIOUS_PAGE, Text("boton.ver_anteriores"), enabled=page > 0)
    return (previous, Action(NEXT_PAGE, more, enabled=page + 1 < count))


def _elsewhere(contest: Contest, selection: tuple[Mark, ...], turn: Turn) -> Text | None:
    """How many marks stand on pages that do not show."""
    places = [page_of(contest, mark.option, turn.viewing.letters) for mark in selection]
    hidden = [place for place in places if place is not None and place != turn.page]
    if not hidden:
        return None
    if len(hidden) == 1:
        return Text("boleta.marca_en_pagina", (("pagina", hidden[0] + 1),))
    return Text("boleta.marcas_en_otras", (("marcas", len(hidden)),))


def _review(state: State) -> ReviewScreen:
    turn = state.turn
    contests = tuple(state.contest(position) for position in range(len(turn.contests)))
    leaves, fit = review_pages(contests, turn.selections, turn.viewing.letters), FITS[turn.viewing.letters]
    parts = leaves[turn.page]
    correct = tuple(
        Action(f"corregir_{part.position}", Text("boton.corregir", (("boleta", part.position + 1),))) for part in parts
    )
    more = _page_actions(turn.page, len(leaves), Text("boton.mas_boletas"))
    inform = info_actions(state, (part.position for part in parts))
    alone = has_own_page(contests[parts[0].position])
    cards = tuple(
        ReviewCard(
            turn.contests[part.position],
            part.position,
            in_order(contests[part.position], turn.selections[part.position])[part.start : part.stop],
            part.start,
            len(turn.selections[part.position]),
            count_text(contests[part.position], turn.selections[part.position]),
        )
        for part in parts
    )
    return ReviewScreen(
        id=ScreenId.REVISION,
        choices=tuple(zip(turn.contests, turn.selections, strict=True)),
        alert=turn.alert,
        actions=(Action("confirmar", Text("boton.confirmar"), primary=True), *correct, _LEAVE, *more, *inform),
        cards=cards,
        page=turn.page + 1,
        pages=len(leaves),
        blank=sum(not selection for selection in turn.selections),
        alone=alone,
        room=fit.listed if alone else fit.cards[1] if len(leaves) > 1 else len(parts),
    )


def _question(state: State) -> VoterMessageScreen:
    message = Text("pregunta_testigo.mensaje")
    if state.turn.step is TurnStep.ASK_SLIP:
        message = Text("pregunta_testigo.mensaje_boleta", (("boleta", state.turn.slip + 1),))
    yes, no = _YES_NO
    alert = state.turn.alert
    if not may_say_no(state):
        no, alert = replace(no, enabled=False), Text("pregunta_testigo.espere")
    return VoterMessageScreen(
        ScreenId.PREGUNTA_TESTIGO, Text("pregunta_testigo.titulo"), message, (yes, no), alert=alert
    )


def _printing(state: State) -> VoterMessageScreen:
    turn = state.turn
    if turn.step is TurnStep.PRINT_FAULT:
        ready = not state.fault_of("printer")
        actions = (Action("reintentar", Text("boton.imprimir_de_nuevo"), primary=True, enabled=ready),)
        alert: Text | None = Text("impresion.reparada") if ready else printer_fault(turn.fault)
        message = Text("impresion.mensaje_reparada") if ready else Text("impresion.mensaje_falla")
        return VoterMessageScreen(ScreenId.IMPRESION, Text("impresion.titulo"), message, actions, alert=alert)
    alert = Text("impresion.almacen") if turn.step in (TurnStep.COMMIT_FAULT, TurnStep.FINAL_FAULT) else None
    total = len(turn.selections)
    progress = (min(turn.slip + 1, total), total) if total else None
    return VoterMessageScreen(
        ScreenId.IMPRESION, Text("impresion.titulo"), Text("impresion.mensaje"), (), progress, alert
    )
